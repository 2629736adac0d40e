/* One watch: what it was told, and where it stands. Its parts share it, each with the things that are its
 * own. It calls none of them. */
#ifndef BULLETIN_CLIENT_WATCH_STATE_H
#define BULLETIN_CLIENT_WATCH_STATE_H

#include "client/lib/connect/wait.h"
#include "client/lib/follow/follow.h"
#include "client/lib/home/keep.h"
#include "client/lib/show/since.h"
#include "client/shell/client_session.h"

struct urgents;
struct deliveries;
struct owed;
struct desktop;

/* Where a channel stood when the watch began. */
struct watch_tip {
    char channel[LIMIT_CHANNEL_BYTES + 1];
    uint64_t number;
    uint64_t begin; /* the number behind which it is followed, unless a cursor says otherwise */
};

/* What was shown of a channel in one go. */
enum { WATCH_STRETCHES = 16 };
struct watch_stretch {
    char channel[LIMIT_CHANNEL_BYTES + 1];
    uint64_t after, number; /* from behind this one, up to that one */
};

struct watch {
    struct options *options;
    struct since since;
    const char *since_typed; /* read again when the server has said its zone; NULL: not told */
    uint64_t count;          /* 0: no end */
    int64_t wait_ms;         /* 0: for ever */
    int64_t remind_ms;       /* between two reminders of an urgent bulletin */
    const char *name;        /* NULL: nothing is kept */
    const char *exec;        /* NULL: facts are printed */
    unsigned tries;          /* of the hook with one fact, before it is set aside */
    int64_t hook_limit_ms;
    bool lists_aside;   /* --set-aside: nothing is followed */
    const char *thread; /* NULL: facts of every thread are shown */
    char thread_channel[LIMIT_CHANNEL_BYTES + 1];
    bool all;    /* show every kind of fact */
    bool notify; /* on the desktop */
    size_t wanted_count;
    const char *wanted[LIMIT_FOLLOWED];

    struct session session;
    char inbox[LIMIT_CHANNEL_BYTES + 1]; /* dept/NAME of my department; empty: I have none */
    struct keep *keep;
    struct check *check;
    struct follow *follow;
    struct urgents *urgents;
    struct deliveries *deliveries;
    struct desktop *desktop;
    bool desktop_failed; /* it has been said */
    size_t tip_count;
    struct watch_tip tips[LIMIT_FOLLOWED];
    struct owed *owed;
    uint64_t set_aside; /* by this watch */
    size_t stretch_count;
    struct watch_stretch stretches[WATCH_STRETCHES]; /* shown, and not said to be read yet */
    uint64_t shown;
    uint64_t unsettled;  /* facts that the cursor has moved past, but not on disk */
    uint64_t broken;     /* proofs that did not hold; what they were of was left out */
    int64_t deadline_ms; /* when --wait ends */
};

/* How the loop goes on after an event. */
struct verdict {
    bool stop;
    int exit_code;
};

static const struct verdict go_on = {.stop = false, .exit_code = EXIT_DONE};

static inline struct verdict watch_fail(const struct failure *failure)
{
    return (struct verdict){.stop = true, .exit_code = say_failure(failure)};
}

static inline void watch_reset_deadline(struct watch *watch)
{
    watch->deadline_ms = watch->wait_ms == 0 ? WAIT_FOREVER : wait_deadline(watch->wait_ms);
}

/* One more was shown: whether that was the last wanted. */
struct verdict watch_has_shown(struct watch *watch);
/* Whether the channel is named on the command line, or none is. */
bool watch_is_wanted(const struct watch *watch, struct bytes channel);
/* Whether the fact comes from my department's inbox. */
bool watch_is_inbox(const struct watch *watch, const struct fact_seen *fact);
/* Whether the fact was there before the watch began. */
bool watch_is_history(const struct watch *watch, const struct fact_seen *fact);

#endif
