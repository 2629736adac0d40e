/* Proofs of receipts whose words were erased. The house's word is left where it says so of that very receipt,
 * and nowhere else may an act be missing. */
#include "tests/unit/support/papers.h"

#include <sodium.h>

/* The words of a signature were erased: it is said, it does not count, and nobody is late by it. */
static void test_an_erased_signature_is_the_houses_word(void **state)
{
    (void)state;
    papers_honest_without_a_comment();
    papers_assert_fault(PROOF_ERASED, LABOUR, PROOF_SIGNED);
    papers.time_ms = DUE_MS + 1; /* the channels are told beyond the due time */
    papers_sign();
    struct proof *proof = papers_assert_passes();
    const struct proof_rung *rung = &proof->departments[0].rungs[PROOF_SIGNED];
    assert_true(proof_erased(proof) == 1 && rung->erased_number == 5);
    assert_true(bytes_equal_text(rung->actor, "chen") && rung->comment.size == 0);
    assert_false(rung->signer.known);
    assert_true(proof_rung_counts(&proof->departments[0].rungs[PROOF_OPENED]));
    assert_true(proof_rung_counts(&proof->departments[1].rungs[PROOF_DELIVERED]));
    json_t *json = proof_show_json(proof, HOUSE_IS_JOINED);
    json_t *labour = json_array_get(json_object_get(json, "departments"), 0);
    json_t *transport = json_array_get(json_object_get(json, "departments"), 1);
    assert_true(json_is_false(json_object_get(labour, "late")));
    assert_true(json_is_true(json_object_get(transport, "late")));
    json_t *signed_for = json_object_get(labour, "signed");
    assert_true(json_is_false(json_object_get(signed_for, "valid")));
    assert_null(json_object_get(signed_for, "key"));
    assert_null(json_object_get(signed_for, "account"));
    assert_string_equal(json_string_value(json_object_get(signed_for, "erased_id")), "dept/labour/5");
    json_decref(json);
    proof_free(proof);
}

enum when { AFTER, BEFORE, NEVER };

/* A receipt of labour without its act, and what the house says of it. */
static const struct emptied {
    const char *what;
    int verb, kind, channel; /* of the receipt; and where the house says that it was erased */
    const char *id;
    uint64_t beside; /* how far from the receipt's seq the one that was named is */
    enum when when;
    bool passes;
} emptied[] = {
    {"signed", VERB_sign, FACT_receipt_signed, LABOUR, "dept/labour/3", 0, AFTER, true},
    {"nothing says so", VERB_sign, FACT_receipt_signed, LABOUR, NULL, 0, NEVER, false},
    {"another seq", VERB_sign, FACT_receipt_signed, LABOUR, "dept/labour/3", 1, AFTER, false},
    {"another number", VERB_sign, FACT_receipt_signed, LABOUR, "dept/labour/2", 0, AFTER, false},
    {"another department", VERB_sign, FACT_receipt_signed, LABOUR, "dept/transport/3", 0, AFTER, false},
    {"the bulletin", VERB_sign, FACT_receipt_signed, LABOUR, "programme/2", 0, AFTER, false},
    {"elsewhere", VERB_sign, FACT_receipt_signed, TRANSPORT, "dept/labour/3", 0, AFTER, false},
    {"in the bulletin's channel", VERB_sign, FACT_receipt_signed, BULLETIN, "dept/labour/3", 0, AFTER, false},
    {"before", VERB_sign, FACT_receipt_signed, LABOUR, "dept/labour/4", 0, BEFORE, false},
    {"opened", VERB_open, FACT_receipt_opened, LABOUR, "dept/labour/3", 0, AFTER, false},
    {"delivered", VERB_deliver, FACT_receipt_delivered, LABOUR, "dept/labour/3", 0, AFTER, false},
};

static void test_an_act_is_missing_only_where_it_was_erased(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof emptied / sizeof emptied[0]; i++) {
        const struct emptied *one = &emptied[i];
        papers_begin();
        if (one->when == BEFORE)
            papers_say_erased(one->channel, one->id, papers.seq + 2 + one->beside);
        papers_receipt(LABOUR, CHEN, "chen", one->verb, one->kind);
        papers_erase_newest();
        if (one->when == AFTER)
            papers_say_erased(one->channel, one->id, papers.seq + one->beside);
        papers_sign();
        if (papers_refused(papers_written()) == one->passes)
            fail_msg("%s: %s", one->what, one->passes ? "refused" : "taken");
        if (!one->passes)
            papers_assert_refused("the house does not say that it was erased");
    }
    papers_honest();
    papers_file.acts[0] = (struct proof_act){0};
    papers_assert_refused("programme/2: its act is missing");
}

/* Two parts or none: no act without its signature. */
static void test_half_an_act_is_refused(void **state)
{
    (void)state;
    papers_begin();
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_erase_newest();
    papers_say_erased(LABOUR, "dept/labour/3", papers.seq);
    papers_sign();
    struct bytes bytes = papers_written();
    size_t before = bytes.size - LIMIT_HASH_BYTES - 2;
    size_t at = before - strlen(papers_text) - 2 - 1 - 1; /* before the list of texts */
    assert_int_equal(papers_room[at], 0x90);
    memmove(papers_room + at + 3, papers_room + at, bytes.size - at);
    memcpy(papers_room + at, "\x91\xc4\x01", 3); /* and 90, the act */
    hash_bytes(bytes_of(papers_room, before + 3), papers_room + before + 3 + 2);
    assert_true(papers_refused(bytes_of(papers_room, bytes.size + 3)));
    assert_non_null(strstr(papers_failure.name, "two parts"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_erased_signature_is_the_houses_word),
        cmocka_unit_test(test_an_act_is_missing_only_where_it_was_erased),
        cmocka_unit_test(test_half_an_act_is_refused),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
