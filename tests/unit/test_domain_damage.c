/* Tests that `verify` finds damage to a store in which every kind of thing has happened. It is every kind of
 * change to rows of every table of the ledger, the views and the index; and every field of a head altered,
 * with the chains made anew, the end signed anew with the house's own key and all views folded anew, so that
 * nothing but what the head says is wrong. It does not know how verification goes about it. */
#include <stdalign.h>
#include <stddef.h>

#include "tests/unit/support/history.h"

#define TABLE_SYMBOL(symbol, name, shelf, what) TABLE_##symbol,
static const enum table every_table[] = {STORE_TABLES(TABLE_SYMBOL)};
#undef TABLE_SYMBOL

enum {
    ROWS_A_TABLE = SANITIZED ? 2 : 5, /* that are damaged, unless DAMAGE_ROWS says another number */
    VALUE_ROOM = LIMIT_BLOB_CHUNK_BYTES + 1,
};

struct row {
    size_t key_size, value_size;
    uint8_t key[STORE_KEY_BYTES + 1], value[VALUE_ROOM];
};

static int settle(void **state)
{
    history_settle(state);
    struct town *town = *state;
    town_is_sound(town); /* seals it */
    bool seen[FACT_COUNT] = {0};
    struct fact fact;
    for (uint64_t seq = 1; seq <= ledger_last(town->txn); seq++) {
        assert_true(ledger_read(town->txn, seq, &fact));
        seen[fact_kind_find(fact.head.kind) - fact_kinds] = true;
    }
    for (int i = 0; i < FACT_COUNT; i++) {
        if (!seen[i] && i != FACT_clock_confirmed) /* nobody confirms a clock that is right */
            fail_msg("the history has no %s", fact_kinds[i].word);
    }
    assert_int_equal(txn_commit(town->txn), OK);
    town->txn = NULL;
    return 0;
}

static enum error verify(struct txn *txn, struct ledger_report *report)
{
    struct store *scratch;
    struct refusal why = {0};
    assert_int_equal(store_open_scratch("/tmp", SCRATCH_MAP_BYTES, &scratch, &why), OK);
    enum error error = domain_verify(txn, false, scratch, report, &why);
    store_close(scratch);
    return error;
}

/* --- rows of tables --- */

static void read_row(struct txn *txn, enum table table, uint64_t index, struct row *row)
{
    struct walk walk;
    walk_up(&walk, txn, table, bytes_of(NULL, 0));
    for (uint64_t i = 0; i <= index; i++)
        assert_true(walk_next(&walk));
    assert_true(walk.value.size < VALUE_ROOM);
    row->key_size = walk.key.size;
    row->value_size = walk.value.size;
    memcpy(row->key, walk.key.at, walk.key.size);
    if (walk.value.size > 0)
        memcpy(row->value, walk.value.at, walk.value.size);
    walk_end(&walk);
}

static void put_row(struct txn *txn, enum table table, const struct row *row)
{
    txn_put(txn, table, bytes_of(row->key, row->key_size), bytes_of(row->value, row->value_size));
}

static void delete_row(struct txn *txn, enum table table, const struct row *row)
{
    txn_delete(txn, table, bytes_of(row->key, row->key_size));
}

/* Each damages a row of a table; false when this row cannot be damaged so. */
typedef bool damage(struct txn *txn, enum table table, uint64_t index, uint64_t count);

static bool flip_value(struct txn *txn, enum table table, uint64_t index, uint64_t count)
{
    static struct row row;
    (void)count;
    read_row(txn, table, index, &row);
    if (row.value_size == 0)
        row.value[row.value_size++] = 1;
    else
        row.value[(index * 7 + 3) % row.value_size] ^= 0x41;
    put_row(txn, table, &row);
    return true;
}

static bool flip_key(struct txn *txn, enum table table, uint64_t index, uint64_t count)
{
    static struct row row;
    (void)count;
    read_row(txn, table, index, &row);
    delete_row(txn, table, &row);
    row.key[(index * 5 + 1) % row.key_size] ^= 0x02;
    put_row(txn, table, &row);
    return true;
}

static bool drop(struct txn *txn, enum table table, uint64_t index, uint64_t count)
{
    static struct row row;
    (void)count;
    read_row(txn, table, index, &row);
    delete_row(txn, table, &row);
    return true;
}

static bool swap(struct txn *txn, enum table table, uint64_t index, uint64_t count)
{
    static struct row one, other;
    static uint8_t value[VALUE_ROOM];
    read_row(txn, table, index, &one);
    read_row(txn, table, (index + 1) % count, &other);
    if (one.value_size == other.value_size && memcmp(one.value, other.value, one.value_size) == 0)
        return false;
    size_t size = one.value_size;
    memcpy(value, one.value, size);
    one.value_size = other.value_size;
    memcpy(one.value, other.value, other.value_size);
    other.value_size = size;
    memcpy(other.value, value, size);
    put_row(txn, table, &one);
    put_row(txn, table, &other);
    return true;
}

static bool add(struct txn *txn, enum table table, uint64_t index, uint64_t count)
{
    static struct row row;
    struct bytes there;
    (void)count;
    read_row(txn, table, index, &row);
    do
        row.key[row.key_size - 1]++;
    while (txn_get(txn, table, bytes_of(row.key, row.key_size), &there));
    put_row(txn, table, &row);
    return true;
}

static const struct {
    const char *name;
    damage *damage;
} damages[] = {
    {"a value", flip_value}, {"a key", flip_key}, {"dropped", drop}, {"swapped", swap}, {"added", add}};

/* A position of the index that lies too low is one from which it folds again; then nothing is compared, and
 * that is said. */
static bool is_said(enum table table, const struct ledger_report *report)
{
    return table == TABLE_FOLDED && report->index_left;
}

static void rows_of_every_table(void **state)
{
    const struct town *town = *state;
    const char *told = getenv("DAMAGE_ROWS");
    const uint64_t most = told != NULL ? strtoull(told, NULL, 10) : ROWS_A_TABLE;
    size_t done = 0;
    for (size_t t = 0; t < TABLE_COUNT; t++) {
        const enum table table = every_table[t];
        struct txn *txn = txn_read(town->scratch.store);
        const uint64_t count = txn_count(txn, table), step = count / most + 1;
        txn_end(txn);
        if (store_table_shelf(table) == SHELF_NOTES)
            continue;
        for (uint64_t index = t % step; index < count; index += step) {
            for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
                struct ledger_report report = {0};
                txn = txn_write(town->scratch.store);
                if (damages[i].damage(txn, table, index, count) &&
                    verify(txn, &report) != ERR_LEDGER_BROKEN && !is_said(table, &report))
                    fail_msg("not found: %s, row %llu: %s", store_table_name(table),
                             (unsigned long long)index, damages[i].name);
                txn_end(txn);
                done++;
            }
        }
    }
    print_message("%zu damages\n", done);
}

/* --- what heads say --- */

/* A head as it is to be told; what it borrows lives in its rooms. */
struct retold {
    struct head head;
    const struct fact_kind *kind;
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    uint8_t bytes[LIMIT_HEAD_BYTES], map[LIMIT_HEAD_BYTES], hash[LIMIT_HASH_BYTES];
    char words[64];
};

static void read_head(struct txn *txn, uint64_t seq, struct retold *retold)
{
    struct store_key key = key_empty();
    struct bytes value;
    struct refusal why;
    key_number(&key, seq);
    assert_true(txn_get(txn, TABLE_HEADS, key_of(&key), &value) && value.size <= sizeof retold->bytes);
    memcpy(retold->bytes, value.at, value.size);
    assert_int_equal(head_read(bytes_of(retold->bytes, value.size), &retold->head, &why), OK);
    retold->kind = fact_kind_find(retold->head.kind);
    assert_int_equal(codec_decode_kept(retold->kind->decided, retold->head.decided, retold->decided, &why),
                     OK);
}

static void encode_decided(struct retold *retold)
{
    struct buffer map = buffer_over(retold->map, sizeof retold->map);
    codec_encode(retold->kind->decided, retold->decided, &map);
    retold->head.decided = buffer_bytes(&map);
}

static bool set_bytes(struct retold *retold, struct bytes *value, const char *one, const char *other)
{
    *value = bytes_of_text(bytes_equal_text(*value, one) ? other : one);
    encode_decided(retold);
    return true;
}

/* Makes a field of what was decided another of its kind; false when there is none. */
static bool alter_field(struct retold *retold, const struct field *field)
{
    void *at = retold->decided + field->offset;
    struct bytes *bytes = at;
    const struct choices *choices = kind_choices(field->kind);
    if (choices != NULL) {
        *(uint64_t *)at = (*(uint64_t *)at + 1) % choices->count;
    } else if (field->kind == KIND_NUMBER) {
        *(uint64_t *)at += field->limit != 0 && *(uint64_t *)at >= field->limit ? UINT64_MAX : 1;
    } else if (field->kind == KIND_TIME) {
        *(int64_t *)at += 60000;
    } else if (field->kind == KIND_FLAG) {
        *(bool *)at = !*(bool *)at;
    } else if (field->kind == KIND_HASH || field->kind == KIND_KEY) {
        memcpy(retold->hash, bytes->at, sizeof retold->hash);
        retold->hash[5] ^= 1;
        *bytes = bytes_of(retold->hash, sizeof retold->hash);
    } else if (field->kind == KIND_NAME) {
        return set_bytes(retold, bytes, "finance", "labour");
    } else if (field->kind == KIND_ID) {
        return set_bytes(retold, bytes, "programme/3", "programme/4");
    } else if (field->kind == KIND_MONTH) {
        return set_bytes(retold, bytes, "2011-01", "2011-02");
    } else if (field->kind == KIND_LINE) {
        return set_bytes(retold, bytes, "another", "other");
    } else if (bytes->size > 1) {
        *bytes = bytes_of("\x90", 1); /* an empty list */
    } else {
        return false;
    }
    encode_decided(retold);
    return true;
}

/* Tells the ledger anew from `seq` on with this head, chains and signs it, and folds all views. */
static void retell(struct txn *txn, const struct town *town, struct retold *retold)
{
    static struct retold later;
    uint8_t room[LIMIT_HEAD_BYTES], tip[LIMIT_HASH_BYTES];
    const uint64_t first = retold->head.seq, last = ledger_last(txn);
    char channel[LIMIT_CHANNEL_BYTES + 1];
    snprintf(channel, sizeof channel, "%.*s", (int)retold->head.channel.size,
             (const char *)retold->head.channel.at);
    for (uint64_t seq = first; seq <= last; seq++) {
        struct retold *told = seq == first ? retold : &later;
        struct buffer out = buffer_over(room, sizeof room);
        struct store_key key = key_empty();
        if (seq > first)
            read_head(txn, seq, told);
        if (!bytes_equal_text(told->head.channel, channel))
            continue;
        if (seq > first)
            told->head.prev = bytes_of(tip, sizeof tip);
        head_write(&out, &told->head);
        assert_false(out.overflowed);
        hash_bytes(buffer_bytes(&out), tip);
        key_number(&key, seq);
        txn_put(txn, TABLE_HEADS, key_of(&key), buffer_bytes(&out));
    }
    txn_delete(txn, TABLE_META, bytes_of_text("tip"));
    ledger_seal(txn, &town->house);
    domain_rebuild(txn, NULL, NULL);
    while (txn_error(txn) == OK && domain_index(txn, 1000)) {
    }
}

/* What a head may say of its own accord, beside all times: those rest on the house's clock and zone. */
static const struct {
    const char *kind, *what, *why;
} argued[] = {
    {"theme.checked", "month", "which month is next depends on the time zone"},
    {"theme.checked", "missing", "the same"},
    {"channel.created", "title",
     "a desk made by an act with files: its uploads rest by now, so it is refused"},
    {"channel.created", "read", "the same"},
    {"channel.created", "moderate", "the same"},
    {"bulletin.published", "addressed",
     "the same; the departments that have the duty are there to be counted"},
    {"duty.assigned", "receipt", "the same"},
    {"thread.opened", "bulletin.published", "its act was erased, and only the head is left"},
    {"account.invited", "actor", "the same"},
};

static bool is_argued(const char *kind, const char *what)
{
    for (size_t i = 0; i < sizeof argued / sizeof argued[0]; i++) {
        if (strcmp(argued[i].kind, kind) == 0 && strcmp(argued[i].what, what) == 0)
            return true;
    }
    return false;
}

static size_t lies, unfound;

static void tell(struct town *town, struct retold *lie, const char *kind, const char *what, bool may_pass)
{
    struct ledger_report report = {0};
    struct txn *txn = txn_write(town->scratch.store);
    retell(txn, town, lie);
    lies++;
    if ((txn_error(txn) == OK ? verify(txn, &report) : ERR_LEDGER_BROKEN) == OK && !may_pass) {
        print_message("not found: %s at %llu: %s\n", kind, (unsigned long long)lie->head.seq, what);
        unfound++;
    }
    txn_end(txn);
}

static void lie_about_fields(struct town *town, uint64_t seq)
{
    static struct retold lie;
    struct txn *txn = txn_read(town->scratch.store);
    read_head(txn, seq, &lie);
    txn_end(txn);
    const struct shape *shape = lie.kind->decided;
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const bool passes = field->kind == KIND_TIME || is_argued(lie.kind->word, field->name);
        for (int drops = 0; drops < 2; drops++) {
            txn = txn_read(town->scratch.store);
            read_head(txn, seq, &lie);
            txn_end(txn);
            bool there = field_present(lie.decided, i);
            if (!there || (drops && field->needed == REQUIRED))
                continue;
            if (drops) {
                ((bool *)lie.decided)[i] = false;
                encode_decided(&lie);
            } else if (!alter_field(&lie, field)) {
                continue;
            }
            tell(town, &lie, lie.kind->word, town_line("%s%s", drops ? "no " : "another ", field->name),
                 passes);
        }
    }
}

static void lie_about_kinds(struct town *town, uint64_t seq)
{
    static struct retold lie;
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    struct refusal why;
    for (int kind = 0; kind < FACT_COUNT; kind++) {
        struct txn *txn = txn_read(town->scratch.store);
        read_head(txn, seq, &lie);
        txn_end(txn);
        const char *was = lie.kind->word;
        if (lie.kind == &fact_kinds[kind] ||
            codec_decode_kept(fact_kinds[kind].decided, lie.head.decided, decided, &why) != OK)
            continue;
        lie.head.kind = bytes_of_text(fact_kinds[kind].word);
        tell(town, &lie, was, fact_kinds[kind].word, is_argued(was, fact_kinds[kind].word));
    }
}

/* Under a sanitizer the first head of each kind stands for all of them. */
static bool is_passed_over(struct town *town, uint64_t seq)
{
    static struct retold head;
    static bool seen[FACT_COUNT];
    struct txn *txn = txn_read(town->scratch.store);
    read_head(txn, seq, &head);
    txn_end(txn);
    bool *kind = &seen[head.kind - fact_kinds], was = *kind;
    *kind = true;
    return SANITIZED && was;
}

static void heads_that_say_another_thing(void **state)
{
    struct town *town = *state;
    static struct retold lie;
    struct txn *txn = txn_read(town->scratch.store);
    const uint64_t last = ledger_last(txn);
    txn_end(txn);
    for (uint64_t seq = 1; seq <= last; seq++) {
        static const char *const actors[] = {"wang", "lin"};
        if (is_passed_over(town, seq))
            continue;
        lie_about_fields(town, seq);
        lie_about_kinds(town, seq);
        txn = txn_read(town->scratch.store);
        read_head(txn, seq, &lie);
        txn_end(txn);
        lie.head.actor = bytes_of_text(actors[bytes_equal_text(lie.head.actor, actors[0])]);
        tell(town, &lie, lie.kind->word, "another actor", is_argued(lie.kind->word, "actor"));
    }
    print_message("%zu lies\n", lies);
    assert_int_equal(unfound, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_every_table),
        cmocka_unit_test(heads_that_say_another_thing),
    };
    return cmocka_run_group_tests(tests, settle, town_leave);
}
