/* `theme amend`: a theme as it stands, with what was given in place of what stood. Whoever mends a typo in
 * the title loses neither the text nor the days. What may be amended the server says. */
#include "client/shell/amend.h"

static enum error judge(const struct amend *amend, const void *row, struct failure *failure)
{
    const struct record_theme *theme = row;
    if (theme->has.title || amend_decides(amend, "title"))
        return OK;
    return theme->has.hidden && theme->hidden ? failure_refuse(failure, ERR_HIDDEN, "title", theme->thread, 0)
                                              : failure_refuse(failure, ERR_ERASED, "title", theme->month, 0);
}

static enum error carry(struct amend *amend, const void *row, void *values, struct failure *failure)
{
    const struct record_theme *theme = row;
    (void)failure;
    amend_put_time(amend, values, "opens", theme->opens);
    amend_put_time(amend, values, "closes", theme->closes);
    return OK;
}

static const char *const found[] = {"title", NULL};
static const char *const filled_in[] = {"thread", NULL};

static const struct amend_way way = {
    .row = &shape_record_theme,
    .unknown = ERR_UNKNOWN_THEME,
    .judge = judge,
    .carry = carry,
};

const struct command_plan plan_theme_amend = {
    .verb = &verbs[VERB_theme_amend],
    .own = {.hidden = filled_in, .options = found, .drops = true},
    .help = "Amend the theme of a month.",
    .doc = "Amend the theme of a month. What is not given stays as it is; once it is open, everybody sees "
           "when its words were amended.\v"
           "--no-text leaves the text out; --no-opens and --no-closes mean the first and the last moment "
           "of the month.",
    AMEND_COMMAND(&way),
};
