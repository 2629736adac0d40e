/* A hash table from address to count under one lock, touched once per accept and once per close. */
#include "server/net/addresses.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096 };

struct entry {
    struct entry *next;
    uint64_t address;
    unsigned count;
};

struct addresses {
    pthread_mutex_t mutex;
    unsigned most;
    struct entry *buckets[BUCKETS];
};

struct addresses *addresses_new(unsigned most)
{
    struct addresses *addresses = calloc(1, sizeof *addresses);
    if (addresses != NULL) {
        pthread_mutex_init(&addresses->mutex, NULL);
        addresses->most = most;
    }
    return addresses;
}

void addresses_free(struct addresses *addresses)
{
    if (addresses == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        while (addresses->buckets[i] != NULL) {
            struct entry *entry = addresses->buckets[i];
            addresses->buckets[i] = entry->next;
            free(entry);
        }
    }
    pthread_mutex_destroy(&addresses->mutex);
    free(addresses);
}

uint64_t address_key(const struct sockaddr_storage *from)
{
    uint64_t key = 0;
    if (from->ss_family == AF_INET) {
        memcpy(&key, &((const struct sockaddr_in *)from)->sin_addr, 4);
    } else if (from->ss_family == AF_INET6) {
        const struct in6_addr *address = &((const struct sockaddr_in6 *)from)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(address)) /* IPv4 through a [::] listener */
            memcpy(&key, address->s6_addr + 12, 4);
        else
            memcpy(&key, address, 8);
    }
    return key;
}

static struct entry **entry_slot(struct addresses *addresses, uint64_t address)
{
    struct entry **slot = &addresses->buckets[(address * 0x9e3779b97f4a7c15u) >> 52];
    while (*slot != NULL && (*slot)->address != address)
        slot = &(*slot)->next;
    return slot;
}

bool addresses_enter(struct addresses *addresses, uint64_t address)
{
    bool entered = false;
    pthread_mutex_lock(&addresses->mutex);
    struct entry **slot = entry_slot(addresses, address);
    if (*slot == NULL && (*slot = calloc(1, sizeof **slot)) != NULL)
        (*slot)->address = address;
    if (*slot != NULL && (*slot)->count < addresses->most) {
        (*slot)->count++;
        entered = true;
    }
    pthread_mutex_unlock(&addresses->mutex);
    return entered;
}

void addresses_leave(struct addresses *addresses, uint64_t address)
{
    pthread_mutex_lock(&addresses->mutex);
    struct entry **slot = entry_slot(addresses, address);
    if (*slot != NULL && --(*slot)->count == 0) {
        struct entry *entry = *slot;
        *slot = entry->next;
        free(entry);
    }
    pthread_mutex_unlock(&addresses->mutex);
}
