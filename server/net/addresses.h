/* How many connections each address has, over all loops. Taken on accept, given back on close; any thread. */
#ifndef BULLETIN_NET_ADDRESSES_H
#define BULLETIN_NET_ADDRESSES_H

#include <stdbool.h>
#include <stdint.h>

struct addresses;
struct sockaddr_storage;

/* `most` connections an address; NULL when memory is out. */
struct addresses *addresses_new(unsigned most);
void addresses_free(struct addresses *addresses);

/* What an address counts as: all of an IPv4 address, the first 64 bits of an IPv6 one. */
uint64_t address_key(const struct sockaddr_storage *from);
/* False when the address has its share already. */
bool addresses_enter(struct addresses *addresses, uint64_t address);
void addresses_leave(struct addresses *addresses, uint64_t address);

#endif
