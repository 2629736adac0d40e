/* A town whose residents rate departments, and what tests of ratings do in it. It brings a rating to any
 * stage by the shortest way of the table. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_RATINGS_H
#define BULLETIN_TESTS_RATINGS_H

#include "server/domain/nouns/rating/rating_moves.h"
#include "tests/unit/support/town.h"

/* The first rating of labour. */
#define RATINGS_ID "rating/labour/2"

/* Beside those of the town: another member of labour, one of land, one of the committee who belongs to labour
 * and two who belong nowhere, an expert, and residents, of whom gu gives the rating that is talked about. */
extern struct identity ratings_zhao, ratings_he, ratings_li, ratings_kong, ratings_mei, ratings_gu,
    ratings_hua;

/* All of them, with a guest, wang, lin, the clerk and, last, the house. */
enum { RATINGS_PEOPLE = 12 };
struct ratings_person {
    const char *name;
    const struct identity *who;
    bool rater, rated, committee, enrolled;
};
struct ratings_person ratings_person(struct town *town, size_t index);

/* It is 2006-11-30, 8:00, in Shanghai. Ends with town_leave(). */
int ratings_settle(void **state);

/* A resident of this number, who has joined; lives as long as the program. At most RATINGS_RESIDENTS. */
enum { RATINGS_RESIDENTS = 40 };
const struct identity *ratings_resident(struct town *town, size_t nth);

/* The head of a rating, as kong of the committee sees it; lives until the next call. */
const char *ratings_head(struct town *town, const char *id);
/* How far it is, by its row. */
uint64_t ratings_stage(struct town *town, const char *id);

/* Makes the act of a verb of the table, with whatever it needs, of a rating seen as it is, or gives one.
 * `to` is the stage that it is to come to. */
enum error ratings_act(struct town *town, const struct identity *who, int verb, uint64_t to, const char *id);

/* Whether the table has this move; and where a verb leads to from a stage: the nth of those, or
 * RATING_STAGE_NOTHING when there is no such. */
bool ratings_allows(int verb, uint64_t from, uint64_t to);
uint64_t ratings_target(int verb, uint64_t stage, size_t nth);

/* Brings the rating of gu to a stage, from what there is. */
void ratings_bring(struct town *town, uint64_t stage);

#endif
