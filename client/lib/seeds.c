/* Parses seed files line by line. It opens no file and asks no server. */
#include "client/lib/seeds.h"

#define SEPARATOR "---"

#define SEED_NAME(symbol, name) name,
static const char *const header_names[SEED_HEADER_COUNT] = {SEED_HEADERS(SEED_NAME)};

struct seeds seeds_begin(const char *name, struct bytes content)
{
    return (struct seeds){.name = name, .rest = content, .line = 0};
}

static enum error wrong(struct failure *failure, const struct seeds *seeds, int line, const char *what,
                        struct bytes word)
{
    struct bytes shown = word.size > 0 ? word : bytes_of("", 0);
    return failure_say(failure, ERR_BAD_VALUE, "%s:%d: %s%.*s%s", seeds->name, line, what, (int)shown.size,
                       (const char *)shown.at, word.size > 0 ? "'." : "");
}

/* False at the end. The line comes without its newline. */
static bool take_line(struct seeds *seeds, struct bytes *line)
{
    if (seeds->rest.size == 0)
        return false;
    const uint8_t *end = memchr(seeds->rest.at, '\n', seeds->rest.size);
    *line = seeds->rest;
    if (end != NULL)
        line->size = (size_t)(end - seeds->rest.at);
    seeds->rest = bytes_skip(seeds->rest, line->size + (end != NULL));
    seeds->line++;
    return true;
}

static int find_header(struct bytes name)
{
    for (int i = 0; i < SEED_HEADER_COUNT; i++) {
        if (bytes_equal_text(name, header_names[i]))
            return i;
    }
    return -1;
}

static struct bytes trim(struct bytes text)
{
    while (text.size > 0 && text.at[0] == ' ')
        text = bytes_skip(text, 1);
    while (text.size > 0 && text.at[text.size - 1] == ' ')
        text.size--;
    return text;
}

static enum error take_header(struct seeds *seeds, struct seed *seed, struct bytes line,
                              struct failure *failure)
{
    const uint8_t *colon = memchr(line.at, ':', line.size);
    if (colon == NULL)
        return wrong(failure, seeds, seeds->line, "a header is `Name: value`, not '", line);
    struct bytes name = bytes_of(line.at, (size_t)(colon - line.at));
    struct bytes value = trim(bytes_skip(line, name.size + 1));
    int header = find_header(name);
    if (header < 0)
        return wrong(failure, seeds, seeds->line, "there is no header '", name);
    if (seed->headers[header].at != NULL)
        return wrong(failure, seeds, seeds->line, "the header stands here twice: '", name);
    if (value.size == 0)
        return wrong(failure, seeds, seeds->line, "the header is empty: '", name);
    seed->headers[header] = value;
    return OK;
}

/* What each kind must and may have. */
enum { MUST = 1, MAY = 2 };
static const uint8_t rules[][SEED_HEADER_COUNT] = {
    [SEED_IS_DEPARTMENT] = {[SEED_DEPARTMENT] = MUST, [SEED_TITLE] = MUST},
    [SEED_IS_CHANNEL] = {[SEED_CHANNEL_NAME] = MUST,
                         [SEED_TITLE] = MUST,
                         [SEED_READ] = MAY,
                         [SEED_SPEAK] = MAY,
                         [SEED_PUBLISH] = MAY,
                         [SEED_MODERATE] = MAY},
    [SEED_IS_BULLETIN] = {[SEED_CHANNEL] = MUST,
                          [SEED_HEADLINE] = MUST,
                          [SEED_DATE] = MUST,
                          [SEED_SOURCE] = MUST,
                          [SEED_DEPARTMENT] = MAY},
    [SEED_IS_THREAD] = {[SEED_THREAD] = MUST, [SEED_HEADLINE] = MUST},
    [SEED_IS_POST] = {[SEED_POST] = MUST, [SEED_HEADLINE] = MUST},
    [SEED_IS_THEME] = {[SEED_THEME] = MUST, [SEED_HEADLINE] = MUST},
    [SEED_IS_ACTIVITY] = {[SEED_ACTIVITY] = MUST,
                          [SEED_HEADLINE] = MUST,
                          [SEED_KIND] = MUST,
                          [SEED_STARTS] = MUST,
                          [SEED_ENDS] = MAY,
                          [SEED_PLACE] = MAY,
                          [SEED_INVITED] = MAY},
    [SEED_IS_ROUND] = {[SEED_ROUND] = MUST, [SEED_HEADLINE] = MUST, [SEED_UNTIL] = MUST},
};

static enum seed_kind kind_of(const struct seed *seed)
{
    static const struct {
        enum seed_header header;
        enum seed_kind kind;
    } tells[] = {
        {.header = SEED_CHANNEL_NAME, .kind = SEED_IS_CHANNEL},
        {.header = SEED_THREAD, .kind = SEED_IS_THREAD},
        {.header = SEED_POST, .kind = SEED_IS_POST},
        {.header = SEED_THEME, .kind = SEED_IS_THEME},
        {.header = SEED_ACTIVITY, .kind = SEED_IS_ACTIVITY},
        {.header = SEED_ROUND, .kind = SEED_IS_ROUND},
        {.header = SEED_CHANNEL, .kind = SEED_IS_BULLETIN},
        {.header = SEED_HEADLINE, .kind = SEED_IS_BULLETIN},
    };
    for (size_t i = 0; i < sizeof tells / sizeof tells[0]; i++) {
        if (seed->headers[tells[i].header].at != NULL)
            return tells[i].kind;
    }
    return SEED_IS_DEPARTMENT;
}

/* The kind by its telling header, and whether it has what it must and nothing else. */
static enum error judge(const struct seeds *seeds, struct seed *seed, struct failure *failure)
{
    seed->kind = kind_of(seed);
    for (int i = 0; i < SEED_HEADER_COUNT; i++) {
        uint8_t rule = rules[seed->kind][i];
        bool given = seed->headers[i].at != NULL;
        struct bytes name = bytes_of_text(header_names[i]);
        if (rule == MUST && !given)
            return wrong(failure, seeds, seed->line, "the record lacks the header '", name);
        if (rule == 0 && given)
            return wrong(failure, seeds, seed->line, "the record cannot have the header '", name);
    }
    bool plain = seed->kind == SEED_IS_DEPARTMENT || seed->kind == SEED_IS_CHANNEL;
    if (plain && seed->body.size > 0)
        return wrong(failure, seeds, seed->line, "a department or a channel has no body.", (struct bytes){0});
    if (seed->kind == SEED_IS_POST && seed->body.size == 0)
        return wrong(failure, seeds, seed->line, "a post has a body.", (struct bytes){0});
    return OK;
}

/* From behind the headers to the separator or the end. */
static struct bytes take_body(struct seeds *seeds)
{
    struct bytes body = {.at = seeds->rest.at, .size = 0}, line;
    while (take_line(seeds, &line) && !bytes_equal_text(line, SEPARATOR))
        body.size = (size_t)(line.at + line.size - body.at);
    while (body.size > 0 && body.at[0] == '\n')
        body = bytes_skip(body, 1);
    while (body.size > 0 && body.at[body.size - 1] == '\n')
        body.size--;
    return body;
}

enum error seeds_next(struct seeds *seeds, struct seed *seed, bool *more, struct failure *failure)
{
    struct seed found = {0};
    struct bytes line;
    *more = false;
    while (take_line(seeds, &line)) {
        if (bytes_equal_text(line, SEPARATOR)) {
            if (found.line != 0)
                break;
            continue;
        }
        if (line.size == 0) {
            if (found.line == 0)
                continue;
            found.body = take_body(seeds);
            break;
        }
        if (found.line == 0)
            found.line = seeds->line;
        enum error code = take_header(seeds, &found, line, failure);
        if (code != OK)
            return code;
    }
    if (found.line == 0)
        return OK;
    enum error code = judge(seeds, &found, failure);
    if (code != OK)
        return code;
    *seed = found;
    *more = true;
    return OK;
}
