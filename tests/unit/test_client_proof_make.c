/* A proof made while its house goes on: what is erased between a channel's checkpoint and the questions for
 * its acts. The house is a ledger in memory behind the client's functions; nothing is sent. */
#include "tests/unit/support/papers.h"

#include <sodium.h>

#include "client/lib/proof/proof_make.h"

enum { INTERVAL_MS = 1000, REVISION_ACT = 0 };

/* What the house does when it is first asked for an act. */
static void (*then)(void);
static bool followed[CHANNELS];
static int told_last;
static uint64_t signed_seq; /* of labour's signature */

enum error __wrap_client_call_values(struct client *client, int verb, const void *args,
                                     const struct answer *answer, struct failure *why);
enum error __wrap_client_next_push(struct client *client, int64_t deadline_ms, struct push **push,
                                   struct failure *why);
enum error __wrap_blob_download(struct client *client, struct bytes id, struct bytes hash, uint8_t **content,
                                size_t *size, struct failure *why);

static int channel_of(struct bytes name)
{
    for (int i = 0; i < CHANNELS; i++) {
        if (bytes_equal_text(name, papers_names[i]))
            return i;
    }
    fail_msg("a channel that nobody made");
    return -1;
}

static const struct papers_act *act_of(const struct head *head)
{
    for (size_t i = 0; i < papers.act_count; i++) {
        if (bytes_equal(bytes_of(papers.acts[i].hash, LIMIT_HASH_BYTES), head->act_hash))
            return &papers.acts[i];
    }
    return NULL;
}

static void give_facts(const struct args_facts *args, const struct answer *answer)
{
    struct bytes heads = buffer_bytes(&papers.channels[channel_of(args->channel)].heads), bytes;
    struct record_count *count = answer->ok;
    struct refusal why;
    struct head head;
    while (count->rows < args->limit && proof_head_next(&heads, &bytes)) {
        assert_int_equal(head_read(bytes, &head, &why), OK);
        if (head.number <= args->after)
            continue;
        const struct papers_act *act = args->has.heads && args->heads ? NULL : act_of(&head);
        struct record_fact fact = {.has = {.head = true}, .head = bytes};
        if (act != NULL && !act->erased) {
            fact.has.act = fact.has.sig = true;
            fact.act = buffer_bytes(&act->bytes);
            fact.sig = bytes_of(act->signature, LIMIT_SIGNATURE_BYTES);
        }
        answer->row(answer->context, &shape_record_fact, &fact);
        count->rows++;
    }
}

static void follow(const struct args_subscribe *args, const struct answer *answer)
{
    struct record_following *following = answer->ok;
    struct bytes channel;
    uint64_t number;
    size_t at = 0;
    while (positions_next(args->channels, &at, &channel, &number))
        followed[channel_of(channel)] = true;
    following->interval_ms = INTERVAL_MS;
}

enum error __wrap_client_call_values(struct client *client, int verb, const void *args,
                                     const struct answer *answer, struct failure *why)
{
    (void)client, (void)why;
    if (verb == VERB_subscribe) {
        follow(args, answer);
        return OK;
    }
    assert_int_equal(verb, VERB_facts);
    const struct args_facts *facts = args;
    if (!(facts->has.heads && facts->heads) && then != NULL) {
        void (*once)(void) = then;
        then = NULL;
        once();
    }
    give_facts(facts, answer);
    return OK;
}

/* Channel by channel, the checkpoint of where it stands by now. */
enum error __wrap_client_next_push(struct client *client, int64_t deadline_ms, struct push **push,
                                   struct failure *why)
{
    (void)client, (void)deadline_ms, (void)why;
    do {
        told_last = (told_last + 1) % CHANNELS;
    } while (!followed[told_last]);
    struct papers_channel *told = &papers.channels[told_last];
    struct chain chain = {.house = made_identity(HOUSE), .channel = papers_names[told_last]};
    struct chain_checkpoint checkpoint;
    chain_sign(&chain, &checkpoint, told->number, told->tip, ++papers.time_ms);
    uint8_t *room = malloc(sizeof **push + LIMIT_HEAD_BYTES + 256);
    assert_non_null(room);
    struct buffer body = buffer_over(room + sizeof **push, LIMIT_HEAD_BYTES + 256);
    codec_encode(&shape_push_checkpoint, &checkpoint.push, &body);
    *push = (void *)room;
    **push = (struct push){.kind = &push_kinds[PUSH_checkpoint], .body = buffer_bytes(&body)};
    return OK;
}

enum error __wrap_blob_download(struct client *client, struct bytes id, struct bytes hash, uint8_t **content,
                                size_t *size, struct failure *why)
{
    (void)client, (void)id, (void)hash, (void)why;
    *size = strlen(papers_text);
    *content = malloc(*size);
    assert_non_null(*content);
    memcpy(*content, papers_text, *size);
    return OK;
}

/* Up to where labour has signed; what happens when the acts are asked for is `meanwhile`. */
static enum error make(void *folder, void (*meanwhile)(void), struct proof **proof)
{
    static uint8_t kept[PAPERS_ROOM];
    struct proof_addressee addressees[] = {{.department = "labour", .committed_number = 2},
                                           {.department = "transport", .committed_number = 1}};
    struct identity house = made_identity(HOUSE);
    struct proof_wish wish = {.id = bytes_of_text("programme/2"),
                              .revision = 1,
                              .addressees = addressees,
                              .count = 2,
                              .check = check_new(house.public_key, folder)};
    uint8_t *content = NULL;
    size_t size = 0;
    papers_begin();
    papers_receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    signed_seq = papers.seq;
    papers_receipt(TRANSPORT, WANG, "wang", VERB_deliver, FACT_receipt_delivered);
    memset(followed, 0, sizeof followed);
    then = meanwhile;
    enum error code = proof_make(NULL, &wish, &content, &size, &papers_failure);
    check_free(wish.check);
    if (code != OK)
        return code;
    assert_true(size <= sizeof kept);
    memcpy(kept, content, size);
    free(content);
    assert_int_equal(proof_read(bytes_of(kept, size), proof, &papers_failure), OK);
    return OK;
}

static struct papers_act *act_of_labours_signature(void)
{
    return &papers.acts[2];
}

static void erase_labours_signature(void)
{
    act_of_labours_signature()->erased = true;
    papers_say_erased(LABOUR, "dept/labour/4", signed_seq);
}

/* By then the department has a further fact, which is in the proof, too. */
static void erase_and_go_on(void)
{
    erase_labours_signature();
    papers_receipt(LABOUR, CHEN, "chen", VERB_deliver, FACT_receipt_delivered);
}

static void take_away_silently(void)
{
    act_of_labours_signature()->erased = true;
}

static void erase_the_bulletin(void)
{
    papers.acts[REVISION_ACT].erased = true;
    papers_say_erased(BULLETIN, "programme/2",
                      signed_seq); /* whatever it says: there is nothing to prove any more */
}

static void test_nothing_happens_meanwhile(void **state)
{
    struct proof *proof = NULL;
    assert_int_equal(make(*state, NULL, &proof), OK);
    assert_true(proof_holds(proof) && proof_discounted(proof) == 0 && proof->department_count == 2);
    proof_free(proof);
}

static void test_a_signature_is_erased_meanwhile(void **state)
{
    struct proof *proof = NULL;
    assert_int_equal(make(*state, erase_labours_signature, &proof), OK);
    assert_true(proof_holds(proof) && proof_discounted(proof) == 1 && proof_erased(proof) == 1);
    assert_int_equal(proof->departments[0].rungs[PROOF_SIGNED].fault, PROOF_ERASED);
    assert_int_equal(proof->departments[0].known_number, 5);
    proof_free(proof);
    assert_int_equal(make(*state, erase_and_go_on, &proof), OK);
    assert_true(proof_erased(proof) == 1 && proof->departments[0].rungs[PROOF_DELIVERED].there);
    proof_free(proof);
}

static void test_a_signature_is_taken_away_without_a_word(void **state)
{
    struct proof *proof = NULL;
    assert_int_equal(make(*state, take_away_silently, &proof), ERR_PROOF_BROKEN);
    assert_non_null(strstr(papers_failure.name, "the house does not say that it was erased"));
}

static void test_the_bulletin_is_erased_meanwhile(void **state)
{
    struct proof *proof = NULL;
    assert_int_equal(make(*state, erase_the_bulletin, &proof), ERR_ERASED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_happens_meanwhile, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(test_a_signature_is_erased_meanwhile, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(test_a_signature_is_taken_away_without_a_word, chain_setup,
                                        chain_teardown),
        cmocka_unit_test_setup_teardown(test_the_bulletin_is_erased_meanwhile, chain_setup, chain_teardown),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
