/* The table of moves and the one function that looks into it. It writes nothing. */
#include "server/domain/nouns/brand/moves.h"

#include "server/domain/nouns/round/round.h"

#define MOVE_ROW(from_, verb_, to_, who_)                                                                    \
    {.from = BRAND_STAGE_##from_, .to = BRAND_STAGE_##to_, .verb = VERB_##verb_, .who = MOVER_##who_},
const struct brand_move brand_moves[] = {
    BRAND_MOVES(MOVE_ROW){.from = BRAND_STAGE_NOTHING, .to = BRAND_STAGE_NOTHING}};
#undef MOVE_ROW

static bool is_last(const struct brand_move *move)
{
    return move->to == BRAND_STAGE_NOTHING;
}

enum brand_mover brand_mover_of(int verb)
{
    for (const struct brand_move *move = brand_moves; !is_last(move); move++) {
        if (move->verb == verb)
            return move->who;
    }
    return MOVER_COUNT;
}

enum error brand_mover_decide(const struct deciding *deciding, int verb, struct bytes department,
                              struct bytes id)
{
    const struct actor *actor = deciding->actor;
    const enum brand_mover who = brand_mover_of(verb);
    const struct bytes own = bytes_of_text(actor->department);
    if (who == MOVER_HOUSE)
        return actor->house ? OK : decision_refuse(deciding->decision, ERR_NOT_ALLOWED, NULL, id);
    if (who == MOVER_COMMITTEE)
        return actor->role == ROLE_COMMITTEE ? OK
                                             : decision_refuse(deciding->decision, ERR_NOT_ALLOWED, NULL, id);
    if (own.size == 0)
        return decision_refuse(deciding->decision, ERR_NOT_MEMBER, NULL, id);
    if (!bytes_equal(own, department))
        return decision_refuse(deciding->decision, ERR_BRAND_OTHERS, "id", id);
    if (who == MOVER_SIGNERS && !actor->signs)
        return decision_refuse(deciding->decision, ERR_NOT_SIGNER, NULL, department);
    return OK;
}

enum error brand_move_from(int verb, uint64_t from, uint64_t to)
{
    static const enum error errors[] = {
#define STAGE_ERROR(X, symbol, ...) [BRAND_STAGE_##symbol] = ERR_BRAND_##symbol,
        BRAND_STAGES(STAGE_ERROR, )
#undef STAGE_ERROR
            [BRAND_STAGE_NOTHING] = ERR_UNKNOWN_BRAND,
    };
    for (const struct brand_move *move = brand_moves; !is_last(move); move++) {
        if (move->verb == verb && move->from == from && (move->to == to || to == BRAND_STAGE_COUNT))
            return OK;
    }
    return errors[from];
}

bool brand_reads_words(int verb, uint64_t from)
{
    const struct view_brand row = {.stage = from};
    return verb != VERB_brand_revise && verb != VERB_brand_withdraw && !brand_is_named(&row);
}

enum error brand_move_by(const struct deciding *deciding, int verb, uint64_t to,
                         const struct brand_named_by *by, struct view_brand *row)
{
    struct view_round round;
    if (!view_brand_of_id(deciding->txn, by->id, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_BRAND, by->id_field, by->id);
    enum error error = brand_mover_decide(deciding, verb, row->department, by->id);
    if (error != OK)
        return error;
    error = brand_move_from(verb, row->stage, to);
    if (error == OK && row->has.erased && brand_reads_words(verb, row->stage))
        error = ERR_BRAND_WORDLESS;
    if (error != OK)
        return decision_refuse(deciding->decision, error, by->id_field, by->id);
    if (brand_ends_with_round(row))
        error = round_named(deciding, true, row->year, &round);
    if (error == OK && !bytes_equal(by->seen, row->head))
        error = decision_refuse(deciding->decision, ERR_HEAD_CHANGED, by->seen_field, by->id);
    return error;
}

enum error brand_move(const struct deciding *deciding, int verb, uint64_t to, struct bytes id,
                      struct bytes seen, struct view_brand *row)
{
    const struct brand_named_by by = {.id_field = "id", .seen_field = "seen", .id = id, .seen = seen};
    return brand_move_by(deciding, verb, to, &by, row);
}
