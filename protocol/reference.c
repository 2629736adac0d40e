/* Prints the reference of the protocol as Markdown, from the tables alone. It holds the part of a page
 * between its two marker lines against that, or puts it there. A program of its own: the library touches no
 * file. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "protocol/characters.h"
#include "protocol/tables.h"

#define MARKER_BEGIN "<!-- reference: generated from the tables; do not edit -->\n"
#define MARKER_END   "<!-- /reference -->\n"

/* What a kind is on the wire, and what its values may be. */
struct kind_form {
    const char *type, *values;
};

static const struct kind_form kind_forms[] = {
    [KIND_NAME] = {.type = "str", .values = "`a-z`, `0-9`, `-` and `.`, beginning with a letter or digit"},
    [KIND_CHANNEL] = {.type = "str", .values = "one to three names with `/` between them"},
    [KIND_ID] = {.type = "str",
                 .values = "a channel, `/`, and a number from 1 in decimal without leading zeros"},
    [KIND_LINE] =
        {.type = "str",
         .values = "UTF-8 that is not blank and has no HIDDEN character; said now, by the rule for texts"},
    [KIND_TEXT] = {.type = "str", .values = "as a line, and newlines and tabs"},
    [KIND_DATED] = {.type = "str", .values = "`YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a whole RFC 3339 time"},
    [KIND_MOMENT] = {.type = "str",
                     .values =
                         "`YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` in the programme's time zone, or a whole RFC "
                         "3339 time"},
    [KIND_CODE] = {.type = "str", .values = "Crockford base32 in upper case"},
    [KIND_BYTES] = {.type = "bin", .values = "any bytes"},
    [KIND_HASH] = {.type = "bin", .values = "BLAKE2b-256"},
    [KIND_KEY] = {.type = "bin", .values = "a public key of Ed25519"},
    [KIND_SIGNATURE] = {.type = "bin", .values = "of Ed25519"},
    [KIND_NUMBER] = {.type = "uint", .values = "0 to 2^64-1, or to the field's bound"},
    [KIND_TIME] = {.type = "int",
                   .values = "milliseconds since 1970-01-01T00:00:00Z, in the years 0001 to 9999"},
    [KIND_FLAG] = {.type = "bool", .values = ""},
    [KIND_MONTH] = {.type = "str", .values = "`YYYY-MM`"},
    [KIND_NAMES] = {.type = "array of str", .values = "each a name, none twice"},
    [KIND_IDS] = {.type = "array of str", .values = "each an id, none twice"},
    [KIND_NUMBERS] = {.type = "array of uint", .values = "each a number"},
    [KIND_FILES] =
        {.type = "array of [str, uint, bin]",
         .values = "each a name, a size in bytes from 1, and BLAKE2b-256; a name is a line of text without "
                   "slashes and backslashes and with no dot at its beginning; none twice"},
    [KIND_LINES] = {.type = "array of str", .values = "each a line of text"},
    [KIND_ITEMS] =
        {.type = "array of [str, str, str, str, str]",
         .values = "from 1; each what is done, for whom, what is promised, how it is measured, and whom to "
                   "ask: lines of text"},
    [KIND_AUDIENCE] = {.type = "array of str",
                       .values = "each `everyone`, a role, `dept:NAME` or `account:NAME`"},
    [KIND_POSITIONS] = {.type = "map of str to uint", .values = "a channel and a number in it"},
};
/* Choices say themselves what they may be. */
#define KIND_ONE(...) +1
_Static_assert(sizeof kind_forms / sizeof kind_forms[0] == 0 KINDS(KIND_ONE), "every kind has its form");

/* The bounds that a kind has by itself. */
static const uint64_t kind_bytes[KIND_COUNT] = {
    [KIND_NAME] = LIMIT_NAME_BYTES,    [KIND_CHANNEL] = LIMIT_CHANNEL_BYTES,
    [KIND_ID] = LIMIT_ID_BYTES,        [KIND_DATED] = LIMIT_DATED_BYTES,
    [KIND_CODE] = LIMIT_CODE_BYTES,    [KIND_HASH] = LIMIT_HASH_BYTES,
    [KIND_KEY] = LIMIT_KEY_BYTES,      [KIND_SIGNATURE] = LIMIT_SIGNATURE_BYTES,
    [KIND_MOMENT] = LIMIT_DATED_BYTES,
};
/* Of each line in a list of them. */
static const uint64_t kind_line_bytes[KIND_COUNT] = {
    [KIND_LINES] = LIMIT_REASON_BYTES,
    [KIND_ITEMS] = LIMIT_ITEM_BYTES,
};

static bool is_exact(enum kind kind)
{
    return kind == KIND_CODE || kind == KIND_HASH || kind == KIND_KEY || kind == KIND_SIGNATURE;
}

static void print_kinds(FILE *out)
{
    fprintf(out, "### Kinds of fields\n\n| kind | MessagePack | values |\n|---|---|---|\n");
    for (size_t i = 0; i < sizeof kind_forms / sizeof kind_forms[0]; i++) {
        const struct kind_form *form = &kind_forms[i];
        fprintf(out, "| %s | %s | %s", kind_words[i], form->type, form->values);
        if (kind_bytes[i] > 0)
            fprintf(out, "%s%s %llu bytes", form->values[0] != '\0' ? "; " : "",
                    is_exact((enum kind)i) ? "exactly" : "at most", (unsigned long long)kind_bytes[i]);
        if (kind_line_bytes[i] > 0)
            fprintf(out, "; each line at most %llu bytes", (unsigned long long)kind_line_bytes[i]);
        fprintf(out, " |\n");
    }
#define CHOICE_LINE(SYMBOL, symbol, what, all, says, ROWS)                                                   \
    fprintf(out, "| %s | str | a word of the table of %s |\n", what, all);
    CHOICES(CHOICE_LINE)
}

/* Some ranges are of two classes. */
static void print_characters(FILE *out)
{
    fprintf(out, "### Characters\n\n| class | what a text may have of them |\n|---|---|\n");
#define CLASS_LINE(symbol, words) fprintf(out, "| %s | %s |\n", #symbol, words);
    CHARACTER_CLASSES(CLASS_LINE)
    fprintf(out, "\n| class | from | to | what |\n|---|---|---|---|\n");
#define RANGE_LINE(symbol, first, last, what)                                                                \
    fprintf(out, "| %s | U+%04X | U+%04X | %s |\n", #symbol, (unsigned)(first), (unsigned)(last), what);
    CHARACTERS(RANGE_LINE)
}

static void print_bound(FILE *out, const struct field *field)
{
    unsigned long long limit = field->limit;
    if (limit == 0 || limit == kind_bytes[field->kind])
        return;
    const char *counted = kind_is_list(field->kind) || field->kind == KIND_NUMBER ? "" : " bytes";
    if (field->kind == KIND_AUDIENCE)
        counted = " words";
    else if (field->kind == KIND_POSITIONS)
        counted = " channels";
    fprintf(out, ", at most %llu%s", limit, counted);
}

static void print_fields(FILE *out, const struct shape *shape)
{
    if (shape->count == 0) {
        fprintf(out, "No fields.\n");
        return;
    }
    fprintf(out, "| field | | kind | what |\n|---|---|---|---|\n");
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        fprintf(out, "| `%s` | %s | %s", field->name, field->needed == REQUIRED ? "required" : "optional",
                kind_words[field->kind]);
        print_bound(out, field);
        fprintf(out, " | %s |\n", field->help);
    }
}

/* Words and what each means; a row without a word ends them. */
struct meaning {
    const char *word, *what;
};
#define MEANING(PREFIX, symbol, says, means, ...) {.word = (says), .what = (means)},

static void print_meanings(FILE *out, const char *title, const char *words, const char *means,
                           const struct meaning *rows)
{
    fprintf(out, "### %c%s\n\n| %s | %s |\n|---|---|\n", toupper(title[0]), &title[1], words, means);
    for (; rows->word != NULL; rows++)
        fprintf(out, "| `%s` | %s |\n", rows->word, rows->what);
}

static void print_belongings(FILE *out)
{
    static const char *const belongs[] = {
        [BELONGS_NOWHERE] = "no, and signs for none",
        [MAY_BELONG] = "optional; may then have the right to sign for it",
        [MUST_BELONG] = "yes; may have the right to sign for it",
    };
    fprintf(out, "\n### Roles and departments\n\n| role | belongs to a department |\n|---|---|\n");
    for (size_t i = 0; i < ROLE_COUNT; i++)
        fprintf(out, "| `%s` | %s |\n", role_words[i], belongs[role_belongings[i]]);
}

static void print_choices(FILE *out)
{
#define CHOICE_PART(SYMBOL, symbol, what, all, says, ROWS)                                                   \
    print_meanings(out, all, "word", says, (const struct meaning[]){ROWS(MEANING, SYMBOL){.word = NULL}});   \
    fprintf(out, "\n");
    CHOICES(CHOICE_PART)
    print_meanings(out, "rights in a channel", "right", "whoever is on that list may",
                   (const struct meaning[]){RIGHTS(MEANING, RIGHT){.word = NULL}});
    print_belongings(out);
    fprintf(out, "\n");
#define FEATURE_MEANING(name, means) MEANING(FEATURE, name, name, means)
    print_meanings(out, "features", "feature", "a client may ask for",
                   (const struct meaning[]){FEATURES(FEATURE_MEANING){.word = NULL}});
}

static const char *const kinds_of_verbs[] = {
    [ASK] = "a question",
    [ACT] = "a change: sent signed, inside `act`",
    [LINK] = "about this connection",
};

/* What a verb needs besides its roles; its words stand behind them in the verb's own part. */
static void print_scopes(FILE *out)
{
    static const char *const wheres[] = {
        [NOWHERE] = "none",
        [NAMED] = "the one named",
        [ADMINISTERED] = "the one named; operators need no right in one that people made",
        [ADDRESSED] =
            "the one named; members of a department that the bulletin is addressed to need no right",
        [OF_DESK] = "the desk's, of an id on a desk; else the one named",
        [OF_THEMES] = CHANNEL_THEMES,
        [OF_MATTER] = "the one that what the id names is about; the house needs no right in any",
    };
    _Static_assert(sizeof wheres / sizeof wheres[0] == WHERE_COUNT, "every channel has its words");
    static const char *const owners[] = {
        [ANYBODYS] = "anybody's",
        [AUTHORS] = "of its author",
        [AUTHORS_OR_THEIRS] = "of its author, or of whoever moderates",
    };
    fprintf(out,
            "### Scopes\n\n| a verb says | in which channel | right | whose thing |\n|---|---|---|---|\n");
    for (int i = 0; i < SCOPE_COUNT; i++) {
        const struct scope_rule *rule = &scope_rules[i];
        const bool nothing = rule->where == NOWHERE;
        fprintf(out, "| %s | %s | %s | %s |\n", nothing ? "nothing" : rule->words + strlen(", "),
                wheres[rule->where], nothing ? "none" : right_words[rule->right], owners[rule->whose]);
    }
}

static void print_who(FILE *out, const struct verb *verb)
{
    const char *comma = "";
    if (verb->roles == ALL_ROLES) {
        fprintf(out, "everyone, guests too");
    } else if (verb->roles == ENROLLED) {
        fprintf(out, "everyone with an account");
    } else if (verb->roles == HOUSE_ONLY) {
        fprintf(out, "the house alone");
    } else {
        for (unsigned role = 0; role < ROLE_COUNT; role++) {
            if ((verb->roles & ROLE_BIT(role)) == 0)
                continue;
            fprintf(out, "%s`%s`", comma, role_words[role]);
            comma = ", ";
        }
    }
    fprintf(out, "%s", scope_rules[verb->scope].words);
}

static void print_seen(FILE *out, const struct verb *verb)
{
    for (size_t i = 0; verb->shown_by != NULL && i < verb->args->count; i++) {
        const char *said = verb->args->fields[i].name, *shown = seen_shown(said);
        if (shown != NULL)
            fprintf(out, "- What stands in `%s` is the `%s` that `%s` shows.\n", said, shown, verb->shown_by);
    }
}

static void print_verbs(FILE *out)
{
    fprintf(out, "### Verbs\n");
    for (size_t i = 0; i < VERB_COUNT; i++) {
        const struct verb *verb = &verbs[i];
        fprintf(out, "\n#### `%s`\n\n%s\n\n- Kind: %s.\n- Who may: ", verb->word, verb->help,
                kinds_of_verbs[verb->kind]);
        print_who(out, verb);
        fprintf(out, ".\n");
        if (verb->final)
            fprintf(out, "- It cannot be taken back: a client asks a person first.\n");
        print_seen(out, verb);
        if (verb->row != &shape_record_nothing)
            fprintf(out, "- Rows: `%s`.\n", verb->row->name);
        fprintf(out, "- Answer: `%s`.\n\n", verb->ok->name);
        print_fields(out, verb->args);
    }
}

static void print_records(FILE *out)
{
#define RECORD_ROW(symbol, is) {.word = #symbol, .what = is, .shape = &shape_record_##symbol},
    static const struct {
        const char *word, *what;
        const struct shape *shape;
    } records[] = {RECORDS(RECORD_ROW)};
    fprintf(out, "### Rows and answers\n");
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        fprintf(out, "\n#### `%s`: %s\n\n", records[i].word, records[i].what);
        print_fields(out, records[i].shape);
    }
}

static void print_pushes(FILE *out)
{
    fprintf(out, "### Pushes\n");
    for (size_t i = 0; i < PUSH_COUNT; i++) {
        fprintf(out, "\n#### `%s`: %s\n\n", push_kinds[i].word, push_kinds[i].help);
        print_fields(out, push_kinds[i].shape);
    }
}

static void print_makers(FILE *out, const struct fact_kind *kind)
{
#define NAMING_WORDS(symbol, alike, words) (words),
    static const char *const made[] = {MADE_NAMINGS(NAMING_WORDS)};
#define ERASED_WORDS(symbol, words) (words),
    static const char *const erased[] = {ERASED_NAMINGS(ERASED_WORDS)};
    fprintf(out, "Made by:\n\n");
    for (size_t i = 0; i < kind->maker_count; i++)
        fprintf(out, "- `%s`: %s.\n", kind->makers[i].verb->word, made[kind->makers[i].naming]);
    if (kind->eraser_count == 0)
        fprintf(out, "\nErased by nobody.\n\n");
    else
        fprintf(out, "\nErased by:\n\n");
    for (size_t i = 0; i < kind->eraser_count; i++)
        fprintf(out, "- `%s`: %s.\n%s", kind->erasers[i].verb->word, erased[kind->erasers[i].naming],
                i + 1 == kind->eraser_count ? "\n" : "");
}

static void print_facts(FILE *out)
{
    fprintf(out, "### Facts\n");
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const struct fact_kind *kind = &fact_kinds[i];
        fprintf(out, "\n#### `%s`\n\n%s%s\n\n", kind->word, kind->help,
                kind->access == REVOKES ? " It can take rights away." : "");
        print_makers(out, kind);
        print_fields(out, kind->decided);
    }
}

static void print_errors(FILE *out)
{
    fprintf(out, "### Errors\n\n| code | connection | text |\n|---|---|---|\n");
    static const char *const closes[] = {[STAYS] = "stays", [CLOSES] = "closes", [LOCAL] = "never sent"};
    for (size_t i = 1; i < ERROR_COUNT; i++)
        fprintf(out, "| `%s` | %s | %s |\n", error_kinds[i].word, closes[error_kinds[i].closes],
                error_kinds[i].text);
}

static void print_limits(FILE *out)
{
#define LIMIT_LINE(is, number, of, because) {.name = #is, .value = (number), .unit = (of), .why = (because)},
    static const struct {
        const char *name, *unit, *why;
        long long value;
    } rows[] = {LIMITS(LIMIT_LINE)};
    fprintf(out, "### Limits\n\n| limit | value | unit | what |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        fprintf(out, "| %s | %lld | %s | %s |\n", rows[i].name, rows[i].value, rows[i].unit, rows[i].why);
}

static void print_reference(FILE *out)
{
    static void (*const parts[])(FILE *) = {print_choices, print_kinds,   print_characters, print_scopes,
                                            print_verbs,   print_records, print_pushes,     print_facts,
                                            print_errors,  print_limits};
    fprintf(out, "\n");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        parts[i](out);
        fprintf(out, "\n");
    }
}

/* A page cut in three: up to the end of the first marker, what stands between, and from the second one on. */
struct page {
    char *text;
    struct bytes before, between, after;
};

static bool page_read(const char *path, struct page *page)
{
    size_t size = 0;
    FILE *file = fopen(path, "re");
    FILE *text = open_memstream(&page->text, &size);
    for (int byte; file != NULL && text != NULL && (byte = getc(file)) != EOF;)
        putc(byte, text);
    bool good = file != NULL && ferror(file) == 0 && text != NULL;
    if (text != NULL)
        good = fclose(text) == 0 && good;
    if (file != NULL)
        fclose(file);
    if (!good) {
        perror(path);
        return false;
    }
    char *begin = strstr(page->text, MARKER_BEGIN);
    char *from = begin != NULL ? begin + strlen(MARKER_BEGIN) : NULL;
    char *to = from != NULL ? strstr(from, MARKER_END) : NULL;
    if (to == NULL) {
        fprintf(stderr, "%s: the two marker lines of the reference are missing\n", path);
        return false;
    }
    page->before = bytes_of(page->text, (size_t)(from - page->text));
    page->between = bytes_of(from, (size_t)(to - from));
    page->after = bytes_of(to, size - (size_t)(to - page->text));
    return true;
}

static int page_check(const char *path, const struct page *page, struct bytes reference)
{
    if (bytes_equal(page->between, reference))
        return EXIT_SUCCESS;
    size_t line = 1, at = 0;
    while (at < reference.size && at < page->between.size && page->between.at[at] == reference.at[at])
        at++;
    for (const uint8_t *one = page->before.at; one < page->between.at + at; one++)
        line += *one == '\n';
    fprintf(stderr, "%s:%zu: the reference differs from the tables here; run `reference --write %s`\n", path,
            line, path);
    return EXIT_FAILURE;
}

static int page_write(const char *path, const struct page *page, struct bytes reference)
{
    char beside[4096];
    const struct bytes parts[] = {page->before, reference, page->after};
    if ((size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside) {
        fprintf(stderr, "%s: the path is too long\n", path);
        return EXIT_FAILURE;
    }
    FILE *file = fopen(beside, "we");
    bool good = file != NULL;
    for (size_t i = 0; good && i < 3; i++)
        good = fwrite(parts[i].at, 1, parts[i].size, file) == parts[i].size;
    if (file != NULL)
        good = fclose(file) == 0 && good;
    good = good && rename(beside, path) == 0;
    if (!good) {
        perror(beside);
        unlink(beside);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char **words)
{
    struct page page = {0};
    char *reference = NULL;
    size_t size = 0;
    int status = EXIT_FAILURE;
    bool check = count == 3 && strcmp(words[1], "--check") == 0;
    bool write = count == 3 && strcmp(words[1], "--write") == 0;
    if (count != 1 && !check && !write) {
        fprintf(stderr, "usage: reference [--check FILE | --write FILE]\n");
        return 2;
    }
    FILE *out = open_memstream(&reference, &size);
    if (out == NULL)
        return EXIT_FAILURE;
    print_reference(out);
    if (fclose(out) != 0)
        goto out;
    if (!check && !write)
        status = fwrite(reference, 1, size, stdout) == size ? EXIT_SUCCESS : EXIT_FAILURE;
    else if (page_read(words[2], &page))
        status = check ? page_check(words[2], &page, bytes_of(reference, size))
                       : page_write(words[2], &page, bytes_of(reference, size));
out:
    free(page.text);
    free(reference);
    return status;
}
