/* Urgent bulletins that nobody has opened, and when to show them again. It opens none. */
#include "client/watch/urgent.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/lib/grow.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/print.h"
#include "client/watch/showing.h"

/* What is known of a bulletin; the facts of its channel and of the inbox come in any order. */
struct urgent {
    char id[LIMIT_ID_BYTES + 1];
    uint64_t revision; /* the newest that was urgent; 0: none */
    uint64_t closed;   /* up to this revision there is nothing to remind of */
    char *headline;    /* of `revision` */
    int64_t again_ms;
};

struct urgents {
    size_t count, capacity;
    struct urgent *list;
};

struct urgents *urgents_new(void)
{
    return calloc(1, sizeof(struct urgents));
}

void urgents_free(struct urgents *urgents)
{
    if (urgents == NULL)
        return;
    for (size_t i = 0; i < urgents->count; i++)
        free(urgents->list[i].headline);
    free(urgents->list);
    free(urgents);
}

static struct urgent *find(struct urgents *urgents, struct bytes id)
{
    for (size_t i = 0; i < urgents->count; i++) {
        if (bytes_equal_text(id, urgents->list[i].id))
            return &urgents->list[i];
    }
    return NULL;
}

/* NULL when there is no memory. */
static struct urgent *find_or_add(struct urgents *urgents, struct bytes id)
{
    struct urgent *found = find(urgents, id);
    if (found != NULL)
        return found;
    void *list = urgents->list;
    if (!grow_list(&list, urgents->count, &urgents->capacity, sizeof *urgents->list))
        return NULL;
    urgents->list = list;
    struct urgent *added = &urgents->list[urgents->count++];
    *added = (struct urgent){0};
    memcpy(added->id, id.at, id.size < LIMIT_ID_BYTES ? id.size : LIMIT_ID_BYTES);
    return added;
}

static bool is_open(const struct urgent *urgent)
{
    return urgent->revision > urgent->closed;
}

static void close_until(struct urgent *urgent, uint64_t revision)
{
    if (revision > urgent->closed)
        urgent->closed = revision;
}

/* A bulletin, a revision of one or a duty. The newest revision counts, whether it is urgent or not. */
static bool fold_revision(struct watch *watch, const struct fact_seen *fact)
{
    const struct bytes *headline = fact_arg(fact, "headline");
    uint64_t revision = fact_revision(fact);
    bool urgent_now = fact_is_urgent(fact) && headline != NULL;
    struct urgent *urgent =
        urgent_now ? find_or_add(watch->urgents, fact_about(fact)) : find(watch->urgents, fact_about(fact));
    if (urgent == NULL)
        return !urgent_now;
    close_until(urgent, revision - 1);
    if (!urgent_now) {
        close_until(urgent, revision);
        return true;
    }
    if (revision <= urgent->revision)
        return true;
    char *copy = strndup((const char *)headline->at, headline->size);
    if (copy == NULL)
        return false;
    free(urgent->headline);
    urgent->headline = copy;
    urgent->revision = revision;
    urgent->again_ms = wait_deadline(watch->remind_ms);
    return true;
}

/* Up to which revision it need not be reminded of any more; 0: the fact says nothing of that. */
static uint64_t closed_by(const struct watch *watch, const struct telling *telling,
                          const struct fact_seen *fact)
{
    if (telling->urgency == URGENCY_OVER)
        return UINT64_MAX;
    bool opened = telling->urgency == URGENCY_OPENED && watch_is_inbox(watch, fact);
    return opened ? fact_revision(fact) : 0;
}

bool urgents_fold(struct watch *watch, const struct fact_seen *fact)
{
    const struct telling *telling = nouns_telling(fact);
    if (telling == NULL)
        return true;
    if (telling->urgency == URGENCY_REVISED)
        return fold_revision(watch, fact);
    uint64_t closed = closed_by(watch, telling, fact);
    if (closed == 0)
        return true;
    struct urgent *urgent = find_or_add(watch->urgents, fact_about(fact));
    if (urgent != NULL)
        close_until(urgent, closed);
    return urgent != NULL;
}

static void remind(struct watch *watch, const struct urgent *urgent)
{
    uint8_t room[LIMIT_HEADLINE_BYTES + LIMIT_ID_BYTES + 64];
    struct buffer line = buffer_over(room, sizeof room);
    if (watch->options->json) {
        json_t *object = json_object();
        json_object_set_new(object, "reminder", json_true());
        json_object_set_new(object, "id", json_string(urgent->id));
        json_object_set_new(object, "revision", json_integer((json_int_t)urgent->revision));
        json_object_set_new(object, "headline", json_string(urgent->headline));
        print_json(object);
    } else {
        buffer_add_text(&line, "URGENT, not opened yet: ");
        buffer_add_text(&line, urgent->id);
        buffer_add_text(&line, ": ");
        buffer_add_text(&line, urgent->headline);
        print_line(buffer_bytes(&line));
    }
    showing_notify_urgent(watch, urgent->id, urgent->headline);
}

void urgents_remind(struct watch *watch)
{
    const uint8_t *house = client_house(watch->session.client);
    int64_t now_ms = wait_now_ms();
    for (size_t i = 0; i < watch->urgents->count; i++) {
        struct urgent *urgent = &watch->urgents->list[i];
        if (!is_open(urgent) || urgent->again_ms > now_ms)
            continue;
        if (home_has_opened(&watch->session.home, house, bytes_of_text(urgent->id), urgent->revision)) {
            close_until(urgent, urgent->revision);
            continue;
        }
        remind(watch, urgent);
        urgent->again_ms = wait_deadline(watch->remind_ms);
    }
}

int64_t urgents_deadline_ms(const struct watch *watch)
{
    int64_t deadline_ms = WAIT_FOREVER;
    for (size_t i = 0; i < watch->urgents->count; i++) {
        const struct urgent *urgent = &watch->urgents->list[i];
        if (is_open(urgent) && urgent->again_ms < deadline_ms)
            deadline_ms = urgent->again_ms;
    }
    return deadline_ms;
}
