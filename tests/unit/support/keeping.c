/* See keeping.h. */
#include "tests/unit/support/keeping.h"

#include <sys/stat.h>

struct keeping keeping;

int keeping_setup(void **state)
{
    chain_setup(state);
    snprintf(keeping.home.path, sizeof keeping.home.path, "%s", (const char *)*state);
    chain_begin(&keeping.chain, "programme");
    keeping.keep = NULL;
    return 0;
}

int keeping_teardown(void **state)
{
    keep_close(keeping.keep);
    return chain_teardown(state);
}

struct bytes keeping_channel(void)
{
    return bytes_of_text("programme");
}

void keeping_open(void)
{
    assert_int_equal(keep_open(&keeping.home, "desk", &keeping.keep, &keeping.failure), OK);
}

void keeping_close(void)
{
    keep_close(keeping.keep);
    keeping.keep = NULL;
}

void keeping_add(const char *headline, bool moves)
{
    struct bytes fact = chain_fact(&keeping.chain, headline);
    assert_int_equal(keep_fact(keeping.keep, keeping_channel(), keeping.chain.number, fact, &keeping.failure),
                     OK);
    if (moves)
        assert_int_equal(keep_move(keeping.keep, keeping_channel(), keeping.chain.number, keeping.chain.tip,
                                   &keeping.failure),
                         OK);
    assert_int_equal(keep_settle(keeping.keep, &keeping.failure), OK);
}

bool keeping_count(void *context, struct bytes push_fact)
{
    struct walked *walked = context;
    struct fact_seen fact;
    assert_int_equal(fact_read(push_fact, &fact, &keeping.failure), OK);
    walked->count++;
    walked->last = fact.head.number;
    return true;
}

struct walked keeping_walk(void)
{
    struct walked walked = {0};
    assert_int_equal(
        keep_walk(keeping.keep, keeping_channel(), keeping_count, &walked, &keeping.damage, &keeping.failure),
        OK);
    return walked;
}

void keeping_facts_path(char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.200s/watch/desk/facts/programme", keeping.home.path);
}

off_t keeping_facts_size(void)
{
    char path[PATH_MAX];
    struct stat about;
    keeping_facts_path(path);
    assert_int_equal(stat(path, &about), 0);
    return about.st_size;
}

void keeping_write_file(const char *path, const uint8_t *content, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}
