/* Founds, invites, and takes acts by the domain's own functions, as the writer does, without its thread.
 * It must not know what is measured on the result. */
#include "tests/bench/founded.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/wire/message.h"
#include "protocol/wire/text.h"
#include "server/daemon/house_key.h"
#include "server/writer/writer.h"

enum { INDEX_FACTS = 4096 }; /* folded at a time */

static const uint64_t map_bytes = UINT64_C(64) << 30;

void founded_fail(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

static void require(enum error error, const char *what, const struct refusal *why)
{
    char text[LIMIT_REASON_BYTES + 1] = "";
    struct buffer out = buffer_over(text, sizeof text - 1);
    if (error == OK)
        return;
    refusal_text(&out, why);
    founded_fail(what, text);
}

void founded_open(struct founded *founded, const char *folder, int64_t now_ms)
{
    struct refusal why = {0};
    *founded = (struct founded){.decision = calloc(1, sizeof *founded->decision)};
    if (founded->decision == NULL)
        founded_fail(folder, "memory is out");
    require(store_open(folder, STORE_SERVE, map_bytes, &founded->store, &why), folder, &why);
    struct txn *txn = txn_read(founded->store);
    if (txn == NULL || ledger_last(txn) > 0)
        founded_fail(folder, "there is a house already");
    txn_end(txn);
    require(house_make(folder, &founded->house, &why), folder, &why);
    require(writer_found(founded->store, founded->house, now_ms, &why), folder, &why);
    require(house_keep(folder, &why), folder, &why);
}

void founded_close(struct founded *founded)
{
    founded_commit(founded);
    house_free(founded->house);
    store_close(founded->store);
    free(founded->decision);
}

void founded_commit(struct founded *founded)
{
    if (founded->txn == NULL)
        return;
    while (domain_index(founded->txn, INDEX_FACTS))
        ;
    ledger_seal(founded->txn, founded->house);
    struct refusal why = {.code = txn_commit(founded->txn)};
    founded->txn = NULL;
    founded->acts = 0;
    require(why.code, "a commit", &why);
}

static void appended(void *context, const struct fact *fact, bool own)
{
    (void)context, (void)fact, (void)own;
}

void founded_take(struct founded *founded, const struct sample_act *act, int64_t now_ms)
{
    struct decision *decision = founded->decision;
    struct refusal why = {0};
    struct actor actor;
    uint64_t taken_seq = 0;
    struct signed_act taken = {
        .bytes = bytes_of(act->bytes, act->size),
        .signature = bytes_of(act->signature, sizeof act->signature),
    };
    require(act_read(taken.bytes, &taken.act, &why), "an act", &why);
    hash_bytes(taken.bytes, taken.hash);
    if (founded->txn == NULL && (founded->txn = txn_write(founded->store)) == NULL)
        founded_fail("the store", "it cannot be written");
    decision_reset(decision);
    if (domain_decide(founded->txn, founded->house->public_key, now_ms, &taken, &actor, decision,
                      &taken_seq) != OK)
        require(decision->why.code, "an act", &decision->why);
    if (taken_seq != 0)
        founded_fail("an act", "it was taken before");
    domain_append(founded->txn, &taken, &actor, now_ms, decision, appended, NULL);
    if (++founded->acts >= FOUNDED_ACTS)
        founded_commit(founded);
}

/* An act of the house, its fields in the text form. */
static void house_acts(struct founded *founded, const char *word, const char *line, int64_t now_ms)
{
    const struct verb *verb = verb_find(bytes_of_text(word));
    uint8_t room[SAMPLE_ACT_BYTES];
    struct buffer args = buffer_over(room, sizeof room);
    struct sample_act act;
    struct refusal why = {0};
    require(text_to_map(verb->args, bytes_of_text(line), &args, &why), line, &why);
    sample_sign(founded->house, founded->house->public_key, verb->word, buffer_bytes(&args),
                ++founded->serial, &act);
    founded_take(founded, &act, now_ms);
}

void founded_channel(struct founded *founded, int64_t now_ms)
{
    house_acts(founded, "channel.create", "channel=" SAMPLE_CHANNEL " title=Bench", now_ms);
}

void founded_invite(struct founded *founded, unsigned first, unsigned count, int64_t now_ms)
{
    for (unsigned number = first; number - first < count; number++) {
        char line[512], name[LIMIT_NAME_BYTES], code[LIMIT_CODE_BYTES + 1], hex[2 * LIMIT_HASH_BYTES + 1];
        uint8_t hash[LIMIT_HASH_BYTES];
        sample_account(number, name);
        sample_code(number, code);
        hash_code(bytes_of(code, LIMIT_CODE_BYTES), hash);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        snprintf(line, sizeof line, "account=%s role=committee code_hash=%s", name, hex);
        house_acts(founded, "account.invite", line, now_ms);
    }
}

void founded_join(struct founded *founded, unsigned number, const struct identity *identity, int64_t now_ms)
{
    char code[LIMIT_CODE_BYTES + 1];
    uint8_t room[64];
    struct buffer args = buffer_over(room, sizeof room);
    struct sample_act act;
    sample_code(number, code);
    struct args_join join = {.has.code = true, .code = bytes_of(code, LIMIT_CODE_BYTES)};
    codec_encode(&shape_args_join, &join, &args);
    sample_sign(identity, founded->house->public_key, verbs[VERB_join].word, buffer_bytes(&args), 0, &act);
    founded_take(founded, &act, now_ms);
}
