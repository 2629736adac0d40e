/* Which facts are for people, and notifications of them. Lines are made by the nouns. */
#include "client/watch/showing.h"

#include "client/nouns/client_nouns.h"
#include "client/watch/desktop.h"

enum { TITLE_ROOM_BYTES = 4096 };

bool showing_wants(const struct watch *watch, const struct fact_seen *fact)
{
    const struct telling *telling = nouns_telling(fact);
    bool of_ours = telling != NULL && telling->news == NEWS_OF_OURS;
    return nouns_is_news(fact) || (of_ours && watch_is_inbox(watch, fact));
}

bool showing_in_thread(const struct watch *watch, const struct fact_seen *fact)
{
    const struct bytes *thread = fact_decided(fact, "thread"), *id = fact_decided(fact, "id");
    if (watch->thread == NULL)
        return true;
    if (!bytes_equal_text(fact->head.channel, watch->thread_channel))
        return false;
    return strcmp(fact->id, watch->thread) == 0 ||
           (thread != NULL && bytes_equal_text(*thread, watch->thread)) ||
           (id != NULL && bytes_equal_text(*id, watch->thread));
}

bool showing_includes(const struct watch *watch, const struct fact_seen *fact)
{
    return (watch->all || showing_wants(watch, fact)) && showing_in_thread(watch, fact);
}

static void show(struct watch *watch, const char *id, const char *title, const char *body,
                 enum priority priority)
{
    struct failure failure;
    if (watch->desktop == NULL || desktop_show(watch->desktop, id, title, body, priority, &failure) == OK)
        return;
    if (!watch->desktop_failed) {
        say_note(watch->options, "The desktop shows no notifications any more; going on without:");
        say_failure(&failure);
    }
    watch->desktop_failed = true;
}

static void close_text(struct buffer *text)
{
    text->at[text->size] = '\0';
}

void showing_notify(struct watch *watch, const struct fact_seen *fact)
{
    char id_room[LIMIT_ID_BYTES + 1], title_room[TITLE_ROOM_BYTES], body_room[256];
    struct buffer id = buffer_over(id_room, sizeof id_room - 1);
    struct buffer title = buffer_over(title_room, sizeof title_room - 1);
    struct buffer body = buffer_over(body_room, sizeof body_room - 1);
    const int64_t *due_ms = fact_decided(fact, "due");
    const uint64_t *priority = fact_decided(fact, "priority");
    bool wanted = nouns_is_news(fact) && (!watch_is_history(watch, fact) || fact_is_urgent(fact));
    if (watch->desktop == NULL || !wanted)
        return;
    struct bytes about = fact_about(fact);
    lines_bytes(&id, about.size > 0 ? about : bytes_of_text(fact->id));
    nouns_fact_title(&title, fact);
    lines_bytes(&body, fact->head.channel);
    if (due_ms != NULL) {
        buffer_add_text(&body, ", due ");
        lines_deadline(&body, *due_ms);
    }
    close_text(&id), close_text(&title), close_text(&body);
    show(watch, id_room, title_room, body_room,
         priority != NULL ? (enum priority) * priority : PRIORITY_NORMAL);
}

void showing_notify_urgent(struct watch *watch, const char *id, const char *headline)
{
    show(watch, id, headline, id, PRIORITY_URGENT);
}
