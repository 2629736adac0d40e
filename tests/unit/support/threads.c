/* See threads.h. */
#include "tests/unit/support/threads.h"

struct identity threads_zhou;

int threads_settle(void **state)
{
    town_settle(state);
    struct town *town = *state;
    threads_zhou = made_identity(40);
    town_enrol(town, &threads_zhou, 4, "account=zhou role=resident");
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=论坛 read=everyone speak=office,resident,committee publish=committee "
         "moderate=committee");
    ACTS(town, &town->house, "department.create", "department=civil title=民政局");
    return 0;
}

void threads_note_id(const struct town *town, char id[128])
{
    memcpy(id, town->id, sizeof town->id);
}

void threads_open(struct town *town, const struct identity *who, const char *headline, char id[128])
{
    town->now_ms += MINUTE_MS; /* nobody is too fast here unless a test says so */
    ACTS(town, who, "forum.open", "channel=forum headline=\"%s\" text=\"What do you say?\"", headline);
    threads_note_id(town, id);
}

void threads_post(struct town *town, const struct identity *who, const char *thread, const char *text,
                  char id[128])
{
    town->now_ms += MINUTE_MS;
    ACTS(town, who, "forum.post", "id=%s text=\"%s\"", thread, text);
    threads_note_id(town, id);
}

const char *threads_head(struct town *town, const char *id, char head[TOWN_HEX])
{
    return town_head_of(town, "forum.show", town_line("id=%s limit=1", id), head);
}

size_t threads_place(const struct town *town, const char *text)
{
    const char *at = strstr(town->answer, text);
    assert_non_null(at);
    return (size_t)(at - town->answer);
}
