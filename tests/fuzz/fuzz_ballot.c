/* Whatever strangers send in a ballot, from any bytes: as they are, and as changes to one that is good. What
 * is taken must be that one, byte for byte, but for what its proof is not over. */
#include <string.h>

#include "tests/fuzz/target.h"
#include "tests/unit/support/scenes.h"

enum { ROOM_BYTES = 2048 };

/* Where nothing but the trustee whose box it is tells one that is right from another. */
static bool is_in_no_proof(const struct scene_object *object, struct bytes whole, size_t at)
{
    const size_t boxes_at = whole.size - 3 * SHARE_BOX_BYTES;
    return strcmp(object->name, "deal") == 0 && at >= boxes_at;
}

static bool is_the_same(const struct scene_object *object, struct bytes whole, struct bytes other)
{
    if (other.size != whole.size)
        return false;
    for (size_t at = 0; at < whole.size; at++) {
        if (other.at[at] != whole.at[at] && !is_in_no_proof(object, whole, at))
            return false;
    }
    return true;
}

/* A deal that was taken is opened by each trustee, and a complaint against it is judged. */
static void open_deal(const struct scene *scene, struct bytes deal)
{
    uint8_t shares[SHARE_BYTES], complaint[COMPLAINT_BYTES], random[32] = {0};
    const struct held_ceremony *held = &scene->held;
    for (size_t j = 1; j <= held->ceremony.trustees; j++) {
        complaint_make(&held->ceremony, SCENE_DEALER, deal, j, held->transport_secrets[j - 1], random,
                       complaint);
        require(complaint_check(&held->ceremony, SCENE_DEALER, deal, j,
                                bytes_of(complaint, sizeof complaint)) == BALLOT_GOOD);
        const bool fits = deal_open(&held->ceremony, SCENE_DEALER, deal, j, complaint, shares) == BALLOT_GOOD;
        require(fits != complaint_is_true(&held->ceremony, SCENE_DEALER, deal, j,
                                          bytes_of(complaint, sizeof complaint)));
    }
}

static void check(const struct scene *scene, const struct scene_object *object, struct bytes other)
{
    struct bytes whole = object->bytes(scene);
    enum ballot_fault fault = object->check(scene, other);
    require(fault < BALLOT_FAULT_COUNT && (fault == BALLOT_LENGTH) == (other.size != whole.size));
    require(fault != BALLOT_GOOD || is_the_same(object, whole, other));
    if (fault == BALLOT_GOOD && strcmp(object->name, "deal") == 0)
        open_deal(scene, other);
}

/* The first byte says which object; the others are one, or in threes say where it gets another byte, and
 * which. */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct scene scene;
    static bool set;
    uint8_t room[ROOM_BYTES];
    if (!set)
        scene_set(&scene);
    set = true;
    if (size == 0)
        return 0;
    const struct scene_object *object = &scene_objects[at[0] % SCENE_OBJECTS];
    check(&scene, object, bytes_of(at + 1, size - 1));
    struct bytes whole = object->bytes(&scene);
    require(whole.size <= ROOM_BYTES);
    memcpy(room, whole.at, whole.size);
    for (size_t i = 1; i + 3 <= size; i += 3)
        room[(size_t)(at[i] << 8 | at[i + 1]) % whole.size] = at[i + 2];
    check(&scene, object, bytes_of(room, whole.size));
    return 0;
}
