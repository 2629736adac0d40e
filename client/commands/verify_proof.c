/* `verify`: judges a proof that somebody exported, with no server and no account. */
#include "client/shell/command.h"
#include "client/shell/print.h"
#include "client/shell/zone.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/lib/proof/proof_show.h"
#include "protocol/wire/text.h"

struct input {
    const char *house;
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, house, "house", "KEY|ADDRESS", "The house whose proof it should be"),
    {0},
};

/* A key alone, or an address with one. */
static enum error read_house(const char *text, uint8_t key[LIMIT_KEY_BYTES], struct failure *failure)
{
    struct address address;
    size_t size = LIMIT_KEY_BYTES;
    if (strlen(text) == 2 * LIMIT_KEY_BYTES && text_to_hex(bytes_of_text(text), key, &size))
        return OK;
    enum error code = address_parse(text, &address, failure);
    if (code != OK)
        return code;
    if (!address.has_key)
        return failure_say(failure, ERR_BAD_VALUE,
                           "--house takes a key of 64 hex digits, or an address that has one.");
    memcpy(key, address.key, sizeof address.key);
    return OK;
}

/* With the house asked for, else with the one joined, if there is a home at all. */
static enum error compare_house(const struct command *command, const struct proof *proof,
                                enum proof_house *relation, struct failure *failure)
{
    const struct input *input = command->input;
    uint8_t key[LIMIT_KEY_BYTES];
    struct home home;
    struct address joined;
    struct failure ignored;
    bool found = false;
    *relation = HOUSE_NOT_COMPARED;
    if (input->house != NULL) {
        enum error code = read_house(input->house, key, failure);
        if (code == OK)
            *relation =
                memcmp(key, proof->file.house.at, sizeof key) == 0 ? HOUSE_IS_GIVEN : HOUSE_IS_NOT_GIVEN;
        return code;
    }
    if (home_find(command->options->home, &home, &ignored) == OK &&
        home_server(&home, &joined, &found, &ignored) == OK && found && joined.has_key)
        *relation = memcmp(joined.key, proof->file.house.at, sizeof joined.key) == 0 ? HOUSE_IS_JOINED
                                                                                     : HOUSE_IS_NOT_JOINED;
    return OK;
}

static enum error show(const struct options *options, const struct proof *proof, enum proof_house house,
                       struct failure *failure)
{
    if (options->json) {
        print_json(proof_show_json(proof, house));
        return OK;
    }
    char zone[ZONE_WORDS_BYTES];
    size_t capacity = proof_show_room(proof);
    uint8_t *room = malloc(capacity);
    if (room == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    struct buffer lines = buffer_over(room, capacity);
    proof_show_lines(&lines, proof, house);
    fwrite(lines.at, 1, lines.size, stdout);
    /* It may be kept as a file, so the zone stands in it. */
    zone_words(zone);
    printf("Times are those of %s.\n", zone);
    fflush(stdout);
    free(room);
    return OK;
}

/* Only a proof whose bulletin is its author's, of the house that was expected, is good. Receipts that do not
 * count are as good as not given: they were shown as that. */
static enum error conclude(const struct proof *proof, enum proof_house house, struct failure *failure)
{
    if (!proof_holds(proof))
        return failure_refuse(failure, ERR_PROOF_BROKEN, NULL,
                              bytes_of_text("the signature of its author does not count"), 0);
    if (house == HOUSE_IS_NOT_GIVEN || house == HOUSE_IS_NOT_JOINED)
        return failure_say(failure, ERR_IDENTITY_WRONG, "The proof comes from another house than the one %s.",
                           house == HOUSE_IS_NOT_GIVEN ? "asked for" : "joined here");
    return OK;
}

static enum error run(struct command *command)
{
    struct failure *failure = &command->failure;
    const char *path = command->words[0];
    struct proof *proof = NULL;
    enum proof_house house = HOUSE_NOT_COMPARED;
    uint8_t *content = NULL;
    size_t size = 0;
    enum error code = files_read(path, PROOF_BYTES, &content, &size, failure);
    if (code == OK && content == NULL)
        code = failure_say(failure, ERR_INTERNAL, "There is no file %s.", path);
    if (code == OK)
        code = proof_read(bytes_of(content, size), &proof, failure);
    if (code == OK)
        code = compare_house(command, proof, &house, failure);
    if (code == OK)
        code = show(command->options, proof, house, failure);
    if (code == OK)
        code = conclude(proof, house, failure);
    proof_free(proof);
    free(content);
    return code;
}

const struct command_plan plan_verify = {
    .words = "verify",
    .help = "Check an exported proof, with no server and no account.",
    .arguments = "FILE",
    .no_word = "Which file?",
    .more_words = "One file at a time.",
    COMMAND_OPTIONS(option_list, struct input),
    .run = run,
};
