/* Wiring: what is opened, writer, loops, listeners, control socket and signals, in the order in which each
 * needs the last, and the other way round at the end. It decides nothing. */
#include "server/daemon/serve.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "protocol/wire/message.h"
#include "server/daemon/exit.h"
#include "server/daemon/notify.h"
#include "server/daemon/opening.h"
#include "server/daemon/trouble.h"
#include "server/net/acts.h"
#include "server/net/addresses.h"
#include "server/net/control.h"
#include "server/net/listener.h"
#include "server/net/loop_life.h"
#include "server/net/slots.h"

enum {
    DESCRIPTORS_KEPT = 64, /* for the store, the loops, the control socket */
    CONNECTIONS_LEAST = 16,
};

struct daemon {
    struct server server;
    struct opening opened;
    struct loop **loops;
    unsigned loop_count, loops_wanted;
    size_t connections_most;
    unsigned per_address;
    char ready[300]; /* the address of the ready line */
    size_t threads;  /* started besides the first loop's */
    uv_signal_t term, interrupt;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The disk or memory failed: going on could break a promise. Whatever was answered is on disk. */
static void on_fatal(struct server *server, enum error error, const char *reason)
{
    (void)server;
    fprintf(stderr, "bulletind: stopping: %s\n", reason);
    notify_manager("STOPPING=1\nSTATUS=stopped after a failure");
    _exit(exit_status(error));
}

/* libuv aborts where it cannot make its list of descriptors longer. */
static void *realloc_or_stop(void *at, size_t size)
{
    void *moved = realloc(at, size);
    if (moved == NULL && size > 0)
        on_fatal(NULL, ERR_NO_MEMORY, "out of memory");
    return moved;
}

static void on_facts(void *context, struct batch *batch)
{
    struct daemon *daemon = context;
    for (unsigned i = 0; i < daemon->loop_count; i++)
        loop_post_facts(daemon->loops[i], batch);
}

static void on_answered(void *context, struct job *job)
{
    struct peer *peer = job->asker;
    (void)context;
    loop_post_answer(peer->loop, job);
}

static void on_writer_fatal(void *context, enum error error)
{
    struct daemon *daemon = context;
    const char *cause = store_cause(error);
    on_fatal(&daemon->server, error, cause != NULL ? cause : error_kinds[error].text);
}

static void on_writer_trouble(void *context, enum error error, const char *where, const char *verb)
{
    (void)context;
    trouble_say(error, where, verb);
}

static void on_clock_ahead(void *context, int64_t time_ms)
{
    char text[LIMIT_REASON_BYTES + 1];
    struct buffer out = buffer_over(text, sizeof text - 1);
    (void)context;
    refusal_text(&out, &(struct refusal){.code = ERR_CLOCK_AHEAD, .time_ms = time_ms});
    fprintf(stderr, "bulletind: %.*s\n", (int)out.size, text);
}

/* --- before the loops --- */

static int report_words(const char *what, const char *reason)
{
    fprintf(stderr, "bulletind: %s: %s\n", what, reason);
    return EXIT_FAILED;
}

/* What one address may have of them: not more than there are. */
static int places_prepare(struct daemon *daemon, const struct config *config)
{
    size_t most = daemon->connections_most;
    if (config->per_address > most) {
        fprintf(
            stderr,
            "bulletind: per-address is %llu, and there are %zu connections for all addresses. Give fewer, or "
            "raise connections%s\n",
            (unsigned long long)config->per_address, most,
            config->connections == 0 ? " (they are what the limit of open files allows)" : "");
        return EXIT_USAGE;
    }
    daemon->per_address =
        config->per_address != 0 ? (unsigned)config->per_address : (unsigned)slots_of_address(most);
    return EXIT_DONE;
}

/* As many connections as descriptors allow, fewer when asked. The store, the loops, their listeners and the
 * control socket need some too, and nothing begins without them. */
static int descriptors_prepare(struct daemon *daemon, const struct config *config)
{
    struct rlimit files = {.rlim_cur = 1024, .rlim_max = 1024};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned loops = config->loops != 0 ? (unsigned)config->loops : cores > 0 ? (unsigned)cores : 1;
    size_t kept = DESCRIPTORS_KEPT + loops * (8 + config->listen_count);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < kept + CONNECTIONS_LEAST) {
        fprintf(stderr,
                "bulletind: the limit of open files is %llu, and %zu are needed: %u loops, %zu listening "
                "addresses, %d connections. Raise it (ulimit -n, LimitNOFILE), or give fewer --loops\n",
                (unsigned long long)files.rlim_cur, kept + CONNECTIONS_LEAST, loops, config->listen_count,
                CONNECTIONS_LEAST);
        return EXIT_FAILED;
    }
    size_t all = files.rlim_cur - kept;
    daemon->loops_wanted = loops;
    if (config->connections > all) {
        fprintf(
            stderr,
            "bulletind: connections is %llu, and the limit of open files leaves %zu. Raise it (ulimit -n, "
            "LimitNOFILE), or give fewer\n",
            (unsigned long long)config->connections, all);
        return EXIT_USAGE;
    }
    daemon->connections_most = config->connections != 0 ? config->connections : all;
    return places_prepare(daemon, config);
}

static int loops_prepare(struct daemon *daemon, const struct config *config)
{
    unsigned count = daemon->loops_wanted;
    daemon->server.connections_most = daemon->connections_most;
    daemon->server.held_most = (config->answer_mib << 20) / count;
    daemon->loops = calloc(count, sizeof *daemon->loops);
    for (unsigned i = 0; daemon->loops != NULL && i < count; i++) {
        daemon->loops[i] = calloc(1, sizeof **daemon->loops);
        enum error error =
            daemon->loops[i] == NULL ? ERR_NO_MEMORY : loop_init(daemon->loops[i], &daemon->server, i);
        if (error != OK)
            return trouble_report(&(struct refusal){.code = error});
        daemon->loop_count++;
    }
    return daemon->loops != NULL ? EXIT_DONE : trouble_report(&(struct refusal){.code = ERR_NO_MEMORY});
}

static int listen_everywhere(struct daemon *daemon, const struct config *config)
{
    for (size_t i = 0; i < config->listen_count; i++) {
        struct listen_address address;
        char reason[200], what[400];
        snprintf(what, sizeof what, "cannot listen on %s", config->listen[i]);
        if (!listen_address_find(config->listen[i], &address, reason))
            return report_words(what, reason);
        for (unsigned k = 0; k < daemon->loop_count; k++) {
            if (!listener_open(daemon->loops[k], &address))
                return report_words(what, strerror(errno));
        }
        if (i == 0)
            snprintf(daemon->ready, sizeof daemon->ready, "%s", address.text);
    }
    if (config->public_address[0] != '\0')
        snprintf(daemon->server.listening, sizeof daemon->server.listening, "%s", config->public_address);
    else if (!config_is_everywhere(daemon->ready))
        snprintf(daemon->server.listening, sizeof daemon->server.listening, "%s", daemon->ready);
    return EXIT_DONE;
}

static int control_prepare(struct daemon *daemon, const struct config *config)
{
    char path[CONFIG_PATH_BYTES + 16], what[CONFIG_PATH_BYTES + 64];
    if (config->control[0] != '\0')
        snprintf(path, sizeof path, "%s", config->control);
    else
        snprintf(path, sizeof path, "%s/control", config->data);
    int failed = control_open(daemon->loops[0], path);
    snprintf(what, sizeof what, "cannot listen on the control socket %s", path);
    return failed == 0 ? EXIT_DONE : report_words(what, strerror(failed));
}

/* --- running --- */

static void *loop_main(void *context)
{
    loop_run(context);
    return NULL;
}

/* What the writer has is written and answered first; then the loops refuse the acts that it has not, and say
 * goodbye. */
static void on_signal(uv_signal_t *signal, int number)
{
    struct daemon *daemon = signal->data;
    (void)number;
    if (uv_is_closing((uv_handle_t *)&daemon->term))
        return;
    notify_manager("STOPPING=1");
    writer_stop(daemon->server.writer);
    uv_close((uv_handle_t *)&daemon->term, NULL);
    uv_close((uv_handle_t *)&daemon->interrupt, NULL);
    for (unsigned i = 0; i < daemon->loop_count; i++)
        loop_stop(daemon->loops[i]);
}

/* A hang-up asks daemons to read their settings anew, which this one cannot yet; a peer that is gone and a
 * limit on the size of files come back as errors of the call. */
static void signals_pass(void)
{
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* Until somebody watches them, the signals that end the server wait. */
static void signals_hold(int how)
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(how, &ending, NULL);
}

static void signals_watch(struct daemon *daemon)
{
    uv_loop_t *first = &daemon->loops[0]->uv;
    uv_signal_init(first, &daemon->term);
    uv_signal_init(first, &daemon->interrupt);
    daemon->term.data = daemon->interrupt.data = daemon;
    uv_signal_start(&daemon->term, on_signal, SIGTERM);
    uv_signal_start(&daemon->interrupt, on_signal, SIGINT);
    signals_hold(SIG_UNBLOCK);
}

static int run(struct daemon *daemon)
{
    struct server *server = &daemon->server;
    char key[2 * LIMIT_KEY_BYTES + 1];
    struct writer_options options = {
        .store = daemon->opened.store,
        .house = daemon->opened.house,
        .now_ms = now_ms,
        .context = daemon,
        .facts = on_facts,
        .answered = on_answered,
        .fatal = on_writer_fatal,
        .clock_ahead = on_clock_ahead,
        .trouble = on_writer_trouble,
    };
    server->writer = writer_start(&options);
    if (server->writer == NULL)
        return trouble_report(&(struct refusal){.code = ERR_NO_MEMORY});
    signals_watch(daemon);
    for (unsigned i = 1; i < daemon->loop_count; i++) {
        if (pthread_create(&daemon->loops[i]->thread, NULL, loop_main, daemon->loops[i]) != 0)
            on_fatal(server, ERR_NO_MEMORY, "no more threads can be started");
    }
    sodium_bin2hex(key, sizeof key, daemon->opened.house->public_key, LIMIT_KEY_BYTES);
    printf("ready bulletin://%s/%s\n", daemon->ready, key);
    fflush(stdout);
    notify_manager("READY=1");
    loop_run(daemon->loops[0]);
    for (unsigned i = 1; i < daemon->loop_count; i++)
        pthread_join(daemon->loops[i]->thread, NULL);
    writer_free(server->writer);
    return EXIT_DONE;
}

int serve(const struct config *config)
{
    struct daemon *daemon = calloc(1, sizeof *daemon);
    if (daemon == NULL)
        return trouble_report(&(struct refusal){.code = ERR_NO_MEMORY});
    uv_replace_allocator(malloc, realloc_or_stop, calloc, free);
    signals_hold(SIG_BLOCK);
    signals_pass();
    int status = descriptors_prepare(daemon, config);
    if (status == EXIT_DONE)
        status = opening_prepare(&daemon->opened, config, now_ms());
    daemon->server = (struct server){
        .store = daemon->opened.store,
        .house = daemon->opened.house,
        .epoch = daemon->opened.epoch,
        .now_ms = now_ms,
        .checkpoint_interval_ms = config->checkpoint_interval_s * 1000,
        .handshake_ms = config->handshake_s * 1000,
        .guest_idle_ms = config->guest_idle_s * 1000,
        .addresses = addresses_new(daemon->per_address),
        .acts = acts_new((unsigned)config->acts),
        .fatal = on_fatal,
        .trouble = trouble_say,
    };
    snprintf(daemon->server.zone, sizeof daemon->server.zone, "%s", config->zone);
    if (status == EXIT_DONE && (daemon->server.addresses == NULL || daemon->server.acts == NULL))
        status = trouble_report(&(struct refusal){.code = ERR_NO_MEMORY});
    if (status == EXIT_DONE)
        status = loops_prepare(daemon, config);
    if (status == EXIT_DONE)
        status = listen_everywhere(daemon, config);
    if (status == EXIT_DONE)
        status = control_prepare(daemon, config);
    if (status == EXIT_DONE)
        status = run(daemon);
    else
        exit(status); /* nothing runs yet; half-made loops go with the process */
    for (unsigned i = 0; i < daemon->loop_count; i++)
        free(daemon->loops[i]);
    free(daemon->loops);
    addresses_free(daemon->server.addresses);
    acts_free(daemon->server.acts);
    opening_close(&daemon->opened);
    free(daemon);
    return status;
}
