/* See searches.h. */
#include "tests/unit/support/searches.h"

void searches_index(struct town *town)
{
    while (domain_index(town->txn, 7)) { /* in small steps, so that things fall between them */
    }
    assert_int_equal(domain_indexed(town->txn), ledger_last(town->txn));
}

int searches_settle(void **state)
{
    town_settle(state);
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=x read=everyone publish=everyone moderate=committee");
    ACTS(town, &town->house, "channel.create",
         "channel=office title=x read=office publish=committee moderate=committee");
    ACTS(town, &town->house, "channel.change",
         "channel=programme seen=%s publish=committee moderate=committee",
         town_head_of(town, "channels", "channel=programme", (char[TOWN_HEX]){0}));
    return 0;
}

void searches_publish(struct town *town, const char *channel, const char *headline, const char *text,
                      char id[128])
{
    ACTS(town, &town->lin, "publish", "channel=%s headline=\"%s\" text=\"%s\"", channel, headline, text);
    memcpy(id, town->id, sizeof town->id);
}

const char *searches_found(struct town *town, const struct identity *who, const char *line)
{
    static char ids[4096];
    ids[0] = '\0';
    if (town_ask(town, who, "search", line) != OK)
        return error_kinds[town->decision.why.code].word;
    for (const char *at = town->answer; (at = strstr(at, "id=")) != NULL; at++) {
        if (at != town->answer && at[-1] != '\n' && at[-1] != ' ')
            continue;
        if (at > town->answer && strncmp(at - 1, " id=", 4) != 0)
            continue;
        size_t size = strcspn(at + 3, " \n"), used = strlen(ids);
        snprintf(ids + used, sizeof ids - used, "%s%.*s", used > 0 ? " " : "", (int)size, at + 3);
    }
    return ids;
}
