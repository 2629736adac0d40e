/* Judges facts and signed heads against the position reached and the newest head kept. It asks nobody: what
 * it needs is in the bytes and on this machine's disk. */
#include "client/lib/follow/follow_check.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/lib/home/files.h"
#include "protocol/wire/scan.h"

/* Hashes of the newest facts, so that a signed head that is a little late can still be held against them. */
enum { RECENT = 256 };

/* What the house signed about a channel. */
struct kept_head {
    bool there;
    uint64_t number;
    int64_t time_ms;
    uint8_t hash[LIMIT_HASH_BYTES];
};

struct followed {
    struct check_position position;
    struct kept_head head;
    struct holes holes;
    uint64_t vouched;     /* how far signed heads reach that came since the following began */
    uint64_t recent_from; /* the first number of which `recent` holds the hash */
    uint8_t recent[RECENT][LIMIT_HASH_BYTES];
};

struct check {
    uint8_t house[LIMIT_KEY_BYTES];
    char heads_folder[PATH_MAX];
    size_t count;
    struct followed *followed[LIMIT_FOLLOWED];
};

struct check *check_new(const uint8_t house[LIMIT_KEY_BYTES], const char *heads_folder)
{
    struct check *check = calloc(1, sizeof *check);
    if (check == NULL)
        return NULL;
    memcpy(check->house, house, sizeof check->house);
    snprintf(check->heads_folder, sizeof check->heads_folder, "%s", heads_folder);
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

static bool head_path(const struct check *check, struct bytes channel, char path[PATH_MAX])
{
    char name[LIMIT_CHANNEL_BYTES + 1];
    files_channel_name(channel, name);
    return files_join(path, check->heads_folder, name);
}

/* Judges a signed head by itself. */
static enum error read_head(const struct check *check, const struct push_head *push, struct signed_head *head,
                            struct failure *failure)
{
    struct refusal why = {0};
    if (signed_head_read(push->head, head, &why) != OK)
        return failure_take(failure, &why);
    if (!bytes_equal(head->house, bytes_of(check->house, LIMIT_KEY_BYTES)))
        return failure_refuse(failure, ERR_WRONG_HOUSE, NULL, (struct bytes){0}, 0);
    if (!signed_head_verify(head, push->head, push->sig))
        return failure_refuse(failure, ERR_BAD_SIGNATURE, NULL, (struct bytes){0}, 0);
    return OK;
}

static void keep_in_memory(struct kept_head *kept, const struct signed_head *head)
{
    *kept = (struct kept_head){.there = true, .number = head->number, .time_ms = head->time_ms};
    memcpy(kept->hash, head->hash.at, LIMIT_HASH_BYTES);
}

/* The head on disk, if one is there. Another watcher of the same home may have written it. */
static enum error load_head(const struct check *check, struct bytes channel, struct kept_head *kept,
                            struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t *content = NULL;
    size_t size = 0;
    struct push_head push;
    struct signed_head head;
    struct refusal why = {0};
    *kept = (struct kept_head){0};
    if (!head_path(check, channel, path))
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    enum error code = files_read(path, 2 * LIMIT_HEAD_BYTES, &content, &size, failure);
    if (code != OK || content == NULL)
        return code;
    if (scan_check(bytes_of(content, size), &why) != OK ||
        codec_decode(&shape_push_head, bytes_of(content, size), &push, &why) != OK ||
        read_head(check, &push, &head, failure) != OK)
        code = failure_say(failure, ERR_HEAD_MISMATCH,
                           "The kept head %s is damaged. Find out why, then remove it.", path);
    else
        keep_in_memory(kept, &head);
    free(content);
    return code;
}

static enum error save_head(const struct check *check, const struct push_head *push,
                            const struct signed_head *head, struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t room[LIMIT_HEAD_BYTES + 256];
    struct buffer map = buffer_over(room, sizeof room);
    if (!head_path(check, head->channel, path))
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    codec_encode(&shape_push_head, push, &map);
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

static bool head_agrees(const struct kept_head *head, uint64_t number, const uint8_t *hash)
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
    struct kept_head head;
    if (channel.size > LIMIT_CHANNEL_BYTES)
        return failure_refuse(failure, ERR_TOO_LONG, "channel", (struct bytes){0}, LIMIT_CHANNEL_BYTES);
    enum error code = load_head(check, channel, &head, failure);
    if (code != OK)
        return code;
    if (hash != NULL && !head_agrees(&head, number, hash))
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
    followed->head = head;
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
                  head_agrees(&followed->head, anchor->number, anchor->hash.at);
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

/* Where a signed head stands, nothing may be missing without a reason. */
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
    else if (!head_agrees(&followed->head, fact->head.number, fact->hash))
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
    if (!head_agrees(&followed->head, number, hash))
        return name_place(failure, ERR_HEAD_MISMATCH, channel, number);
    move_to(followed, number, hash);
    return OK;
}

enum error check_head(struct check *check, const struct push_head *push, struct failure *failure)
{
    struct signed_head head;
    enum error code = read_head(check, push, &head, failure);
    if (code != OK)
        return code;
    struct followed *followed = find(check, head.channel);
    if (followed == NULL)
        return OK;

    const uint8_t *known = known_hash(followed, head.number);
    bool other = known != NULL && memcmp(known, head.hash.at, LIMIT_HASH_BYTES) != 0;
    /* A lower number signed earlier is only an old head; signed later, it takes back what was said. */
    const struct kept_head *kept = &followed->head;
    bool takes_back = kept->there && head.number < kept->number && head.time_ms >= kept->time_ms;
    if (other || takes_back || !head_agrees(kept, head.number, head.hash.at))
        return name_place(failure, ERR_HEAD_MISMATCH, head.channel, head.number);
    if (head.number > followed->vouched)
        followed->vouched = head.number;
    code = judge_holes(followed, failure);
    if (code != OK || (kept->there && head.number <= kept->number))
        return code;

    struct kept_head on_disk;
    code = load_head(check, head.channel, &on_disk, failure);
    if (code != OK)
        return code;
    if (!head_agrees(&on_disk, head.number, head.hash.at))
        return name_place(failure, ERR_HEAD_MISMATCH, head.channel, head.number);
    if (!on_disk.there || head.number > on_disk.number) {
        code = save_head(check, push, &head, failure);
        if (code != OK)
            return code;
    }
    keep_in_memory(&followed->head, &head);
    return OK;
}
