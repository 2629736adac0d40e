/* Keeps what was typed until it is done. It asks the server nothing. */
#include "client/shell/typed.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/home/unsent.h"
#include "client/shell/editor.h"
#include "client/shell/usage.h"

enum { THING_BYTES = LIMIT_HASH_BYTES + LIMIT_ID_BYTES, THING_TEXT_BYTES = 2 * THING_BYTES + 1 };

static void refuse_resume(void *input, const char *value)
{
    (void)input, (void)value;
    usage_end("--resume must be written in full.");
}

static void refuse_edit(void *input, const char *value)
{
    (void)input, (void)value;
    usage_end("--edit goes with --resume.");
}

const struct option_row typed_options[] = {
    {.name = "resume",
     .argument = "N",
     .may_be_bare = true,
     .take = refuse_resume,
     .help = "Go on with a text that was typed and not sent; lists them when there are several"},
    OPTION_TAKEN(refuse_edit, "edit", NULL, "With --resume: open the editor again first"),
    {0},
};

static struct {
    const char *command, *home;
    int argc;
    char **argv;
    bool has, resumes, edits;
    struct unsent unsent;
    const char *resumed_thing;
    char thing[THING_TEXT_BYTES];
} typed;

void typed_begin(const char *command, const char *home, int argc, char **argv)
{
    static char *words[UNSENT_WORDS]; /* who parses them moves them about */
    typed.command = command;
    typed.home = home;
    typed.argc = argc < UNSENT_WORDS ? argc : UNSENT_WORDS;
    typed.argv = words;
    for (int i = 0; i < typed.argc; i++)
        words[i] = argv[i];
}

void typed_resume(const struct unsent *unsent, const char *thing, bool edits)
{
    typed.unsent = *unsent;
    typed.has = typed.resumes = true;
    typed.edits = edits;
    typed.resumed_thing = thing;
}

bool typed_resumes(void)
{
    return typed.resumes;
}

enum error typed_changes(struct bytes thing, struct failure *failure)
{
    sodium_bin2hex(typed.thing, sizeof typed.thing, thing.at,
                   thing.size < THING_BYTES ? thing.size : THING_BYTES);
    if (!typed.resumes || strcmp(typed.resumed_thing, typed.thing) == 0)
        return OK;
    return failure_say(
        failure, ERR_HEAD_CHANGED,
        "What you wrote this for has changed since. Read it as it is now, and give your text with "
        "--file if it still fits.");
}

/* --- acts, kept before they are sent --- */

static enum error keep_act(void *context, const struct verb *verb, struct bytes signed_act,
                           struct failure *failure)
{
    return unsent_keep_act(context, verb, signed_act, failure);
}

static void act_was_judged(void *context)
{
    unsent_drop_act(context);
}

static void arm(struct client *client)
{
    client_keep_acts(
        client, &(struct act_keeper){.keep = keep_act, .judged = act_was_judged, .context = &typed.unsent});
}

/* --- the text --- */

static enum error make(const struct options *options, struct client *client, struct bytes text,
                       struct failure *failure)
{
    char server[ADDRESS_TEXT_BYTES], folder[PATH_MAX];
    struct home home;
    struct address address = *client_address(client);
    struct unsent_about about = {.server = server, .thing = typed.thing, .folder = folder};
    if (!address.control) {
        memcpy(address.key, client_house(client), sizeof address.key);
        address.has_key = true;
    }
    address_write(&address, server);
    if (getcwd(folder, sizeof folder) == NULL)
        folder[0] = '\0';
    for (int i = 0; i < typed.argc; i++)
        about.words[about.word_count++] = typed.argv[i];
    enum error code = home_find(options->home, &home, failure);
    if (code == OK)
        code = unsent_make(&home, &about, text, &typed.unsent, failure);
    typed.has = code == OK;
    return code;
}

/* Nothing was typed that anybody would miss. */
static void forget(void)
{
    unsent_remove(&typed.unsent);
    typed.has = false;
}

static bool is_blank(const uint8_t *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0')
            return false;
    }
    return true;
}

/* Whether the file is as it was given to the editor. */
static bool is_unchanged(struct bytes given, const uint8_t *text, size_t size)
{
    return bytes_equal(given, bytes_of(text, size));
}

static enum error edit(struct bytes given, uint8_t **text, size_t *size, struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t *left = NULL;
    size_t left_size = 0;
    unsent_text_path(&typed.unsent, path);
    bool good = editor_run(path);
    enum error code = unsent_read_text(&typed.unsent, &left, &left_size, failure);
    bool blank = code == OK && is_blank(left, left_size);
    bool as_given = code == OK && is_unchanged(given, left, left_size);
    if (good ? blank : !typed.resumes && (blank || as_given))
        forget();
    if (!good)
        code = failure_say(failure, ERR_INTERNAL, "The editor failed; nothing was sent.");
    else if (blank)
        code = failure_say(failure, ERR_EMPTY, "No text was written; nothing was sent.");
    if (code != OK) {
        free(left);
        return code;
    }
    *text = left;
    *size = left_size;
    return OK;
}

/* With the newline at its end that editors want. */
static enum error edit_new(const struct options *options, struct client *client, struct bytes old,
                           uint8_t **text, size_t *size, struct failure *failure)
{
    uint8_t *given = malloc(old.size + 1);
    if (given == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    struct buffer out = buffer_over(given, old.size + 1);
    buffer_add(&out, old.at, old.size);
    if (old.size > 0)
        buffer_add_text(&out, "\n");
    enum error code = make(options, client, buffer_bytes(&out), failure);
    if (code == OK)
        code = edit(buffer_bytes(&out), text, size, failure);
    /* What is kept already can be continued later. */
    if (code == OK && is_unchanged(buffer_bytes(&out), *text, *size))
        forget();
    free(given);
    return code;
}

static enum error go_on(uint8_t **text, size_t *size, struct failure *failure)
{
    enum error code = unsent_read_text(&typed.unsent, text, size, failure);
    if (code != OK || !typed.edits)
        return code;
    uint8_t *before = *text;
    code = edit(bytes_of(before, *size), text, size, failure);
    free(before);
    return code;
}

enum error typed_text(const struct options *options, struct client *client, struct bytes old, uint8_t **text,
                      size_t *size, struct failure *failure)
{
    enum error code =
        typed.resumes ? go_on(text, size, failure) : edit_new(options, client, old, text, size, failure);
    if (code == OK && typed.has)
        arm(client);
    return code;
}

enum error typed_keep(const struct options *options, struct client *client, struct bytes text,
                      struct failure *failure)
{
    if (text.size == 0)
        return OK;
    enum error code = make(options, client, text, failure);
    if (code == OK)
        arm(client);
    return code;
}

/* --- the end --- */

static void say_kept(void)
{
    char path[PATH_MAX], sentence[2 * PATH_MAX + 400];
    bool sent = unsent_has_act(&typed.unsent);
    unsent_text_path(&typed.unsent, path);
    snprintf(sentence, sizeof sentence, "What you wrote is kept in %s.", path);
    say_text(sentence);
    snprintf(sentence, sizeof sentence,
             sent ? "The server may have it already: `bulletin%s%s%s %s --resume=%u` finds out, and sends it "
                    "only if not."
                  : "`bulletin%s%s%s %s --resume=%u` goes on with it, and with --edit opens the editor again "
                    "first.",
             typed.home != NULL ? " --home '" : "", typed.home != NULL ? typed.home : "",
             typed.home != NULL ? "'" : "", typed.command, typed.unsent.number);
    say_text(sentence);
}

int typed_end(int exit_code)
{
    if (!typed.has)
        return exit_code;
    if (exit_code == EXIT_DONE)
        unsent_remove(&typed.unsent);
    else {
        say_kept();
        unsent_close(&typed.unsent);
    }
    typed.has = false;
    return exit_code;
}
