/* `publish --resume` and its like. It knows no command but by its words; what they do with the text is
 * theirs. */
#include "client/commands/resume.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/home/unsent.h"
#include "client/shell/plans.h"
#include "client/shell/print.h"
#include "client/shell/typed.h"
#include "client/shell/usage.h"

enum { FIRST_LINE_BYTES = 60 };

struct resume {
    struct options *options;
    const struct command_plan *plan;
    int (*run)(struct options *options, int argc, char **argv);
    unsigned wanted; /* 0: the only one */
    bool edits;
    struct home home;
    size_t count; /* that can be gone on with */
    size_t busy, others;
    const char *other;    /* a command that has some, too */
    struct unsent unsent; /* the one that was chosen, once there is one */
    struct unsent_about about;
    uint8_t *room;
};

bool resume_is_asked(int argc, char **argv)
{
    static const char option[] = "--resume";
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], option, strlen(option)) == 0 &&
            (argv[i][strlen(option)] == '\0' || argv[i][strlen(option)] == '='))
            return true;
    }
    return false;
}

struct input {
    bool edits;
};

static struct resume resumed; /* what it holds is borrowed to the end */

static void take_number(void *into, const char *value)
{
    char *end;
    (void)into;
    unsigned long number = value == NULL ? 0 : strtoul(value, &end, 10);
    if (value != NULL && (*end != '\0' || number == 0 || number > UNSENT_NUMBER_MOST || value[0] == '-'))
        usage_end("--resume takes the number of a text that is kept, not '%s'.", value);
    resumed.wanted = (unsigned)number;
}

static const struct option_row option_list[] = {
    {.name = "resume",
     .argument = "N",
     .may_be_bare = true,
     .take = take_number,
     .help = "Use the kept text with this number"},
    OPTION_FLAG(struct input, edits, "edit", "Open the editor again first"),
    {0},
};

static void check(struct command *command)
{
    if (command->word_count > 0)
        usage_end("--resume takes everything from what was typed before; what is '%s'?", command->words[0]);
}

/* Whether the words that were kept are those of a command: its one or two words come first. */
static bool is_of(const char *words, const struct unsent_about *about)
{
    size_t first = strcspn(words, " ");
    const char *second = words[first] == ' ' ? words + first + 1 : NULL;
    return strlen(about->words[0]) == first && strncmp(about->words[0], words, first) == 0 &&
           (second == NULL || (about->word_count > 1 && strcmp(about->words[1], second) == 0));
}

static const char *other_command(const struct unsent_about *about)
{
    const struct command_plan *plan;
    for (size_t i = 0; (plan = plans_at(i)) != NULL; i++) {
        if (plan->types && is_of(plan->words, about))
            return plan->words;
    }
    return NULL;
}

/* --- which one --- */

static void print_one(const struct resume *resume, const struct unsent *unsent)
{
    char path[PATH_MAX], line[PATH_MAX + 128];
    struct failure ignored;
    uint8_t *text = NULL;
    size_t size = 0;
    unsent_text_path(unsent, path);
    if (unsent_read_text(unsent, &text, &size, &ignored) != OK)
        size = 0;
    size_t shown = 0;
    while (shown < size && shown < FIRST_LINE_BYTES && text[shown] >= ' ')
        shown++;
    while (shown > 0 && shown < size && (text[shown] & 0xC0) == 0x80)
        shown--; /* no character cut in two */
    if (resume->options->json)
        print_json(json_pack("{s:i, s:s, s:s%, s:b}", "number", (int)unsent->number, "path", path, "begins",
                             text != NULL ? (const char *)text : "", shown, "sent", unsent_has_act(unsent)));
    else {
        snprintf(line, sizeof line, "%u  %.*s  (%s)%s", unsent->number, (int)shown,
                 text != NULL ? (const char *)text : "", path,
                 unsent_has_act(unsent) ? ", possibly sent" : "");
        print_line(bytes_of_text(line));
    }
    free(text);
}

/* Takes this one if it is the one, and counts it. */
static void look_at(struct resume *resume, struct unsent *unsent, struct unsent_about *about, uint8_t *room)
{
    if (!is_of(resume->plan->words, about)) {
        const char *other = other_command(about);
        resume->others++;
        resume->other = other != NULL ? other : resume->other;
    } else if (resume->wanted == 0 || resume->wanted == unsent->number) {
        resume->count++;
        if (resume->count == 1) {
            resume->unsent = *unsent;
            resume->about = *about;
            resume->room = room;
            return;
        }
    }
    unsent_close(unsent);
    free(room);
}

typedef void resume_take(struct resume *resume, struct unsent *unsent, struct unsent_about *about,
                         uint8_t *room);

/* Everything that is kept, one after another; whoever is handed one closes it, or keeps it. `says`: what
 * cannot be read is told. */
static void walk(struct resume *resume, bool says, resume_take *take)
{
    resume->busy = 0;
    for (unsigned number = 1; number <= UNSENT_NUMBER_MOST; number++) {
        struct unsent unsent;
        struct unsent_about about;
        struct failure failure;
        uint8_t *room;
        bool found, busy;
        enum error code = unsent_open(&resume->home, number, &unsent, &about, &room, &found, &busy, &failure);
        if (code != OK && says)
            say_failure(&failure);
        if (code == OK && found)
            take(resume, &unsent, &about, room);
        resume->busy += busy;
    }
}

static void list_one(struct resume *resume, struct unsent *unsent, struct unsent_about *about, uint8_t *room)
{
    if (is_of(resume->plan->words, about))
        print_one(resume, unsent);
    unsent_close(unsent);
    free(room);
}

static int say_none(const struct resume *resume)
{
    char sentence[300];
    if (resume->wanted > 0)
        snprintf(sentence, sizeof sentence, "There is no kept text %u of `bulletin %s`.", resume->wanted,
                 resume->plan->words);
    else
        snprintf(sentence, sizeof sentence, "There is no kept text of `bulletin %s`.", resume->plan->words);
    say_text(sentence);
    if (resume->busy > 0)
        say_text("Another one is being written or sent right now.");
    if (resume->other != NULL) {
        snprintf(sentence, sizeof sentence, "There is one of `bulletin %s`.", resume->other);
        say_text(sentence);
    }
    return EXIT_FAILED;
}

static int list_all(struct resume *resume)
{
    unsent_close(&resume->unsent);
    walk(resume, false, list_one);
    say_text("Which one? --resume=N goes on with it.");
    return EXIT_USAGE;
}

/* --- going on --- */

/* What may have been taken is asked for by the same bytes. *settled: there is nothing more to be done. */
static int send_again(struct resume *resume, bool *settled)
{
    alignas(max_align_t) uint8_t ok[SHAPE_BYTES];
    struct session session = {0};
    struct failure failure = {0};
    struct answer answer = {.ok = ok};
    const struct verb *verb;
    struct bytes signed_act;
    uint8_t *room = NULL;
    bool as_typed = true, found = false;
    *settled = true;
    enum error code =
        unsent_read_act(&resume->unsent, &verb, &signed_act, &as_typed, &room, &found, &failure);
    *settled = code != OK || found;
    if (code == OK && found)
        code = session_open(&session, resume->options, &failure);
    if (code == OK && found)
        code = client_send_act(session.client, signed_act, &answer, &failure);
    bool judged = code != OK && session.client != NULL && client_is_open(session.client) &&
                  failure_is_judgement(&failure);
    if (code == OK && found) {
        print_ok(resume->options, verb->ok, ok);
        if (!as_typed)
            say_text("The server has the text as it was sent first. It was changed since then, and is kept.");
    }
    if (judged)
        unsent_drop_act(&resume->unsent);
    /* Nobody took it in its time, and now it is too old: it is signed anew. */
    *settled = *settled && !(judged && failure.code == ERR_ACT_TIME);
    session_close(&session);
    free(room);
    if (code == OK && as_typed)
        return EXIT_DONE;
    if (code == OK)
        unsent_drop_act(&resume->unsent);
    return code == OK ? EXIT_FAILED : *settled ? say_failure(&failure) : EXIT_DONE;
}

static int run_again(struct resume *resume)
{
    char *words[UNSENT_WORDS + 1];
    int count = (int)resume->about.word_count;
    for (int i = 0; i < count; i++)
        words[i] = (char *)(uintptr_t)resume->about.words[i];
    words[count] = NULL;
    if (resume->about.folder[0] != '\0' && chdir(resume->about.folder) != 0)
        say_note(resume->options, "The folder %s, where it was typed, cannot be entered: %s.",
                 resume->about.folder, strerror(errno));
    return resume->run(resume->options, count, words);
}

static int go_on(struct resume *resume)
{
    bool settled;
    if (resume->options->server == NULL && resume->about.server[0] != '\0')
        resume->options->server = resume->about.server;
    typed_resume(&resume->unsent, resume->about.thing, resume->edits);
    int exit_code = send_again(resume, &settled);
    return settled ? exit_code : run_again(resume);
}

static enum error resume_it(struct command *command)
{
    static char absolute[PATH_MAX];
    struct options *options = command->options;
    const struct input *input = command->input;
    resumed.edits = input->edits;
    enum error code = home_find(options->home, &resumed.home, &command->failure);
    if (code != OK)
        return code;
    /* The words were typed in a folder of their own, and are run from there. */
    if (realpath(resumed.home.path, absolute) != NULL) {
        snprintf(resumed.home.path, sizeof resumed.home.path, "%s", absolute);
        options->home = absolute;
    }
    walk(&resumed, true, look_at);
    if (resumed.count == 0)
        command->exit_code = say_none(&resumed);
    else
        command->exit_code = resumed.count == 1 ? go_on(&resumed) : list_all(&resumed);
    return OK;
}

int command_resume(struct options *options, const struct command_plan *plan,
                   int (*run)(struct options *options, int argc, char **argv), int argc, char **argv)
{
    const struct command_plan resuming = {
        .words = plan->words,
        .doc = "Go on with a text that was typed for this command and not sent.",
        .arguments = "",
        .options = option_list,
        .input_size = sizeof(struct input),
        .check = check,
        .run = resume_it,
    };
    resumed.options = options;
    resumed.plan = plan;
    resumed.run = run;
    return command_run(&resuming, options, argc, argv);
}
