/* The verbs that make a fact, and what they must name. It knows the facts that people are shown and receipts;
 * what the house does by the clock it passes. */
#include "client/lib/follow/fits.h"

/* How the act must name what the fact is about. */
enum naming { BY_CHANNEL, BY_ID };

struct making {
    int kind, verb;
    enum naming naming;
};

/* A duty carries the act that made the revision. What was scheduled and edited is published with the edit. */
static const struct making makings[] = {
    {FACT_bulletin_published, VERB_publish, BY_CHANNEL},
    {FACT_bulletin_published, VERB_schedule_edit, BY_CHANNEL},
    {FACT_bulletin_imported, VERB_import, BY_CHANNEL},
    {FACT_bulletin_revised, VERB_revise, BY_ID},
    {FACT_bulletin_withdrawn, VERB_withdraw, BY_ID},
    {FACT_bulletin_erased, VERB_erase, BY_ID},
    {FACT_duty_assigned, VERB_publish, BY_CHANNEL},
    {FACT_duty_assigned, VERB_schedule_edit, BY_CHANNEL},
    {FACT_duty_assigned, VERB_revise, BY_ID},
    {FACT_receipt_delivered, VERB_deliver, BY_ID},
    {FACT_receipt_opened, VERB_open, BY_ID},
    {FACT_receipt_signed, VERB_sign, BY_ID},
};

static bool is_desk_of(struct bytes desk, struct bytes channel)
{
    static const char prefix[] = "desk/";
    size_t size = strlen(prefix);
    return desk.size > size && memcmp(desk.at, prefix, size) == 0 &&
           bytes_equal(bytes_skip(desk, size), channel);
}

/* The channel of the bulletin that the fact is about is the one that the act was signed for. */
static bool is_for_channel(const struct fact_seen *fact)
{
    const struct bytes *named = fact_arg(fact, "channel"), *draft = fact_arg(fact, "id");
    struct bytes channel, desk;
    uint64_t number;
    if (!id_split(fact_about(fact), &channel, &number))
        return false;
    if (named != NULL)
        return bytes_equal(*named, channel);
    return draft != NULL && id_split(*draft, &desk, &number) && is_desk_of(desk, channel);
}

static bool is_for_id(const struct fact_seen *fact)
{
    const struct bytes *id = fact_arg(fact, "id");
    return id != NULL && bytes_equal(*id, fact_about(fact));
}

bool fits_act(const struct fact_seen *fact)
{
    bool judged = false;
    for (size_t i = 0; i < sizeof makings / sizeof makings[0]; i++) {
        const struct making *making = &makings[i];
        if (!fact_is_kind(fact, making->kind))
            continue;
        judged = true;
        if (fact->verb == &verbs[making->verb])
            return fact->has_args && fact->has_decided &&
                   (making->naming == BY_ID ? is_for_id(fact) : is_for_channel(fact));
    }
    return !judged;
}
