/* Opens what the server keeps: the store, the ledger in it and the key of its house, begun where there is
 * none yet. It must not know who will use them, nor any socket. */
#include "server/daemon/opening.h"

#include <stdio.h>
#include <string.h>

#include "server/daemon/exit.h"
#include "server/daemon/founding.h"
#include "server/daemon/house_key.h"
#include "server/daemon/trouble.h"
#include "server/writer/writer.h"

/* Another version of the program folded these views otherwise. */
static enum error views_prepare(struct opening *opening, struct refusal *why)
{
    struct txn *txn = txn_read(opening->store);
    bool fit = txn == NULL || domain_views_fit(txn);
    enum error error = txn == NULL ? ERR_NO_MEMORY : txn_error(txn);
    txn_end(txn);
    if (error == OK && !fit) {
        fprintf(stderr, "bulletind: the views were made by another version; rebuilding them\n");
        txn = txn_write(opening->store);
        error = txn == NULL ? ERR_NO_MEMORY : domain_rebuild(txn, NULL, NULL);
        if (error == OK)
            error = txn_commit(txn);
        else
            txn_end(txn);
    }
    return error == OK ? OK : refuse(why, error, NULL, bytes_of_text("its views cannot be folded"), 0);
}

/* Opens the store; what a first start left that was cut off is no store yet. */
static enum error store_take(struct opening *opening, const struct config *config, struct refusal *why)
{
    enum error error = founding_look(config->data, config->found_anew, why);
    for (int tries = 0; tries < 2 && error == OK; tries++) {
        error = store_open(config->data, STORE_SERVE, config->map_gib << 30, &opening->store, why);
        if (error != ERR_STORE_DAMAGED || tries > 0 || !founding_was_cut_off(config->data))
            return error;
        error = OK;
    }
    return error;
}

/* Whether the ledger holds a fact, and whose it is: no key when it does not say. */
static enum error ledger_look(struct opening *opening, const struct config *config, bool *begun,
                              uint8_t known[LIMIT_KEY_BYTES], struct refusal *why)
{
    struct txn *txn = txn_read(opening->store);
    if (txn == NULL)
        return refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    *begun = ledger_last(txn) > 0;
    enum error error = txn_error(txn) != OK
                           ? refuse(why, txn_error(txn), NULL, bytes_of_text(config->data), 0)
                       : *begun ? ledger_check_format(txn, why)
                                : OK;
    if (error == OK && *begun && !ledger_house(txn, known))
        memset(known, 0, LIMIT_KEY_BYTES);
    else if (error == OK && *begun && !ledger_ends_well(txn, known))
        error =
            refuse(why, ERR_LEDGER_BROKEN, NULL,
                   bytes_of_text("it does not end where the house signed that it ends; restore a backup"), 0);
    txn_end(txn);
    if (error == ERR_STORE_NEWER)
        why->name = bytes_of_text(config->data);
    return error;
}

int opening_prepare(struct opening *opening, const struct config *config, int64_t now_ms)
{
    struct refusal why = {0};
    uint8_t known[LIMIT_KEY_BYTES];
    bool begun = false;
    enum error error = store_take(opening, config, &why);
    if (error == OK)
        error = ledger_look(opening, config, &begun, known, &why);
    if (error == OK && !begun)
        error = founding_begin(config->data, config->found_anew, &why);
    if (error == OK)
        error = begun ? house_open(config->data, known, &opening->house, &why)
                      : house_make(config->data, &opening->house, &why);
    if (error == OK && begun && memcmp(known, opening->house->public_key, sizeof known) != 0)
        error = refuse(&why, ERR_LEDGER_BROKEN, NULL,
                       bytes_of_text("it belongs to another house than house.seed says"), 0);
    if (error == OK && !begun)
        error = writer_found(opening->store, opening->house, now_ms, &why);
    if (error == OK && !begun)
        error = house_keep(config->data, &why);
    if (error == OK)
        error = founding_mark(config->data, &why);
    if (error == OK)
        error = views_prepare(opening, &why);
    struct txn *txn = error == OK ? txn_read(opening->store) : NULL;
    if (error == OK && txn == NULL)
        error = refuse(&why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    if (txn != NULL) {
        opening->epoch = house_epoch(txn);
        if (txn_error(txn) != OK)
            error = refuse(&why, txn_error(txn), NULL, bytes_of_text("its epoch cannot be read"), 0);
        txn_end(txn);
    }
    return error == OK ? EXIT_DONE : trouble_report(&why);
}

void opening_close(struct opening *opening)
{
    house_free(opening->house);
    store_close(opening->store);
}
