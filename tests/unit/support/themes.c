/* See themes.h. */
#include "tests/unit/support/themes.h"

int themes_settle(void **state)
{
    times_zone("Asia/Shanghai");
    town_settle(state); /* it is 2006-11-30, eight in the morning */
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=\"每月主题\" read=everyone publish=committee moderate=committee");
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=论坛 read=everyone publish=everyone moderate=committee");
    return 0;
}

const char *themes_head(struct town *town, const char *month)
{
    static char head[TOWN_HEX];
    ASKS(town, &town->lin, "theme.show", "month=%s", month);
    return town_hash_said(town, "head", head);
}
