/* Judges the departments of a proof: that each was given the revision, and what it received and signed. It
 * does not know whose the keys are, nor what the revision says. */
#include "client/lib/proof/proof_judge.h"

#include "protocol/proof/erasure.h"

static bool is_of_revision(const struct judge *judge, struct bytes id, uint64_t revision)
{
    return revision == judge->proof->file.revision && bytes_equal(id, judge->proof->file.id);
}

static enum error take_duty(struct judge *judge, const struct head *head)
{
    const struct proof *proof = judge->proof;
    struct proof_department *department = judge->department;
    struct fact_duty_assigned duty;
    enum error code = proof_judge_decided(judge, head, FACT_duty_assigned, &duty);
    if (code != OK || !is_of_revision(judge, duty.id, duty.revision))
        return code;
    if (department->committed_number != 0)
        return proof_judge_break(judge, head, "it is addressed to the department twice");
    if (!bytes_equal(head->act_hash, proof->head.act_hash) || head->act_time_ms != proof->head.act_time_ms ||
        head->seq <= proof->head.seq)
        return proof_judge_break(judge, head, "it does not come from the bulletin");
    department->committed_number = head->number;
    department->committed_ms = head->time_ms;
    department->has_due = duty.has.due;
    department->due_ms = duty.has.due ? duty.due : 0;
    return OK;
}

/* What a rung's act says. deliver and open have the same first fields as sign. */
static enum error take_receipt(struct judge *judge, const struct head *head, enum proof_rung_kind which,
                               int fact, int verb_wanted)
{
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    struct proof_rung *rung = &judge->department->rungs[which];
    struct fact_receipt_signed receipt;
    const struct verb *verb;
    struct act act;
    enum error code = proof_judge_decided(judge, head, fact, &receipt);
    if (code != OK || !is_of_revision(judge, receipt.id, receipt.revision))
        return code;
    if (rung->there)
        return proof_judge_break(judge, head, "the department has this receipt already");
    *rung = (struct proof_rung){.there = true,
                                .number = head->number,
                                .time_ms = head->time_ms,
                                .act_time_ms = head->act_time_ms,
                                .actor = head->actor};
    if (proof_judge_no_act(judge)) {
        rung->fault = PROOF_ERASED;
        judge->emptied[which] = *head;
        return OK;
    }
    code = proof_judge_act(judge, head, &act, &verb, args);
    if (code != OK)
        return code;
    if (verb != &verbs[verb_wanted])
        return proof_judge_break(judge, head, "its act is of another verb");
    int id = shape_find(verb->args, bytes_of_text("id"));
    int seen = shape_find(verb->args, bytes_of_text("revision_head"));
    int comment = shape_find(verb->args, bytes_of_text("comment"));
    const struct bytes *of = (const void *)(args + verb->args->fields[id].offset);
    const struct bytes *revision_head = (const void *)(args + verb->args->fields[seen].offset);
    if (!bytes_equal(*of, judge->proof->file.id) ||
        !bytes_equal(*revision_head, bytes_of(judge->proof->hash, LIMIT_HASH_BYTES)))
        return proof_judge_break(judge, head, "its act is about something else");
    if (comment >= 0 && field_present(args, (size_t)comment))
        rung->comment = *(const struct bytes *)(const void *)(args + verb->args->fields[comment].offset);
    proof_judge_note_signer(judge, &rung->signer, head, &act, head->seq);
    return OK;
}

/* The head alone does not say by which verb: there is one that takes what a receipt says, and the house could
 * not use another's name for it without naming this very receipt. */
bool proof_erasure_takes(const struct fact_thing_erased *erased, const struct head *receipt)
{
    const struct erasure erasure = {.verb = &verbs[VERB_erase], .id = erased->id, .seqs = erased->facts};
    return erasure_takes(&erasure, receipt);
}

/* Receipts without their act are explained by what the house says later in the same channel. */
static enum error take_erased(struct judge *judge, const struct head *head)
{
    struct fact_thing_erased erased;
    enum error code = proof_judge_decided(judge, head, FACT_thing_erased, &erased);
    for (size_t which = 0; which < PROOF_RUNGS && code == OK; which++) {
        struct proof_rung *rung = &judge->department->rungs[which];
        if (rung->fault != PROOF_ERASED || !proof_erasure_takes(&erased, &judge->emptied[which]))
            continue;
        rung->erased_number = head->number;
        rung->erased_ms = head->time_ms;
    }
    return code;
}

static enum error judge_emptied(struct judge *judge)
{
    for (size_t which = 0; which < PROOF_RUNGS; which++) {
        const struct proof_rung *rung = &judge->department->rungs[which];
        if (rung->fault == PROOF_ERASED && rung->erased_number == 0)
            return proof_judge_break(judge, &judge->emptied[which],
                                     "its act is missing, and the house does not say that it was erased");
    }
    return OK;
}

static enum error take_department_head(void *context, const struct head *head, const uint8_t *hash)
{
    struct judge *judge = context;
    (void)hash;
    enum error code = OK;
    if (proof_judge_is(head, FACT_duty_assigned))
        code = take_duty(judge, head);
    if (code == OK && judge->department->committed_number == 0)
        code = proof_judge_break(judge, head, "the department's facts do not begin where it was addressed");
    if (code != OK)
        return code;
    if (proof_judge_is(head, FACT_receipt_delivered))
        return take_receipt(judge, head, PROOF_DELIVERED, FACT_receipt_delivered, VERB_deliver);
    if (proof_judge_is(head, FACT_receipt_opened))
        return take_receipt(judge, head, PROOF_OPENED, FACT_receipt_opened, VERB_open);
    if (proof_judge_is(head, FACT_receipt_signed))
        return take_receipt(judge, head, PROOF_SIGNED, FACT_receipt_signed, VERB_sign);
    return proof_judge_is(head, FACT_thing_erased) ? take_erased(judge, head) : OK;
}

static bool name_before(struct bytes one, struct bytes other)
{
    size_t size = one.size < other.size ? one.size : other.size;
    int order = memcmp(one.at, other.at, size);
    return order != 0 ? order < 0 : one.size < other.size;
}

enum error proof_judge_departments(struct judge *judge)
{
    struct proof *proof = judge->proof;
    for (size_t i = PROOF_FIRST_CHANNELS; i < proof->file.channel_count; i++) {
        const struct proof_channel *channel = &proof->file.channels[i];
        struct bytes department;
        struct head last;
        if (!channel_has_prefix(channel->name, PREFIX_DEPARTMENT, &department))
            return proof_break(judge->chains.failure, "a channel that is no department's");
        if (i > PROOF_FIRST_CHANNELS && !name_before(channel[-1].name, channel->name))
            return proof_break(judge->chains.failure, "its departments are not in order");
        judge->department = &proof->departments[proof->department_count++];
        judge->department->channel = channel->name;
        judge->department->name = department;
        enum error code = proof_judge_channel(&judge->chains, channel, 0, take_department_head, &last,
                                              &judge->department->known_ms);
        if (code == OK)
            code = judge_emptied(judge);
        if (code != OK)
            return code;
        judge->department->known_number = last.number;
    }
    if (judge->acts_used != proof->file.act_count)
        return proof_break(judge->chains.failure, "an act that nothing names");
    return OK;
}
