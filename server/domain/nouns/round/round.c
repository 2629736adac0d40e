/* Which round is open, and whether something can be handed in. It decides about no round. */
#include "server/domain/nouns/round/round.h"

#include <stdio.h>

enum { ROUND_YEAR_BYTES = 8 };

/* The newest year first; an open one, or any. */
static bool walk_rounds(struct txn *txn, bool any, struct view_round *row)
{
    struct store_key from = key_seq(UINT64_MAX);
    struct view_round found;
    bool has = false;
    struct walk walk;
    walk_down(&walk, txn, TABLE_ROUNDS, key_of(&from));
    while (!has && view_next(&walk, &shape_view_round, &found))
        has = any || found.stage != ROUND_STAGE_CLOSED;
    walk_end(&walk);
    if (has)
        *row = found;
    return has;
}

bool round_open(struct txn *txn, struct view_round *row)
{
    return walk_rounds(txn, false, row);
}

/* The one that is not closed, or else the newest. False when there is none at all. */
static bool round_current(struct txn *txn, struct view_round *row)
{
    return walk_rounds(txn, false, row) || walk_rounds(txn, true, row);
}

enum error round_asked(const struct asking *asking, bool given, uint64_t year, struct view_round *row)
{
    if (!given)
        return round_current(asking->txn, row)
                   ? OK
                   : refuse(asking->why, ERR_NO_ROUND, NULL, (struct bytes){0}, 0);
    return view_round(asking->txn, year, row)
               ? OK
               : refuse(asking->why, ERR_UNKNOWN_ROUND, "year", (struct bytes){0}, year);
}

bool round_said_by(struct txn *txn, const struct fact *fact, struct args_round_open *said)
{
    static const int says[] = {VERB_round_open, VERB_round_change};
    return fact_says(txn, fact, says, sizeof says / sizeof says[0], &shape_args_round_open, said);
}

enum error round_refuse(const struct deciding *deciding, enum error code, const char *field, uint64_t year)
{
    char room[ROUND_YEAR_BYTES];
    snprintf(room, sizeof room, "%04u", (unsigned)(year % 10000));
    decision_refuse(deciding->decision, code, field, bytes_of_text(room));
    deciding->decision->why.limit = year;
    return code;
}

enum error round_named(const struct deciding *deciding, bool given, uint64_t year, struct view_round *row)
{
    if (!given)
        return round_open(deciding->txn, row)
                   ? OK
                   : decision_refuse(deciding->decision, ERR_NO_ROUND, NULL, (struct bytes){0});
    if (!view_round(deciding->txn, year, row))
        return round_refuse(deciding, ERR_UNKNOWN_ROUND, "year", year);
    return row->stage != ROUND_STAGE_CLOSED ? OK : round_refuse(deciding, ERR_ROUND_CLOSED, "year", year);
}

enum error round_takes(const struct deciding *deciding, bool given, uint64_t year, struct view_round *row,
                       bool *late)
{
    enum error error = round_named(deciding, given, year, row);
    if (error != OK)
        return error;
    if (row->from > deciding->now_ms) {
        round_refuse(deciding, ERR_ROUND_NOT_BEGUN, "year", row->year);
        deciding->decision->why.time_ms = row->from;
        return ERR_ROUND_NOT_BEGUN;
    }
    *late = row->until <= deciding->now_ms;
    return OK;
}
