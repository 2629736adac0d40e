/* A town with an open round, its departments and whoever else may look on, and what tests of brands do in it.
 * It brings a brand to any stage by the shortest way of the table. It does not know what any test is
 * after. */
#ifndef BULLETIN_TESTS_BRANDS_H
#define BULLETIN_TESTS_BRANDS_H

#include "server/domain/nouns/brand/moves.h"
#include "tests/unit/support/town.h"

#define BRANDS_ID "brand/2006-labour/2"
/* The naming meeting, announced in a channel of its own that everyone reads. */
#define BRANDS_MEETING "meetings/2"

/* Beside those of the town: a member of labour who may not sign, one of land who may, two experts, a
 * resident. */
extern struct identity brands_zhao, brands_he, brands_mei, brands_song, brands_gu;

/* All of them: a guest, gu, zhao, wang, he, mei, lin, the clerk and, last, the house. */
enum { BRANDS_PEOPLE = 9 };
const struct identity *brands_person(struct town *town, size_t index);

/* It is 2006-11-30, 8:00, in Shanghai, and the round of 2006 is open until the end of 2006-12-20. Ends with
 * town_leave(). */
int brands_settle(void **state);
/* Announces the naming meeting, for towns that were settled otherwise. */
void brands_announce(struct town *town);

/* What applications have as their logo, by its first bytes. */
struct bytes brands_logo(void);
/* The fields of an application under this name, whose logo is uploaded by `who`; it lives until the next
 * call. */
const char *brands_application(struct town *town, const struct identity *who, const char *name);

/* Hands one in under this name, in the round of 2006. */
void brands_submit(struct town *town, const struct identity *who, const char *name);

/* That an application under this name is refused, with what stands before its fields. */
#define HANDED_IN_REFUSED(town, who, error, verb, name, ...)                                                 \
    do {                                                                                                     \
        /* The logo is uploaded before anything is compared. */                                              \
        const char *application = brands_application(town, who, name);                                       \
        char before_it[256];                                                                                 \
        snprintf(before_it, sizeof before_it, __VA_ARGS__);                                                  \
        REFUSED(town, who, error, verb, "%s %s", before_it, application);                                    \
    } while (0)

/* The head of a brand, as the committee sees it; lives until the next call. */
const char *brands_head(struct town *town, const char *id);
/* How far it is, by its row. */
uint64_t brands_stage(struct town *town, const char *id);

/* Whether anything was handed in as a brand, and takes all that was off the ledger. */
bool brands_handed_in(struct town *town, const char *id);
void brands_erase(struct town *town, const char *id);

/* Makes the act of a verb of the table, with whatever it needs, of a brand seen as it is, or of the round of
 * 2006. `to` is what brand.evaluate is to bring. schedule.run is none of them. */
enum error brands_act(struct town *town, const struct identity *who, int verb, uint64_t to, const char *id);

/* The fields of a naming but its number: these brands (their ids, with commas between them) as they are,
 * their logos, the meeting, and where it is published. The logo is uploaded by `who`; it lives until the next
 * call. */
const char *brands_naming(struct town *town, const struct identity *who, const char *ids);

/* How many moves the table has, and whether it has this one. */
size_t brands_moves(void);
bool brands_allows(int verb, uint64_t from, uint64_t to);
/* Where a verb leads from a stage; BRAND_STAGE_NOTHING: nowhere. Evaluating leads to one of three by turns,
 * whatever the stage. */
uint64_t brands_target(int verb, uint64_t stage, uint64_t turn);

/* Brings the brand of somebody's department in the round of 2006 to a stage, from what there is; by default
 * that of wang. */
void brands_bring_of(struct town *town, const struct identity *signer, const char *id, uint64_t stage);
void brands_bring(struct town *town, uint64_t stage);

#endif
