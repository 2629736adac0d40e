/* Who acts or asks. It does not say what they may (rights.h, permit.h). */
#ifndef BULLETIN_DOMAIN_ACTOR_H
#define BULLETIN_DOMAIN_ACTOR_H

#include "protocol/tables.h"
#include "server/store/store.h"

/* Who acts or asks, as the newest views say. Copies: it outlives the transaction. */
struct actor {
    bool house;     /* the house itself: its own acts, and the operator on the control socket */
    bool known_key; /* `key` is the peer's or author's identity */
    bool revoked;   /* the key or its account has been revoked; the role is then guest */
    enum role role;
    bool signs;
    uint8_t key[LIMIT_KEY_BYTES];
    char account[LIMIT_NAME_BYTES + 1];    /* "" for a guest; "house" for the house */
    char department[LIMIT_NAME_BYTES + 1]; /* "" for none */
};

/* `key` may be NULL: a guest. */
void actor_of_key(struct txn *txn, const uint8_t *key, struct actor *actor);
/* Who an account is, whatever key it comes with. The rest of `actor` stays. */
void actor_of_account(const struct record_account *account, struct actor *actor);
void actor_of_house(const uint8_t house[LIMIT_KEY_BYTES], struct actor *actor);

#endif
