/* Takes pushed facts apart by the tables. It believes what it reads; check.c does not. */
#include "client/lib/follow/fact.h"

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
    enum error code = codec_decode(&shape_push_fact, map, &fact->push, &why);
    if (code == OK)
        code = head_read(fact->push.head, &fact->head, &why);
    if (code == OK && !words_are_right(&fact->head))
        code = refuse(&why, ERR_MALFORMED, NULL, bytes_of_text("a head with a word that is no name"), 0);
    if (code != OK)
        return refuse_fact(failure, &why, ERR_MALFORMED);
    hash_bytes(fact->push.head, fact->hash);

    struct buffer id = buffer_over(fact->id, LIMIT_ID_BYTES);
    id_write(&id, fact->head.channel, fact->head.number);
    fact->id[id.size] = '\0';

    fact->kind = fact_kind_find(fact->head.kind);
    fact->has_decided = fact->kind != NULL &&
                        codec_decode(fact->kind->decided, fact->head.decided, fact->decided, &why) == OK;
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
        fact->verb != NULL && codec_decode(fact->verb->args, fact->act.args, fact->args, &why) == OK;
    return OK;
}

static const void *value_of(const struct shape *shape, const void *values, const char *name)
{
    int index = shape_find(shape, bytes_of_text(name));
    if (index < 0 || !field_present(values, (size_t)index))
        return NULL;
    return (const uint8_t *)values + shape->fields[index].offset;
}

const void *fact_arg(const struct fact_seen *fact, const char *name)
{
    return fact->has_args ? value_of(fact->verb->args, fact->args, name) : NULL;
}

const void *fact_decided(const struct fact_seen *fact, const char *name)
{
    return fact->has_decided ? value_of(fact->kind->decided, fact->decided, name) : NULL;
}

bool fact_is_kind(const struct fact_seen *fact, int kind)
{
    return fact->kind == &fact_kinds[kind];
}

bool fact_is_news(const struct fact_seen *fact)
{
    return fact_is_kind(fact, FACT_bulletin_published) || fact_is_kind(fact, FACT_bulletin_imported) ||
           fact_is_kind(fact, FACT_bulletin_withdrawn);
}

void fact_to_bulletin(const struct fact_seen *fact, struct record_bulletin *bulletin)
{
    *bulletin = (struct record_bulletin){
        .has = {.id = true, .head = true, .time = true, .actor = true},
        .id = bytes_of_text(fact->id),
        .head = bytes_of(fact->hash, sizeof fact->hash),
        .time = fact->head.time_ms,
        .actor = fact->head.actor,
    };
    if (fact->has_act) {
        bulletin->has.author = true;
        bulletin->author = fact->act.author;
    }
    bulletin->has.imported = bulletin->imported = fact_is_kind(fact, FACT_bulletin_imported);

    const struct {
        const void *value;
        bool *has;
        void *to;
        size_t size;
    } fields[] = {
        {fact_arg(fact, "headline"), &bulletin->has.headline, &bulletin->headline, sizeof bulletin->headline},
        {fact_arg(fact, "dated"), &bulletin->has.dated, &bulletin->dated, sizeof bulletin->dated},
        {fact_arg(fact, "source"), &bulletin->has.source, &bulletin->source, sizeof bulletin->source},
        {fact_arg(fact, "text"), &bulletin->has.text, &bulletin->text, sizeof bulletin->text},
        {fact_arg(fact, "text_hash"), &bulletin->has.text_hash, &bulletin->text_hash,
         sizeof bulletin->text_hash},
        {fact_decided(fact, "text_size"), &bulletin->has.text_size, &bulletin->text_size,
         sizeof bulletin->text_size},
        {fact_decided(fact, "department"), &bulletin->has.department, &bulletin->department,
         sizeof bulletin->department},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].value == NULL)
            continue;
        memcpy(fields[i].to, fields[i].value, fields[i].size);
        *fields[i].has = true;
    }
}

void fact_to_headline(const struct fact_seen *fact, struct record_headline *headline)
{
    struct record_bulletin bulletin;
    fact_to_bulletin(fact, &bulletin);
    *headline = (struct record_headline){
        .has = {.id = true,
                .headline = bulletin.has.headline,
                .time = true,
                .dated = bulletin.has.dated,
                .actor = true,
                .department = bulletin.has.department,
                .imported = bulletin.has.imported},
        .id = bulletin.id,
        .headline = bulletin.headline,
        .time = bulletin.time,
        .dated = bulletin.dated,
        .actor = bulletin.actor,
        .department = bulletin.department,
        .imported = bulletin.imported,
    };
}
