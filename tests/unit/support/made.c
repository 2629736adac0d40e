/* See made.h. */
#include "tests/unit/support/made.h"

#include <string.h>

#include "protocol/tables.h"
#include "protocol/wire/text.h"
#include "tests/unit/support/testing.h"

struct identity made_identity(uint8_t which)
{
    uint8_t seed[LIMIT_KEY_BYTES] = {which};
    struct identity identity;
    identity_from_seed(seed, &identity);
    return identity;
}

struct bytes made_act(const struct made *made, struct buffer *out, uint8_t signature[LIMIT_SIGNATURE_BYTES])
{
    uint8_t nonce[LIMIT_NONCE_BYTES] = {0};
    memcpy(nonce, &made->serial, sizeof made->serial);
    act_write(out, &(struct act){
                       .house = bytes_of(made->house, LIMIT_KEY_BYTES),
                       .author = bytes_of(made->author->public_key, LIMIT_KEY_BYTES),
                       .time_ms = made->time_ms,
                       .nonce = bytes_of(nonce, sizeof nonce),
                       .verb = bytes_of_text(made->verb),
                       .args = made->args,
                   });
    assert_false(out->overflowed);
    act_sign(made->author, buffer_bytes(out), signature);
    return buffer_bytes(out);
}

struct bytes made_args(const char *verb, const char *line, struct buffer *out)
{
    struct refusal why = {0};
    const struct verb *found = verb_find(bytes_of_text(verb));
    assert_non_null(found);
    if (text_to_map(found->args, bytes_of_text(line), out, &why) != OK)
        fail_msg("%s %s: %s %s", verb, line, error_kinds[why.code].word, why.field);
    return buffer_bytes(out);
}
