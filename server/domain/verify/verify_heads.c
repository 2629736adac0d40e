/* Holds a head to the act it came from and to the facts before it. What kind of fact, in whose name, and what
 * was decided is judged where that can be told again. What rests on the clock, the time zone or a rule of
 * that day is not judged a second time. */
#include "server/domain/contract/noun.h"
#include "server/domain/verify/verify.h"
#include "server/domain/views/named.h"

static bool wrong(struct ledger_check *check, const struct verified_head *held, const char *what)
{
    return ledger_fault_of(check, &held->fact->head, what);
}

static bool take_apart(struct ledger_check *check, struct verified_head *held)
{
    struct refusal why;
    const struct fact *fact = held->fact;
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    held->parts = (struct fact_parts){.head = &fact->head, .kind = kind};
    if (kind == NULL)
        return wrong(check, held, "there is no such kind of fact");
    if (codec_decode_kept(kind->decided, fact->head.decided, held->decided, &why) != OK)
        return wrong(check, held, "what was decided is not what its kind says");
    held->parts.decided = held->decided;
    held->first = fact->head.seq;
    ledger_taken(check->folded, fact->head.act_time_ms, fact->head.act_hash.at, &held->first);
    if (fact->erased)
        return true;
    held->parts.act = &fact->act.act;
    held->parts.verb = verb_find(fact->act.act.verb);
    if (held->parts.verb != NULL &&
        codec_decode_kept(held->parts.verb->args, fact->act.act.args, &held->args, &why) == OK)
        held->parts.args = &held->args;
    return fact_fits(&held->parts) || wrong(check, held, "its act does not make such a fact");
}

/* --- in whose name --- */

/* Whether the fact makes the key that signed it one of the account that it names as its actor. */
static bool gives_key(const struct verified_head *held, struct bytes author)
{
    const struct shape *shape = held->parts.kind->decided;
    const struct bytes *key = shape_value(shape, held->decided, "key");
    const struct bytes *account = shape_value(shape, held->decided, "account");
    return key != NULL && account != NULL && bytes_equal(*key, author) &&
           bytes_equal(*account, held->fact->head.actor);
}

/* The actor of an act is whoever its key belonged to when it was taken; a new key's is the account
 * it joins. */
static bool check_actor(struct ledger_check *check, const struct verified_head *held)
{
    const struct head *head = &held->fact->head;
    struct actor actor;
    if (held->first != head->seq) {
        struct fact first;
        return (ledger_read_bare(check->folded, held->first, &first) &&
                bytes_equal(first.head.actor, head->actor)) ||
               wrong(check, held, "it names another actor than the first fact of its act");
    }
    if (held->fact->erased)
        return true;
    struct bytes author = held->fact->act.act.author;
    if (bytes_equal(author, bytes_of(check->house, LIMIT_KEY_BYTES)))
        return bytes_equal_text(head->actor, ACTOR_HOUSE) ||
               wrong(check, held, "its act is the house's, and it names another");
    actor_of_key(check->folded, author.at, &actor);
    if (actor.account[0] == '\0' && gives_key(held, author))
        return true;
    return (!actor.revoked && bytes_equal_text(head->actor, actor.account)) ||
           wrong(check, held, "its act's key was not that of the account that it names");
}

/* --- what was decided --- */

static const void *field_of(const struct shape *shape, const void *values, size_t index)
{
    return field_present(values, index) ? (const uint8_t *)values + shape->fields[index].offset : NULL;
}

/* A fact that carries an act which was taken earlier says with which fact; no other says so. */
static bool check_taken(struct ledger_check *check, const struct verified_head *held)
{
    const struct shape *decided = held->parts.kind->decided;
    int at = shape_find(decided, bytes_of_text("taken"));
    if (at < 0)
        return true;
    const uint64_t *taken = field_of(decided, held->decided, (size_t)at);
    struct fact first;
    if (taken != NULL)
        return (*taken == held->first && held->first < held->fact->head.seq) ||
               wrong(check, held, "its act was not taken with the fact that it says");
    return (ledger_read_bare(check->folded, held->first, &first) &&
            first.head.time_ms == held->fact->head.time_ms) ||
           wrong(check, held, "it does not say when its act was taken");
}

/* Which revision it is about, as counted by the facts before it. */
static bool check_revision(struct ledger_check *check, const struct verified_head *held)
{
    const struct shape *decided = held->parts.kind->decided;
    int id = shape_find(decided, bytes_of_text("id")),
        revision = shape_find(decided, bytes_of_text("revision"));
    struct thing thing;
    struct bytes channel;
    enum searched in;
    uint64_t number;
    if (id < 0 || revision < 0 || decided->fields[revision].kind != KIND_NUMBER)
        return true;
    const struct bytes *name = field_of(decided, held->decided, (size_t)id);
    const uint64_t *told = field_of(decided, held->decided, (size_t)revision);
    const bool makes = fact_searched(held->fact->head.kind, &in); /* it has a new text of the thing */
    if (name == NULL || told == NULL)
        return true;
    return (id_split(*name, &channel, &number) && thing_find(check->folded, channel, number, &thing) &&
            *told == thing.texts + makes) ||
           wrong(check, held, "it is about a revision that there is not");
}

/* The bulletin that came with it is of the same act, and came before it. */
static bool check_bulletin(struct ledger_check *check, const struct verified_head *held)
{
    const struct bytes *id = shape_value(held->parts.kind->decided, held->decided, "bulletin");
    const struct head *head = &held->fact->head;
    struct bytes channel;
    struct fact with;
    uint64_t number, seq;
    if (id == NULL)
        return true;
    return (id_split(*id, &channel, &number) && ledger_place(check->folded, channel, number, &seq) &&
            ledger_read_bare(check->folded, seq, &with) && bytes_equal(with.head.act_hash, head->act_hash)) ||
           wrong(check, held, "the bulletin that it names did not come with it");
}

/* How long the text is that stands beside the act. */
static bool check_text_size(struct ledger_check *check, const struct verified_head *held)
{
    const struct shape *decided = held->parts.kind->decided;
    int at = shape_find(decided, bytes_of_text("text_size"));
    struct named named;
    uint64_t size;
    if (at < 0 || held->fact->erased)
        return true;
    named_by_fact(check->folded, held->fact, &named);
    const uint64_t *told = field_of(decided, held->decided, (size_t)at);
    if (told == NULL && !named.has_text)
        return true;
    return (told != NULL && named.has_text && blob_size(check->live, named.list[0].hash.at, &size) &&
            *told == size) ||
           wrong(check, held, "its text is missing, or has another size than it says");
}

bool verify_head(struct ledger_check *check, struct verified_head *held)
{
    return take_apart(check, held) && check_actor(check, held) && check_taken(check, held) &&
           check_revision(check, held) && check_bulletin(check, held) &&
           (held->fact->erased || check_text_size(check, held));
}
