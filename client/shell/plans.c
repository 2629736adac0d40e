/* The list of commands, and the plans of verbs that have no code of their own. It runs none. */
#include "client/shell/plans.h"

#include <assert.h>

enum { OWN_MOST = 64 };

static const struct command_plan *all[OWN_MOST + VERB_COUNT + 1];
static struct command_plan owned[OWN_MOST];
static struct command_plan of_verbs[VERB_COUNT];
static char typed_words[VERB_COUNT][LIMIT_WORD_BYTES];

static bool is_in(const int *list, int wanted)
{
    for (; list != NULL && *list != COMMAND_SHOWS_END; list++) {
        if (*list == wanted)
            return true;
    }
    return false;
}

/* What programs say to each other: a person reads, fetches or signs instead. `call` and the console take
 * these verbs all the same. */
static bool is_for_programs(int verb)
{
    if (verbs[verb].roles == HOUSE_ONLY || (verbs[verb].kind == LINK && verb != VERB_ping))
        return true;
    for (size_t i = 0; all[i] != NULL; i++) {
        if (is_in(all[i]->speaks, verb))
            return true;
    }
    return false;
}

/* account.invite is typed `account invite`. */
static const char *spaced(int verb)
{
    char *typed = typed_words[verb];
    const char *word = verbs[verb].word;
    for (size_t i = 0; word[i] != '\0' && i < LIMIT_WORD_BYTES - 1; i++)
        typed[i] = word[i] == '.' ? ' ' : word[i];
    return typed;
}

void plans_begin(const struct command_plan *const *own, enum error (*run)(struct command *command))
{
    size_t count = 0;
    for (; own[count] != NULL; count++) {
        assert(count < OWN_MOST);
        owned[count] = *own[count];
        if (owned[count].words == NULL)
            owned[count].words = spaced((int)(own[count]->verb - verbs));
        if (owned[count].run == NULL)
            owned[count].run = run;
        all[count] = &owned[count];
    }
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        const char *words = spaced(verb);
        if (is_for_programs(verb) || plans_named(words) != NULL)
            continue;
        of_verbs[verb] = (struct command_plan){.words = words, .verb = &verbs[verb], .run = run};
        all[count++] = &of_verbs[verb];
    }
}

const struct command_plan *plans_at(size_t index)
{
    assert(index < sizeof all / sizeof all[0]);
    return all[index];
}

/* How many words of argv spell `words`; 0 when they do not. */
static int spells(const char *words, int argc, char **argv)
{
    const char *space = strchr(words, ' ');
    if (space == NULL)
        return strcmp(words, argv[0]) == 0 ? 1 : 0;
    size_t size = (size_t)(space - words);
    bool both = argc > 1 && strlen(argv[0]) == size && memcmp(argv[0], words, size) == 0 &&
                strcmp(argv[1], space + 1) == 0;
    return both ? 2 : 0;
}

/* Whether argv[0] is the word on the wire of a verb whose plan was made here. */
static bool is_wire_word(const struct command_plan *plan, const char *word)
{
    const struct verb *verb = plan->verb;
    return verb != NULL && plan == &of_verbs[verb - verbs] && strcmp(verb->word, word) == 0;
}

/* `counsel ask ID` is the command of two words, though `counsel` is one by itself. */
const struct command_plan *plans_find(int argc, char **argv, int *words)
{
    const struct command_plan *found = NULL;
    *words = 0;
    for (size_t i = 0; all[i] != NULL; i++) {
        const int these = is_wire_word(all[i], argv[0]) ? 1 : spells(all[i]->words, argc, argv);
        if (these > *words) {
            *words = these;
            found = all[i];
        }
    }
    return found;
}

const struct command_plan *plans_named(const char *words)
{
    for (size_t i = 0; all[i] != NULL; i++) {
        if (strcmp(all[i]->words, words) == 0)
            return all[i];
    }
    return NULL;
}

const struct command_plan *plans_showing(const struct fact_kind *kind)
{
    for (size_t i = 0; all[i] != NULL; i++) {
        if (is_in(all[i]->shows, (int)(kind - fact_kinds)))
            return all[i];
    }
    return NULL;
}
