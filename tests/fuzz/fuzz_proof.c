/* A proof from a stranger: its layout and its judgement, with the digest made right so that a fuzzer comes
 * past it. What passes must be told without overflowing its room, and written again to the same bytes. */
#include <sodium.h>
#include <stdlib.h>

#include "client/lib/proof/proof_show.h"
#include "tests/fuzz/target.h"

static void judge(struct bytes bytes)
{
    static struct proof_file file;
    struct proof *proof = NULL;
    struct failure failure = {0};
    file = (struct proof_file){0};
    if (proof_file_read(bytes, &file, &failure) != OK)
        return;
    size_t capacity = proof_file_room(&file);
    uint8_t *room = malloc(capacity);
    require(room != NULL);
    struct buffer out = buffer_over(room, capacity);
    proof_file_write(&file, &out);
    require(!out.overflowed && bytes_equal(buffer_bytes(&out), bytes));
    free(room);
    if (proof_read(bytes, &proof, &failure) != OK)
        return;
    capacity = proof_show_room(proof);
    room = malloc(capacity);
    require(room != NULL);
    out = buffer_over(room, capacity);
    proof_show_lines(&out, proof, HOUSE_NOT_COMPARED);
    require(!out.overflowed);
    json_decref(proof_show_json(proof, HOUSE_NOT_COMPARED));
    free(room);
    proof_free(proof);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    enum { DIGEST_BYTES = 2 + LIMIT_HASH_BYTES };
    require(sodium_init() >= 0);
    judge(bytes_of(at, size));
    uint8_t *room = malloc(size + DIGEST_BYTES);
    require(room != NULL);
    if (size > 0)
        memcpy(room, at, size);
    room[size] = 0xc4;
    room[size + 1] = LIMIT_HASH_BYTES;
    hash_bytes(bytes_of(room, size), room + size + 2);
    judge(bytes_of(room, size + DIGEST_BYTES));
    free(room);
    return 0;
}
