/* The table of moves and the one function that looks into it. It writes nothing. */
#include "server/domain/nouns/rating/rating_moves.h"

#define MOVE_ROW(from_, verb_, to_, who_)                                                                    \
    {.from = RATING_STAGE_##from_,                                                                           \
     .to = RATING_STAGE_##to_,                                                                               \
     .verb = VERB_##verb_,                                                                                   \
     .who = MOVER_OF_RATING_##who_},
const struct rating_move rating_moves[] = {
    RATING_MOVES(MOVE_ROW){.from = RATING_STAGE_NOTHING, .to = RATING_STAGE_NOTHING}};
#undef MOVE_ROW

static const struct rating_move *const moves_end =
    &rating_moves[sizeof rating_moves / sizeof rating_moves[0] - 1];

enum rating_mover rating_mover_of(int verb)
{
    for (const struct rating_move *move = rating_moves; move < moves_end; move++) {
        if (move->verb == verb)
            return move->who;
    }
    return RATING_MOVER_COUNT;
}

/* Nobody decides about what is theirs, on whichever side. */
static bool is_party(const struct view_rating *row, const struct actor *actor)
{
    return bytes_equal_text(row->rater, actor->account) ||
           bytes_equal_text(row->department, actor->department);
}

static enum error decide_mover(const struct deciding *deciding, int verb, struct bytes id,
                               const struct view_rating *row)
{
    const struct actor *actor = deciding->actor;
    const bool rater = bytes_equal_text(row->rater, actor->account);
    enum error error = OK;
    switch (rating_mover_of(verb)) {
    case MOVER_OF_RATING_RATER:
        error = rater ? OK : ERR_RATING_NOT_YOURS;
        break;
    case MOVER_OF_RATING_RATED:
        if (!bytes_equal_text(row->department, actor->department))
            error = ERR_RATING_OTHERS;
        else
            error = rater ? ERR_RATING_PARTY : OK;
        break;
    case MOVER_OF_RATING_JUDGES:
        if (actor->role != ROLE_COMMITTEE)
            error = ERR_NOT_ALLOWED;
        else
            error = is_party(row, actor) ? ERR_RATING_PARTY : OK;
        break;
    case RATING_MOVER_COUNT:
        error = ERR_NOT_ALLOWED;
        break;
    }
    return error == OK ? OK : decision_refuse(deciding->decision, error, "id", id);
}

enum error rating_move_from(int verb, uint64_t from, uint64_t to)
{
    static const enum error errors[] = {
#define STAGE_ERROR(X, symbol, ...) [RATING_STAGE_##symbol] = ERR_RATING_##symbol,
        RATING_STAGES(STAGE_ERROR, )
#undef STAGE_ERROR
            [RATING_STAGE_NOTHING] = ERR_UNKNOWN_RATING,
    };
    for (const struct rating_move *move = rating_moves; move < moves_end; move++) {
        if (move->verb == verb && move->from == from && (move->to == to || to == RATING_STAGE_COUNT))
            return OK;
    }
    return errors[from];
}

enum error rating_move(const struct deciding *deciding, int verb, uint64_t to, struct bytes id,
                       struct bytes seen, struct view_rating *row)
{
    if (!view_rating_of_id(deciding->txn, id, row) || !rating_is_seen_by(row, deciding->actor))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_RATING, "id", id);
    enum error error = decide_mover(deciding, verb, id, row);
    if (error != OK)
        return error;
    error = rating_move_from(verb, row->stage, to);
    if (error == OK && verb == VERB_rating_set_aside && row->has.appealed)
        error = ERR_RATING_STANDS;
    if (error != OK)
        return decision_refuse(deciding->decision, error, "id", id);
    return bytes_equal(seen, row->head) ? OK
                                        : decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", id);
}
