/* Proofs: an honest one passes and says whose each signature is; every altered byte is found. So it is when
 * the digest is made right again; and nothing can be moved, dropped, added or cut off. */
#include "proof_ledger.h"

#include <sodium.h>

static void (*const honest_ones[])(void) = {honest, honest_without_a_comment};
enum { HONEST_ONES = sizeof honest_ones / sizeof honest_ones[0] };

static void test_an_honest_proof_passes_and_says_who_signed(void **state)
{
    (void)state;
    honest();
    struct proof *proof = assert_passes();
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
        struct bytes bytes = written();
        assert_false(refused(bytes));
        for (size_t i = 0; i < bytes.size; i++) {
            for (unsigned bit = 0; bit < 8; bit++) {
                file_room[i] ^= (uint8_t)(1U << bit);
                if (!refused(bytes))
                    fail_msg("proof %zu, byte %zu of %zu, bit %u", which, i, bytes.size, bit);
                file_room[i] ^= (uint8_t)(1U << bit);
            }
        }
        assert_false(refused(bytes));
    }
}

/* The digest only tells of accidents. What holds is under it. */
static void test_every_altered_byte_is_found_without_the_digest(void **state)
{
    static const uint8_t alterations[] = {0x01, 0x80, 0xff};
    (void)state;
    for (size_t which = 0; which < HONEST_ONES; which++) {
        honest_ones[which]();
        struct bytes bytes = written();
        size_t before = bytes.size - LIMIT_HASH_BYTES - 2;
        for (size_t i = 0; i < before * sizeof alterations; i++) {
            size_t at = i / sizeof alterations;
            uint8_t alteration = alterations[i % sizeof alterations];
            file_room[at] ^= alteration;
            hash_bytes(bytes_of(file_room, before), file_room + before + 2);
            if (!refused(bytes))
                fail_msg("proof %zu, byte %zu of %zu, altered by %02x", which, at, bytes.size, alteration);
            file_room[at] ^= alteration;
        }
        hash_bytes(bytes_of(file_room, before), file_room + before + 2);
        assert_false(refused(bytes));
    }
}

static void test_every_cut_is_found(void **state)
{
    (void)state;
    for (size_t which = 0; which < HONEST_ONES; which++) {
        honest_ones[which]();
        struct bytes bytes = written();
        for (size_t size = 0; size < bytes.size; size++)
            assert_true(refused(bytes_of(file_room, size)));
        file_room[bytes.size] = 0xc0;
        assert_true(refused(bytes_of(file_room, bytes.size + 1)));
    }
}

static void test_a_value_in_a_longer_form_is_found(void **state)
{
    (void)state;
    honest();
    struct bytes bytes = written();
    size_t at = 1 + 1 + strlen(PROOF_FORMAT) + 2 + LIMIT_KEY_BYTES + 1 + 1 + strlen("programme/2");
    assert_int_equal(file_room[at], 1); /* the revision, which becomes cc 01 */
    memmove(file_room + at + 1, file_room + at, bytes.size - at);
    file_room[at] = 0xcc;
    size_t before = bytes.size + 1 - LIMIT_HASH_BYTES - 2;
    hash_bytes(bytes_of(file_room, before), file_room + before + 2);
    assert_true(refused(bytes_of(file_room, bytes.size + 1)));
    assert_non_null(strstr(failure.name, "shortest form"));
}

/* Takes heads off a channel, from its front or its end. */
static void cut_heads(int channel, size_t from_front, size_t from_end)
{
    struct proof_channel *told = &file.channels[channel];
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
    honest();
    cut_heads(LABOUR, 0, 1);
    assert_refused("the house signed another history");
    honest();
    cut_heads(LABOUR, 1, 0);
    assert_refused("do not begin where it was addressed");
    honest();
    cut_heads(KEYS, 1, 0);
    assert_refused("does not begin where it should");
    honest();
    file.channels[LABOUR].count = 0;
    file.channels[LABOUR].heads.size = 0;
    assert_refused("a channel without facts");
}

static void test_a_dropped_receipt_is_found(void **state)
{
    (void)state;
    honest();
    struct bytes heads = file.channels[LABOUR].heads, first, second;
    assert_true(proof_head_next(&heads, &first) && proof_head_next(&heads, &second));
    uint8_t room[HEADS_ROOM];
    size_t front = (size_t)(second.at - file.channels[LABOUR].heads.at) - 3; /* bin 16 */
    if (second.size <= UINT8_MAX)
        front++;
    memcpy(room, file.channels[LABOUR].heads.at, front);
    memcpy(room + front, heads.at, heads.size);
    file.channels[LABOUR].heads = bytes_of(room, front + heads.size);
    file.channels[LABOUR].count--;
    assert_refused("a fact is missing before it");
}

static void test_receipts_do_not_move_between_departments(void **state)
{
    (void)state;
    honest();
    file.channels[LABOUR].name = bytes_of_text(names[TRANSPORT]);
    file.channels[TRANSPORT].name = bytes_of_text(names[LABOUR]);
    assert_refused("another channel");
    honest();
    struct proof_channel labour = file.channels[LABOUR];
    file.channels[LABOUR] = file.channels[TRANSPORT];
    file.channels[TRANSPORT] = labour;
    assert_true(refused(written()));
    honest();
    file.channels[TRANSPORT] = file.channels[LABOUR];
    assert_refused("not in order");
}

static void test_acts_are_all_used_and_in_order(void **state)
{
    (void)state;
    honest();
    file.acts[file.act_count] = file.acts[0];
    file.act_count++;
    assert_refused("an act that nothing names");
    honest();
    file.act_count--;
    assert_refused("its act is missing");
    honest();
    struct proof_act act = file.acts[1];
    file.acts[1] = file.acts[2];
    file.acts[2] = act;
    assert_refused("not the one that its head names");
    honest();
    file.has_text = false;
    assert_refused("long text is missing");
    honest();
    file.text = bytes_of_text("another text");
    assert_refused("not the one that was signed");
}

static void test_a_receipt_over_another_revision_is_refused(void **state)
{
    (void)state;
    begin();
    receipt_over(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed, true);
    sign_heads();
    assert_refused("about something else");
    begin();
    receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_signed);
    sign_heads();
    assert_refused("of another verb");
    begin();
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    sign_heads();
    assert_refused("has this receipt already");
}

static void test_another_id_or_revision_is_refused(void **state)
{
    (void)state;
    honest();
    file.id = bytes_of_text("programme/3");
    assert_refused("does not begin where it should");
    honest();
    file.revision = 2;
    assert_refused("the revision is not there");
    honest();
    file.id = bytes_of_text("roads/2");
    assert_true(refused(written()));
}

static void test_facts_out_of_their_order_are_refused(void **state)
{
    (void)state;
    begin();
    ledger.seq -= 4;
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    sign_heads();
    assert_refused("stands before the one before it");
    begin();
    ledger.time_ms -= 1000; /* order is that of seq: a clock may be set back */
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    ledger.time_ms += 2000;
    sign_heads();
    assert_false(refused(written()));
}

static void test_keys_that_end_too_early_are_refused(void **state)
{
    (void)state;
    honest();
    struct chain chain = {.house = chain_identity(HOUSE), .channel = "keys"};
    struct told *keys = &ledger.channels[KEYS];
    struct chain_head early;
    chain_sign_head(&chain, &early, keys->number, keys->tip, ledger.time_ms - 1);
    file.channels[KEYS].signed_head = early.push.head;
    file.channels[KEYS].signature = early.push.sig;
    assert_refused("ends before the last signature");
}

static void test_a_signature_without_the_right_does_not_count(void **state)
{
    (void)state;
    begin();
    receipt(TRANSPORT, WANG, "wang", VERB_sign, FACT_receipt_signed);
    assert_fault(PROOF_NO_RIGHT, TRANSPORT, PROOF_SIGNED);
    begin();
    receipt(TRANSPORT, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    assert_fault(PROOF_NOT_OF_THEM, TRANSPORT, PROOF_SIGNED);
    begin();
    receipt(LABOUR, ZHOU, "zhou", VERB_sign, FACT_receipt_signed);
    enrol(ZHOU, "zhou", "labour", true);
    assert_fault(PROOF_KEY_UNKNOWN, LABOUR, PROOF_SIGNED);
    begin();
    revoke_key(CHEN, "chen");
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    assert_fault(PROOF_KEY_REVOKED, LABOUR, PROOF_SIGNED);
    begin();
    receipt(LABOUR, CHEN, "wang", VERB_sign, FACT_receipt_signed);
    assert_fault(PROOF_OTHER_ACCOUNT, LABOUR, PROOF_SIGNED);
    begin();
    add_fact(KEYS, FACT_account_revoked,
             &(struct fact_account_revoked){.has.account = true, .account = bytes_of_text("chen")}, "house",
             NULL);
    receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    assert_fault(PROOF_KEY_REVOKED, LABOUR, PROOF_OPENED);
}

static void test_what_changes_later_does_not_take_a_signature_back(void **state)
{
    (void)state;
    begin();
    struct fact_account_changed changed = {.has = {.account = true, .role = true, .department = true},
                                           .account = bytes_of_text("chen"),
                                           .role = ROLE_OFFICE,
                                           .department = bytes_of_text("transport")};
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    add_fact(KEYS, FACT_account_changed, &changed, "house", NULL);
    revoke_key(CHEN, "chen");
    sign_heads();
    struct proof *proof = assert_passes();
    assert_true(proof_holds(proof) && proof_discounted(proof) == 0);
    assert_true(proof->departments[0].rungs[PROOF_SIGNED].signer.revoked);
    proof_free(proof);

    begin();
    add_fact(KEYS, FACT_account_changed, &changed, "house", NULL);
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    assert_fault(PROOF_NOT_OF_THEM, LABOUR, PROOF_SIGNED);
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
