/* The sample, and how answers are told. It reads nothing. */
#include "tests/unit/support/forms.h"

#include <stdio.h>

static const struct form_field parts[] = {
    {.word = "what", .kind = FORM_LINE, .needed = REQUIRED, .limit = 24, .asks = "What you do."},
    {.word = "for whom", .kind = FORM_LINE, .needed = OPTIONAL, .limit = 18, .asks = "Who comes for it."},
    {.word = "promise", .kind = FORM_TEXT, .needed = REQUIRED, .limit = 60, .asks = "What they can rely on."},
    {.word = "days", .kind = FORM_NUMBER, .needed = OPTIONAL, .limit = 30, .asks = "How many days it takes."},
};
static const struct form_field fields[] = {
    {.word = "name", .kind = FORM_LINE, .needed = REQUIRED, .limit = 30, .asks = "What the brand is called."},
    {.word = "slogan", .kind = FORM_LINE, .needed = OPTIONAL, .limit = 48, .asks = "A few words that stay."},
    {.word = "meaning",
     .kind = FORM_TEXT,
     .needed = REQUIRED,
     .limit = 300,
     .asks =
         "What the name says to those who come. It is shown to everyone who looks at the brand, so say it in "
         "their words."},
    {.word = "rules",
     .kind = FORM_TEXT,
     .needed = OPTIONAL,
     .limit = 90,
     .lines = 3,
     .asks = "A rule a line."},
    {.word = "score", .kind = FORM_NUMBER, .needed = REQUIRED, .limit = 100, .asks = "How good it is."},
    {.word = "item",
     .kind = FORM_BLOCK,
     .needed = REQUIRED,
     .limit = 3,
     .asks = "A service that the brand stands for.",
     .parts = parts,
     .part_count = sizeof parts / sizeof parts[0]},
    {.word = "plan", .kind = FORM_TEXT, .needed = REQUIRED, .limit = 120, .asks = "How you go about it."},
    {.word = "plan file",
     .kind = FORM_LINE,
     .needed = OPTIONAL,
     .limit = 40,
     .asks = "Where the plan lies.",
     .instead = "plan"},
};
const struct form form_sample = {
    .title = "A sample of forms", .fields = fields, .count = sizeof fields / sizeof fields[0]};

void form_add_answers(struct buffer *out, const struct form_answers *answers)
{
    for (size_t i = 0; i < answers->count; i++) {
        const struct form_value *value = &answers->values[i];
        char where[64];
        snprintf(where, sizeof where, "%s %zu ", value->of != NULL ? value->of->word : "", value->block);
        buffer_add_text(out, value->of != NULL ? where : "");
        buffer_add_text(out, value->field->word);
        buffer_add_text(out, "=");
        for (size_t k = 0; k < value->text.size; k++)
            buffer_add(out, value->text.at[k] == '\n' ? (const uint8_t *)"|" : value->text.at + k, 1);
        buffer_add_text(out, "\n");
    }
}

void form_add_faults(struct buffer *out, const struct form_answers *answers)
{
    for (size_t i = 0; i < answers->fault_count; i++) {
        form_fault_text(&answers->faults[i], out);
        buffer_add_text(out, "\n");
    }
}
