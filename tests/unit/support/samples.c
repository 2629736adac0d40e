/* Made-up values of each kind. See samples.h. */
#include "tests/unit/support/samples.h"

#include <assert.h>
#include <stdio.h>

#include "protocol/secure/identity.h"

#define ARGS_ENTRY(symbol, ...)   &shape_args_##symbol,
#define RECORD_ENTRY(symbol, ...) &shape_record_##symbol,
#define PUSH_ENTRY(symbol, ...)   &shape_push_##symbol,
#define FACT_ENTRY(symbol, ...)   &shape_fact_##symbol,
const struct shape *const sample_shapes[] = {
    VERBS(ARGS_ENTRY) RECORDS(RECORD_ENTRY) PUSHES(PUSH_ENTRY) FACTS(FACT_ENTRY) NULL,
};

static struct bytes sample_string(const struct field *field, int variant)
{
    static const char *const strings[KIND_COUNT][2] = {
        [KIND_NAME] = {"labour", "0.a-b.c-d.e-f.g-h.i-j.k-l.m-n.op"},
        [KIND_CHANNEL] = {"programme", "desk/dept/labour-and-social-security.2006"},
        [KIND_ID] = {"programme/12", "desk/dept/labour/18446744073709551615"},
        [KIND_LINE] = {"First brands named", "\"四个关键词\" \\ = 广州; a.b"},
        [KIND_TEXT] = {"plain", "一\n\t\"two\\n\"\n"},
        [KIND_DATED] = {"2006-11", "2004-02-29T23:59:59.5+08:00"},
        [KIND_MOMENT] = {"2026-12-31", "2028-02-29T23:59:59.5+08:00"},
        [KIND_MONTH] = {"2006-11", "0001-12"},
        [KIND_CODE] = {"0123456789ABCDEF", "ZYXWVTSRQPNMKJHG"},
    };
    return bytes_of_text(strings[field->kind][variant]);
}

static struct bytes sample_bytes(const struct field *field, int variant)
{
    static uint8_t bytes[LIMIT_PLAIN_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7 + 0x80);
    switch (field->kind) {
    case KIND_HASH:
        return bytes_of(bytes, LIMIT_HASH_BYTES);
    case KIND_KEY:
        return bytes_of(bytes + variant, LIMIT_KEY_BYTES);
    case KIND_SIGNATURE:
        return bytes_of(bytes, LIMIT_SIGNATURE_BYTES);
    default:
        return bytes_of(bytes, variant == 0 ? 0 : field->limit);
    }
}

static struct bytes sample_audience(int variant)
{
    static uint8_t room[2][256];
    struct buffer out = buffer_over(room[variant], sizeof room[variant]);
    const struct bytes words[] = {bytes_of_text("everyone"), bytes_of_text("committee"),
                                  bytes_of_text("dept:labour"), bytes_of_text("account:li.hua")};
    words_write(&out, words, variant == 0 ? 4 : 0);
    return buffer_bytes(&out);
}

/* As many as the field may have, each as long as it may be; none twice. No shape has more such fields than
 * there are rooms. */
static struct bytes sample_names(const struct field *field, int variant)
{
    enum { ROOMS = 4 };
    static uint8_t rooms[ROOMS][LIMIT_ADDRESSEES * (LIMIT_ID_BYTES + 2)];
    static size_t turn;
    uint8_t *room = rooms[turn++ % ROOMS];
    char texts[LIMIT_ADDRESSEES][LIMIT_ID_BYTES + 1];
    struct bytes words[LIMIT_ADDRESSEES];
    bool ids = field->kind == KIND_IDS;
    size_t count = variant == 0 ? 1 : field->limit;
    struct buffer out = buffer_over(room, sizeof rooms[0]);
    for (size_t i = 0; i < count; i++) {
        if (ids)
            snprintf(texts[i], sizeof texts[i], "desk-12345/dept/labour-and-social-security.20061/%zu",
                     SIZE_MAX - i);
        else
            snprintf(texts[i], sizeof texts[i], "department-of-long-names-%07zu", i);
        words[i] = bytes_of_text(texts[i]);
    }
    words_write(&out, words, count);
    return buffer_bytes(&out);
}

/* Lines may be the same. No shape has more lists of lines than there are rooms. */
static struct bytes sample_lines(const struct field *field, int variant)
{
    enum { ROOMS = 4, MOST = 64, TEXT_BYTES = 64 };
    static uint8_t rooms[ROOMS][MOST * TEXT_BYTES];
    static const char *const texts[] = {"Open on Saturdays", "\"四个\" \\ = 广州; a, b"};
    static size_t turn;
    struct bytes lines[MOST];
    struct buffer out = buffer_over(rooms[turn++ % ROOMS], sizeof rooms[0]);
    size_t count = variant == 0 ? 2 : field->limit;
    assert(count <= MOST);
    for (size_t i = 0; i < count; i++)
        lines[i] = bytes_of_text(texts[i % 2]);
    words_write(&out, lines, count);
    return buffer_bytes(&out);
}

static struct bytes sample_items(const struct field *field, int variant)
{
    enum { TEXT_BYTES = 64 };
    static uint8_t room[2][LIMIT_ITEMS * ITEM_PARTS_COUNT * TEXT_BYTES];
    struct item items[LIMIT_ITEMS];
    struct buffer out = buffer_over(room[variant], sizeof room[variant]);
    size_t count = variant == 0 ? 1 : field->limit;
    for (size_t i = 0; i < count; i++) {
        for (size_t part = 0; part < ITEM_PARTS_COUNT; part++)
            items[i].parts[part] = bytes_of_text(variant == 0 ? item_words[part] : "\"四个\" \\ = 广州");
    }
    items_write(&out, items, count);
    return buffer_bytes(&out);
}

static struct bytes sample_numbers(const struct field *field, int variant)
{
    static uint8_t room[2][LIMIT_ERASED_FACTS * 9 + 3];
    uint64_t numbers[LIMIT_ERASED_FACTS];
    struct buffer out = buffer_over(room[variant], sizeof room[variant]);
    size_t count = variant == 0 ? 2 : field->limit;
    for (size_t i = 0; i < count; i++)
        numbers[i] = variant == 0 ? i : UINT64_MAX - i;
    numbers_write(&out, numbers, count);
    return buffer_bytes(&out);
}

static struct bytes sample_files(int variant)
{
    static uint8_t room[2][LIMIT_FILES * (LIMIT_FILE_NAME_BYTES + LIMIT_HASH_BYTES + 16)];
    static const uint8_t hash[LIMIT_HASH_BYTES] = {0xab};
    char names[LIMIT_FILES][LIMIT_FILE_NAME_BYTES + 1];
    struct file_named files[LIMIT_FILES];
    struct buffer out = buffer_over(room[variant], sizeof room[variant]);
    size_t count = variant == 0 ? 1 : LIMIT_FILES;
    for (size_t i = 0; i < count; i++) {
        memset(names[i], 'x', sizeof names[i]);
        int start = snprintf(names[i], sizeof names[i], "%zu 附件: \"名单\".pdf", i);
        if (variant == 1)
            names[i][start] = ' ';
        names[i][LIMIT_FILE_NAME_BYTES] = '\0';
        files[i] = (struct file_named){bytes_of_text(names[i]), variant == 0 ? 1 : LIMIT_FILE_BYTES,
                                       bytes_of(hash, sizeof hash)};
    }
    files_write(&out, files, count);
    return buffer_bytes(&out);
}

static struct bytes sample_positions(int variant)
{
    static uint8_t room[2][256];
    struct buffer out = buffer_over(room[variant], sizeof room[variant]);
    const struct position positions[] = {{bytes_of_text("programme"), 12},
                                         {bytes_of_text("dept/labour"), UINT64_MAX}};
    positions_write(&out, positions, variant == 0 ? 2 : 0);
    return buffer_bytes(&out);
}

void sample_fill(const struct shape *shape, bool optional_too, int variant, void *values)
{
    memset(values, 0, shape->size);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        void *value = (uint8_t *)values + field->offset;
        if (field->needed == OPTIONAL && !optional_too)
            continue;
        ((bool *)values)[i] = true;
        switch (field->kind) {
        case KIND_BYTES:
        case KIND_HASH:
        case KIND_KEY:
        case KIND_SIGNATURE:
            *(struct bytes *)value = sample_bytes(field, variant);
            break;
        case KIND_NUMBER:
            *(uint64_t *)value = variant == 0 ? 1 : field->limit > 0 ? field->limit : UINT64_MAX;
            break;
        case KIND_TIME:
            *(int64_t *)value = variant == 0 ? 1164848400000 : TIME_FIRST_MS + 1;
            break;
        case KIND_FLAG:
            *(bool *)value = variant == 0;
            break;
            CHOICES(CHOICE_CASE)
            *(uint64_t *)value = variant == 0 ? kind_choices(field->kind)->count - 1 : 0;
            break;
        case KIND_AUDIENCE:
            *(struct bytes *)value = sample_audience(variant);
            break;
        case KIND_NAMES:
        case KIND_IDS:
            *(struct bytes *)value = sample_names(field, variant);
            break;
        case KIND_LINES:
            *(struct bytes *)value = sample_lines(field, variant);
            break;
        case KIND_ITEMS:
            *(struct bytes *)value = sample_items(field, variant);
            break;
        case KIND_NUMBERS:
            *(struct bytes *)value = sample_numbers(field, variant);
            break;
        case KIND_FILES:
            *(struct bytes *)value = sample_files(variant);
            break;
        case KIND_POSITIONS:
            *(struct bytes *)value = sample_positions(variant);
            break;
        default:
            *(struct bytes *)value = sample_string(field, variant);
        }
    }
}

static uint64_t sample_choice(enum kind kind, struct bytes word)
{
    const struct choices *choices = kind_choices(kind);
    for (size_t i = 0; i < choices->count; i++) {
        if (bytes_equal_text(word, choices->words[i]))
            return i;
    }
    return choices->count;
}

static void set_value(const struct field *field, struct bytes word, void *value)
{
    static const uint8_t other_bytes[LIMIT_HASH_BYTES] = {0xee};
    static uint8_t rooms[4][256], code_hash[LIMIT_HASH_BYTES];
    static size_t next;
    struct buffer room = buffer_over(rooms[next++ % 4], sizeof rooms[0]);
    switch (field->kind) {
    case KIND_FLAG:
        *(bool *)value = bytes_equal_text(word, "yes");
        break;
    case KIND_NUMBER:
        *(uint64_t *)value = (uint64_t)(word.at[0] - '0');
        break;
    case KIND_HASH:
        hash_code(bytes_of_text("0123456789ABCDEF"), code_hash);
        *(struct bytes *)value = bytes_equal_text(word, "CODE") ? bytes_of(code_hash, sizeof code_hash)
                                                                : bytes_of(other_bytes, sizeof other_bytes);
        break;
    case KIND_KEY:
        *(struct bytes *)value = bytes_of(other_bytes, LIMIT_KEY_BYTES);
        break;
    case KIND_NAMES:
    case KIND_IDS:
    case KIND_LINES:
        words_write(&room, &word, 1);
        *(struct bytes *)value = buffer_bytes(&room);
        break;
    case KIND_ITEMS:
        items_write(&room, &(struct item){.parts = {word, word, word, word, word}}, 1);
        *(struct bytes *)value = buffer_bytes(&room);
        break;
        CHOICES(CHOICE_CASE)
        *(uint64_t *)value = sample_choice(field->kind, word);
        break;
    default:
        *(struct bytes *)value = word;
    }
}

size_t sample_set(const struct shape *shape, void *values, const char *line)
{
    size_t count = 0;
    while (*line != '\0') {
        size_t name = strcspn(line, "="), size = strcspn(line, " ");
        int index = shape_find(shape, bytes_of((const uint8_t *)line, name));
        struct bytes word = bytes_of((const uint8_t *)line + name + 1, size - name - 1);
        if (index >= 0) {
            const struct field *field = &shape->fields[index];
            ((bool *)values)[index] = !bytes_equal_text(word, "-") || field->needed == REQUIRED;
            if (!bytes_equal_text(word, "-"))
                set_value(field, word, (uint8_t *)values + field->offset);
            count++;
        }
        line += size + (line[size] == ' ');
    }
    return count;
}
