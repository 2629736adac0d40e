/* Takes pushed facts apart by the tables. It believes what it reads; follow_check.c does not. */
#include "client/lib/follow/fact.h"

#include "protocol/proof/spoken.h"
#include "protocol/wire/scan.h"

static enum error refuse_fact(struct failure *failure, struct refusal *why, enum error code)
{
    why->code = code;
    return failure_take(failure, why);
}

/* A head's words are signed by nobody: they must be what their fields would be, before anybody sees them. */
static bool words_are_right(const struct head *head)
{
    static const struct field channel = {.name = "channel", .kind = KIND_CHANNEL, .needed = REQUIRED};
    static const struct field actor = {.name = "actor", .kind = KIND_NAME, .needed = REQUIRED};
    static const struct field kind = {.name = "kind", .kind = KIND_NAME, .needed = REQUIRED};
    struct refusal why;
    return codec_check(&channel, &head->channel, &why) == OK &&
           codec_check(&actor, &head->actor, &why) == OK && codec_check(&kind, &head->kind, &why) == OK;
}

enum error fact_read(struct bytes map, struct fact_seen *fact, struct failure *failure)
{
    struct refusal why = {0};
    fact->head = (struct head){0};
    enum error code = codec_decode_known(&shape_push_fact, map, &fact->push, &why);
    if (code == OK)
        code = head_read(fact->push.head, &fact->head, &why);
    if (code == OK && !words_are_right(&fact->head))
        code = refuse(&why, ERR_MALFORMED, NULL, bytes_of_text("a head with a word that is not a name"), 0);
    if (code != OK)
        return refuse_fact(failure, &why, ERR_MALFORMED);
    hash_bytes(fact->push.head, fact->hash);

    struct buffer id = buffer_over(fact->id, LIMIT_ID_BYTES);
    id_write(&id, fact->head.channel, fact->head.number);
    fact->id[id.size] = '\0';

    fact->kind = fact_kind_find(fact->head.kind);
    fact->has_decided = fact->kind != NULL && codec_decode_known(fact->kind->decided, fact->head.decided,
                                                                 fact->decided, &why) == OK;
    fact->has_act = fact->push.has.act;
    fact->verb = NULL;
    fact->has_args = false;
    if (!fact->has_act)
        return OK;
    code = act_read(fact->push.act, &fact->act, &why);
    if (code != OK)
        return refuse_fact(failure, &why, code);
    fact->verb = verb_find(fact->act.verb);
    fact->has_args =
        fact->verb != NULL && codec_decode_known(fact->verb->args, fact->act.args, fact->args, &why) == OK;
    return OK;
}

struct fact_parts fact_parts(const struct fact_seen *fact)
{
    return (struct fact_parts){
        .head = &fact->head,
        .kind = fact->kind,
        .decided = fact->has_decided ? fact->decided : NULL,
        .act = &fact->act,
        .verb = fact->verb,
        .args = fact->has_args ? fact->args : NULL,
    };
}

bool fact_seen_fits(const struct fact_seen *fact)
{
    const struct fact_parts parts = fact_parts(fact);
    return fact_fits(&parts);
}

bool fact_erases(const struct fact_seen *fact, struct erasure *erasure)
{
    const struct fact_parts parts = fact_parts(fact);
    return erasure_read(&parts, erasure);
}

bool fact_is_hidden(const struct fact_seen *fact)
{
    uint8_t room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    return fact->push.has.hidden && fact->push.hidden && spoken_id(&fact->head, &id);
}

const void *fact_arg(const struct fact_seen *fact, const char *name)
{
    return fact->has_args && !fact_is_hidden(fact) ? shape_value(fact->verb->args, fact->args, name) : NULL;
}

const void *fact_decided(const struct fact_seen *fact, const char *name)
{
    return fact->has_decided ? shape_value(fact->kind->decided, fact->decided, name) : NULL;
}

bool fact_is_kind(const struct fact_seen *fact, int kind)
{
    return fact->kind == &fact_kinds[kind];
}

bool fact_is_bulletin(const struct fact_seen *fact)
{
    return fact_is_kind(fact, FACT_bulletin_published) || fact_is_kind(fact, FACT_bulletin_imported);
}

bool fact_is_urgent(const struct fact_seen *fact)
{
    const uint64_t *priority = fact_decided(fact, "priority");
    return priority != NULL && *priority == PRIORITY_URGENT;
}

struct bytes fact_about(const struct fact_seen *fact)
{
    const struct bytes *id = fact_decided(fact, "id");
    if (id != NULL)
        return *id;
    return fact_is_bulletin(fact) ? bytes_of_text(fact->id) : (struct bytes){0};
}

uint64_t fact_revision(const struct fact_seen *fact)
{
    const uint64_t *revision = fact_decided(fact, "revision");
    return revision != NULL ? *revision : 1;
}

void fact_to_bulletin(const struct fact_seen *fact, struct record_bulletin *bulletin)
{
    bool is_revised = fact_is_kind(fact, FACT_bulletin_revised);
    *bulletin = (struct record_bulletin){0};
    if (fact->has_args)
        shape_copy(fact->verb->args, fact->args, &shape_record_bulletin, bulletin);
    if (fact->has_decided)
        shape_copy(fact->kind->decided, fact->decided, &shape_record_bulletin, bulletin);
    /* An act names the thing and the head that its author saw; here they are those of the fact. */
    bulletin->has.id = bulletin->has.head = bulletin->has.time = bulletin->has.actor = true;
    bulletin->id = fact_about(fact);
    bulletin->head = bytes_of(fact->hash, sizeof fact->hash);
    bulletin->time = fact->head.time_ms;
    bulletin->actor = fact->head.actor;
    bulletin->has.author = fact->has_act;
    bulletin->author = fact->act.author;
    bulletin->has.imported = bulletin->imported = fact_is_kind(fact, FACT_bulletin_imported);
    bulletin->has.revision = bulletin->has.revisions = bulletin->has.revision_head = true;
    bulletin->revision = bulletin->revisions = fact_revision(fact);
    bulletin->revision_head = bulletin->head;
    bulletin->has.revised = is_revised;
    bulletin->revised = fact->head.time_ms;
    bulletin->has.in_force = bulletin->has.effective;
    bulletin->in_force = false;
}

void fact_to_headline(const struct fact_seen *fact, struct record_headline *headline)
{
    struct record_bulletin bulletin;
    fact_to_bulletin(fact, &bulletin);
    headline_of_bulletin(&bulletin, headline);
}

void headline_of_bulletin(const struct record_bulletin *bulletin, struct record_headline *headline)
{
    *headline = (struct record_headline){0};
    shape_copy(&shape_record_bulletin, bulletin, &shape_record_headline, headline);
    headline->has.imported = headline->imported = bulletin->has.imported && bulletin->imported;
    headline->has.withdrawn = headline->withdrawn = bulletin->has.withdrawn;
    headline->has.erased = headline->erased = bulletin->has.erased;
    headline->revision = bulletin->has.revisions ? bulletin->revisions : 1;
    headline->has.revision = headline->revision > 1;
}
