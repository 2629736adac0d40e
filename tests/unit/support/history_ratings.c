/* The part of a history in which people rate departments: what is bad goes by every move of its table, one is
 * overdue, and months are counted. */
#include "tests/unit/support/history.h"
#include "tests/unit/support/ratings.h"

static void act(struct town *town, const struct identity *who, const char *verb, const char *id,
                const char *rest)
{
    char head[TOWN_HEX];
    ASKS(town, &town->lin, "rating.show", "id=%s", id);
    ACTS(town, who, verb, "id=%s seen=%s %s", id, town_hash_said(town, "head", head), rest);
}

void history_ratings(struct town *town)
{
    enum { RATED_BY = LIMIT_FIGURE_RATERS + 2 }; /* two of them are set aside */
    const struct identity *raters[RATED_BY];
    char id[128];
    ACTS(town, &town->lin, "rating.term", "days=3");
    for (size_t i = 0; i < RATED_BY; i++) {
        raters[i] = ratings_resident(town, i);
        ACTS(town, raters[i], "rate", "department=labour grade=%s item=窗口 comment=\"at the counter %zu\"",
             i < 3 ? "dissatisfied" : "satisfied", i);
        if (i == 0)
            strcpy(id, town->id);
    }
    act(town, &town->wang, "rating.answer", id, "text=sorry");
    act(town, raters[0], "rating.settle", id, "settled=no text=still");
    act(town, &town->wang, "rating.answer", id, "text=now");
    act(town, raters[0], "rating.settle", id, "text=thanks");
    act(town, &town->lin, "rating.set-aside", id, "reason=mistaken");
    act(town, raters[0], "rating.appeal", id, "text=why");
    act(town, &town->lin, "rating.restore", id, "reason=indeed");
    strcpy(id, "rating/labour/3");
    act(town, &town->lin, "rating.set-aside", id, "reason=abusive");
    act(town, raters[1], "rating.appeal", id, "text=no");
    act(town, &town->lin, "rating.uphold", id, "reason=yes");
    act(town, &town->lin, "rating.set-aside", "rating/labour/5", "reason=twice");
}
