/* A fact as it was pushed or kept, taken apart: its head, its act, and what the tables know of both. It
 * checks no proof (follow_check.h does). */
#ifndef BULLETIN_CLIENT_FACT_H
#define BULLETIN_CLIENT_FACT_H

#include <stdalign.h>
#include <stddef.h>

#include "client/lib/failure.h"
#include "protocol/proof/erasure.h"

/* All parts are borrowed from the pushed map. */
struct fact_seen {
    struct push_fact push;
    struct head head;
    uint8_t hash[LIMIT_HASH_BYTES];
    const struct fact_kind *kind; /* NULL: a kind that a newer server made */
    bool has_act;
    struct act act;
    const struct verb *verb;                           /* NULL: none, or unknown */
    bool has_decided, has_args;                        /* the values below are decoded */
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES]; /* of kind->decided */
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];    /* of verb->args */
    char id[LIMIT_ID_BYTES + 1];
};

/* Takes apart an encoded push_fact. Errors: MALFORMED, ACT_BROKEN; the head then names its channel, if it
 * could be read so far. */
enum error fact_read(struct bytes map, struct fact_seen *fact, struct failure *failure);

/* The same for the judgements of protocol/proof; borrowed from the fact. */
struct fact_parts fact_parts(const struct fact_seen *fact);
/* Whether its act is one that makes such a fact. */
bool fact_seen_fits(const struct fact_seen *fact);
/* Whether the fact erases acts of its channel, and which; borrowed from the fact. */
bool fact_erases(const struct fact_seen *fact, struct erasure *erasure);

/* Whether the house says that those who moderate have hidden what its act says. Nobody signs that, so it
 * counts only for what can be hidden (protocol/proof/spoken.h). */
bool fact_is_hidden(const struct fact_seen *fact);
/* A field of the args, NULL also where they are hidden, or of what the server decided, or NULL: a value of
 * the field's type. */
const void *fact_arg(const struct fact_seen *fact, const char *name);
const void *fact_decided(const struct fact_seen *fact, const char *name);

/* Whether it made a bulletin: published or imported. */
bool fact_is_bulletin(const struct fact_seen *fact);
bool fact_is_kind(const struct fact_seen *fact, int kind);
bool fact_is_urgent(const struct fact_seen *fact);
/* The id of the bulletin that the fact made or is about; empty when there is none. On a desk it is the id of
 * what is scheduled. Borrowed from the fact. */
struct bytes fact_about(const struct fact_seen *fact);
/* Which revision of it; 1 when nothing is said. */
uint64_t fact_revision(const struct fact_seen *fact);

/* A bulletin that was published, imported, revised or became a duty, as the server would list or show it
 * then. Without its act it has no headline and no text. Borrowed from the fact. */
void fact_to_headline(const struct fact_seen *fact, struct record_headline *headline);
void fact_to_bulletin(const struct fact_seen *fact, struct record_bulletin *bulletin);
/* The one from the other. */
void headline_of_bulletin(const struct record_bulletin *bulletin, struct record_headline *headline);

#endif
