/* Pieces of the sentences that say what happened. It knows no kind of fact; what is said of one, its noun
 * knows. */
#ifndef BULLETIN_CLIENT_SENTENCE_H
#define BULLETIN_CLIENT_SENTENCE_H

#include "client/lib/show/lines.h"

/* A field of what the server decided, or of the act, with these words before it; nothing when it is not
 * there. A time is written as a deadline. */
void sentence_decided(struct buffer *out, const char *before, const struct fact_seen *fact, const char *name);
void sentence_arg(struct buffer *out, const char *before, const struct fact_seen *fact, const char *name);
/* A decided moment when something begins. */
void sentence_start(struct buffer *out, const char *before, const struct fact_seen *fact, const char *name);

/* All of a sentence, with fields in braces: {due} that the server decided, {from opens} a moment when
 * something begins, {act reason} of the act, {words title} of the act or what stands in their place,
 * {revision}, {said}, as the functions here have them. The words before a field are left out where it is. */
void sentence_in_words(struct buffer *out, const char *words, const struct fact_seen *fact);

/* Words of an act, or what stands in their place when they are hidden or erased. */
void sentence_words(struct buffer *out, const char *before, const struct bytes *words,
                    const struct fact_seen *fact);
/* The first line of a text of the act, behind a colon; of what was said. */
void sentence_first_line(struct buffer *out, const struct fact_seen *fact, const char *name);
void sentence_said(struct buffer *out, const struct fact_seen *fact);
/* ": " and the headline of the act. */
void sentence_headline(struct buffer *out, const struct fact_seen *fact);

/* Whether the server decided this flag, and it is set. */
bool sentence_flag(const struct fact_seen *fact, const char *name);
/* " revision 2"; nothing of the first. */
void sentence_revision(struct buffer *out, const struct fact_seen *fact);
/* "URGENT ", if it is. */
void sentence_urgent(struct buffer *out, const struct fact_seen *fact);
/* What it is about: the words, its id and revision, and a field of the act behind a colon (NULL: none). */
void sentence_about(struct buffer *out, const char *words, const struct fact_seen *fact, const char *arg);

/* The word of its kind: of what is no news. */
void sentence_kind(struct buffer *out, const struct fact_seen *fact);

#endif
