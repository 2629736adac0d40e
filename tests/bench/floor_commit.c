/* What a headline's tables, keys and values cost an LMDB without the server. They are head, act, tip, place,
 * taken, bulletin, its revision, and whose it is. It writes what the server would write and reads nothing. */
#include "tests/bench/floor.h"

#include <inttypes.h>
#include <lmdb.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/sample.h"
#include "tests/bench/usage.h"

enum { HEADS, ACTS, TIPS, PLACES, TAKEN, BULLETINS, REVISIONS, PUBLISHED, TABLES };

#define AUTHOR "p1"

enum {
    TIP_BYTES = 8 + 8 + LIMIT_HASH_BYTES,
    PLACE_KEY_BYTES = sizeof SAMPLE_CHANNEL + 8, /* with its zero byte */
    TAKEN_KEY_BYTES = 8 + LIMIT_HASH_BYTES,
    /* A map of its seq, head, revision, the revision's seq and head, addressed and signed_for. */
    BULLETIN_BYTES = 1 + 9 + 39 + 10 + 18 + 48 + 11 + 12,
    REVISION_KEY_BYTES = PLACE_KEY_BYTES + 8,
    PUBLISHED_KEY_BYTES = sizeof AUTHOR + 8,
};

struct commit {
    MDB_env *env;
    MDB_dbi tables[TABLES];
    uint64_t seq;
    uint8_t head[SAMPLE_ACT_BYTES], act[SAMPLE_ACT_BYTES + LIMIT_SIGNATURE_BYTES];
    size_t head_size, act_size;
};

static int open_all(struct commit *commit, const char *folder)
{
    static const char *const names[TABLES] = {"heads", "acts",      "tips",      "places",
                                              "taken", "bulletins", "revisions", "published"};
    MDB_txn *txn = NULL;
    int code = mdb_env_create(&commit->env);
    if (code != MDB_SUCCESS)
        return code;
    mdb_env_set_maxdbs(commit->env, TABLES);
    mdb_env_set_mapsize(commit->env, (size_t)16 << 30);
    code = mdb_env_open(commit->env, folder, MDB_NOTLS, 0600);
    if (code == MDB_SUCCESS)
        code = mdb_txn_begin(commit->env, NULL, 0, &txn);
    for (int table = 0; code == MDB_SUCCESS && table < TABLES; table++)
        code = mdb_dbi_open(txn, names[table], MDB_CREATE, &commit->tables[table]);
    return code == MDB_SUCCESS ? mdb_txn_commit(txn) : code;
}

static int put(struct commit *commit, MDB_txn *txn, int table, const void *key, size_t key_size,
               const void *value, size_t value_size, unsigned flags)
{
    MDB_val at = {key_size, (void *)(uintptr_t)key}, held = {value_size, (void *)(uintptr_t)value};
    return mdb_put(txn, commit->tables[table], &at, &held, flags);
}

static void write_number(uint8_t at[8], uint64_t number)
{
    for (int i = 7; i >= 0; i--, number >>= 8)
        at[i] = (uint8_t)number;
}

static int put_act(struct commit *commit, MDB_txn *txn)
{
    uint8_t seq[8], tip[TIP_BYTES] = {0}, place[PLACE_KEY_BYTES] = SAMPLE_CHANNEL, taken[TAKEN_KEY_BYTES];
    uint8_t bulletin[BULLETIN_BYTES] = {0}, revision[REVISION_KEY_BYTES],
            published[PUBLISHED_KEY_BYTES] = AUTHOR;
    write_number(seq, ++commit->seq);
    memcpy(place + sizeof SAMPLE_CHANNEL, seq, sizeof seq);
    memcpy(revision, place, sizeof place);
    write_number(revision + sizeof place, 1);
    memcpy(published + sizeof AUTHOR, seq, sizeof seq);
    write_number(taken, (uint64_t)clock_wall_ms());
    hash_bytes(bytes_of(seq, sizeof seq), taken + 8); /* as scattered as the hashes of acts */
    int code = put(commit, txn, HEADS, seq, 8, commit->head, commit->head_size, MDB_APPEND);
    if (code == MDB_SUCCESS)
        code = put(commit, txn, ACTS, seq, 8, commit->act, commit->act_size, MDB_APPEND);
    if (code == MDB_SUCCESS)
        code = put(commit, txn, TIPS, SAMPLE_CHANNEL, sizeof SAMPLE_CHANNEL - 1, tip, sizeof tip, 0);
    if (code == MDB_SUCCESS)
        code = put(commit, txn, PLACES, place, sizeof place, seq, 8, 0);
    if (code == MDB_SUCCESS)
        code = put(commit, txn, TAKEN, taken, sizeof taken, seq, 8, 0);
    if (code == MDB_SUCCESS)
        code = put(commit, txn, BULLETINS, place, sizeof place, bulletin, sizeof bulletin, 0);
    if (code == MDB_SUCCESS)
        code = put(commit, txn, REVISIONS, revision, sizeof revision, seq, 8, 0);
    if (code == MDB_SUCCESS)
        code = put(commit, txn, PUBLISHED, published, sizeof published, NULL, 0, 0);
    return code;
}

static void make_samples(struct commit *commit)
{
    const uint8_t house[LIMIT_KEY_BYTES] = {0};
    struct identity identity;
    struct sample_act act;
    sample_identity(0, &identity);
    sample_publish(&identity, house, 1, &act);
    struct buffer head = buffer_over(commit->head, sizeof commit->head);
    sample_head(&act, 1000, &head);
    commit->head_size = head.size;
    memcpy(commit->act, act.signature, sizeof act.signature);
    memcpy(commit->act + sizeof act.signature, act.bytes, act.size);
    commit->act_size = sizeof act.signature + act.size;
}

bool floor_commit(const char *folder, unsigned acts_per_commit, double seconds)
{
    static struct commit commit;
    uint64_t commits = 0, start_ns = 0, now_ns = 0;
    make_samples(&commit);
    int code = open_all(&commit, folder);
    uint64_t start_cpu_ns = usage_cpu_ns(getpid());
    start_ns = now_ns = clock_ns();
    while (code == MDB_SUCCESS && (double)(now_ns - start_ns) < seconds * 1e9) {
        MDB_txn *txn = NULL;
        code = mdb_txn_begin(commit.env, NULL, 0, &txn);
        for (unsigned i = 0; code == MDB_SUCCESS && i < acts_per_commit; i++)
            code = put_act(&commit, txn);
        if (code == MDB_SUCCESS)
            code = mdb_txn_commit(txn);
        now_ns = clock_ns();
        commits++;
    }
    if (code != MDB_SUCCESS)
        fprintf(stderr, "bench_floor: %s: %s\n", folder, mdb_strerror(code));
    else
        printf("{\"acts_per_s\": %.1f, \"cpu_us_per_act\": %.1f, \"head_bytes\": %zu, \"act_bytes\": %zu}\n",
               (double)commits * acts_per_commit / ((double)(now_ns - start_ns) / 1e9),
               (double)(usage_cpu_ns(getpid()) - start_cpu_ns) / 1e3 / (double)(commits * acts_per_commit),
               commit.head_size, commit.act_size);
    if (commit.env != NULL)
        mdb_env_close(commit.env);
    return code == MDB_SUCCESS;
}
