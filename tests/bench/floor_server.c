/* Seals and sends, and nothing else: no rights, no ledger, no timers. One thread; the subscribers' sockets
 * are never read. */
#include "tests/bench/floor.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/bench/session.h"

enum {
    SUBSCRIBERS_MOST = 20000,
    SECONDS_MOST = 600,
    SEND_SECONDS = 10,
    INPUT_BYTES = 256 * 1024,
    QUIET_MS = 200, /* after so long without a headline, what was gathered goes out: the run is over */
};

struct floor {
    bool bulk;
    uint8_t key[crypto_aead_chacha20poly1305_ietf_KEYBYTES];
    struct {
        int socket;
        uint64_t nonce;
    } subscribers[SUBSCRIBERS_MOST];
    size_t subscriber_count;
    uint8_t gathered[FLOOR_BULK_BYTES];
    size_t gathered_size;
    uint8_t record[2 + FLOOR_BULK_BYTES + crypto_aead_chacha20poly1305_ietf_ABYTES];
    uint8_t input[INPUT_BYTES];
    size_t input_size;
};

/* One record for everyone. */
static bool fan_out(struct floor *floor, const uint8_t *plain, size_t size)
{
    size_t sealed_size = size + crypto_aead_chacha20poly1305_ietf_ABYTES;
    floor->record[0] = (uint8_t)(sealed_size >> 8);
    floor->record[1] = (uint8_t)sealed_size;
    for (size_t i = 0; i < floor->subscriber_count; i++) {
        uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES] = {0};
        uint64_t counter = floor->subscribers[i].nonce++;
        memcpy(nonce + 4, &counter, sizeof counter);
        crypto_aead_chacha20poly1305_ietf_encrypt(floor->record + 2, NULL, plain, size, NULL, 0, NULL, nonce,
                                                  floor->key);
        if (send(floor->subscribers[i].socket, floor->record, 2 + sealed_size, MSG_NOSIGNAL) !=
            (ssize_t)(2 + sealed_size)) {
            perror("bench_floor: send");
            return false;
        }
    }
    return true;
}

static bool flush(struct floor *floor)
{
    bool good = floor->gathered_size == 0 || fan_out(floor, floor->gathered, floor->gathered_size);
    floor->gathered_size = 0;
    return good;
}

static bool take_message(struct floor *floor, const uint8_t *message, size_t size)
{
    if (!floor->bulk)
        return fan_out(floor, message, size);
    if (floor->gathered_size + size > sizeof floor->gathered && !flush(floor))
        return false;
    memcpy(floor->gathered + floor->gathered_size, message, size);
    floor->gathered_size += size;
    return true;
}

/* False at the publisher's end, or when sending failed. */
static bool take_input(struct floor *floor, int publisher)
{
    ssize_t count = recv(publisher, floor->input + floor->input_size, INPUT_BYTES - floor->input_size, 0);
    if (count <= 0)
        return false;
    floor->input_size += (size_t)count;
    size_t done = 0;
    while (floor->input_size - done >= 2) {
        size_t size = (size_t)floor->input[done] << 8 | floor->input[done + 1];
        if (size > FLOOR_BULK_BYTES || floor->input_size - done - 2 < size)
            break;
        if (!take_message(floor, floor->input + done + 2, size))
            return false;
        done += 2 + size;
    }
    floor->input_size -= done;
    memmove(floor->input, floor->input + done, floor->input_size);
    return true;
}

/* Accepts one, by its first byte. Gives the publisher's socket, or -1. */
static int take_visitor(struct floor *floor, int listening)
{
    int yes = 1;
    struct timeval patience = {.tv_sec = SEND_SECONDS};
    uint8_t first = 0;
    int visitor = accept(listening, NULL, NULL);
    if (visitor < 0) {
        perror("bench_floor: accept");
        return -1;
    }
    setsockopt(visitor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(visitor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(visitor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (recv(visitor, &first, 1, 0) == 1 && first == FLOOR_PUBLISHER)
        return visitor;
    if (first == FLOOR_SUBSCRIBER && floor->subscriber_count < SUBSCRIBERS_MOST)
        floor->subscribers[floor->subscriber_count++].socket = visitor;
    else
        close(visitor);
    return -1;
}

static int listen_anywhere(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listening < 0 || bind(listening, (struct sockaddr *)&address, size) != 0 ||
        listen(listening, 4096) != 0 || getsockname(listening, (struct sockaddr *)&address, &size) != 0) {
        perror("bench_floor: listen");
        return -1;
    }
    printf("ready %u\n", ntohs(address.sin_port));
    fflush(stdout);
    return listening;
}

bool floor_serve(bool bulk)
{
    struct floor *floor = calloc(1, sizeof *floor);
    int listening = listen_anywhere(), publisher = -1;
    bool good = floor != NULL && listening >= 0;
    alarm(SECONDS_MOST);
    if (good) {
        floor->bulk = bulk;
        memset(floor->key, FLOOR_KEY_BYTE, sizeof floor->key);
    }
    while (good && publisher < 0)
        publisher = take_visitor(floor, listening);
    struct pollfd waits = {.fd = publisher, .events = POLLIN};
    while (good) {
        int came = poll(&waits, 1, QUIET_MS);
        if (came == 1 ? !take_input(floor, publisher) : !flush(floor))
            break;
    }
    free(floor); /* the sockets go with the process */
    return good;
}
