/* Judges a proof: its acts and their signatures, and whether all of it is about this one revision; the chains
 * stand in proof_chain.c, the receipts in proof_receipt.c. It does not know where the file comes from, nor
 * how it is told to people. */
#include "client/lib/proof/proof_judge.h"

#include <stdlib.h>

#include "protocol/proof/fits.h"

enum error proof_judge_break(struct judge *judge, const struct head *head, const char *what)
{
    return proof_break_at(judge->chains.failure, head->channel, head->number, what);
}

static enum error break_proof(struct judge *judge, const char *what)
{
    return proof_break(judge->chains.failure, what);
}

bool proof_judge_is(const struct head *head, int kind)
{
    return bytes_equal_text(head->kind, fact_kinds[kind].word);
}

enum error proof_judge_decided(struct judge *judge, const struct head *head, int kind, void *decided)
{
    struct refusal why;
    if (codec_decode_known(fact_kinds[kind].decided, head->decided, decided, &why) == OK)
        return OK;
    return proof_judge_break(judge, head, "what was decided is not what its kind says");
}

/* Takes the next act of the file, which must be the one that this head names. */
enum error proof_judge_act(struct judge *judge, const struct head *head, struct act *act,
                           const struct verb **verb, void *args)
{
    uint8_t hash[LIMIT_HASH_BYTES];
    struct refusal why;
    const struct proof_file *file = &judge->proof->file;
    if (judge->acts_used == file->act_count)
        return proof_judge_break(judge, head, "its act is missing");
    const struct proof_act *next = &file->acts[judge->acts_used++];
    if (next->bytes.size == 0)
        return proof_judge_break(judge, head, "its act is missing");
    hash_bytes(next->bytes, hash);
    const char *wrong = NULL;
    if (!bytes_equal(bytes_of(hash, sizeof hash), head->act_hash))
        wrong = "the act is not the one that its head names";
    else if (act_read(next->bytes, act, &why) != OK)
        wrong = "its act cannot be read";
    else if (act->time_ms != head->act_time_ms)
        wrong = "its act was signed at another time than its head says";
    else if (!bytes_equal(act->house, file->house))
        wrong = "its act was signed for another house";
    else if (!act_verify(act, next->bytes, next->signature))
        wrong = "the signature does not fit its act";
    else if ((*verb = verb_find(act->verb)) == NULL || (*verb)->kind != ACT ||
             codec_decode_kept((*verb)->args, act->args, args, &why) != OK)
        wrong = "its act does not say what an act of its verb says";
    return wrong == NULL ? OK : proof_judge_break(judge, head, wrong);
}

bool proof_judge_no_act(struct judge *judge)
{
    const struct proof_file *file = &judge->proof->file;
    bool empty = judge->acts_used < file->act_count && file->acts[judge->acts_used].bytes.size == 0;
    judge->acts_used += empty;
    return empty;
}

/* `taken_seq`: of the fact with which the act was taken. */
void proof_judge_note_signer(struct judge *judge, struct proof_signer *signer, const struct head *head,
                             const struct act *act, uint64_t taken_seq)
{
    *signer = (struct proof_signer){.key = act->author, .seq = taken_seq};
    judge->signers[judge->signer_count++] = signer;
    if (head->time_ms > judge->newest_ms)
        judge->newest_ms = head->time_ms;
}

/* Whether it was scheduled for this channel: who may publish there is judged for its desk. */
static bool is_on_desk(struct bytes scheduled, struct bytes channel)
{
    struct bytes desk;
    uint64_t number;
    return id_split(scheduled, &desk, &number) && channel_is_prefixed(desk, PREFIX_DESK, channel);
}

/* Whether the act is one that makes such a fact, of this bulletin. */
static bool content_fits(const struct judge *judge, int kind)
{
    const struct proof *proof = judge->proof;
    const struct fact_bulletin_published *published = (const void *)proof->decided;
    const struct args_schedule_edit *edit = (const void *)proof->args;
    const struct args_publish *publish = (const void *)proof->args;
    const struct args_import *import = (const void *)proof->args;
    const struct args_revise *revise = (const void *)proof->args;
    if (kind == FACT_bulletin_revised)
        return proof->verb == &verbs[VERB_revise] && bytes_equal(revise->id, proof->file.id);
    if (kind == FACT_bulletin_imported)
        return proof->verb == &verbs[VERB_import] && bytes_equal(import->channel, proof->channel);
    if (proof->verb == &verbs[VERB_schedule_edit])
        return published->has.scheduled && bytes_equal(edit->id, published->scheduled) &&
               is_on_desk(edit->id, proof->channel);
    return proof->verb == &verbs[VERB_publish] && bytes_equal(publish->channel, proof->channel);
}

/* What was scheduled was taken with an earlier fact, and what was not is taken with its own. */
static bool taken_with(const struct head *head, const struct fact_bulletin_published *published,
                       uint64_t *taken_seq)
{
    if (published->has.taken)
        *taken_seq = published->taken;
    return published->has.taken == published->has.scheduled &&
           (!published->has.taken || *taken_seq < head->seq);
}

static enum error take_revision(struct judge *judge, const struct head *head, const uint8_t *hash, int kind)
{
    struct proof *proof = judge->proof;
    if (judge->found)
        return proof_judge_break(judge, head, "the revision is there twice");
    judge->found = true;
    proof->head = *head;
    memcpy(proof->hash, hash, LIMIT_HASH_BYTES);
    proof->kind = &fact_kinds[kind];
    enum error code = proof_judge_decided(judge, head, kind, proof->decided);
    if (code == OK)
        code = proof_judge_act(judge, head, &proof->act, &proof->verb, proof->args);
    if (code != OK)
        return code;
    if (!content_fits(judge, kind))
        return proof_judge_break(judge, head, "its act is about something else");
    uint64_t taken_seq = head->seq;
    if (kind == FACT_bulletin_published && !taken_with(head, (const void *)proof->decided, &taken_seq))
        return proof_judge_break(judge, head, "it does not say when its act was taken");
    proof_judge_note_signer(judge, &proof->author, head, &proof->act, taken_seq);
    return OK;
}

static enum error take_first(struct judge *judge, const struct head *head, const uint8_t *hash)
{
    struct proof *proof = judge->proof;
    struct fact_bulletin_published published = {0};
    bool imported = proof_judge_is(head, FACT_bulletin_imported);
    if (!imported && !proof_judge_is(head, FACT_bulletin_published))
        return proof_judge_break(judge, head, "it is no bulletin");
    if (!imported && proof_judge_decided(judge, head, FACT_bulletin_published, &published) != OK)
        return judge->chains.failure->code;
    proof->has_addressed = published.has.addressed;
    proof->addressed = published.has.addressed ? published.addressed : 0;
    if (proof->file.revision != 1)
        return OK;
    return take_revision(judge, head, hash, imported ? FACT_bulletin_imported : FACT_bulletin_published);
}

static enum error take_revised(struct judge *judge, const struct head *head, const uint8_t *hash)
{
    struct proof *proof = judge->proof;
    struct fact_bulletin_revised revised;
    enum error code = proof_judge_decided(judge, head, FACT_bulletin_revised, &revised);
    if (code != OK || !bytes_equal(revised.id, proof->file.id))
        return code;
    if (revised.revision == proof->file.revision)
        return take_revision(judge, head, hash, FACT_bulletin_revised);
    if (revised.revision > proof->newest_revision) {
        proof->newest_revision = revised.revision;
        proof->revised_ms = head->time_ms;
    }
    return OK;
}

static enum error take_bulletin_head(void *context, const struct head *head, const uint8_t *hash)
{
    struct judge *judge = context;
    struct proof *proof = judge->proof;
    struct fact_bulletin_withdrawn withdrawn;
    struct fact_thing_erased erased;
    enum error code = OK;
    if (head->number == judge->number)
        return take_first(judge, head, hash);
    if (proof_judge_is(head, FACT_bulletin_revised))
        return take_revised(judge, head, hash);
    if (proof_judge_is(head, FACT_bulletin_withdrawn)) {
        code = proof_judge_decided(judge, head, FACT_bulletin_withdrawn, &withdrawn);
        if (code == OK && bytes_equal(withdrawn.id, proof->file.id))
            proof->withdrawn_ms = head->time_ms;
    } else if (proof_judge_is(head, FACT_thing_erased)) {
        code = proof_judge_decided(judge, head, FACT_thing_erased, &erased);
        if (code == OK && bytes_equal(erased.id, proof->file.id))
            proof->erased_ms = head->time_ms;
    }
    return code;
}

static enum error take_key_head(void *context, const struct head *head, const uint8_t *hash)
{
    (void)context, (void)head, (void)hash;
    return OK; /* read again when all who signed are known (proof_keys.c) */
}

/* The text that the act names by its hash is in the file, and no other. */
static enum error judge_text(struct judge *judge)
{
    const struct proof *proof = judge->proof;
    const struct bytes *hash = proof_arg(proof, "text_hash");
    uint8_t found[LIMIT_HASH_BYTES];
    if ((hash != NULL) != proof->file.has_text)
        return break_proof(judge, hash != NULL ? "its long text is missing" : "a text that nothing names");
    if (hash == NULL)
        return OK;
    hash_bytes(proof->file.text, found);
    if (!bytes_equal(*hash, bytes_of(found, sizeof found)))
        return break_proof(judge, "its long text is not the one that was signed");
    return OK;
}

static enum error judge_bulletin(struct judge *judge)
{
    struct proof *proof = judge->proof;
    const struct proof_file *file = &proof->file;
    struct head last;
    if (!id_split(file->id, &proof->channel, &judge->number) || file->revision < 1 ||
        file->revision > LIMIT_REVISIONS)
        return break_proof(judge, "it does not name a bulletin and a revision");
    if (file->channel_count < PROOF_FIRST_CHANNELS || !bytes_equal(file->channels[0].name, proof->channel) ||
        !bytes_equal_text(file->channels[1].name, CHANNEL_KEYS))
        return break_proof(judge, "its channels are not the bulletin's and `keys`");
    enum error code = proof_judge_channel(&judge->chains, &file->channels[0], judge->number,
                                          take_bulletin_head, &last, &proof->known_ms);
    if (code != OK)
        return code;
    if (!judge->found)
        return break_proof(judge, "the revision is not there");
    code = judge_text(judge);
    return code == OK ? proof_judge_channel(&judge->chains, &file->channels[1], 1, take_key_head, &last,
                                            &proof->keys_known_ms)
                      : code;
}

static enum proof_fault judge_signer(const struct proof_signer *signer, struct bytes actor)
{
    if (!signer->known)
        return PROOF_KEY_UNKNOWN;
    if (signer->revoked_before)
        return PROOF_KEY_REVOKED;
    return bytes_equal(signer->account, actor) ? PROOF_FITS : PROOF_OTHER_ACCOUNT;
}

static enum proof_fault judge_author(const struct proof *proof)
{
    bool house_signed = bytes_equal(proof->act.author, proof->file.house);
    if (bytes_equal_text(proof->head.actor, ACTOR_HOUSE) || house_signed)
        return house_signed && bytes_equal_text(proof->head.actor, ACTOR_HOUSE) ? PROOF_FITS
                                                                                : PROOF_OTHER_ACCOUNT;
    return judge_signer(&proof->author, proof->head.actor);
}

static void judge_rights(struct proof *proof)
{
    proof->author_fault = judge_author(proof);
    for (size_t i = 0; i < proof->department_count; i++) {
        struct proof_department *department = &proof->departments[i];
        for (size_t which = 0; which < PROOF_RUNGS; which++) {
            struct proof_rung *rung = &department->rungs[which];
            if (!rung->there || rung->fault == PROOF_ERASED)
                continue;
            rung->fault = judge_signer(&rung->signer, rung->actor);
            if (rung->fault == PROOF_FITS && !bytes_equal(rung->signer.department, department->name))
                rung->fault = PROOF_NOT_OF_THEM;
            if (rung->fault == PROOF_FITS && which == PROOF_SIGNED && !rung->signer.signs)
                rung->fault = PROOF_NO_RIGHT;
        }
    }
}

enum error proof_read(struct bytes bytes, struct proof **result, struct failure *failure)
{
    enum error code = ERR_INTERNAL;
    struct proof *proof = calloc(1, sizeof *proof);
    struct judge *judge = calloc(1, sizeof *judge);
    if (proof == NULL || judge == NULL) {
        failure_write(failure, code, "There is no memory left.");
        goto out;
    }
    judge->proof = proof;
    judge->chains.failure = failure;
    judge->chains.context = judge;
    judge->newest_ms = INT64_MIN;
    code = proof_file_read(bytes, &proof->file, failure);
    if (code == OK)
        judge->chains.house = proof->file.house;
    if (code == OK)
        code = judge_bulletin(judge);
    if (code == OK)
        code = proof_judge_departments(judge);
    if (code == OK && proof->keys_known_ms < judge->newest_ms)
        code = break_proof(judge, "its list of keys ends before the last signature");
    if (code == OK)
        code = proof_find_signers(&proof->file.channels[1], judge->signers, judge->signer_count, failure);
    if (code != OK)
        goto out;
    judge_rights(proof);
    *result = proof;
    proof = NULL;
out:
    free(judge);
    free(proof);
    return code;
}

void proof_free(struct proof *proof)
{
    free(proof);
}

bool proof_holds(const struct proof *proof)
{
    return proof->author_fault == PROOF_FITS;
}

bool proof_rung_counts(const struct proof_rung *rung)
{
    return rung->there && rung->fault == PROOF_FITS;
}

size_t proof_discounted(const struct proof *proof)
{
    size_t discounted = 0;
    for (size_t i = 0; i < proof->department_count; i++) {
        for (size_t which = 0; which < PROOF_RUNGS; which++) {
            const struct proof_rung *rung = &proof->departments[i].rungs[which];
            discounted += rung->there && !proof_rung_counts(rung);
        }
    }
    return discounted;
}

size_t proof_erased(const struct proof *proof)
{
    size_t erased = 0;
    for (size_t i = 0; i < proof->department_count; i++) {
        for (size_t which = 0; which < PROOF_RUNGS; which++)
            erased += proof->departments[i].rungs[which].fault == PROOF_ERASED;
    }
    return erased;
}

const char *proof_fault_text(enum proof_fault fault)
{
    static const char *const texts[] = {
        [PROOF_FITS] = "it counts",
        [PROOF_KEY_UNKNOWN] = "the key was not enrolled then",
        [PROOF_KEY_REVOKED] = "the key or its account had been revoked, or its owner had left",
        [PROOF_OTHER_ACCOUNT] = "the key is not of the account that the house names",
        [PROOF_NOT_OF_THEM] = "the account was not of this department",
        [PROOF_NO_RIGHT] = "the account had no right to sign for the department",
        [PROOF_ERASED] = "what was signed was erased, so only the house says that it was signed",
    };
    return texts[fault];
}

const void *proof_arg(const struct proof *proof, const char *name)
{
    int index = shape_find(proof->verb->args, bytes_of_text(name));
    if (index < 0 || !field_present(proof->args, (size_t)index))
        return NULL;
    return proof->args + proof->verb->args->fields[index].offset;
}
