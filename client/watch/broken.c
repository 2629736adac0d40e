/* Saying that a proof does not hold: to a person, to whoever reads the JSON, and on the desktop. It judges
 * nothing and stops nothing. */
#include "client/watch/broken.h"

#include <stdio.h>

#include "client/shell/print.h"
#include "client/watch/showing.h"

static void reason_of(const struct failure *failure, char text[LIMIT_REASON_BYTES + 1])
{
    struct buffer reason = buffer_over(text, LIMIT_REASON_BYTES);
    failure_text(failure, &reason);
    text[reason.size] = '\0';
}

/* On the standard output, among the facts: whoever reads those must not take a channel for quiet. */
static void print_broken(const struct watch *watch, const char *what, const char *name, uint64_t number,
                         const struct failure *failure, const char *reason)
{
    if (!watch->options->json)
        return;
    json_t *object = json_object();
    json_object_set_new(object, "broken", json_string(name));
    json_object_set_new(object, "what", json_string(what));
    if (number != 0)
        json_object_set_new(object, "after", json_integer((json_int_t)number));
    json_object_set_new(object, "error", json_string(error_kinds[failure->code].word));
    json_object_set_new(object, "text", json_string(reason));
    print_json(object);
}

void broken_channel(struct watch *watch, const char *channel, uint64_t number, const struct failure *failure)
{
    char reason[LIMIT_REASON_BYTES + 1];
    reason_of(failure, reason);
    say_broken_channel(channel, number, failure);
    print_broken(watch, "channel", channel, number, failure, reason);
    showing_notify_urgent(watch, channel, "Broken proof: this channel is not followed any more");
    watch->broken++;
}

void broken_thing(struct watch *watch, const char *id, const struct failure *failure)
{
    char reason[LIMIT_REASON_BYTES + 1], sentence[LIMIT_REASON_BYTES + LIMIT_ID_BYTES + 100];
    reason_of(failure, reason);
    snprintf(sentence, sizeof sentence, "BROKEN PROOF of %s: %s It is left out.", id, reason);
    say_text(sentence);
    print_broken(watch, "fact", id, 0, failure, reason);
    watch->broken++;
}
