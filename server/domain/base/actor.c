/* Who acts or asks, as the newest views say. It does not know what they may. */
#include "server/domain/base/actor.h"

#include <assert.h>

#include "server/domain/views/views.h"

static void copy_name(char to[LIMIT_NAME_BYTES + 1], struct bytes name)
{
    assert(name.size <= LIMIT_NAME_BYTES);
    memcpy(to, name.at, name.size);
    to[name.size] = '\0';
}

void actor_of_account(const struct record_account *account, struct actor *actor)
{
    actor->role = (enum role)account->role;
    actor->signs = account->has.signs && account->signs;
    copy_name(actor->account, account->account);
    if (account->has.department)
        copy_name(actor->department, account->department);
}

void actor_of_key(struct txn *txn, const uint8_t *key, struct actor *actor)
{
    struct record_key key_row;
    struct record_account account;
    *actor = (struct actor){.role = ROLE_GUEST};
    if (key == NULL)
        return;
    actor->known_key = true;
    memcpy(actor->key, key, LIMIT_KEY_BYTES);
    if (!view_key(txn, bytes_of(key, LIMIT_KEY_BYTES), &key_row) ||
        !view_account(txn, key_row.account, &account))
        return;
    if (key_row.has.revoked || account.has.revoked) {
        actor->revoked = true;
        return;
    }
    actor_of_account(&account, actor);
}

void actor_of_house(const uint8_t house[LIMIT_KEY_BYTES], struct actor *actor)
{
    *actor = (struct actor){.house = true, .known_key = true, .role = ROLE_OPERATOR};
    memcpy(actor->key, house, LIMIT_KEY_BYTES);
    copy_name(actor->account, bytes_of_text(ACTOR_HOUSE));
}
