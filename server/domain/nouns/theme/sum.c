/* What the thread of a theme came to: how many posts, by whom, which departments took part, and what
 * was answered most. Hidden and erased posts do not count, nor does what opened the thread. It
 * decides nothing. */
#include <stdlib.h>

#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/views.h"
#include "server/domain/nouns/theme/theme.h"

struct name {
    char text[LIMIT_NAME_BYTES + 1];
};

/* Names, each as often as it came, until they are sorted. */
struct names {
    struct name *at;
    size_t count, room;
};

static bool names_add(struct names *names, struct bytes name)
{
    if (names->count == names->room) {
        size_t room = names->room == 0 ? 256 : names->room * 2;
        struct name *grown = realloc(names->at, room * sizeof *grown);
        if (grown == NULL)
            return false;
        names->at = grown;
        names->room = room;
    }
    struct name *place = &names->at[names->count++];
    memcpy(place->text, name.at, name.size);
    place->text[name.size] = '\0';
    return true;
}

static int compare_names(const void *one, const void *other)
{
    return strcmp(((const struct name *)one)->text, ((const struct name *)other)->text);
}

/* Sorted, and each once. */
static void names_settle(struct names *names)
{
    size_t kept = 0;
    if (names->count > 0)
        qsort(names->at, names->count, sizeof names->at[0], compare_names);
    for (size_t i = 0; i < names->count; i++) {
        if (kept == 0 || compare_names(&names->at[kept - 1], &names->at[i]) != 0)
            names->at[kept++] = names->at[i];
    }
    names->count = kept;
}

struct answered {
    uint64_t number, answers;
};

/* Numbers of posts, each as often as it was answered, until they are sorted. */
struct numbers {
    uint64_t *at;
    size_t count, room;
};

static bool numbers_add(struct numbers *numbers, uint64_t number)
{
    if (numbers->count == numbers->room) {
        size_t room = numbers->room == 0 ? 256 : numbers->room * 2;
        uint64_t *grown = realloc(numbers->at, room * sizeof *grown);
        if (grown == NULL)
            return false;
        numbers->at = grown;
        numbers->room = room;
    }
    numbers->at[numbers->count++] = number;
    return true;
}

static int compare_numbers(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

struct summing {
    struct txn *txn;
    uint64_t thread, posts;
    struct names people, departments;
    struct numbers answered;                  /* by the posts that count */
    struct answered most[LIMIT_SUMMED_POSTS]; /* the most first; of equals the earlier */
    size_t most_count;
    bool failed;
};

static void note_answered(struct summing *summing, uint64_t number, uint64_t answers)
{
    size_t at = summing->most_count;
    while (at > 0 && summing->most[at - 1].answers < answers)
        at--;
    if (at == LIMIT_SUMMED_POSTS)
        return;
    if (summing->most_count < LIMIT_SUMMED_POSTS)
        summing->most_count++;
    memmove(&summing->most[at + 1], &summing->most[at],
            (summing->most_count - at - 1) * sizeof summing->most[0]);
    summing->most[at] = (struct answered){.number = number, .answers = answers};
}

static bool sum_post(void *context, uint64_t number, const struct view_post *row)
{
    struct summing *summing = context;
    struct fact_post_made made;
    struct fact fact;
    if (number == summing->thread || row->has.hidden || row->has.erased)
        return true;
    if (!ledger_read(summing->txn, row->seq, &fact) ||
        !fact_decided(summing->txn, &fact, &shape_fact_post_made, &made) ||
        !names_add(&summing->people, fact.head.actor) ||
        (made.has.department && !names_add(&summing->departments, made.department)) ||
        (row->has.answers && !numbers_add(&summing->answered, row->answers))) {
        summing->failed = true;
        return false;
    }
    summing->posts++;
    return true;
}

/* What opened the thread is no answer to it, and what cannot be read is not pointed at. */
static void find_most_answered(struct summing *summing, struct bytes channel)
{
    const struct numbers *answered = &summing->answered;
    struct view_post row;
    if (answered->count > 0)
        qsort(answered->at, answered->count, sizeof answered->at[0], compare_numbers);
    for (size_t i = 0, next; i < answered->count; i = next) {
        const uint64_t number = answered->at[i];
        for (next = i + 1; next < answered->count && answered->at[next] == number;)
            next++;
        if (number != summing->thread && view_post(summing->txn, channel, number, &row) && !row.has.hidden &&
            !row.has.erased)
            note_answered(summing, number, next - i);
    }
}

static bool names_have(const struct names *names, struct bytes name)
{
    struct name wanted = {0};
    memcpy(wanted.text, name.at, name.size);
    return names->count > 0 &&
           bsearch(&wanted, names->at, names->count, sizeof names->at[0], compare_names) != NULL;
}

/* Departments that are there and not among those that took part; the first of them are written. */
static size_t write_absent(struct txn *txn, const struct names *took_part, struct buffer *out)
{
    struct bytes absent[LIMIT_SUMMED_NAMES];
    struct store_key from = key_empty();
    size_t count = 0;
    struct walk walk;
    walk_up(&walk, txn, TABLE_DEPARTMENTS, key_of(&from));
    while (walk_next(&walk)) {
        if (names_have(took_part, walk.key))
            continue;
        if (count < LIMIT_SUMMED_NAMES)
            absent[count] = walk.key; /* nothing is written while they are borrowed */
        count++;
    }
    walk_end(&walk);
    words_write(out, absent, count < LIMIT_SUMMED_NAMES ? count : LIMIT_SUMMED_NAMES);
    return count;
}

static void write_names(const struct names *names, struct buffer *out)
{
    struct bytes words[LIMIT_SUMMED_NAMES];
    size_t count = names->count < LIMIT_SUMMED_NAMES ? names->count : LIMIT_SUMMED_NAMES;
    for (size_t i = 0; i < count; i++)
        words[i] = bytes_of_text(names->at[i].text);
    words_write(out, words, count);
}

static void write_answered(const struct summing *summing, struct bytes channel, struct buffer *out)
{
    char rooms[LIMIT_SUMMED_POSTS][LIMIT_ID_BYTES];
    struct bytes words[LIMIT_SUMMED_POSTS];
    for (size_t i = 0; i < summing->most_count; i++) {
        struct buffer id = buffer_over(rooms[i], LIMIT_ID_BYTES);
        id_write(&id, channel, summing->most[i].number);
        words[i] = buffer_bytes(&id);
    }
    words_write(out, words, summing->most_count);
}

static struct bytes since(const struct buffer *out, size_t from)
{
    return bytes_of(out->at + from, out->size - from);
}

/* Into `closed`, from what was gathered. */
static void write_summary(struct summing *summing, struct bytes channel, struct buffer *out,
                          struct fact_theme_closed *closed)
{
    size_t from = out->size;
    closed->posts = summing->posts;
    closed->people = summing->people.count;
    closed->departments = summing->departments.count;
    closed->has.posts = closed->has.people = closed->has.departments = true;
    write_names(&summing->departments, out);
    closed->has.took_part = closed->departments > 0;
    closed->took_part = since(out, from);
    from = out->size;
    closed->absent_count = write_absent(summing->txn, &summing->departments, out);
    closed->has.absent_count = true;
    closed->has.absent = closed->absent_count > 0;
    closed->absent = since(out, from);
    from = out->size;
    write_answered(summing, channel, out);
    closed->has.answered = summing->most_count > 0;
    closed->answered = since(out, from);
}

bool theme_sum_up(struct txn *txn, struct bytes thread, uint8_t room[THEME_SUMMARY_BYTES],
                  struct fact_theme_closed *closed)
{
    struct buffer out = buffer_over(room, THEME_SUMMARY_BYTES);
    struct summing summing = {.txn = txn};
    struct bytes channel;
    if (!id_split(thread, &channel, &summing.thread)) {
        return view_missing(txn);
    }
    forum_walk(txn, channel, summing.thread, sum_post, &summing);
    if (summing.failed || txn_error(txn) != OK) {
        txn_fail(txn, ERR_NO_MEMORY); /* unless something else came first */
    } else {
        names_settle(&summing.people);
        names_settle(&summing.departments);
        find_most_answered(&summing, channel);
        write_summary(&summing, channel, &out, closed);
    }
    free(summing.people.at);
    free(summing.departments.at);
    free(summing.answered.at);
    return txn_error(txn) == OK;
}
