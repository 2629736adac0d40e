/* See client_chain.h. */
#include "tests/unit/support/client_chain.h"

#include <ftw.h>

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about, (void)kind, (void)place;
    return remove(path);
}

int chain_setup(void **state)
{
    static char folder[64];
    snprintf(folder, sizeof folder, "/tmp/bulletin-client-XXXXXX");
    assert_non_null(mkdtemp(folder));
    *state = folder;
    return 0;
}

int chain_teardown(void **state)
{
    return nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void chain_begin(struct chain *chain, const char *channel)
{
    *chain = (struct chain){.channel = channel, .time_ms = 1164848400000};
    chain->house = made_identity(1);
    chain->author = made_identity(2);
}

struct bytes chain_make(struct chain *chain, const struct chain_making *making, const struct chain_lie *lie)
{
    static const struct chain_lie truth;
    uint8_t args_room[1024], decided_room[1024], act_room[2048], head_room[2048];
    uint8_t signature[LIMIT_SIGNATURE_BYTES], act_hash[LIMIT_HASH_BYTES];
    struct buffer args = buffer_over(args_room, sizeof args_room),
                  act = buffer_over(act_room, sizeof act_room);
    struct buffer decided = buffer_over(decided_room, sizeof decided_room);
    struct buffer head = buffer_over(head_room, sizeof head_room);
    struct buffer push = buffer_over(chain->room, sizeof chain->room);
    lie = lie != NULL ? lie : &truth;

    codec_encode(making->args_shape, making->args, &args);
    codec_encode(making->decided_shape, making->decided, &decided);
    const struct made made = {
        .house = lie->act_house != NULL ? lie->act_house : chain->house.public_key,
        .author = &chain->author,
        .time_ms = chain->time_ms,
        .verb = making->verb,
        .args = buffer_bytes(&args),
    };
    made_act(&made, &act, signature);
    signature[0] ^= lie->bad_signature;
    hash_bytes(buffer_bytes(&act), act_hash);
    act_hash[0] ^= lie->other_act;

    struct head head_parts = {
        .seq = ++chain->number,
        .channel = bytes_of_text(chain->channel),
        .number = chain->number,
        .prev = bytes_of(chain->tip, sizeof chain->tip),
        .time_ms = ++chain->time_ms,
        .actor = bytes_of_text(lie->actor != NULL ? lie->actor : "li"),
        .kind = bytes_of_text(making->kind),
        .decided = buffer_bytes(&decided),
        .act_time_ms = made.time_ms + lie->other_time,
        .act_hash = bytes_of(act_hash, sizeof act_hash),
    };
    head_write(&head, &head_parts);
    hash_bytes(buffer_bytes(&head), chain->tip);
    struct push_fact fact = {.has = {.head = true, .act = !lie->without_act, .sig = !lie->without_act},
                             .head = buffer_bytes(&head),
                             .act = buffer_bytes(&act),
                             .sig = bytes_of(signature, sizeof signature)};
    codec_encode(&shape_push_fact, &fact, &push);
    assert_false(args.overflowed || decided.overflowed || head.overflowed || push.overflowed);
    return buffer_bytes(&push);
}

struct bytes chain_lying_fact(struct chain *chain, const char *headline, const struct chain_lie *lie)
{
    struct args_publish publish = {.has = {.channel = true, .headline = true, .text = true},
                                   .channel = bytes_of_text(chain->channel),
                                   .headline = bytes_of_text(headline),
                                   .text = bytes_of_text("The text 正文.\n")};
    struct fact_bulletin_published decided = {.has = {.department = true},
                                              .department = bytes_of_text("labour")};
    const struct chain_making making = {
        "publish", "bulletin.published", &shape_args_publish, &shape_fact_bulletin_published, &publish,
        &decided};
    return chain_make(chain, &making, lie);
}

struct bytes chain_erasure(struct chain *chain, const char *id, const char *act_id, const uint64_t *seqs,
                           size_t count, const struct chain_lie *lie)
{
    uint8_t room[256], zeros[LIMIT_HASH_BYTES] = {0};
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, seqs, count);
    struct args_erase erase = {.has = {.id = true, .seen = true, .reason = true},
                               .id = bytes_of_text(act_id),
                               .seen = bytes_of(zeros, sizeof zeros),
                               .reason = bytes_of_text("by order 依法")};
    struct fact_thing_erased decided = {
        .has = {.id = true, .facts = true}, .id = bytes_of_text(id), .facts = buffer_bytes(&numbers)};
    const struct chain_making making = {"erase", "thing.erased", &shape_args_erase, &shape_fact_thing_erased,
                                        &erase,  &decided};
    return chain_make(chain, &making, lie);
}

struct bytes chain_fact(struct chain *chain, const char *headline)
{
    return chain_lying_fact(chain, headline, NULL);
}

void chain_sign(struct chain *chain, struct chain_checkpoint *made, uint64_t number, const uint8_t *hash,
                int64_t time_ms)
{
    struct buffer bytes = buffer_over(made->room, sizeof made->room);
    struct checkpoint checkpoint = {
        .house = bytes_of(chain->house.public_key, LIMIT_KEY_BYTES),
        .epoch = 1,
        .channel = bytes_of_text(chain->channel),
        .number = number,
        .hash = bytes_of(hash, LIMIT_HASH_BYTES),
        .time_ms = time_ms,
    };
    checkpoint_write(&bytes, &checkpoint);
    identity_sign(&chain->house, CHECKPOINT_CONTEXT, buffer_bytes(&bytes), made->signature);
    made->push = (struct push_checkpoint){.has = {.checkpoint = true, .sig = true},
                                          .checkpoint = buffer_bytes(&bytes),
                                          .sig = bytes_of(made->signature, LIMIT_SIGNATURE_BYTES)};
}
