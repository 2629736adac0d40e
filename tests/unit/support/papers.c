/* See papers.h. */
#include "tests/unit/support/papers.h"

#include "protocol/wire/pack.h"

struct papers papers;
struct proof_file papers_file;
uint8_t papers_room[PAPERS_ROOM];
struct failure papers_failure;
const char *const papers_names[CHANNELS] = {"programme", "keys", "dept/labour", "dept/transport"};
const char papers_text[] = "各部门请于月底前签收并回复。\n";

static struct papers_act *sign_act(uint8_t who, int verb, const void *args)
{
    uint8_t room[2048];
    struct identity house = made_identity(HOUSE), author = made_identity(who);
    struct buffer encoded = buffer_over(room, sizeof room);
    struct papers_act *act = &papers.acts[papers.act_count++];
    codec_encode(verbs[verb].args, args, &encoded);
    act->bytes = buffer_over(act->room, sizeof act->room);
    act->time_ms = papers.time_ms;
    made_act(
        &(struct made){
            .house = house.public_key,
            .author = &author,
            .time_ms = act->time_ms,
            .serial = papers.act_count,
            .verb = verbs[verb].word,
            .args = buffer_bytes(&encoded),
        },
        &act->bytes, act->signature);
    hash_bytes(buffer_bytes(&act->bytes), act->hash);
    return act;
}

void papers_add(int channel, int kind, const void *decided, const char *actor, const struct papers_act *act)
{
    static const uint8_t no_act[LIMIT_HASH_BYTES] = {7};
    uint8_t decided_room[2048], head_room[LIMIT_HEAD_BYTES];
    struct papers_channel *told = &papers.channels[channel];
    struct buffer map = buffer_over(decided_room, sizeof decided_room);
    struct buffer head = buffer_over(head_room, sizeof head_room);
    codec_encode(fact_kinds[kind].decided, decided, &map);
    head_write(&head,
               &(struct head){.seq = ++papers.seq,
                              .channel = bytes_of_text(papers_names[channel]),
                              .number = ++told->number,
                              .prev = bytes_of(told->tip, sizeof told->tip),
                              .time_ms = ++papers.time_ms,
                              .actor = bytes_of_text(actor),
                              .kind = bytes_of_text(fact_kinds[kind].word),
                              .decided = buffer_bytes(&map),
                              .act_time_ms = act != NULL ? act->time_ms : papers.time_ms,
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

void papers_enrol(uint8_t who, const char *account, const char *department, bool signs)
{
    struct identity identity = made_identity(who);
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
    papers_add(KEYS, FACT_key_enrolled, &enrolled, account, NULL);
}

void papers_revoke_key(uint8_t who, const char *account)
{
    struct identity identity = made_identity(who);
    struct fact_key_revoked revoked = {.has = {.key = true, .account = true},
                                       .key = bytes_of(identity.public_key, LIMIT_KEY_BYTES),
                                       .account = bytes_of_text(account)};
    papers_add(KEYS, FACT_key_revoked, &revoked, "house", NULL);
}

static void address_to(int channel, const struct papers_act *publish)
{
    struct fact_duty_assigned duty = {.has = {.id = true, .revision = true, .receipt = true, .due = true},
                                      .id = bytes_of_text("programme/2"),
                                      .revision = 1,
                                      .receipt = true,
                                      .due = DUE_MS};
    papers_add(channel, FACT_duty_assigned, &duty, "li", publish);
}

void papers_receipt_over(int channel, uint8_t who, const char *actor, int verb, int kind, bool other)
{
    uint8_t seen[LIMIT_HASH_BYTES];
    memcpy(seen, papers.revision_head, sizeof seen);
    seen[0] ^= other;
    struct args_sign args = {.has = {.id = true, .revision_head = true, .comment = verb == VERB_sign},
                             .id = bytes_of_text("programme/2"),
                             .revision_head = bytes_of(seen, sizeof seen),
                             .comment = bytes_of_text("已阅")};
    struct args_open open = {
        .has = {.id = true, .revision_head = true}, .id = args.id, .revision_head = args.revision_head};
    struct fact_receipt_signed receipt = {
        .has = {.id = true, .revision = true}, .id = bytes_of_text("programme/2"), .revision = 1};
    struct papers_act *act = sign_act(who, verb, verb == VERB_sign ? (const void *)&args : &open);
    papers_add(channel, kind, &receipt, actor, act);
}

void papers_receipt(int channel, uint8_t who, const char *actor, int verb, int kind)
{
    papers_receipt_over(channel, who, actor, verb, kind, false);
}

void papers_erase_newest(void)
{
    papers.acts[papers.act_count - 1].erased = true;
}

void papers_say_erased(int channel, const char *id, uint64_t seq)
{
    uint8_t room[16];
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, &seq, 1);
    papers_add(channel, FACT_thing_erased,
               &(struct fact_thing_erased){.has = {.id = true, .facts = true},
                                           .id = bytes_of_text(id),
                                           .facts = buffer_bytes(&numbers)},
               "li", NULL);
}

void papers_begin(void)
{
    memset(&papers, 0, sizeof papers);
    papers.time_ms = BEGAN_MS;
    for (int i = 0; i < CHANNELS; i++)
        papers.channels[i].from = 1;
    papers.channels[BULLETIN].from = papers.channels[LABOUR].from = 2;
    struct fact_house_founded founded = {.has = {.epoch = true, .format = true}, .epoch = 1, .format = 1};
    papers_add(KEYS, FACT_house_founded, &founded, "house", NULL);
    papers_enrol(LI, "li", "programme", false);
    papers_enrol(CHEN, "chen", "labour", true);
    papers_enrol(WANG, "wang", "transport", false);

    uint8_t text_hash[LIMIT_HASH_BYTES];
    hash_bytes(bytes_of_text(papers_text), text_hash);
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
    papers_add(BULLETIN, FACT_bulletin_published, &published, "li", NULL); /* an earlier one */
    papers_add(LABOUR, FACT_duty_reminded,
               &(struct fact_duty_reminded){.has = {.id = true, .revision = true, .due = true},
                                            .id = bytes_of_text("programme/1"),
                                            .revision = 1},
               "house", NULL);
    struct papers_act *publish = sign_act(LI, VERB_publish, &args);
    papers_add(BULLETIN, FACT_bulletin_published, &published, "li", publish);
    memcpy(papers.revision_head, papers.channels[BULLETIN].tip, LIMIT_HASH_BYTES);
    address_to(LABOUR, publish);
    address_to(TRANSPORT, publish);
}

static void play(void)
{
    papers_receipt(LABOUR, CHEN, "chen", VERB_deliver, FACT_receipt_delivered);
    papers_receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_receipt(TRANSPORT, WANG, "wang", VERB_deliver, FACT_receipt_delivered);
}

void papers_sign(void)
{
    static struct identity house;
    house = made_identity(HOUSE);
    for (int i = 0; i < CHANNELS; i++) {
        struct chain chain = {.house = house, .channel = papers_names[i]};
        struct papers_channel *told = &papers.channels[i];
        chain_sign(&chain, &papers.checkpoints[i], told->number, told->tip, papers.time_ms + i);
        papers_file.channels[i] = (struct proof_channel){.name = bytes_of_text(papers_names[i]),
                                                         .heads = buffer_bytes(&told->heads),
                                                         .count = told->count,
                                                         .checkpoint = papers.checkpoints[i].push.checkpoint,
                                                         .signature = papers.checkpoints[i].push.sig};
    }
    papers_file.house = bytes_of(house.public_key, LIMIT_KEY_BYTES);
    papers_file.id = bytes_of_text("programme/2");
    papers_file.revision = 1;
    papers_file.channel_count = CHANNELS;
    papers_file.act_count = papers.act_count;
    for (size_t i = 0; i < papers.act_count; i++)
        papers_file.acts[i] =
            papers.acts[i].erased
                ? (struct proof_act){0}
                : (struct proof_act){buffer_bytes(&papers.acts[i].bytes),
                                     bytes_of(papers.acts[i].signature, LIMIT_SIGNATURE_BYTES)};
    papers_file.has_text = true;
    papers_file.text = bytes_of_text(papers_text);
}

struct bytes papers_written(void)
{
    assert_true(proof_file_room(&papers_file) <= sizeof papers_room);
    struct buffer out = buffer_over(papers_room, proof_file_room(&papers_file));
    proof_file_write(&papers_file, &out);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

bool papers_refused(struct bytes bytes)
{
    struct proof *proof = NULL;
    enum error code = proof_read(bytes, &proof, &papers_failure);
    proof_free(proof);
    assert_true(code == OK || code == ERR_PROOF_BROKEN);
    return code != OK;
}

void papers_assert_refused(const char *words)
{
    char room[1024];
    struct buffer text = buffer_over(room, sizeof room - 1);
    assert_true(papers_refused(papers_written()));
    failure_text(&papers_failure, &text);
    room[text.size] = '\0';
    if (strstr(room, words) == NULL)
        fail_msg("it says: %s", room);
    assert_int_equal(failure_exit(&papers_failure), EXIT_PROOF);
}

struct proof *papers_assert_passes(void)
{
    struct proof *proof = NULL;
    if (proof_read(papers_written(), &proof, &papers_failure) != OK)
        fail_msg("%s %s", papers_failure.text, papers_failure.name);
    return proof;
}

void papers_honest(void)
{
    papers_begin();
    play();
    papers_sign();
}

void papers_honest_without_a_comment(void)
{
    papers_begin();
    papers_receipt(LABOUR, CHEN, "chen", VERB_open, FACT_receipt_opened);
    papers_receipt(LABOUR, CHEN, "chen", VERB_sign, FACT_receipt_signed);
    papers_erase_newest();
    papers_say_erased(LABOUR, "dept/labour/4", papers.seq);
    papers_receipt(TRANSPORT, WANG, "wang", VERB_deliver, FACT_receipt_delivered);
    papers_sign();
}

void papers_assert_fault(enum proof_fault fault, int channel, enum proof_rung_kind which)
{
    papers_sign();
    struct proof *proof = papers_assert_passes();
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
