/* Dialling a name with several addresses, in time. getaddrinfo is the test's, and says what it is told or
 * never answers; a listener whose queue is full stands for an address that leads nowhere. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "client/lib/connect/dial.h"
#include "client/lib/connect/wait.h"
#include "tests/unit/support/testing.h"

enum { LONG_MS = 30000 }; /* far more than it takes: only what hangs comes to it */

/* --- the names: in place of the system's */

static struct {
    bool silent; /* it does not answer before `answer` */
    sem_t asked, answer;
    struct addrinfo *list; /* what it finds */
    int freed;
} names;

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    assert_string_equal(host, "city.example");
    assert_string_equal(service, "7000");
    if ((hints->ai_flags & AI_NUMERICHOST) != 0)
        return EAI_NONAME;
    if (names.silent) {
        sem_post(&names.asked);
        while (sem_wait(&names.answer) != 0)
            continue;
    }
    *found = names.list;
    return names.list != NULL ? 0 : EAI_NONAME;
}

void freeaddrinfo(struct addrinfo *list)
{
    assert_ptr_equal(list, names.list);
    __atomic_add_fetch(&names.freed, 1, __ATOMIC_SEQ_CST);
}

static struct address city(void)
{
    return (struct address){.host = "city.example", .port = "7000"};
}

static const char *said(const struct failure *failure)
{
    static char room[LIMIT_REASON_BYTES];
    struct buffer out = buffer_over(room, sizeof room - 1);
    failure_text(failure, &out);
    room[out.size] = '\0';
    return room;
}

/* --- places */

struct listener {
    int socket, filling[8];
    struct place place;
};

static struct listener listener_open(void)
{
    struct listener made = {.socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0),
                            .filling = {-1, -1, -1, -1, -1, -1, -1, -1}};
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    made.place.size = sizeof where;
    assert_int_equal(bind(made.socket, (struct sockaddr *)&where, sizeof where), 0);
    assert_int_equal(listen(made.socket, 0), 0);
    assert_int_equal(getsockname(made.socket, (struct sockaddr *)&made.place.at, &made.place.size), 0);
    return made;
}

static void listener_close(struct listener *listener)
{
    for (size_t i = 0; i < sizeof listener->filling / sizeof listener->filling[0]; i++) {
        if (listener->filling[i] >= 0)
            close(listener->filling[i]);
    }
    close(listener->socket);
}

/* Connects until the kernel drops what comes: whoever dials it now hears nothing. */
static void listener_fill(struct listener *listener)
{
    for (size_t i = 0; i < sizeof listener->filling / sizeof listener->filling[0]; i++) {
        struct pollfd one = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), .events = POLLOUT};
        listener->filling[i] = one.fd;
        connect(one.fd, (struct sockaddr *)&listener->place.at, listener->place.size);
        if (poll(&one, 1, 200) == 0)
            return; /* on loopback an answer is there at once or not at all */
    }
    fail_msg("the listener's queue has no end");
}

/* A port where nobody listens. */
static struct place nobody(void)
{
    struct listener listener = listener_open();
    struct place place = listener.place;
    listener_close(&listener);
    return place;
}

static bool has_come(const struct listener *listener)
{
    int one = accept(listener->socket, NULL, NULL);
    if (one >= 0)
        close(one);
    return one >= 0;
}

static void assert_leads_to(int socket, const struct listener *listener)
{
    struct sockaddr_storage peer = {0};
    socklen_t size = sizeof peer;
    assert_int_equal(getpeername(socket, (struct sockaddr *)&peer, &size), 0);
    assert_memory_equal(&peer, &listener->place.at, size);
}

/* --- tests */

static void a_place_that_leads_nowhere_does_not_hold_up_the_next(void **state)
{
    struct listener hole = listener_open(), good = listener_open();
    const struct resolved places = {3, {hole.place, nobody(), good.place}};
    int socket = -1;
    (void)state;
    listener_fill(&hole);
    assert_int_equal(dial_first(&places, wait_deadline(LONG_MS), &socket), 0);
    assert_leads_to(socket, &good);
    close(socket);
    listener_close(&hole);
    listener_close(&good);
}

static void a_place_that_answers_is_the_only_one_that_is_dialled(void **state)
{
    struct listener first = listener_open(), second = listener_open();
    const struct resolved places = {2, {first.place, second.place}};
    int socket = -1;
    (void)state;
    assert_int_equal(dial_first(&places, wait_deadline(LONG_MS), &socket), 0);
    assert_leads_to(socket, &first);
    close(socket);
    assert_true(has_come(&first));
    assert_false(has_come(&second));
    listener_close(&first);
    listener_close(&second);
}

static int open_descriptors(void)
{
    int count = 0;
    for (int i = 0; i < 1024; i++)
        count += fcntl(i, F_GETFD) >= 0;
    return count;
}

static void when_none_answers_the_reason_is_said_and_nothing_is_left(void **state)
{
    struct listener hole = listener_open();
    const struct resolved refused = {2, {nobody(), nobody()}}, silent = {2, {hole.place, hole.place}},
                          none = {0};
    int socket = -1;
    (void)state;
    listener_fill(&hole);
    const int before = open_descriptors();
    assert_int_equal(dial_first(&refused, wait_deadline(LONG_MS), &socket), ECONNREFUSED);
    assert_int_equal(dial_first(&silent, wait_deadline(300), &socket), ETIMEDOUT);
    assert_int_equal(dial_first(&silent, wait_deadline(0), &socket), ETIMEDOUT);
    assert_int_equal(dial_first(&none, wait_deadline(LONG_MS), &socket), EADDRNOTAVAIL);
    assert_int_equal(socket, -1);
    assert_int_equal(open_descriptors(), before);
    listener_close(&hole);
}

static void the_families_take_turns(void **state)
{
    static const char *const cases[][2] = {{"666444", "646464"}, {"4466", "4646"}, {"64444", "64444"},
                                           {"44464", "46444"},   {"666", "666"},   {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct resolved found = {.count = strlen(cases[i][0])};
        for (size_t k = 0; k < found.count; k++) {
            found.list[k].at.ss_family = cases[i][0][k] == '6' ? AF_INET6 : AF_INET;
            found.list[k].size = (socklen_t)k; /* to tell them apart */
        }
        resolve_interleave(&found);
        socklen_t last_six = 0, last_four = 0;
        assert_int_equal(found.count, strlen(cases[i][1]));
        for (size_t k = 0; k < found.count; k++) {
            const bool six = found.list[k].at.ss_family == AF_INET6;
            assert_int_equal(cases[i][1][k], six ? '6' : '4');
            socklen_t *last = six ? &last_six : &last_four;
            assert_true(found.list[k].size >= *last); /* in their own order */
            *last = found.list[k].size;
        }
    }
}

static void a_name_with_a_dead_address_is_dialled(void **state)
{
    struct listener hole = listener_open(), good = listener_open();
    struct addrinfo second = {.ai_addr = (struct sockaddr *)&good.place.at, .ai_addrlen = good.place.size};
    struct addrinfo first = {
        .ai_addr = (struct sockaddr *)&hole.place.at, .ai_addrlen = hole.place.size, .ai_next = &second};
    const struct address address = city();
    struct failure failure;
    int socket = -1;
    (void)state;
    listener_fill(&hole);
    names.list = &first;
    assert_int_equal(dial(&address, wait_deadline(LONG_MS), &socket, &failure), OK);
    assert_leads_to(socket, &good);
    close(socket);
    names.list = NULL;
    assert_int_equal(dial(&address, wait_deadline(LONG_MS), &socket, &failure), ERR_UNREACHABLE);
    assert_non_null(strstr(said(&failure), "city.example port 7000"));
    listener_close(&hole);
    listener_close(&good);
}

/* Nobody waits for it any more, and when it answers at last, its thread takes all that it had with it. */
static void name_server_answers_at_last(void)
{
    const int before = __atomic_load_n(&names.freed, __ATOMIC_SEQ_CST);
    sem_post(&names.answer);
    while (__atomic_load_n(&names.freed, __ATOMIC_SEQ_CST) == before)
        sched_yield();
}

static void a_name_that_is_never_found_ends_with_the_deadline(void **state)
{
    struct addrinfo list = {0};
    const struct address address = city();
    struct failure failure;
    int socket = -1;
    (void)state;
    names.list = &list;
    names.silent = true;
    assert_int_equal(dial(&address, wait_deadline(50), &socket, &failure), ERR_UNREACHABLE);
    assert_non_null(strstr(said(&failure), "looking up its name took too long"));
    assert_int_equal(sem_trywait(&names.asked), 0);
    name_server_answers_at_last();
}

static void *interrupt(void *thread)
{
    while (sem_wait(&names.asked) != 0)
        continue;
    pthread_kill(*(pthread_t *)thread, SIGINT);
    return NULL;
}

/* The last test: a signal stays remembered. */
static void a_signal_ends_looking_a_name_up(void **state)
{
    struct addrinfo list = {0};
    const struct address address = city();
    struct failure failure;
    pthread_t self = pthread_self(), other;
    int socket = -1;
    (void)state;
    names.list = &list;
    assert_true(wait_catch_signals());
    assert_int_equal(pthread_create(&other, NULL, interrupt, &self), 0);
    assert_int_equal(dial(&address, WAIT_FOREVER, &socket, &failure), ERR_UNREACHABLE);
    assert_true(wait_interrupted());
    pthread_join(other, NULL);
    name_server_answers_at_last();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_that_leads_nowhere_does_not_hold_up_the_next),
        cmocka_unit_test(a_place_that_answers_is_the_only_one_that_is_dialled),
        cmocka_unit_test(when_none_answers_the_reason_is_said_and_nothing_is_left),
        cmocka_unit_test(the_families_take_turns),
        cmocka_unit_test(a_name_with_a_dead_address_is_dialled),
        cmocka_unit_test(a_name_that_is_never_found_ends_with_the_deadline),
        cmocka_unit_test(a_signal_ends_looking_a_name_up),
    };
    sem_init(&names.asked, 0, 0);
    sem_init(&names.answer, 0, 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
