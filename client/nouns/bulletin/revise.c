/* `revise`: a new revision of a bulletin, with what was given in place of what stood. */
#include "client/shell/amend.h"

#include "client/lib/connect/wait.h"
#include "client/lib/follow/fact.h"

/* The search for the fact that made the newest revision. */
struct search {
    struct bytes hash;
    struct buffer related; /* of that fact */
    bool found;
    uint64_t last; /* number of the last fact seen */
};

static void look_at_fact(void *context, const struct shape *shape, const void *values)
{
    struct search *search = context;
    uint8_t room[LIMIT_HEAD_BYTES + 64];
    struct buffer map = buffer_over(room, sizeof room);
    struct failure ignored;
    struct fact_seen fact;
    codec_encode(shape, values, &map);
    if (map.overflowed || fact_read(buffer_bytes(&map), &fact, &ignored) != OK)
        return;
    search->last = fact.head.number;
    if (!bytes_equal(bytes_of(fact.hash, sizeof fact.hash), search->hash))
        return;
    const struct bytes *related = fact_decided(&fact, "related");
    search->found = true;
    if (related != NULL)
        buffer_add(&search->related, related->at, related->size);
}

/* `read` shows what a bulletin names and what names it as one list. What it names itself stands in the head
 * of the fact that made the revision. */
static enum error find_related(struct amend *amend, const struct record_bulletin *row, struct search *search,
                               struct failure *failure)
{
    struct bytes channel;
    uint64_t number;
    if (!id_split(row->id, &channel, &number))
        return failure_refuse(failure, ERR_MALFORMED, NULL, row->id, 0);
    struct args_facts args = {
        .has = {.after = true, .heads = true, .limit = true},
        .channel = channel,
        .heads = true,
        .limit = row->revision == 1 ? 1 : LIMIT_ROWS,
    };
    struct answer answer = {.row = look_at_fact, .context = search};
    enum error code = OK;
    search->last = number - 1;
    while (code == OK && !search->found) {
        args.after = search->last;
        code = command_ask(amend->command, VERB_facts, &args, &answer);
        if (code == OK && !search->found && search->last <= args.after)
            return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a revision without its fact"),
                                  0);
    }
    return code;
}

static enum error judge(const struct amend *amend, const void *row, struct failure *failure)
{
    const struct record_bulletin *bulletin = row;
    (void)amend;
    return bulletin->has.headline ? OK : failure_refuse(failure, ERR_ERASED, NULL, bulletin->id, 0);
}

static enum error carry(struct amend *amend, const void *row, void *values, struct failure *failure)
{
    const struct record_bulletin *bulletin = row;
    struct args_revise *args = values;
    struct search search = {.hash = bulletin->revision_head,
                            .related = buffer_over(amend->related, sizeof amend->related)};
    if (bulletin->has.effective)
        amend_put_time(amend, args, "effective", bulletin->effective);
    if (bulletin->has.expires)
        amend_put_time(amend, args, "expires", bulletin->expires);
    if (bulletin->has.due && bulletin->due > wait_wall_ms())
        amend_put_time(amend, args, "due", bulletin->due);
    else if (bulletin->has.due && !amend_decides(amend, "due"))
        say_note(amend->command->options,
                 "Its due date has passed; the new revision has none. --due gives one.");
    if (!bulletin->has.related || amend_decides(amend, "related"))
        return OK;
    enum error code = find_related(amend, bulletin, &search, failure);
    args->has.related = search.related.size > 0;
    args->related = buffer_bytes(&search.related);
    return code;
}

static void said(const struct amend *amend, const void *row)
{
    const struct record_bulletin *bulletin = row;
    say_note(amend->command->options, "%.*s has revision %llu now%s.", (int)bulletin->id.size,
             (const char *)bulletin->id.at, (unsigned long long)bulletin->revisions + 1,
             bulletin->has.receipt && bulletin->receipt ? "; it must be signed for again" : "");
}

static const char *const found[] = {"headline", NULL};

static const struct amend_way way = {
    .row = &shape_record_bulletin,
    .unknown = ERR_UNKNOWN_ID,
    .has_notice = true,
    .judge = judge,
    .carry = carry,
    .said = said,
};

const struct command_plan plan_revise = {
    .verb = &verbs[VERB_revise],
    .own = {.hidden = notice_hidden, .options = found, .drops = true},
    .help = "Publish a new revision of a bulletin.",
    .doc = "Publish a new revision of the bulletin ID. What is not given stays as it is in the newest one.\v"
           "--no-FIELD leaves a field out: --no-due, --no-text, --no-related, --no-attach. " AMEND_NOTICE_DOC
           " The addressees stay as they were.",
    AMEND_NOTICE,
    AMEND_COMMAND(&way),
};
