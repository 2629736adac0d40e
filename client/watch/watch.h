/* What the parts of `watch` share. The loop is in loop.c; here is what it does with a fact: keep
 * it, show it, deliver it, remind of it. Following and checking are the library's. */
#ifndef BULLETIN_CLIENT_WATCH_H
#define BULLETIN_CLIENT_WATCH_H

#include "client/lib/connect/wait.h"
#include "client/lib/follow/follow.h"
#include "client/lib/home/keep.h"
#include "client/lib/show/since.h"
#include "client/shell/client_session.h"
#include "client/watch/desktop.h"

struct urgents;
struct deliveries;
struct owed;

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

static const struct verdict go_on = {false, EXIT_DONE};

static inline struct verdict watch_fail(const struct failure *failure)
{
    return (struct verdict){true, say_failure(failure)};
}

static inline void watch_reset_deadline(struct watch *watch)
{
    watch->deadline_ms = watch->wait_ms == 0 ? WAIT_FOREVER : wait_deadline(watch->wait_ms);
}

/* --- start.c */

/* Whether the channel is named on the command line, or none is. */
bool watch_is_wanted(const struct watch *watch, struct bytes channel);

/* Connects, finds where each channel begins, takes up what was kept, and subscribes. Channels that are broken
 * are left out, and said. */
enum error watch_begin(struct watch *watch, struct failure *failure);
/* Whether the fact comes from my department's inbox. */
bool watch_is_inbox(const struct watch *watch, const struct fact_seen *fact);
/* Whether the fact was there before the watch began. */
bool watch_is_history(const struct watch *watch, const struct fact_seen *fact);

/* --- keep.c */

/* Puts a fact, its long text and, if it is a duty of ours, its files on disk, and drops what it erases. The
 * cursor is not moved. A lost connection is mended. */
struct verdict watch_keep(struct watch *watch, const struct fact_seen *fact);
/* Fetches what is missing. *whole is false when the server does not give it. */
struct verdict watch_fetch(struct watch *watch, struct bytes fact_id, struct bytes hash, bool *whole);
/* The long text that the fact names and, of a duty of ours, the files, where they are not here whole.
 * `fetched` counts those that are here now; it may be NULL. */
struct verdict watch_fetch_named(struct watch *watch, const struct fact_seen *fact, uint64_t *fetched);
/* Goes through all that was kept before: holes, urgent bulletins, deliveries that are still owed. */
enum error watch_recall(struct watch *watch, struct failure *failure);

/* --- mend.c: what is kept, as the disk has it now */

/* Fetches again the facts that are damaged or gone, and says so; a channel in which the server contradicts
 * what is kept is broken. */
enum error watch_mend_facts(struct watch *watch, struct failure *failure);
/* The same for long texts and files. */
struct verdict watch_mend_texts(struct watch *watch);

/* --- broken.c: a proof that does not hold, of one channel, text or duty; everything else goes on */

/* Says that this channel is not followed any more, and why; `number` is that of its last fact that holds. */
void watch_broken_channel(struct watch *watch, const char *channel, uint64_t number,
                          const struct failure *failure);
/* Says what is wrong with something else of this fact. */
void watch_broken_thing(struct watch *watch, const char *id, const struct failure *failure);
/* What is left to exit with: a proof that was broken outweighs that nothing else went wrong, and so does what
 * was set aside. */
int watch_exit(const struct watch *watch, int exit_code);

/* --- show.c */

/* Whether people who did not ask for --all want to see it. */
bool watch_wants(const struct watch *watch, const struct fact_seen *fact);
/* Whether it belongs to the thread that is watched, if one is. */
bool watch_in_thread(const struct watch *watch, const struct fact_seen *fact);
/* Whether it is shown, or given to the hook. */
bool watch_shows(const struct watch *watch, const struct fact_seen *fact);
/* A notification, for what is news now or urgent. */
void watch_notify(struct watch *watch, const struct fact_seen *fact);
/* The same for a bulletin that waits to be opened. */
void watch_notify_urgent(struct watch *watch, const char *id, const char *headline);

/* --- owed.c: what has come and was not shown, or taken by the hook */

struct owed *owed_new(void);
void owed_free(struct owed *owed);
/* For the hook. False when there is no memory. With --name it is kept, and the cursor of what is shown has
 * not moved past it. */
bool owed_add(struct watch *watch, const struct fact_seen *fact);
/* Before anything is followed: what an earlier watch kept and did not show is shown; a hook will get it. */
struct verdict owed_begin(struct watch *watch);
/* Looks after the hook: takes its end, starts it with the next. Does not wait. */
struct verdict owed_step(struct watch *watch);
/* Whether the hook runs, and whether anything is owed to it. */
bool owed_runs(const struct watch *watch);
bool owed_any(const struct watch *watch);
/* When owed_step is to be called: at the latest then, or when this can be read (-1: nothing). */
int64_t owed_deadline_ms(const struct watch *watch);
int owed_descriptor(const struct watch *watch);
/* Lets a hook that runs come to its end. */
struct verdict owed_finish(struct watch *watch);

/* --- aside.c */

/* Lists what is set aside, or tries it again; gives the exit code. */
int watch_set_aside(struct watch *watch);

/* --- urgent.c: bulletins of priority urgent, until they are opened, ended or replaced */

struct urgents *urgents_new(void);
void urgents_free(struct urgents *urgents);
/* False when there is no memory. */
bool urgents_fold(struct watch *watch, const struct fact_seen *fact);
/* Shows again what has been due for it. */
void urgents_remind(struct watch *watch);
int64_t urgents_deadline_ms(const struct watch *watch);

/* --- deliver.c: duties of my department that lie on this disk, until the server knows */

struct deliveries *deliveries_new(void);
void deliveries_free(struct deliveries *deliveries);
/* False when there is no memory. Only what is on disk may come here. */
bool deliveries_fold(struct watch *watch, const struct fact_seen *fact);
/* Sends what is owed. What the server refuses is owed no more; after a lost connection it is tried again. */
struct verdict deliveries_send(struct watch *watch);
int64_t deliveries_deadline_ms(const struct watch *watch);

/* --- read.c */

/* The fact has been shown, or is none that is; and what was shown is said to be read. */
void reads_note(struct watch *watch, const struct fact_seen *fact);
void reads_send(struct watch *watch);

#endif
