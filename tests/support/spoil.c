/* Writes a value that nothing can read over every value of one table of a stopped server's store, so that
 * whatever looks there meets damage. It does not know who looks.
 *
 *   spoil FOLDER NUMBER    spoils table NUMBER, from 0, and prints its shelf; ends with 2 when there is
 *                          no such table */
#include <stdio.h>
#include <stdlib.h>

#include "protocol/wire/codec.h"
#include "server/store/store.h"

enum { MAP_BYTES = 1 << 30, KEYS_MOST = 4096 };

#define TABLE_SHELF(symbol, name, shelf, what) shelf,
static const enum shelf shelves[TABLE_COUNT] = {STORE_TABLES(TABLE_SHELF)};
#undef TABLE_SHELF

static struct store_key keys[KEYS_MOST];

int main(int count, char **words)
{
    static const uint8_t spoilt[] = {0xc1, 0xc1, 0xc1};
    struct refusal why;
    struct store *store;
    struct walk walk;
    size_t found = 0;
    int table = count == 3 ? atoi(words[2]) : -1;
    if (table < 0 || table >= TABLE_COUNT)
        return 2;
    if (store_open(words[1], STORE_REPAIR, MAP_BYTES, &store, &why) != OK)
        return 1;
    struct txn *txn = txn_write(store);
    walk_up(&walk, txn, (enum table)table, bytes_of(NULL, 0));
    while (found < KEYS_MOST && walk_next(&walk)) {
        keys[found] = key_empty();
        key_bytes(&keys[found++], walk.key);
    }
    walk_end(&walk);
    for (size_t i = 0; i < found; i++)
        txn_put(txn, (enum table)table, key_of(&keys[i]), bytes_of(spoilt, sizeof spoilt));
    enum error error = txn_commit(txn);
    store_close(store);
    printf("%d %zu\n", (int)shelves[table], found);
    return error == OK ? 0 : 1;
}
