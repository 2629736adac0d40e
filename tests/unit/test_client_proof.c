/* Proofs: an honest one passes and says whose each signature is; every altered byte is found, also when the
 * digest is made right again; and nothing can be moved, dropped, added or cut off. */
#include "client_chain.h"

#include <sodium.h>

#include "client/lib/proof/proof_show.h"
#include "protocol/tables.h"
#include "protocol/wire/pack.h"

enum { HEADS_ROOM = 16384, ACT_ROOM = 4096, FILE_ROOM = 65536 };
enum { BULLETIN, KEYS, LABOUR, TRANSPORT, CHANNELS };
enum { HOUSE = 1, LI, CHEN, WANG, ZHOU };

static const char *const names[CHANNELS] = {"programme", "keys", "dept/labour", "dept/transport"};

struct told {
    uint8_t heads_room[HEADS_ROOM];
    struct buffer heads;
    uint64_t number, count, from; /* the proof has the heads from number `from` on */
    uint8_t tip[LIMIT_HASH_BYTES];
};

struct made_act {
    uint8_t room[ACT_ROOM], signature[LIMIT_SIGNATURE_BYTES], hash[LIMIT_HASH_BYTES];
    struct buffer bytes;
    int64_t time_ms;
};

/* A house's ledger in memory, as far as a proof needs it. */
static struct {
    struct told channels[CHANNELS];
    struct made_act acts[16];
    size_t act_count;
    uint64_t seq, revision;
    int64_t time_ms;
    uint8_t revision_head[LIMIT_HASH_BYTES];
    struct chain_head signed_heads[CHANNELS];
} ledger;

static struct proof_file file;
static uint8_t file_room[FILE_ROOM];
static struct failure failure;
static const char long_text[] = "各部门请于月底前签收并回复。\n";

static struct made_act *sign_act(uint8_t who, int verb, const void *args)
{
    uint8_t room[2048], nonce[LIMIT_NONCE_BYTES] = {(uint8_t)ledger.act_count};
    struct identity house = chain_identity(HOUSE), author = chain_identity(who);
    struct buffer encoded = buffer_over(room, sizeof room);
    struct made_act *made = &ledger.acts[ledger.act_count++];
    codec_encode(verbs[verb].args, args, &encoded);
    made->bytes = buffer_over(made->room, sizeof made->room);
    made->time_ms = ledger.time_ms;
    act_write(&made->bytes, &(struct act){.house = bytes_of(house.public_key, LIMIT_KEY_BYTES),
                                          .author = bytes_of(author.public_key, LIMIT_KEY_BYTES),
                                          .time_ms = made->time_ms,
                                          .nonce = bytes_of(nonce, sizeof nonce),
                                          .verb = bytes_of_text(verbs[verb].word),
                                          .args = buffer_bytes(&encoded)});
    act_sign(&author, buffer_bytes(&made->bytes), made->signature);
    hash_bytes(buffer_bytes(&made->bytes), made->hash);
    return made;
}

static void add_fact(int channel, int kind, const void *decided, const char *actor,
                     const struct made_act *act)
{
    static const uint8_t no_act[LIMIT_HASH_BYTES] = {7};
    uint8_t decided_room[2048], head_room[LIMIT_HEAD_BYTES];
    struct told *told = &ledger.channels[channel];
    struct buffer map = buffer_over(decided_room, sizeof decided_room);
    struct buffer head = buffer_over(head_room, sizeof head_room);
    codec_encode(fact_kinds[kind].decided, decided, &map);
    head_write(&head,
               &(struct head){.seq = ++ledger.seq,
                              .channel = bytes_of_text(names[channel]),
                              .number = ++told->number,
                              .prev = bytes_of(told->tip, sizeof told->tip),
                              .time_ms = ++ledger.time_ms,
                              .actor = bytes_of_text(actor),
                              .kind = bytes_of_text(fact_kinds[kind].word),
                              .decided = buffer_bytes(&map),
                              .act_time_ms = act != NULL ? act->time_ms : ledger.time_ms,
                              .act_hash = bytes_of(act != NULL ? act->hash : no_act, LIMIT_HASH_BYTES)});
    hash_bytes(buffer_bytes(&head), told->tip);
    if (told->number < told->from)
        return;
    if (told->heads.at == NULL)
        told->heads = buffer_over(told->heads_room, sizeof told->heads_room);
    msgpack_packer packer = pack_into(&told->heads);
    pack_bytes(&packer, buffer_bytes(&head));
    told->count++;
    assert_false(map.overflowed || head.overflowed || told->heads.overflowed);
}

static void enrol(uint8_t who, const char *account, const char *department, bool signs)
{
    struct identity identity = chain_identity(who);
    static const uint8_t code[LIMIT_HASH_BYTES];
    struct fact_key_enrolled enrolled = {.has = {.key = true,
                                                 .account = true,
                                                 .role = true,
                                                 .department = true,
                                                 .signs = signs,
                                                 .code_hash = true},
                                         .key = bytes_of(identity.public_key, LIMIT_KEY_BYTES),
                                         .account = bytes_of_text(account),
                                         .role = ROLE_OFFICE,
                                         .department = bytes_of_text(department),
                                         .signs = signs,
                                         .code_hash = bytes_of(code, sizeof code)};
    add_fact(KEYS, FACT_key_enrolled, &enrolled, account, NULL);
}

static void revoke_key(uint8_t who, const char *account)
{
    struct identity identity = chain_identity(who);
    struct fact_key_revoked revoked = {.has = {.key = true, .account = true},
                                       .key = bytes_of(identity.public_key, LIMIT_KEY_BYTES),
                                       .account = bytes_of_text(account)};
    add_fact(KEYS, FACT_key_revoked, &revoked, "house", NULL);
}

static void addressed(int channel, const struct made_act *publish)
{
    struct fact_duty_assigned duty = {.has = {.id = true, .revision = true, .receipt = true},
                                      .id = bytes_of_text("programme/2"),
                                      .revision = 1,
                                      .receipt = true};
    add_fact(channel, FACT_duty_assigned, &duty, "li", publish);
}

/* `other`: over another revision than the one that the house notes. */
static void receipt_over(int channel, uint8_t who, const char *actor, int verb, int kind, bool other)
{
    uint8_t seen[LIMIT_HASH_BYTES];
    memcpy(seen, ledger.revision_head, sizeof seen);
    seen[0] ^= other;
    struct args_sign args = {.has = {.id = true, .revision_head = true, .comment = verb == VERB_sign},
                             .id = bytes_of_text("programme/2"),
                             .revision_head = bytes_of(seen, sizeof seen),
                             .comment = bytes_of_text("已阅")};
    struct args_open open = {
        .has = {.id = true, .revision_head = true}, .id = args.id, .revision_head = args.revision_head};
    struct fact_receipt_signed receipt = {
        .has = {.id = true, .revision = true}, .id = bytes_of_text("programme/2"), .revision = 1};
    struct made_act *act = sign_act(who, verb, verb == VERB_sign ? (const void *)&args : &open);
    add_fact(channel, kind, &receipt, actor, act);
}

static void receipt(int channel, uint8_t who, const char *actor, int verb, int kind)
{
    receipt_over(channel, who, actor, verb, kind, false);
}

/* Up to where the departments have it and nobody has done anything. */
static void begin(void)
{
    memset(&ledger, 0, sizeof ledger);
    memset(&failure, 0, sizeof failure);
    ledger.time_ms = 1164848400000;
    for (int i = 0; i < CHANNELS; i++)
        ledger.channels[i].from = 1;
    ledger.channels[BULLETIN].from = ledger.channels[LABOUR].from = 2;
    struct fact_house_founded founded = {.has = {.epoch = true, .format = true}, .epoch = 1, .format = 1};
    add_fact(KEYS, FACT_house_founded, &founded, "house", NULL);
    enrol(LI, "li", "programme", false);
    enrol(CHEN, "chen", "labour", true);
    enrol(WANG, "wang", "transport", false);

    uint8_t text_hash[LIMIT_HASH_BYTES];
    hash_bytes(bytes_of_text(long_text), text_hash);
    struct args_publish args = {
        .has = {.channel = true, .headline = true, .text_hash = true, .to = true, .receipt = true},
        .channel = bytes_of_text("programme"),
        .headline = bytes_of_text("首批品牌名单公布"),
        .text_hash = bytes_of(text_hash, sizeof text_hash),
        .to = bytes_of("\x91\xa3"
                       "all",
                       5),
        .receipt = true};
    struct fact_bulletin_published published = {
        .has = {.receipt = true, .addressed = true}, .receipt = true, .addressed = 2};
    add_fact(BULLETIN, FACT_bulletin_published, &published, "li", NULL); /* an earlier one */
    add_fact(LABOUR, FACT_duty_reminded,
             &(struct fact_duty_reminded){.has = {.id = true, .revision = true, .due = true},
                                          .id = bytes_of_text("programme/1"),
                                          .revision = 1},
             "house", NULL);
    struct made_act *publish = sign_act(LI, VERB_publish, &args);
    add_fact(BULLETIN, FACT_bulletin_published, &published, "li", publish);
    memcpy(ledger.revision_head, ledger.channels[BULLETIN].tip, LIMIT_HASH_BYTES);
    addressed(LABOUR, publish);
    addressed(TRANSPORT, publish);
}

static void play(void)
{
    receipt(LABOUR, CHEN, "chen", VERB_deliver, FACT_receipt_delivered);
    receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    receipt(TRANSPORT, WANG, "wang", VERB_deliver, FACT_receipt_delivered);
}

static void sign_heads(void)
{
    static struct identity house;
    house = chain_identity(HOUSE);
    for (int i = 0; i < CHANNELS; i++) {
        struct chain chain = {.house = house, .channel = names[i]};
        struct told *told = &ledger.channels[i];
        chain_sign_head(&chain, &ledger.signed_heads[i], told->number, told->tip, ledger.time_ms + i);
        file.channels[i] = (struct proof_channel){.name = bytes_of_text(names[i]),
                                                  .heads = buffer_bytes(&told->heads),
                                                  .count = told->count,
                                                  .signed_head = ledger.signed_heads[i].push.head,
                                                  .signature = ledger.signed_heads[i].push.sig};
    }
    file.house = bytes_of(house.public_key, LIMIT_KEY_BYTES);
    file.id = bytes_of_text("programme/2");
    file.revision = 1;
    file.channel_count = CHANNELS;
    file.act_count = ledger.act_count;
    for (size_t i = 0; i < ledger.act_count; i++)
        file.acts[i] = (struct proof_act){buffer_bytes(&ledger.acts[i].bytes),
                                          bytes_of(ledger.acts[i].signature, LIMIT_SIGNATURE_BYTES)};
    file.has_text = true;
    file.text = bytes_of_text(long_text);
}

static struct bytes written(void)
{
    assert_true(proof_file_room(&file) <= sizeof file_room);
    struct buffer out = buffer_over(file_room, proof_file_room(&file));
    proof_file_write(&file, &out);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static bool refused(struct bytes bytes)
{
    struct proof *proof = NULL;
    enum error code = proof_read(bytes, &proof, &failure);
    proof_free(proof);
    assert_true(code == OK || code == ERR_PROOF_BROKEN);
    return code != OK;
}

static void assert_refused(const char *words)
{
    char room[1024];
    struct buffer text = buffer_over(room, sizeof room - 1);
    assert_true(refused(written()));
    failure_text(&failure, &text);
    room[text.size] = '\0';
    if (strstr(room, words) == NULL)
        fail_msg("it says: %s", room);
    assert_int_equal(failure_exit(&failure), EXIT_PROOF);
}

static struct proof *assert_passes(void)
{
    struct proof *proof = NULL;
    if (proof_read(written(), &proof, &failure) != OK)
        fail_msg("%s %s", failure.text, failure.name);
    return proof;
}

static void honest(void)
{
    begin();
    play();
    sign_heads();
}

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
    honest();
    struct bytes bytes = written();
    assert_false(refused(bytes));
    for (size_t i = 0; i < bytes.size; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            file_room[i] ^= (uint8_t)(1U << bit);
            if (!refused(bytes))
                fail_msg("byte %zu of %zu, bit %u", i, bytes.size, bit);
            file_room[i] ^= (uint8_t)(1U << bit);
        }
    }
    assert_false(refused(bytes));
}

/* The digest only tells of accidents. What holds is under it. */
static void test_every_altered_byte_is_found_without_the_digest(void **state)
{
    static const uint8_t alterations[] = {0x01, 0x80, 0xff};
    (void)state;
    honest();
    struct bytes bytes = written();
    size_t before = bytes.size - LIMIT_HASH_BYTES - 2;
    for (size_t i = 0; i < before; i++) {
        for (size_t which = 0; which < sizeof alterations; which++) {
            file_room[i] ^= alterations[which];
            hash_bytes(bytes_of(file_room, before), file_room + before + 2);
            if (!refused(bytes))
                fail_msg("byte %zu of %zu, altered by %02x", i, bytes.size, alterations[which]);
            file_room[i] ^= alterations[which];
        }
    }
    hash_bytes(bytes_of(file_room, before), file_room + before + 2);
    assert_false(refused(bytes));
}

static void test_every_cut_is_found(void **state)
{
    (void)state;
    honest();
    struct bytes bytes = written();
    for (size_t size = 0; size < bytes.size; size++)
        assert_true(refused(bytes_of(file_room, size)));
    file_room[bytes.size] = 0xc0;
    assert_true(refused(bytes_of(file_room, bytes.size + 1)));
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

/* Makes a proof in which one receipt is there but does not count: it is said, and spoils nothing else. */
static void assert_fault(enum proof_fault fault, int channel, enum proof_rung_kind which)
{
    sign_heads();
    struct proof *proof = assert_passes();
    assert_true(proof_holds(proof));
    assert_int_equal(proof_discounted(proof), 1);
    assert_int_equal(proof->departments[channel - LABOUR].rungs[which].fault, fault);
    assert_false(proof_rung_counts(&proof->departments[channel - LABOUR].rungs[which]));
    uint8_t *room = malloc(proof_show_room(proof));
    struct buffer lines = buffer_over(room, proof_show_room(proof));
    proof_show_lines(&lines, proof, HOUSE_IS_GIVEN);
    assert_non_null(memmem(lines.at, lines.size, "DOES NOT COUNT", 14));
    assert_non_null(memmem(lines.at, lines.size, "\n0 of the 2 departments", 23));
    assert_non_null(memmem(lines.at, lines.size, "The proof holds", 15));
    free(room);
    proof_free(proof);
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
