/* See themes.h. */
#include "tests/unit/support/themes.h"

#include <time.h>

int themes_settle(void **state)
{
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    town_settle(state); /* it is 2006-11-30, eight in the morning */
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=\"每月主题\" read=everyone publish=committee moderate=committee");
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=论坛 read=everyone publish=everyone moderate=committee");
    return 0;
}

void themes_at(struct town *town, const char *moment)
{
    assert_true(text_to_time(bytes_of_text(moment), &town->now_ms));
}

size_t themes_run_at(struct town *town, const char *moment)
{
    themes_at(town, moment);
    return town_run(town);
}

const char *themes_head(struct town *town, const char *month)
{
    static char head[TOWN_HEX];
    ASKS(town, &town->lin, "theme.show", "month=%s", month);
    const char *found = strstr(town->answer, " head=");
    assert_non_null(found);
    memcpy(head, found + strlen(" head="), TOWN_HEX - 1);
    return head;
}

uint64_t themes_tip(struct town *town, const char *channel)
{
    struct tip tip;
    ledger_tip(town->txn, bytes_of_text(channel), &tip);
    return tip.number;
}

const char *themes_newest(struct town *town, const char *channel)
{
    static char said[2048];
    struct buffer out = buffer_over(said, sizeof said - 1);
    struct fact fact;
    struct refusal why;
    _Alignas(max_align_t) uint8_t decided[4096];
    assert_true(ledger_read_at(town->txn, bytes_of_text(channel), themes_tip(town, channel), &fact));
    const struct fact_kind *kind = fact_kind_find(fact.head.kind);
    assert_int_equal(codec_decode(kind->decided, fact.head.decided, decided, &why), OK);
    buffer_add_text(&out, kind->word);
    text_from_values(kind->decided, decided, 8 * 60, &out);
    said[out.size] = '\0';
    return said;
}
