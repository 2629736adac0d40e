/* Makes a house with many headlines, for what is measured on a grown ledger. Each is judged, appended and
 * folded by the server's own code, many a commit, the search index too, so that a server that opens the store
 * finds nothing to do. The driver's publishers have joined.
 *
 * The signatures of the headlines are zeros, since signing would be most of the work. Nothing that serves
 * looks at stored signatures: acts are verified before they are queued, and by clients. `bulletind verify`
 * and real clients refuse such a ledger. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/bench/founded.h"

enum { PUBLISHERS = 256 }; /* of the driver; the first is the author */

/* The headlines are of the last twelve hours: an act may be a day old. */
static const uint64_t span_ms = UINT64_C(12) * 3600 * 1000;

static void grow(struct founded *founded, uint64_t facts, int64_t begin_ms)
{
    struct identity author, other;
    struct sample_act act;
    sample_identity(0, &author);
    founded_channel(founded, begin_ms);
    founded_invite(founded, 0, PUBLISHERS, begin_ms);
    for (unsigned number = 0; number < PUBLISHERS; number++) {
        sample_identity(number, &other);
        founded_join(founded, number, &other, begin_ms);
    }
    for (uint64_t i = 0; i < facts; i++) {
        int64_t now_ms = begin_ms + (int64_t)(span_ms * i / facts);
        sample_publish_unsigned(&author, founded->house->public_key, i, now_ms, &act);
        founded_take(founded, &act, now_ms);
    }
    founded_commit(founded);
}

static double store_mb(const char *folder)
{
    char path[4096];
    struct stat data = {0};
    snprintf(path, sizeof path, "%s/data.mdb", folder);
    if (stat(path, &data) != 0)
        founded_fail(path, "it is not there");
    return (double)data.st_size / 1e6;
}

int main(int count, char **words)
{
    char *end = NULL;
    unsigned long long facts = count == 3 ? strtoull(words[2], &end, 10) : 0;
    if (facts == 0 || *end != '\0') {
        fprintf(stderr, "usage: bench_grow FOLDER FACTS\n");
        return 2;
    }
    if (sodium_init() < 0)
        return 1;
    struct founded founded;
    int64_t begin_ms = clock_wall_ms() - (int64_t)span_ms;
    uint64_t start_ns = clock_ns();
    founded_open(&founded, words[1], begin_ms);
    grow(&founded, facts, begin_ms);
    founded_close(&founded);
    printf("{\"facts\": %llu, \"seconds\": %.1f, \"store_mb\": %.1f}\n", facts,
           (double)(clock_ns() - start_ns) / 1e9, store_mb(words[1]));
    return 0;
}
