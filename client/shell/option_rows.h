/* Options of the command line as rows: what each is called, and where what was given goes. Who parses them
 * is the frame of a command. */
#ifndef BULLETIN_CLIENT_OPTION_ROWS_H
#define BULLETIN_CLIENT_OPTION_ROWS_H

#include <stdbool.h>
#include <stddef.h>

/* A list of rows ends with one without a name. */
struct option_row {
    const char *name;
    char letter;          /* the short one, or 0 */
    const char *argument; /* what its value is called; NULL: a flag */
    bool may_be_bare;     /* the value may be left out, and is NULL then */
    int group;            /* in --help, those with a higher one come later */
    const char *help;
    size_t offset; /* in the input: a bool, or a const char * when it has an argument */
    void (*take)(void *input, const char *value); /* instead; what is wrong ends in usage_end */
};

/* A flag and a word that go into a member of the input, and what is looked at first. */
#define OPTION_FLAG(structure, member, word, text)                                                           \
    {                                                                                                        \
        .name = word, .help = text, .offset = offsetof(structure, member)                                    \
    }
#define OPTION_WORD(structure, member, word, called, text)                                                   \
    {                                                                                                        \
        .name = word, .argument = called, .help = text, .offset = offsetof(structure, member)                \
    }
#define OPTION_TAKEN(function, word, called, text)                                                           \
    {                                                                                                        \
        .name = word, .argument = called, .help = text, .take = function                                     \
    }

/* Rows that several commands have. */
struct option_part {
    const struct option_row *rows;
    size_t offset;                    /* of their input in that of the command */
    void (*check)(const void *input); /* what does not go together ends in usage_end; may be NULL */
};

#endif
