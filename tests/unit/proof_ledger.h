/* What the tests of proofs share: a house's ledger in memory. It has a notice to two departments and what
 * they received and signed, and the proof of it, which passes or is refused. It does not know what any test
 * is after. */
#ifndef BULLETIN_TESTS_PROOF_LEDGER_H
#define BULLETIN_TESTS_PROOF_LEDGER_H

#include "client_chain.h"

#include "client/lib/proof/proof_show.h"
#include "protocol/wire/pack.h"

enum { HEADS_ROOM = 16384, ACT_ROOM = 4096 };
enum { BULLETIN, KEYS, LABOUR, TRANSPORT, CHANNELS };
enum { HOUSE = 1, LI, CHEN, WANG, ZHOU };

#define BEGAN_MS INT64_C(1164848400000)
#define DUE_MS   (BEGAN_MS + 3600000)

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
    bool erased; /* the proof has nothing in its place */
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
static const char long_text[] = "各部门请于月底前签收并回复。\n";

static inline struct made_act *sign_act(uint8_t who, int verb, const void *args)
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

static inline void add_fact(int channel, int kind, const void *decided, const char *actor,
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

static inline void enrol(uint8_t who, const char *account, const char *department, bool signs)
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

static inline void revoke_key(uint8_t who, const char *account)
{
    struct identity identity = chain_identity(who);
    struct fact_key_revoked revoked = {.has = {.key = true, .account = true},
                                       .key = bytes_of(identity.public_key, LIMIT_KEY_BYTES),
                                       .account = bytes_of_text(account)};
    add_fact(KEYS, FACT_key_revoked, &revoked, "house", NULL);
}

static inline void addressed(int channel, const struct made_act *publish)
{
    struct fact_duty_assigned duty = {.has = {.id = true, .revision = true, .receipt = true, .due = true},
                                      .id = bytes_of_text("programme/2"),
                                      .revision = 1,
                                      .receipt = true,
                                      .due = DUE_MS};
    add_fact(channel, FACT_duty_assigned, &duty, "li", publish);
}

/* `other`: over another revision than the one that the house notes. */
static inline void receipt_over(int channel, uint8_t who, const char *actor, int verb, int kind, bool other)
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

static inline void receipt(int channel, uint8_t who, const char *actor, int verb, int kind)
{
    receipt_over(channel, who, actor, verb, kind, false);
}

/* The newest act is gone. */
static inline void erase_newest(void)
{
    ledger.acts[ledger.act_count - 1].erased = true;
}

/* The house says in this channel that the act of the fact with this seq was erased, as the thing `id`. */
static inline void say_erased(int channel, const char *id, uint64_t seq)
{
    uint8_t room[16];
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, &seq, 1);
    add_fact(channel, FACT_thing_erased,
             &(struct fact_thing_erased){.has = {.id = true, .facts = true},
                                         .id = bytes_of_text(id),
                                         .facts = buffer_bytes(&numbers)},
             "li", NULL);
}

/* Up to where the departments have it and nobody has done anything. */
static inline void begin(void)
{
    memset(&ledger, 0, sizeof ledger);
    ledger.time_ms = BEGAN_MS;
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

static inline void play(void)
{
    receipt(LABOUR, CHEN, "chen", VERB_deliver, FACT_receipt_delivered);
    receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    receipt(TRANSPORT, WANG, "wang", VERB_deliver, FACT_receipt_delivered);
}

static inline void sign_heads(void)
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
        file.acts[i] = ledger.acts[i].erased
                           ? (struct proof_act){0}
                           : (struct proof_act){buffer_bytes(&ledger.acts[i].bytes),
                                                bytes_of(ledger.acts[i].signature, LIMIT_SIGNATURE_BYTES)};
    file.has_text = true;
    file.text = bytes_of_text(long_text);
}

enum { FILE_ROOM = 65536 };

static uint8_t file_room[FILE_ROOM];
static struct failure failure;

static inline struct bytes written(void)
{
    assert_true(proof_file_room(&file) <= sizeof file_room);
    struct buffer out = buffer_over(file_room, proof_file_room(&file));
    proof_file_write(&file, &out);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static inline bool refused(struct bytes bytes)
{
    struct proof *proof = NULL;
    enum error code = proof_read(bytes, &proof, &failure);
    proof_free(proof);
    assert_true(code == OK || code == ERR_PROOF_BROKEN);
    return code != OK;
}

static inline void assert_refused(const char *words)
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

static inline struct proof *assert_passes(void)
{
    struct proof *proof = NULL;
    if (proof_read(written(), &proof, &failure) != OK)
        fail_msg("%s %s", failure.text, failure.name);
    return proof;
}

static inline void honest(void)
{
    begin();
    play();
    sign_heads();
}

/* One of whose signatures the words were erased. */
static inline void honest_without_a_comment(void)
{
    begin();
    receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    erase_newest();
    say_erased(LABOUR, "dept/labour/4", ledger.seq);
    receipt(TRANSPORT, WANG, "wang", VERB_deliver, FACT_receipt_delivered);
    sign_heads();
}

/* Makes a proof in which one receipt is there but does not count: it is said, and spoils nothing else. */
static inline void assert_fault(enum proof_fault fault, int channel, enum proof_rung_kind which)
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

#endif
