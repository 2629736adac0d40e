/* Judges facts and checkpoints against the position reached and the newest checkpoint kept. It asks nobody:
 * what it needs is in the bytes and on this machine's disk. */
#include "client/lib/follow/follow_check.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/lib/home/files.h"
#include "protocol/wire/scan.h"

/* Hashes of the newest facts, so that a checkpoint that is a little late can still be held against them. */
enum { RECENT = 256 };

/* What the house signed about a channel. */
struct kept_checkpoint {
    bool there;
    uint64_t number;
    int64_t time_ms;
    uint8_t hash[LIMIT_HASH_BYTES];
};

struct followed {
    struct check_position position;
    struct kept_checkpoint checkpoint;
    struct holes holes;
    uint64_t vouched;     /* how far checkpoints reach that came since the following began */
    uint64_t recent_from; /* the first number of which `recent` holds the hash */
    uint8_t recent[RECENT][LIMIT_HASH_BYTES];
};

struct check {
    uint8_t house[LIMIT_KEY_BYTES];
    char checkpoints_folder[PATH_MAX];
    size_t count;
    struct followed *followed[LIMIT_FOLLOWED];
};

struct check *check_new(const uint8_t house[LIMIT_KEY_BYTES], const char *checkpoints_folder)
{
    struct check *check = calloc(1, sizeof *check);
    if (check == NULL)
        return NULL;
    memcpy(check->house, house, sizeof check->house);
    snprintf(check->checkpoints_folder, sizeof check->checkpoints_folder, "%s", checkpoints_folder);
    return check;
}

static void free_followed(struct followed *followed)
{
    holes_fini(&followed->holes);
    free(followed);
}

void check_free(struct check *check)
{
    if (check == NULL)
        return;
    for (size_t i = 0; i < check->count; i++)
        free_followed(check->followed[i]);
    free(check);
}

static enum error no_memory(struct failure *failure)
{
    return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
}

static struct followed *find(const struct check *check, struct bytes channel)
{
    for (size_t i = 0; i < check->count; i++) {
        if (bytes_equal_text(channel, check->followed[i]->position.channel))
            return check->followed[i];
    }
    return NULL;
}

size_t check_count(const struct check *check)
{
    return check->count;
}

const struct check_position *check_at(const struct check *check, size_t index)
{
    return &check->followed[index]->position;
}

const struct check_position *check_find(const struct check *check, struct bytes channel)
{
    const struct followed *followed = find(check, channel);
    return followed != NULL ? &followed->position : NULL;
}

void check_forget(struct check *check, struct bytes channel)
{
    for (size_t i = 0; i < check->count; i++) {
        if (!bytes_equal_text(channel, check->followed[i]->position.channel))
            continue;
        free_followed(check->followed[i]);
        check->followed[i] = check->followed[--check->count];
        return;
    }
}

static enum error name_place(struct failure *failure, enum error code, struct bytes channel, uint64_t number)
{
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    id_write(&id, channel, number);
    return failure_refuse(failure, code, NULL, buffer_bytes(&id), 0);
}

static bool checkpoint_path(const struct check *check, struct bytes channel, char path[PATH_MAX])
{
    char name[LIMIT_CHANNEL_BYTES + 1];
    files_channel_name(channel, name);
    return files_join(path, check->checkpoints_folder, name);
}

/* Judges a checkpoint by itself. */
static enum error read_checkpoint(const struct check *check, const struct push_checkpoint *push,
                                  struct checkpoint *checkpoint, struct failure *failure)
{
    struct refusal why = {0};
    if (checkpoint_read(push->checkpoint, checkpoint, &why) != OK)
        return failure_take(failure, &why);
    if (!bytes_equal(checkpoint->house, bytes_of(check->house, LIMIT_KEY_BYTES)))
        return failure_refuse(failure, ERR_WRONG_HOUSE, NULL, (struct bytes){0}, 0);
    if (!checkpoint_verify(checkpoint, push->checkpoint, push->sig))
        return failure_refuse(failure, ERR_BAD_SIGNATURE, NULL, (struct bytes){0}, 0);
    return OK;
}

static void keep_in_memory(struct kept_checkpoint *kept, const struct checkpoint *checkpoint)
{
    *kept =
        (struct kept_checkpoint){.there = true, .number = checkpoint->number, .time_ms = checkpoint->time_ms};
    memcpy(kept->hash, checkpoint->hash.at, LIMIT_HASH_BYTES);
}

/* The checkpoint on disk, if one is there. Another watcher of the same home may have written it. */
static enum error load_checkpoint(const struct check *check, struct bytes channel,
                                  struct kept_checkpoint *kept, struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t *content = NULL;
    size_t size = 0;
    struct push_checkpoint push;
    struct checkpoint checkpoint;
    struct refusal why = {0};
    *kept = (struct kept_checkpoint){0};
    if (!checkpoint_path(check, channel, path))
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    enum error code = files_read(path, 2 * LIMIT_HEAD_BYTES, &content, &size, failure);
    if (code != OK || content == NULL)
        return code;
    if (scan_check(bytes_of(content, size), &why) != OK ||
        codec_decode(&shape_push_checkpoint, bytes_of(content, size), &push, &why) != OK ||
        read_checkpoint(check, &push, &checkpoint, failure) != OK)
        code = failure_say(failure, ERR_HEAD_MISMATCH,
                           "The kept checkpoint %s is damaged. Find out why, then remove it.", path);
    else
        keep_in_memory(kept, &checkpoint);
    free(content);
    return code;
}

static enum error save_checkpoint(const struct check *check, const struct push_checkpoint *push,
                                  const struct checkpoint *checkpoint, struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t room[LIMIT_HEAD_BYTES + 256];
    struct buffer map = buffer_over(room, sizeof room);
    if (!checkpoint_path(check, checkpoint->channel, path))
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    codec_encode(&shape_push_checkpoint, push, &map);
    return files_replace(path, buffer_bytes(&map), 0600, failure);
}

/* What is known of the fact of this number: NULL when nothing is. */
static const uint8_t *known_hash(const struct followed *followed, uint64_t number)
{
    const struct check_position *position = &followed->position;
    if (number == position->number)
        return position->has_hash ? position->hash : NULL;
    if (number < followed->recent_from || number > position->number || position->number - number >= RECENT)
        return NULL;
    return followed->recent[number % RECENT];
}

static bool checkpoint_agrees(const struct kept_checkpoint *head, uint64_t number, const uint8_t *hash)
{
    return !head->there || head->number != number || memcmp(head->hash, hash, LIMIT_HASH_BYTES) == 0;
}

static void move_to(struct followed *followed, uint64_t number, const uint8_t *hash)
{
    followed->position.number = number;
    followed->position.has_hash = true;
    memcpy(followed->position.hash, hash, LIMIT_HASH_BYTES);
    memcpy(followed->recent[number % RECENT], hash, LIMIT_HASH_BYTES);
}

enum error check_begin(struct check *check, struct bytes channel, uint64_t number, const uint8_t *hash,
                       struct failure *failure)
{
    struct kept_checkpoint head;
    if (channel.size > LIMIT_CHANNEL_BYTES)
        return failure_refuse(failure, ERR_TOO_LONG, "channel", (struct bytes){0}, LIMIT_CHANNEL_BYTES);
    enum error code = load_checkpoint(check, channel, &head, failure);
    if (code != OK)
        return code;
    if (hash != NULL && !checkpoint_agrees(&head, number, hash))
        return name_place(failure, ERR_HEAD_MISMATCH, channel, number);

    struct followed *followed = find(check, channel);
    if (followed == NULL) {
        if (check->count == LIMIT_FOLLOWED)
            return failure_refuse(failure, ERR_TOO_MANY_SUBSCRIPTIONS, NULL, (struct bytes){0},
                                  LIMIT_FOLLOWED);
        followed = calloc(1, sizeof *followed);
        if (followed == NULL)
            return no_memory(failure);
        check->followed[check->count++] = followed;
    }
    holes_fini(&followed->holes);
    memset(followed, 0, sizeof *followed);
    memcpy(followed->position.channel, channel.at, channel.size);
    followed->position.number = number;
    followed->recent_from = number;
    followed->checkpoint = head;
    if (hash != NULL)
        move_to(followed, number, hash);
    return OK;
}

enum error check_anchor(struct check *check, const struct record_anchor *anchor, struct failure *failure)
{
    static const uint8_t zeros[LIMIT_HASH_BYTES];
    struct followed *followed = find(check, anchor->channel);
    if (followed == NULL)
        return OK;
    struct check_position *position = &followed->position;
    bool agrees = anchor->number == position->number &&
                  (anchor->number != 0 || memcmp(anchor->hash.at, zeros, sizeof zeros) == 0) &&
                  (!position->has_hash || memcmp(anchor->hash.at, position->hash, LIMIT_HASH_BYTES) == 0) &&
                  checkpoint_agrees(&followed->checkpoint, anchor->number, anchor->hash.at);
    if (!agrees)
        return name_place(failure, ERR_HEAD_MISMATCH, anchor->channel, position->number);
    if (!position->has_hash)
        move_to(followed, anchor->number, anchor->hash.at);
    return OK;
}

enum error check_hole(struct check *check, struct bytes channel, const struct hole *hole,
                      struct failure *failure)
{
    struct followed *followed = find(check, channel);
    return followed == NULL || holes_add(&followed->holes, hole) ? OK : no_memory(failure);
}

/* Where a checkpoint stands, nothing may be missing without a reason. */
static enum error judge_holes(const struct followed *followed, struct failure *failure)
{
    uint64_t first = holes_first(&followed->holes);
    if (first == 0 || first > followed->vouched || followed->position.number < followed->vouched)
        return OK;
    return name_place(failure, ERR_ACT_MISSING, bytes_of_text(followed->position.channel), first);
}

/* The act: the one the head names, of a verb that makes such a fact, for this house, signed by whom
 * it says. */
static enum error judge_act(const uint8_t house_key[LIMIT_KEY_BYTES], const struct fact_seen *fact)
{
    uint8_t hash[LIMIT_HASH_BYTES];
    if (!fact->has_act)
        return fact_can_be_erased(fact->kind) ? OK : ERR_ACT_MISSING;
    if (!fact->push.has.sig)
        return ERR_ACT_MISMATCH;
    hash_bytes(fact->push.act, hash);
    if (!bytes_equal(bytes_of(hash, sizeof hash), fact->head.act_hash) ||
        fact->act.time_ms != fact->head.act_time_ms || !fact_seen_fits(fact))
        return ERR_ACT_MISMATCH;
    struct bytes house = bytes_of(house_key, LIMIT_KEY_BYTES);
    if (!bytes_equal(fact->act.house, house))
        return ERR_WRONG_HOUSE;
    if (!act_verify(&fact->act, fact->push.act, fact->push.sig))
        return ERR_BAD_SIGNATURE;
    /* What the house is said to have done, the house has signed. */
    if (bytes_equal_text(fact->head.actor, ACTOR_HOUSE) && !bytes_equal(fact->act.author, house))
        return ERR_BAD_SIGNATURE;
    return OK;
}

static enum error name_fact(struct failure *failure, enum error code, const struct fact_seen *fact)
{
    if (code == ERR_WRONG_HOUSE || code == ERR_BAD_SIGNATURE)
        return failure_say(failure, code, "%s: %s", fact->id,
                           code == ERR_WRONG_HOUSE ? "its act was signed for another house."
                                                   : "the signature does not fit its act.");
    return failure_refuse(failure, code, NULL, bytes_of_text(fact->id), 0);
}

enum error check_act(const uint8_t house[LIMIT_KEY_BYTES], const struct fact_seen *fact,
                     struct failure *failure)
{
    enum error code = judge_act(house, fact);
    return code == OK ? OK : name_fact(failure, code, fact);
}

enum error check_fact(struct check *check, const struct fact_seen *fact, bool *is_followed,
                      struct failure *failure)
{
    struct followed *followed = find(check, fact->head.channel);
    *is_followed = followed != NULL;
    if (followed == NULL)
        return OK;
    const struct check_position *position = &followed->position;
    enum error code = OK;
    if (fact->head.number > position->number + 1)
        code = ERR_GAP;
    else if (fact->head.number <= position->number || !position->has_hash ||
             memcmp(fact->head.prev.at, position->hash, LIMIT_HASH_BYTES) != 0)
        code = ERR_CHAIN_BROKEN;
    else if (!checkpoint_agrees(&followed->checkpoint, fact->head.number, fact->hash))
        code = ERR_HEAD_MISMATCH;
    else
        code = judge_act(check->house, fact);
    if (code != OK)
        return name_fact(failure, code, fact);
    if (!holes_take(&followed->holes, fact))
        return no_memory(failure);
    move_to(followed, fact->head.number, fact->hash);
    return judge_holes(followed, failure);
}

enum error check_seen(struct check *check, struct bytes channel, uint64_t number, const uint8_t *hash,
                      struct failure *failure)
{
    struct followed *followed = find(check, channel);
    if (followed == NULL)
        return OK;
    if (!checkpoint_agrees(&followed->checkpoint, number, hash))
        return name_place(failure, ERR_HEAD_MISMATCH, channel, number);
    move_to(followed, number, hash);
    return OK;
}

enum error check_read_checkpoint(struct bytes body, struct push_checkpoint *push,
                                 struct checkpoint *checkpoint, struct failure *failure)
{
    struct refusal why = {0};
    if (codec_decode_known(&shape_push_checkpoint, body, push, &why) != OK ||
        checkpoint_read(push->checkpoint, checkpoint, &why) != OK)
        return failure_take(failure, &why);
    return OK;
}

enum error check_checkpoint(struct check *check, const struct push_checkpoint *push, struct failure *failure)
{
    struct checkpoint checkpoint;
    enum error code = read_checkpoint(check, push, &checkpoint, failure);
    if (code != OK)
        return code;
    struct followed *followed = find(check, checkpoint.channel);
    if (followed == NULL)
        return OK;

    const uint8_t *known = known_hash(followed, checkpoint.number);
    bool other = known != NULL && memcmp(known, checkpoint.hash.at, LIMIT_HASH_BYTES) != 0;
    /* A lower number signed earlier is only an old checkpoint; signed later, it takes back what was said. */
    const struct kept_checkpoint *kept = &followed->checkpoint;
    bool takes_back = kept->there && checkpoint.number < kept->number && checkpoint.time_ms >= kept->time_ms;
    if (other || takes_back || !checkpoint_agrees(kept, checkpoint.number, checkpoint.hash.at))
        return name_place(failure, ERR_HEAD_MISMATCH, checkpoint.channel, checkpoint.number);
    if (checkpoint.number > followed->vouched)
        followed->vouched = checkpoint.number;
    code = judge_holes(followed, failure);
    if (code != OK || (kept->there && checkpoint.number <= kept->number))
        return code;

    struct kept_checkpoint on_disk;
    code = load_checkpoint(check, checkpoint.channel, &on_disk, failure);
    if (code != OK)
        return code;
    if (!checkpoint_agrees(&on_disk, checkpoint.number, checkpoint.hash.at))
        return name_place(failure, ERR_HEAD_MISMATCH, checkpoint.channel, checkpoint.number);
    if (!on_disk.there || checkpoint.number > on_disk.number) {
        code = save_checkpoint(check, push, &checkpoint, failure);
        if (code != OK)
            return code;
    }
    keep_in_memory(&followed->checkpoint, &checkpoint);
    return OK;
}
