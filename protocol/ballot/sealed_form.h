/* An expert's form, sealed to the trustees, and their parts of opening it: step 12 of "The secret ballot". It
 * does not know what a form says.
 *
 *   form   R ‖ e ‖ s ‖ ChaCha20-Poly1305 of the padded form
 *   key    B("bulletin form key 1", house, E, F, unit, handle, author, replaces, R, r·F)
 *   part   D ‖ e ‖ s, D = z_j·R
 *
 * Padded: two bytes of length, big-endian, the content, zeros. All forms of an evaluation are padded to the
 * same `padded_bytes`, at most BALLOT_FORM_BYTES. */
#ifndef BULLETIN_BALLOT_SEALED_FORM_H
#define BULLETIN_BALLOT_SEALED_FORM_H

#include "protocol/ballot/count.h"

enum {
    SEALED_FORM_PART_BYTES = BALLOT_POINT_BYTES + 2 * BALLOT_SCALAR_BYTES,
    SEALED_FORM_LENGTH_BYTES = 2, /* of what the padding takes besides */
    SEALED_FORM_BYTES = BALLOT_POINT_BYTES + 2 * BALLOT_SCALAR_BYTES + BALLOT_FORM_BYTES + LIMIT_TAG_BYTES,
};

/* How long every sealed form is. */
size_t sealed_form_bytes(size_t padded_bytes);

/* Appends the sealed form. BOUNDS: the content does not fit into `padded_bytes`, or those are too many. */
enum ballot_fault sealed_form_make(const struct ballot_place *place, struct bytes content,
                                   size_t padded_bytes, const uint8_t random[BALLOT_RANDOM_BYTES],
                                   struct buffer *out);
/* A stranger's. LENGTH, SCALAR, POINT, PROOF. */
enum ballot_fault sealed_form_check(const struct ballot_place *place, size_t padded_bytes, struct bytes form);

/* A form that is opened, and by which act it was given. */
struct opened_form {
    const struct vote *vote;
    struct bytes unit;
    struct bytes form;  /* passed sealed_form_check */
    const uint8_t *act; /* the act's hash */
};

/* The part of trustee `j` with the secret z_j behind `form_part`, F_j. */
void sealed_form_part_make(const struct opened_form *opened, size_t j, const uint8_t *form_part,
                           const uint8_t secret[BALLOT_SCALAR_BYTES],
                           const uint8_t random[BALLOT_RANDOM_BYTES], uint8_t part[SEALED_FORM_PART_BYTES]);
/* A stranger's. LENGTH, SCALAR, POINT, PROOF. */
enum ballot_fault sealed_form_part_check(const struct opened_form *opened, size_t j, const uint8_t *form_part,
                                         struct bytes part);

/* Opens with as many parts as the threshold; `content` is then within `room`, which holds the padded form.
 * BOX: it does not open, or is not padded as it must be. */
enum ballot_fault sealed_form_open(const struct ballot_place *place, struct bytes form,
                                   const struct opened_part *parts, size_t count,
                                   uint8_t room[BALLOT_FORM_BYTES], struct bytes *content);

#endif
