/* Notifications through sd-bus, which libsystemd brings: one connection, one call a notification. It does not
 * know what is shown, and waits for nothing longer than a few seconds. */
#include "client/watch/desktop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "client/lib/connect/wait.h"

#define SERVICE "org.freedesktop.Notifications"
#define OBJECT  "/org/freedesktop/Notifications"

enum {
    PATIENCE_MS = 5000,
    SHOWN_KEPT = 64,      /* notifications that can still be replaced; the oldest is forgotten */
    SERVICE_BYTES = 256,  /* D-Bus specification: names are at most 255 bytes */
    ESCAPED_BYTES_MAX = 5 /* `&amp;` */
};

struct shown {
    char id[LIMIT_ID_BYTES + 1];
    uint32_t number; /* the service's; never 0 */
};

struct desktop {
    sd_bus *bus;                 /* NULL while it is lost */
    char service[SERVICE_BYTES]; /* who answered last: the numbers below are of that one */
    size_t next;                 /* where the next of `shown` goes */
    struct shown shown[SHOWN_KEPT];
};

static enum error refuse_bus(struct failure *failure, int result)
{
    return failure_say(failure, ERR_UNREACHABLE,
                       "There is no desktop to notify: the session's D-Bus cannot be reached (%s). Run this "
                       "inside a desktop session, or set DBUS_SESSION_BUS_ADDRESS.",
                       strerror(-result));
}

static void forget_shown(struct desktop *desktop)
{
    memset(desktop->shown, 0, sizeof desktop->shown);
    desktop->service[0] = '\0';
    desktop->next = 0;
}

static void hang_up(struct desktop *desktop)
{
    desktop->bus = sd_bus_close_unref(desktop->bus);
    forget_shown(desktop);
}

/* The library alone would wait a minute and a half for a bus that says nothing. */
static int wait_until_ready(sd_bus *bus)
{
    int64_t deadline_ms = wait_deadline(PATIENCE_MS);
    for (;;) {
        int ready = sd_bus_is_ready(bus);
        if (ready != 0)
            return ready;
        int result = sd_bus_process(bus, NULL);
        if (result < 0)
            return result;
        if (result > 0)
            continue;
        int64_t left_ms = deadline_ms - wait_now_ms();
        if (left_ms <= 0)
            return -ETIMEDOUT;
        result = sd_bus_wait(bus, (uint64_t)left_ms * 1000);
        if (result < 0 && result != -EINTR)
            return result;
    }
}

static enum error dial(struct desktop *desktop, struct failure *failure)
{
    sd_bus *bus = NULL;
    int result = sd_bus_open_user(&bus);
    if (result >= 0)
        result = sd_bus_set_method_call_timeout(bus, (uint64_t)PATIENCE_MS * 1000);
    if (result >= 0)
        result = wait_until_ready(bus);
    if (result < 0) {
        sd_bus_close_unref(bus);
        return refuse_bus(failure, result);
    }
    desktop->bus = bus;
    return OK;
}

enum error desktop_open(struct desktop **desktop, struct failure *failure)
{
    struct desktop *made = calloc(1, sizeof *made);
    if (made == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    enum error code = dial(made, failure);
    if (code == OK)
        *desktop = made;
    else
        free(made);
    return code;
}

void desktop_close(struct desktop *desktop)
{
    if (desktop == NULL)
        return;
    sd_bus_flush_close_unref(desktop->bus);
    free(desktop);
}

/* NULL when there is no memory. The caller frees it. */
static char *escaped(const char *text)
{
    size_t length = strlen(text);
    char *out = malloc(length * ESCAPED_BYTES_MAX + 1), *end = out;
    if (out == NULL)
        return NULL;
    for (; *text != '\0'; text++) {
        const char *entity = *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : NULL;
        if (entity != NULL)
            end = stpcpy(end, entity);
        else
            *end++ = *text;
    }
    *end = '\0';
    return out;
}

/* Whether the service takes the body for markup. It also says who the service is: another one than before
 * does not know the old numbers, or uses them for notifications of other programs. */
static int ask_service(struct desktop *desktop, bool *markup, sd_bus_error *error)
{
    sd_bus_message *answer = NULL;
    const char *word = NULL;
    int result =
        sd_bus_call_method(desktop->bus, SERVICE, OBJECT, SERVICE, "GetCapabilities", error, &answer, "");
    if (result >= 0)
        result = sd_bus_message_enter_container(answer, SD_BUS_TYPE_ARRAY, "s");
    if (result < 0)
        goto out;
    const char *sender = sd_bus_message_get_sender(answer);
    if (sender == NULL || strcmp(sender, desktop->service) != 0)
        forget_shown(desktop);
    snprintf(desktop->service, sizeof desktop->service, "%s", sender != NULL ? sender : "");
    *markup = false;
    while ((result = sd_bus_message_read(answer, "s", &word)) > 0)
        *markup = *markup || strcmp(word, "body-markup") == 0;
out:
    sd_bus_message_unref(answer);
    return result;
}

static struct shown *find_shown(struct desktop *desktop, const char *id)
{
    for (size_t i = 0; i < SHOWN_KEPT; i++) {
        if (desktop->shown[i].number != 0 && strcmp(desktop->shown[i].id, id) == 0)
            return &desktop->shown[i];
    }
    return NULL;
}

static void remember_shown(struct desktop *desktop, const char *id, uint32_t number)
{
    struct shown *shown = find_shown(desktop, id);
    if (shown == NULL) {
        shown = &desktop->shown[desktop->next];
        desktop->next = (desktop->next + 1) % SHOWN_KEPT;
    }
    snprintf(shown->id, sizeof shown->id, "%s", id);
    shown->number = number;
}

static uint8_t urgency_of(enum priority priority)
{
    switch (priority) {
    case PRIORITY_LOW:
        return 0;
    case PRIORITY_URGENT:
        return 2;
    default:
        return 1;
    }
}

static int notify(struct desktop *desktop, const char *id, const char *title, const char *body,
                  enum priority priority, sd_bus_error *error)
{
    const struct shown *before = find_shown(desktop, id);
    /* An urgent one stays until somebody closes it; for others the service knows how long. */
    const int32_t expires_ms = priority == PRIORITY_URGENT ? 0 : -1;
    const unsigned no_actions = 0, hints = 2;
    sd_bus_message *answer = NULL;
    uint32_t number = 0;
    int result = sd_bus_call_method(desktop->bus, SERVICE, OBJECT, SERVICE, "Notify", error, &answer,
                                    "susssasa{sv}i", "bulletin", before != NULL ? before->number : 0, "",
                                    title, body, no_actions, hints, "urgency", "y", urgency_of(priority),
                                    "category", "s", "x-bulletin.notice", expires_ms);
    if (result >= 0)
        result = sd_bus_message_read(answer, "u", &number);
    if (result >= 0 && number != 0)
        remember_shown(desktop, id, number);
    sd_bus_message_unref(answer);
    return result;
}

static int show(struct desktop *desktop, const char *id, const char *title, const char *body,
                enum priority priority, sd_bus_error *error)
{
    bool markup = false;
    int result = ask_service(desktop, &markup, error);
    if (result < 0 || !markup)
        return result < 0 ? result : notify(desktop, id, title, body, priority, error);
    char *safe = escaped(body);
    if (safe == NULL)
        return -ENOMEM;
    result = notify(desktop, id, title, safe, priority, error);
    free(safe);
    return result;
}

/* What came meanwhile and nobody asked for is taken, and so it is seen whether the bus is still there. */
static bool is_lost(struct desktop *desktop)
{
    if (desktop->bus == NULL)
        return true;
    while (sd_bus_process(desktop->bus, NULL) > 0) {
    }
    return sd_bus_is_open(desktop->bus) <= 0;
}

enum error desktop_show(struct desktop *desktop, const char *id, const char *title, const char *body,
                        enum priority priority, struct failure *failure)
{
    sd_bus_error error = SD_BUS_ERROR_NULL;
    enum error code = OK;
    if (is_lost(desktop)) {
        hang_up(desktop);
        code = dial(desktop, failure);
    }
    if (code != OK)
        return code;
    int result = show(desktop, id, title, body, priority, &error);
    if (sd_bus_error_has_name(&error, SD_BUS_ERROR_SERVICE_UNKNOWN))
        code = failure_say(failure, ERR_UNREACHABLE,
                           "Nothing shows notifications in this session. Start a notification service.");
    else if (result < 0)
        code = failure_say(failure, ERR_UNREACHABLE, "The desktop showed no notification: %s.",
                           error.message != NULL ? error.message : strerror(-result));
    sd_bus_error_free(&error);
    return code;
}
