/* Forms that people fill in as text files, pass round by hand and send when they are done. A form is a table
 * of fields; from it come the empty file, the reading of a filled one, and all that is missing or wrong with
 * it. It knows no noun: whoever has a form hands its table in.
 *
 * A file is UTF-8. `word: …` begins a field, and what stands indented below goes on with it; a block of
 * fields begins with its word alone. A colon may be a Chinese one, a byte order mark and \r\n are taken, and
 * a line that begins with # is a note. */
#ifndef BULLETIN_CLIENT_FORM_H
#define BULLETIN_CLIENT_FORM_H

#include "client/lib/failure.h"

enum form_kind {
    FORM_LINE,
    FORM_TEXT,   /* of lines, without the empty ones around them and the indentation that all have */
    FORM_NUMBER, /* digits */
    FORM_BLOCK,  /* of fields of its own; it may stand several times, and no block stands in it */
};

struct form_field {
    const char *word; /* as it stands in the file; lower case, with single spaces */
    enum form_kind kind;
    enum needed needed;
    uint64_t limit;                 /* bytes; the largest NUMBER; how many BLOCKs */
    uint64_t lines;                 /* of a TEXT; 0: as many as fit */
    const char *asks;               /* a sentence or two for whoever fills it in */
    const char *instead;            /* the word of a field in whose place this one may be given; or NULL */
    const struct form_field *parts; /* of a BLOCK */
    size_t part_count;
};

/* All is static, or lives longer than what is made of it. */
struct form {
    const char *title; /* a line, for the beginning of the file */
    const struct form_field *fields;
    size_t count;
};

/* What stands in one field. */
struct form_value {
    const struct form_field *field;
    const struct form_field *of; /* the block in which it stands, or NULL */
    size_t block;                /* which of these, from 1; 0: in none */
    uint64_t line;               /* of the file, where its word stands; 0: in none */
    struct bytes text;
};

/* What is missing or wrong. */
struct form_fault {
    uint64_t line; /* of the file; 0: nowhere */
    const struct form_field *of;
    size_t block;
    struct refusal why;
    const char *says; /* instead of what the refusal says; NULL: that */
};

enum { FORM_FAULTS = 100 }; /* that are told; a file with more of them is no such form */

struct form_answers {
    struct form_value *values; /* in the order of the file; only what is filled in */
    size_t count;
    struct form_fault faults[FORM_FAULTS]; /* by line; those without one at the end */
    size_t fault_count;
    bool more_faults;
    void *rooms[2];
};

/* How many bytes may be read of such a file, so that one that is whole is told from one that is too long. */
size_t form_room(const struct form *form);

/* Reads a file that somebody filled in, and judges it. It counts only where there is no fault. The answers
 * have memory of their own, which form_free frees, and live no longer than the form. False: no memory. */
bool form_read(const struct form *form, struct bytes file, struct form_answers *answers);
void form_free(struct form_answers *answers);

/* What stands in a field, or in one of block number `number`; NULL: nothing. */
const struct form_value *form_find(const struct form_answers *answers, const char *word);
const struct form_value *form_find_in(const struct form_answers *answers, const char *block, size_t number,
                                      const char *word);
/* How many blocks of that word are filled in; they are numbered from 1. */
size_t form_blocks(const struct form_answers *answers, const char *block);

/* Adds what was found wrong with a value by whoever knows what it is for; NULL: with all of it. What the
 * refusal borrows, and `says`, must live as long as the answers. */
void form_add_found(struct form_answers *answers, const struct form_value *value, const struct refusal *why,
                    const char *says);

/* "line 12, item 2: The field 'promise' is missing.", without a newline. */
void form_fault_text(const struct form_fault *fault, struct buffer *out);

/* The file: with notes that say what is asked, and with the values that there are; none of them: to be filled
 * in. Reading it gives the same values again, if they were without fault. */
void form_write(const struct form *form, const struct form_value *values, size_t count, struct buffer *out);

#endif
