/* Proofs: an honest one passes and says whose each signature is; every altered byte is found. So it is when
 * the digest is made right again; and nothing can be moved, dropped, added or cut off. */
#include "tests/unit/support/papers.h"

#include <sodium.h>

static void (*const honest_ones[])(void) = {papers_honest, papers_honest_without_a_comment};
enum { HONEST_ONES = sizeof honest_ones / sizeof honest_ones[0] };

static void test_an_honest_proof_passes_and_says_who_signed(void **state)
{
    (void)state;
    papers_honest();
    struct proof *proof = papers_assert_passes();
    assert_true(proof_holds(proof) && proof_discounted(proof) == 0);
    assert_int_equal(proof->department_count, 2);
    assert_int_equal(proof->addressed, 2);
    const struct proof_department *labour = &proof->departments[0];
    assert_true(bytes_equal_text(labour->name, "labour"));
    assert_int_equal(labour->committed_number, 2);
    const struct proof_rung *rung = &labour->rungs[PROOF_SIGNED];
    assert_true(rung->there && rung->signer.signs);
    assert_true(bytes_equal_text(rung->signer.account, "chen"));
    assert_true(bytes_equal_text(rung->comment, "已阅"));
    assert_false(proof->departments[1].rungs[PROOF_SIGNED].there);

    uint8_t *lines_room = malloc(proof_show_room(proof));
    struct buffer lines = buffer_over(lines_room, proof_show_room(proof));
    proof_show_lines(&lines, proof, HOUSE_NOT_COMPARED);
    assert_false(lines.overflowed);
    assert_non_null(memmem(lines.at, lines.size, "1 of the 2 departments", 22));
    assert_non_null(memmem(lines.at, lines.size, "The proof holds.", 16));
    json_t *json = proof_show_json(proof, HOUSE_IS_JOINED);
    assert_true(json_is_true(json_object_get(json, "valid")));
    assert_int_equal(json_array_size(json_object_get(json, "departments")), 2);
    json_decref(json);
    free(lines_room);
    proof_free(proof);
}

static void test_every_altered_byte_is_found(void **state)
{
    (void)state;
    for (size_t which = 0; which < HONEST_ONES; which++) {
        honest_ones[which]();
        struct bytes bytes = papers_written();
        assert_false(papers_refused(bytes));
        for (size_t i = 0; i < bytes.size; i++) {
            for (unsigned bit = 0; bit < 8; bit++) {
                papers_room[i] ^= (uint8_t)(1U << bit);
                if (!papers_refused(bytes))
                    fail_msg("proof %zu, byte %zu of %zu, bit %u", which, i, bytes.size, bit);
                papers_room[i] ^= (uint8_t)(1U << bit);
            }
        }
        assert_false(papers_refused(bytes));
    }
}

/* The digest only tells of accidents. What holds is under it. */
static void test_every_altered_byte_is_found_without_the_digest(void **state)
{
    static const uint8_t alterations[] = {0x01, 0x80, 0xff};
    (void)state;
    for (size_t which = 0; which < HONEST_ONES; which++) {
        honest_ones[which]();
        struct bytes bytes = papers_written();
        size_t before = bytes.size - LIMIT_HASH_BYTES - 2;
        for (size_t i = 0; i < before * sizeof alterations; i++) {
            size_t at = i / sizeof alterations;
            uint8_t alteration = alterations[i % sizeof alterations];
            papers_room[at] ^= alteration;
            hash_bytes(bytes_of(papers_room, before), papers_room + before + 2);
            if (!papers_refused(bytes))
                fail_msg("proof %zu, byte %zu of %zu, altered by %02x", which, at, bytes.size, alteration);
            papers_room[at] ^= alteration;
        }
        hash_bytes(bytes_of(papers_room, before), papers_room + before + 2);
        assert_false(papers_refused(bytes));
    }
}

static void test_every_cut_is_found(void **state)
{
    (void)state;
    for (size_t which = 0; which < HONEST_ONES; which++) {
        honest_ones[which]();
        struct bytes bytes = papers_written();
        for (size_t size = 0; size < bytes.size; size++)
            assert_true(papers_refused(bytes_of(papers_room, size)));
        papers_room[bytes.size] = 0xc0;
        assert_true(papers_refused(bytes_of(papers_room, bytes.size + 1)));
    }
}

static void test_a_value_in_a_longer_form_is_found(void **state)
{
    (void)state;
    papers_honest();
    struct bytes bytes = papers_written();
    size_t at = 1 + 1 + strlen(PROOF_FORMAT) + 2 + LIMIT_KEY_BYTES + 1 + 1 + strlen("programme/2");
    assert_int_equal(papers_room[at], 1); /* the revision, which becomes cc 01 */
    memmove(papers_room + at + 1, papers_room + at, bytes.size - at);
    papers_room[at] = 0xcc;
    size_t before = bytes.size + 1 - LIMIT_HASH_BYTES - 2;
    hash_bytes(bytes_of(papers_room, before), papers_room + before + 2);
    assert_true(papers_refused(bytes_of(papers_room, bytes.size + 1)));
    assert_non_null(strstr(papers_failure.name, "shortest form"));
}

/* Takes heads off a channel, from its front or its end. */
static void cut_heads(int channel, size_t from_front, size_t from_end)
{
    struct proof_channel *told = &papers_file.channels[channel];
    struct bytes heads = told->heads, head;
    size_t keep = told->count - from_end;
    for (size_t i = 0; i < keep; i++) {
        assert_true(proof_head_next(&heads, &head));
        if (i + 1 == from_front) {
            told->heads = heads;
            told->count -= from_front;
        }
    }
    told->heads.size = (size_t)(heads.at - told->heads.at);
    told->count -= from_end;
}

static void test_a_cut_chain_is_found(void **state)
{
    (void)state;
    papers_honest();
    cut_heads(LABOUR, 0, 1);
    papers_assert_refused("the house signed another history");
    papers_honest();
    cut_heads(LABOUR, 1, 0);
    papers_assert_refused("do not begin where it was addressed");
    papers_honest();
    cut_heads(KEYS, 1, 0);
    papers_assert_refused("does not begin where it should");
    papers_honest();
    papers_file.channels[LABOUR].count = 0;
    papers_file.channels[LABOUR].heads.size = 0;
    papers_assert_refused("a channel without facts");
}

static void test_a_dropped_receipt_is_found(void **state)
{
    (void)state;
    papers_honest();
    struct bytes heads = papers_file.channels[LABOUR].heads, first, second;
    assert_true(proof_head_next(&heads, &first) && proof_head_next(&heads, &second));
    uint8_t room[HEADS_ROOM];
    size_t front = (size_t)(second.at - papers_file.channels[LABOUR].heads.at) - 3; /* bin 16 */
    if (second.size <= UINT8_MAX)
        front++;
    memcpy(room, papers_file.channels[LABOUR].heads.at, front);
    memcpy(room + front, heads.at, heads.size);
    papers_file.channels[LABOUR].heads = bytes_of(room, front + heads.size);
    papers_file.channels[LABOUR].count--;
    papers_assert_refused("a fact is missing before it");
}

static void test_receipts_do_not_move_between_departments(void **state)
{
    (void)state;
    papers_honest();
    papers_file.channels[LABOUR].name = bytes_of_text(papers_names[TRANSPORT]);
    papers_file.channels[TRANSPORT].name = bytes_of_text(papers_names[LABOUR]);
    papers_assert_refused("another channel");
    papers_honest();
    struct proof_channel labour = papers_file.channels[LABOUR];
    papers_file.channels[LABOUR] = papers_file.channels[TRANSPORT];
    papers_file.channels[TRANSPORT] = labour;
    assert_true(papers_refused(papers_written()));
    papers_honest();
    papers_file.channels[TRANSPORT] = papers_file.channels[LABOUR];
    papers_assert_refused("not in order");
}

static void test_acts_are_all_used_and_in_order(void **state)
{
    (void)state;
    papers_honest();
    papers_file.acts[papers_file.act_count] = papers_file.acts[0];
    papers_file.act_count++;
    papers_assert_refused("an act that nothing names");
    papers_honest();
    papers_file.act_count--;
    papers_assert_refused("its act is missing");
    papers_honest();
    struct proof_act act = papers_file.acts[1];
    papers_file.acts[1] = papers_file.acts[2];
    papers_file.acts[2] = act;
    papers_assert_refused("not the one that its head names");
    papers_honest();
    papers_file.has_text = false;
    papers_assert_refused("long text is missing");
    papers_honest();
    papers_file.text = bytes_of_text("another text");
    papers_assert_refused("not the one that was signed");
}

static void test_a_receipt_over_another_revision_is_refused(void **state)
{
    (void)state;
    papers_begin();
    papers_receipt_over(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed, true);
    papers_sign();
    papers_assert_refused("about something else");
    papers_begin();
    papers_receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_signed);
    papers_sign();
    papers_assert_refused("of another verb");
    papers_begin();
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_sign();
    papers_assert_refused("has this receipt already");
}

static void test_another_id_or_revision_is_refused(void **state)
{
    (void)state;
    papers_honest();
    papers_file.id = bytes_of_text("programme/3");
    papers_assert_refused("does not begin where it should");
    papers_honest();
    papers_file.revision = 2;
    papers_assert_refused("the revision is not there");
    papers_honest();
    papers_file.id = bytes_of_text("roads/2");
    assert_true(papers_refused(papers_written()));
}

static void test_facts_out_of_their_order_are_refused(void **state)
{
    (void)state;
    papers_begin();
    papers.seq -= 4;
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_sign();
    papers_assert_refused("stands before the one before it");
    papers_begin();
    papers.time_ms -= 1000; /* order is that of seq: a clock may be set back */
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers.time_ms += 2000;
    papers_sign();
    assert_false(papers_refused(papers_written()));
}

static void test_keys_that_end_too_early_are_refused(void **state)
{
    (void)state;
    papers_honest();
    struct chain chain = {.house = made_identity(HOUSE), .channel = "keys"};
    struct papers_channel *keys = &papers.channels[KEYS];
    struct chain_checkpoint early;
    chain_sign(&chain, &early, keys->number, keys->tip, papers.time_ms - 1);
    papers_file.channels[KEYS].checkpoint = early.push.checkpoint;
    papers_file.channels[KEYS].signature = early.push.sig;
    papers_assert_refused("ends before the last signature");
}

static void test_a_signature_without_the_right_does_not_count(void **state)
{
    (void)state;
    papers_begin();
    papers_receipt(TRANSPORT, WANG, "wang", VERB_sign, FACT_receipt_signed);
    papers_assert_fault(PROOF_NO_RIGHT, TRANSPORT, PROOF_SIGNED);
    papers_begin();
    papers_receipt(TRANSPORT, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_assert_fault(PROOF_NOT_OF_THEM, TRANSPORT, PROOF_SIGNED);
    papers_begin();
    papers_receipt(LABOUR, ZHOU, "zhou", VERB_sign, FACT_receipt_signed);
    papers_enrol(ZHOU, "zhou", "labour", true);
    papers_assert_fault(PROOF_KEY_UNKNOWN, LABOUR, PROOF_SIGNED);
    papers_begin();
    papers_revoke_key(CHEN, "chen");
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_assert_fault(PROOF_KEY_REVOKED, LABOUR, PROOF_SIGNED);
    papers_begin();
    papers_receipt(LABOUR, CHEN, "wang", VERB_sign, FACT_receipt_signed);
    papers_assert_fault(PROOF_OTHER_ACCOUNT, LABOUR, PROOF_SIGNED);
    papers_begin();
    papers_add(KEYS, FACT_account_revoked,
               &(struct fact_account_revoked){.has.account = true, .account = bytes_of_text("chen")}, "house",
               NULL);
    papers_receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    papers_assert_fault(PROOF_KEY_REVOKED, LABOUR, PROOF_OPENED);
}

static void test_what_changes_later_does_not_take_a_signature_back(void **state)
{
    (void)state;
    papers_begin();
    struct fact_account_changed changed = {.has = {.account = true, .role = true, .department = true},
                                           .account = bytes_of_text("chen"),
                                           .role = ROLE_OFFICE,
                                           .department = bytes_of_text("transport")};
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_add(KEYS, FACT_account_changed, &changed, "house", NULL);
    papers_revoke_key(CHEN, "chen");
    papers_sign();
    struct proof *proof = papers_assert_passes();
    assert_true(proof_holds(proof) && proof_discounted(proof) == 0);
    assert_true(proof->departments[0].rungs[PROOF_SIGNED].signer.revoked);
    proof_free(proof);

    papers_begin();
    papers_add(KEYS, FACT_account_changed, &changed, "house", NULL);
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_assert_fault(PROOF_NOT_OF_THEM, LABOUR, PROOF_SIGNED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_honest_proof_passes_and_says_who_signed),
        cmocka_unit_test(test_every_altered_byte_is_found),
        cmocka_unit_test(test_every_altered_byte_is_found_without_the_digest),
        cmocka_unit_test(test_every_cut_is_found),
        cmocka_unit_test(test_a_value_in_a_longer_form_is_found),
        cmocka_unit_test(test_a_cut_chain_is_found),
        cmocka_unit_test(test_a_dropped_receipt_is_found),
        cmocka_unit_test(test_receipts_do_not_move_between_departments),
        cmocka_unit_test(test_acts_are_all_used_and_in_order),
        cmocka_unit_test(test_a_receipt_over_another_revision_is_refused),
        cmocka_unit_test(test_another_id_or_revision_is_refused),
        cmocka_unit_test(test_facts_out_of_their_order_are_refused),
        cmocka_unit_test(test_keys_that_end_too_early_are_refused),
        cmocka_unit_test(test_a_signature_without_the_right_does_not_count),
        cmocka_unit_test(test_what_changes_later_does_not_take_a_signature_back),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
