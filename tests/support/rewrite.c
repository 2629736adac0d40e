/* Rewrites history, as a house that lies would. It copies a stopped server's ledger into a new store in which
 * the headline of one bulletin, whose act the house signed itself, is another; all that comes after is
 * chained anew. It does not know who will find out.
 *
 *   rewrite FROM TO ID HEADLINE */
#include <sodium.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/tables.h"
#include "server/ledger/ledger.h"

enum { MAP_BYTES = 1 << 30 };

static const char *doing = "starting";

static void require(bool holds)
{
    if (holds)
        return;
    fprintf(stderr, "rewrite: failed while %s\n", doing);
    exit(1);
}

static struct identity read_house(const char *folder)
{
    char path[4096];
    uint8_t seed[LIMIT_KEY_BYTES];
    struct identity house;
    snprintf(path, sizeof path, "%s/house.seed", folder);
    FILE *file = fopen(path, "rb");
    require(file != NULL && fread(seed, 1, sizeof seed, file) == sizeof seed);
    fclose(file);
    identity_from_seed(seed, &house);
    return house;
}

/* The act that says something else, signed anew. */
struct lie {
    uint8_t of[LIMIT_HASH_BYTES]; /* the act that was true */
    uint8_t room[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct signed_act act;
};

static void make_lie(struct lie *lie, const struct identity *house, const struct signed_act *truth,
                     const char *headline)
{
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    uint8_t args_room[LIMIT_ACT_BYTES];
    struct buffer map = buffer_over(args_room, sizeof args_room);
    struct buffer act = buffer_over(lie->room, sizeof lie->room);
    struct refusal why;
    const struct verb *verb = verb_find(truth->act.verb);
    require(bytes_equal(truth->act.author, bytes_of(house->public_key, LIMIT_KEY_BYTES)));
    require(verb != NULL && codec_decode(verb->args, truth->act.args, args, &why) == OK);
    int index = shape_find(verb->args, bytes_of_text("headline"));
    require(index >= 0);
    *(struct bytes *)(void *)(args + verb->args->fields[index].offset) = bytes_of_text(headline);
    codec_encode(verb->args, args, &map);

    memcpy(lie->of, truth->hash, sizeof lie->of);
    lie->act.act = truth->act;
    lie->act.act.args = buffer_bytes(&map);
    act_write(&act, &lie->act.act);
    require(!map.overflowed && !act.overflowed);
    lie->act.bytes = buffer_bytes(&act);
    act_sign(house, lie->act.bytes, lie->signature);
    lie->act.signature = bytes_of(lie->signature, sizeof lie->signature);
    hash_bytes(lie->act.bytes, lie->act.hash);
    require(act_read(lie->act.bytes, &lie->act.act, &why) == OK);
}

static void copy_blobs(struct txn *from, struct txn *to)
{
    struct walk walk;
    struct store_key first = key_empty();
    walk_up(&walk, from, TABLE_BLOBS, key_of(&first));
    while (walk_next(&walk))
        txn_append(to, TABLE_BLOBS, walk.key, walk.value);
    walk_end(&walk);
}

static void copy_facts(struct txn *from, struct txn *to, const struct lie *lie)
{
    uint8_t room[LIMIT_HEAD_BYTES];
    for (uint64_t seq = 1; seq <= ledger_last(from); seq++) {
        struct fact fact, made;
        struct buffer head = buffer_over(room, sizeof room);
        require(ledger_read(from, seq, &fact) && !fact.erased);
        bool is_it = memcmp(fact.act.hash, lie->of, sizeof lie->of) == 0;
        struct draft draft = {
            .channel = fact.head.channel, .kind = fact.head.kind, .decided = fact.head.decided};
        ledger_append(to, is_it ? &lie->act : &fact.act, &draft, fact.head.actor, fact.head.time_ms, &head,
                      &made);
        require(txn_error(to) == OK && made.head.number == fact.head.number);
    }
}

int main(int argc, char **argv)
{
    static struct lie lie;
    struct store *from_store, *to_store;
    struct refusal why;
    struct fact fact;
    struct bytes channel;
    uint64_t number;
    require(argc == 5 && sodium_init() >= 0);
    doing = "reading the seed";
    struct identity house = read_house(argv[1]);
    doing = "opening the stores";
    require(store_open(argv[1], STORE_LOOK, MAP_BYTES, &from_store, &why) == OK);
    require(store_open(argv[2], STORE_SERVE, MAP_BYTES, &to_store, &why) == OK);
    struct txn *from = txn_read(from_store), *to = txn_write(to_store);
    require(from != NULL && to != NULL);
    doing = "telling the lie";
    require(id_split(bytes_of_text(argv[3]), &channel, &number) &&
            ledger_read_at(from, channel, number, &fact) && !fact.erased);
    make_lie(&lie, &house, &fact.act, argv[4]);
    doing = "copying";
    ledger_begin(to, house.public_key);
    copy_blobs(from, to);
    copy_facts(from, to, &lie);
    ledger_seal(to, &house);
    require(txn_commit(to) == OK);
    txn_end(from);
    store_close(to_store);
    store_close(from_store);
    identity_wipe(&house);
    return 0;
}
