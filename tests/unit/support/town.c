/* See town.h. */
#include "tests/unit/support/town.h"

const char *town_hex(const uint8_t *at, char hex[TOWN_HEX])
{
    struct buffer out = buffer_over(hex, TOWN_HEX);
    text_from_hex(bytes_of(at, LIMIT_HASH_BYTES), &out);
    buffer_add(&out, "", 1);
    return hex;
}

void town_digest(struct town *town, uint8_t digest[3 * LIMIT_HASH_BYTES])
{
    assert_int_equal(store_digest(town->txn, SHELF_LEDGER, digest), OK);
    assert_int_equal(store_digest(town->txn, SHELF_VIEWS, digest + LIMIT_HASH_BYTES), OK);
    assert_int_equal(store_digest(town->txn, SHELF_NOTES, digest + 2 * LIMIT_HASH_BYTES), OK);
}

static void town_appended(void *context, const struct fact *fact, bool own)
{
    struct town *town = context;
    char id_room[LIMIT_ID_BYTES];
    struct record_done done;
    assert_int_equal(txn_error(town->txn), OK);
    if (!own || town->id[0] != '\0')
        return;
    domain_done(fact, id_room, &done);
    snprintf(town->id, sizeof town->id, "%.*s", (int)done.id.size, (const char *)done.id.at);
    town_hex(done.head.at, town->head);
}

/* Appends and folds what was decided, as the writer does. */
static void town_append(struct town *town)
{
    town->id[0] = '\0';
    domain_append(town->txn, &town->made.act, &town->actor, town->now_ms, &town->decision, town_appended,
                  town);
    assert_int_equal(txn_error(town->txn), OK);
}

void town_lives(struct town *town)
{
    uint8_t value[8];
    if (town->leaps)
        return;
    number_write(value, (uint64_t)town->now_ms);
    txn_put(town->txn, TABLE_CLOCK, bytes_of_text("seen"), bytes_of(value, sizeof value));
}

enum error town_judge(struct town *town)
{
    town->taken_seq = 0;
    decision_reset(&town->decision);
    town_lives(town);
    enum error error = domain_decide(town->txn, town->house.public_key, town->now_ms, &town->made.act,
                                     &town->actor, &town->decision, &town->taken_seq);
    assert_int_equal(error, error == OK ? OK : town->decision.why.code);
    town->fact_count = error == OK && town->taken_seq == 0 ? town->decision.draft_count : 0;
    if (town->fact_count > 0)
        town_append(town);
    return error;
}

void town_sign(struct town *town, const struct identity *author, const uint8_t *house, int64_t time_ms,
               const char *verb, struct bytes args)
{
    struct buffer room = buffer_over(town->act_room, sizeof town->act_room);
    scratch_signed(&town->made,
                   &(struct made){
                       .house = house,
                       .author = author,
                       .time_ms = time_ms,
                       .serial = ++town->serial,
                       .verb = verb,
                       .args = args,
                   },
                   &room);
}

enum error town_act(struct town *town, const struct identity *who, const char *verb, const char *line)
{
    uint8_t room[LIMIT_ACT_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    town_sign(town, who, town->house.public_key, town->now_ms, verb, made_args(verb, line, &out));
    return town_judge(town);
}

const char *town_line(const char *format, ...)
{
    static char line[LIMIT_ACT_BYTES];
    va_list list;
    va_start(list, format);
    int size = vsnprintf(line, sizeof line, format, list);
    va_end(list);
    assert_in_range(size, 0, sizeof line - 1);
    return line;
}

/* As whoever is answered has it: written and read again, in the text form. */
static void add_answered(const struct shape *shape, const void *values, struct buffer *out)
{
    static uint8_t room[LIMIT_PLAIN_BYTES];
    _Alignas(max_align_t) uint8_t read[SHAPE_BYTES] = {0};
    struct buffer map = buffer_over(room, sizeof room);
    struct refusal why;
    codec_encode(shape, values, &map);
    assert_false(map.overflowed);
    assert_int_equal(codec_decode_known(shape, buffer_bytes(&map), read, &why), OK);
    text_from_values(shape, read, 0, out);
}

bool town_take(void *context, const void *row)
{
    struct town_rows *rows = context;
    if (rows->town->row_count == rows->town->room_for_rows)
        return false;
    rows->town->row_count++;
    add_answered(rows->shape, row, &rows->out);
    buffer_add_text(&rows->out, "\n");
    return true;
}

static bool town_due(void *context)
{
    struct town *town = ((struct town_rows *)context)->town;
    return ++town->steps >= town->steps_a_piece && town->steps_a_piece > 0;
}

void town_actor(struct town *town, const struct identity *who, struct actor *actor)
{
    if (who == &town->house)
        actor_of_house(who->public_key, actor);
    else
        actor_of_key(town->txn, who == NULL ? NULL : who->public_key, actor);
}

enum error town_ask(struct town *town, const struct identity *who, const char *verb, const char *line)
{
    const struct verb *found = verb_find(bytes_of_text(verb));
    static uint8_t room[LIMIT_ACT_BYTES]; /* a refusal may name what stands in it */
    struct buffer out = buffer_over(room, sizeof room);
    union any_args args;
    union any_record ok;
    struct actor actor;
    struct refusal why = {0};
    struct town_rows context = {town, buffer_over(town->answer, sizeof town->answer - 1), found->row};
    uint8_t next_room[ROWS_NEXT_BYTES];
    struct rows rows = {
        .take = town_take,
        .due = town_due,
        .context = &context,
        .from = bytes_of(town->next, town->goes_on ? town->next_size : 0),
        .next = buffer_over(next_room, sizeof next_room),
    };
    assert_int_equal(codec_decode(found->args, made_args(verb, line, &out), &args, &why), OK);
    town->row_count = town->steps = 0;
    town_actor(town, who, &actor);
    enum error error = permit(town->txn, found, &actor, &args, &why);
    if (error == OK)
        error = domain_ask(town->txn, found, &actor, town->now_ms, &args, &rows, &ok, &why);
    const bool cut = error == OK && found->ok == &shape_record_searched && ok.searched.more;
    town->more = rows.next.size > 0 || cut;
    town->next_size = rows.next.size;
    memcpy(town->next, rows.next.at, rows.next.size);
    if (error == OK && found->ok != &shape_record_count && found->ok != &shape_record_searched)
        add_answered(found->ok, &ok, &context.out);
    if (error == OK && found->ok == &shape_record_searched && ok.searched.has.behind)
        buffer_add_text(&context.out, "behind");
    assert_int_equal(txn_error(town->txn), OK);
    assert_int_equal(why.code, error);
    assert_false(context.out.overflowed);
    town->answer[context.out.size] = '\0';
    town->decision.why = why;
    return error;
}

size_t town_run(struct town *town)
{
    char id_room[LIMIT_ID_BYTES];
    uint8_t room[256];
    struct args_schedule_run entry;
    size_t count = 0;
    while (domain_schedule_next(town->txn, id_room, &entry) && entry.time <= town->now_ms) {
        struct buffer args = buffer_over(room, sizeof room);
        codec_encode(&shape_args_schedule_run, &entry, &args);
        town_sign(town, &town->house, town->house.public_key, town->now_ms, "schedule.run",
                  buffer_bytes(&args));
        assert_int_equal(town_judge(town), OK);
        assert_in_range(++count, 1, 1000);
    }
    return count;
}

void town_at(struct town *town, const char *moment)
{
    town->now_ms = times_of(moment);
}

size_t town_run_at(struct town *town, const char *moment)
{
    town_at(town, moment);
    return town_run(town);
}

enum error town_verify(struct town *town, struct ledger_report *report, struct refusal *why)
{
    struct store *scratch;
    assert_int_equal(store_open_scratch("/tmp", SCRATCH_MAP_BYTES, &scratch, why), OK);
    ledger_seal(town->txn, &town->house);
    enum error error = domain_verify(town->txn, false, scratch, report, why);
    store_close(scratch);
    return error;
}

size_t town_acts_with(struct town *town, const char *words)
{
    struct fact fact;
    size_t count = 0;
    for (uint64_t seq = 1; seq <= ledger_last(town->txn); seq++) {
        if (ledger_read(town->txn, seq, &fact) && !fact.erased)
            count += memmem(fact.act.bytes.at, fact.act.bytes.size, words, strlen(words)) != NULL;
    }
    return count;
}

void town_rebuilds_the_same(struct town *town)
{
    uint8_t live[3 * LIMIT_HASH_BYTES], rebuilt[3 * LIMIT_HASH_BYTES];
    town_digest(town, live);
    assert_int_equal(domain_rebuild(town->txn, NULL, NULL), OK);
    town_digest(town, rebuilt);
    assert_memory_equal(live, rebuilt, sizeof live);
}

void town_is_sound(struct town *town)
{
    struct ledger_report report = {0};
    struct refusal why = {0};
    if (town_verify(town, &report, &why) != OK)
        fail_msg("not sound: %s: %.*s", error_kinds[why.code].word, (int)why.name.size,
                 (const char *)why.name.at);
    town_rebuilds_the_same(town);
}

const char *town_hash_said(const struct town *town, const char *field, char hex[TOWN_HEX])
{
    char words[64];
    snprintf(words, sizeof words, " %s=", field);
    const char *at = strstr(town->answer, words);
    if (at == NULL)
        fail_msg("no %s in: %s", field, town->answer);
    snprintf(hex, TOWN_HEX, "%s", at + strlen(words));
    return hex;
}

const char *town_head_of(struct town *town, const char *verb, const char *line, char head[TOWN_HEX])
{
    assert_int_equal(town_ask(town, &town->house, verb, line), OK);
    return town_hash_said(town, "head", head);
}

const char *town_head(struct town *town, const char *verb, const char *line)
{
    static char head[TOWN_HEX];
    return town_head_of(town, verb, line, head);
}

uint64_t town_tip(struct town *town, const char *channel)
{
    struct tip tip;
    ledger_tip(town->txn, bytes_of_text(channel), &tip);
    return tip.number;
}

const char *town_newest(struct town *town, const char *channel)
{
    static char said[2048];
    struct buffer out = buffer_over(said, sizeof said - 1);
    struct fact fact;
    struct refusal why;
    _Alignas(max_align_t) uint8_t decided[4096];
    assert_true(ledger_read_at(town->txn, bytes_of_text(channel), town_tip(town, channel), &fact));
    const struct fact_kind *kind = fact_kind_find(fact.head.kind);
    assert_int_equal(codec_decode(kind->decided, fact.head.decided, decided, &why), OK);
    buffer_add_text(&out, kind->word);
    text_from_values(kind->decided, decided, 8 * 60, &out);
    said[out.size] = '\0';
    return said;
}

void town_code(uint8_t which, char code[LIMIT_CODE_BYTES + 1], char hash_hex[TOWN_HEX])
{
    uint8_t random[10] = {which}, hash[LIMIT_HASH_BYTES];
    code_from_random(random, code);
    hash_code(bytes_of(code, LIMIT_CODE_BYTES), hash);
    town_hex(hash, hash_hex);
}

void town_enrol(struct town *town, const struct identity *who, uint8_t which, const char *fields)
{
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    town_code(which, code, hash);
    ACTS(town, &town->house, "account.invite", "%s code_hash=%s", fields, hash);
    ACTS(town, who, "join", "code=%s", code);
}

void town_enrol_further(struct town *town, const struct identity *who, uint8_t which, const char *account)
{
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    town_code(which, code, hash);
    ACTS(town, &town->house, "key.invite", "account=%s code_hash=%s", account, hash);
    ACTS(town, who, "join", "code=%s", code);
}

void town_upload_begin(struct town *town, const struct identity *who, struct bytes text, size_t staged,
                       char hash_hex[TOWN_HEX])
{
    uint8_t hash[LIMIT_HASH_BYTES];
    uint64_t offset = 0;
    struct refusal why;
    struct actor actor;
    town_actor(town, who, &actor);
    hash_bytes(text, hash);
    town_hex(hash, hash_hex);
    while (offset < staged) {
        size_t left = text.size - offset,
               size = left < LIMIT_BLOB_CHUNK_BYTES ? left : LIMIT_BLOB_CHUNK_BYTES;
        assert_int_equal(blob_stage(town->txn, bytes_of_text(actor.account), hash, text.size, offset,
                                    bytes_of(text.at + offset, size), town->now_ms, &offset, &why),
                         OK);
    }
}

void town_upload(struct town *town, const struct identity *who, struct bytes text, char hash_hex[TOWN_HEX])
{
    town_upload_begin(town, who, text, text.size, hash_hex);
}

int town_found(void **state)
{
    struct town *town = calloc(1, sizeof *town);
    assert_non_null(town);
    scratch_open(&town->scratch);
    town->house = made_identity(1);
    town->clerk = made_identity(2);
    town->lin = made_identity(3);
    town->wang = made_identity(4);
    town->guest = made_identity(5);
    town->now_ms = TOWN_BEGAN_MS;
    town->room_for_rows = SIZE_MAX;
    town->txn = txn_write(town->scratch.store);
    ledger_begin(town->txn, town->house.public_key);
    ACTS(town, &town->house, "house.found", " ");
    *state = town;
    return 0;
}

int town_settle(void **state)
{
    town_found(state);
    struct town *town = *state;
    ACTS(town, &town->house, "department.create", "department=labour title=劳动局");
    town_enrol(town, &town->clerk, 1, "account=clerk role=operator");
    town_enrol(town, &town->lin, 2, "account=lin title=\"Lin 林, committee\" role=committee");
    town_enrol(town, &town->wang, 3, "account=wang role=office department=labour signs=yes");
    ACTS(town, &town->house, "channel.create", "channel=programme title=Programme");
    return 0;
}

int town_leave(void **state)
{
    struct town *town = *state;
    txn_end(town->txn);
    scratch_close(&town->scratch);
    free(town);
    return 0;
}
