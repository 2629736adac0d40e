/* The list of commands that have a plan of their own: a line each. What a command does stands in its own
 * file. */
#include "client/commands/commands.h"

/* clang-format off */
#define COMMANDS(COMMAND) \
    COMMAND(join) \
    COMMAND(status) \
    COMMAND(publish) \
    COMMAND(revise) \
    COMMAND(schedule_show) \
    COMMAND(schedule_edit) \
    COMMAND(headlines) \
    COMMAND(read) \
    COMMAND(sign) \
    COMMAND(fetch) \
    COMMAND(receipts) \
    COMMAND(erase) \
    COMMAND(verify) \
    COMMAND(watch) \
    COMMAND(forum_show) \
    COMMAND(theme_current) \
    COMMAND(theme_show) \
    COMMAND(theme_list) \
    COMMAND(theme_amend) \
    COMMAND(theme_say) \
    COMMAND(search) \
    COMMAND(activity_show) \
    COMMAND(round_show) \
    COMMAND(round_change) \
    COMMAND(award_show) \
    COMMAND(brand_new) \
    COMMAND(brand_check) \
    COMMAND(brand_submit) \
    COMMAND(brand_revise) \
    COMMAND(brand_show) \
    COMMAND(brand_fetch) \
    COMMAND(brand_diff) \
    COMMAND(brand_name) \
    COMMAND(counsel) \
    COMMAND(counsel_show) \
    COMMAND(counsel_done) \
    COMMAND(counsel_fetch) \
    COMMAND(guide) \
    COMMAND(guide_show) \
    COMMAND(guide_visit) \
    COMMAND(rate) \
    COMMAND(rating_show) \
    COMMAND(rating_figures) \
    COMMAND(calendar) \
    COMMAND(console) \
    COMMAND(call) \
    COMMAND(import) \
    COMMAND(account_invite) \
    COMMAND(key_invite) \
    COMMAND(account_slips) \
    COMMAND(account_leave)
/* clang-format on */

#define COMMAND_PLAN(symbol) extern const struct command_plan plan_##symbol;
COMMANDS(COMMAND_PLAN)

#define COMMAND_PLACE(symbol) &plan_##symbol,
const struct command_plan *const command_plans[] = {COMMANDS(COMMAND_PLACE) NULL};
