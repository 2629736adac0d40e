/* A form with a field of every kind, and what is read of files as one text. It is no form of any noun. */
#ifndef BULLETIN_TESTS_FORMS_H
#define BULLETIN_TESTS_FORMS_H

#include "client/lib/form/form.h"

extern const struct form form_sample;

/* "name=…", "item 1 what=…", a line each, with \n as | ; and behind them the faults as people read them. */
void form_add_answers(struct buffer *out, const struct form_answers *answers);
void form_add_faults(struct buffer *out, const struct form_answers *answers);

#endif
