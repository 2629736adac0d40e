/* A hash table under one lock, touched once an act. For each who sent some it keeps one moment: when all of a
 * minute's acts will have come back (the generic cell rate algorithm of ITU-T I.371). Entries that say
 * nothing any more are dropped by who comes by. */
#include "server/net/acts.h"

#include <pthread.h>
#include <stdlib.h>

enum { ACTS_BUCKETS = 1024, MINUTE_US = 60 * 1000 * 1000 };

struct entry {
    struct entry *next;
    uint64_t id;
    enum payer_kind kind;
    int64_t whole_us; /* when it may send a minute's acts at once again */
};

struct acts {
    pthread_mutex_t mutex;
    unsigned most;
    struct entry *buckets[ACTS_BUCKETS];
};

struct acts *acts_new(unsigned most)
{
    struct acts *acts = calloc(1, sizeof *acts);
    if (acts != NULL) {
        pthread_mutex_init(&acts->mutex, NULL);
        acts->most = most;
    }
    return acts;
}

void acts_free(struct acts *acts)
{
    if (acts == NULL)
        return;
    for (size_t i = 0; i < ACTS_BUCKETS; i++) {
        for (struct entry *entry = acts->buckets[i], *next; entry != NULL; entry = next) {
            next = entry->next;
            free(entry);
        }
    }
    pthread_mutex_destroy(&acts->mutex);
    free(acts);
}

unsigned acts_most(const struct acts *acts, enum role role)
{
    static const unsigned thirds[ROLE_COUNT] = {
        [ROLE_GUEST] = 1,   [ROLE_RESIDENT] = 3,   [ROLE_EXPERT] = 3,
        [ROLE_OFFICE] = 60, [ROLE_COMMITTEE] = 60, [ROLE_OPERATOR] = 300,
    };
    uint64_t most = (uint64_t)acts->most * thirds[role] / 3;
    return most == 0 ? 1 : (unsigned)most;
}

/* Finds the entry, or the end of its chain, and drops what says nothing any more on the way. A clock that was
 * set back makes nobody wait for longer than a minute. */
static struct entry **entry_slot(struct acts *acts, const struct payer *payer, int64_t now_us)
{
    struct entry **slot = &acts->buckets[(payer->id * 0x9e3779b97f4a7c15u) >> 54];
    while (*slot != NULL && ((*slot)->id != payer->id || (*slot)->kind != payer->kind)) {
        struct entry *entry = *slot;
        if (entry->whole_us > now_us && entry->whole_us - now_us <= MINUTE_US) {
            slot = &entry->next;
            continue;
        }
        *slot = entry->next;
        free(entry);
    }
    return slot;
}

bool acts_take(struct acts *acts, const struct payer *payer, enum role role, unsigned parts, int64_t now_ms,
               int64_t *again_ms)
{
    const int64_t now_us = now_ms * 1000, act_us = MINUTE_US / (int64_t)acts_most(acts, role);
    const int64_t each_us = act_us * parts / LIMIT_ACT_PARTS;
    bool taken = true;
    pthread_mutex_lock(&acts->mutex);
    struct entry **slot = entry_slot(acts, payer, now_us);
    if (*slot == NULL && (*slot = calloc(1, sizeof **slot)) != NULL) {
        (*slot)->id = payer->id;
        (*slot)->kind = payer->kind;
    }
    struct entry *entry = *slot;
    if (entry != NULL && (entry->whole_us < now_us || entry->whole_us - now_us > MINUTE_US))
        entry->whole_us = now_us;
    if (entry != NULL && entry->whole_us + each_us - now_us > MINUTE_US) {
        *again_ms = (entry->whole_us + each_us - MINUTE_US + 999) / 1000;
        taken = false;
    } else if (entry != NULL) {
        entry->whole_us += each_us;
    }
    pthread_mutex_unlock(&acts->mutex);
    return taken;
}
