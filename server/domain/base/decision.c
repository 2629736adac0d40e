/* What a decide function concludes: drafts of facts, or a refusal. It does not know what is decided. */
#include "server/domain/base/decision.h"

#include <assert.h>

void decision_reset(struct decision *decision)
{
    decision->draft_count = 0;
    decision->adopt_count = 0;
    decision->erase_count = 0;
    decision->act_seq = 0;
    decision->already_seq = 0;
    decision->joins[0] = '\0';
    decision->why = (struct refusal){0};
    decision->room = buffer_over(decision->bytes, sizeof decision->bytes);
}

static struct bytes keep(struct decision *decision, struct bytes bytes)
{
    size_t start = decision->room.size;
    buffer_add(&decision->room, bytes.at, bytes.size);
    assert(!decision->room.overflowed);
    return bytes_of(decision->room.at + start, bytes.size);
}

void decision_add(struct decision *decision, struct bytes channel, const struct fact_kind *kind,
                  const void *decided)
{
    assert(decision->draft_count < LIMIT_ACT_FACTS);
    struct draft *draft = &decision->drafts[decision->draft_count++];
    draft->channel = keep(decision, channel);
    draft->kind = bytes_of_text(kind->word);
    draft->act_seq = decision->act_seq;
    size_t start = decision->room.size;
    codec_encode(kind->decided, decided, &decision->room);
    assert(!decision->room.overflowed);
    draft->decided = bytes_of(decision->room.at + start, decision->room.size - start);
}

void decision_carry(struct decision *decision, uint64_t act_seq)
{
    decision->act_seq = act_seq;
}

void decision_adopt(struct decision *decision, struct bytes hash)
{
    assert(hash.size == LIMIT_HASH_BYTES);
    for (size_t i = 0; i < decision->adopt_count; i++) {
        if (memcmp(decision->adopts[i], hash.at, LIMIT_HASH_BYTES) == 0)
            return;
    }
    assert(decision->adopt_count < sizeof decision->adopts / sizeof decision->adopts[0]);
    memcpy(decision->adopts[decision->adopt_count++], hash.at, LIMIT_HASH_BYTES);
}

void decision_erase(struct decision *decision, uint64_t first_seq)
{
    for (size_t i = 0; i < decision->erase_count; i++) {
        if (decision->erases[i] == first_seq)
            return;
    }
    assert(decision->erase_count < sizeof decision->erases / sizeof decision->erases[0]);
    decision->erases[decision->erase_count++] = first_seq;
}

enum error decision_refuse(struct decision *decision, enum error code, const char *field, struct bytes name)
{
    return refuse(&decision->why, code, field, keep(decision, name), 0);
}

enum error decision_at_least(struct decision *decision, const char *field, uint64_t number, uint64_t least)
{
    return number >= least ? OK : refuse(&decision->why, ERR_TOO_SMALL, field, (struct bytes){0}, least);
}
