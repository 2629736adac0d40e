/* Counsel: who may say what about an application or a guidance, which tasks there are, and whom the committee
 * invites. It does not know how that is kept (fold.c) or shown (read.c). */
#include <assert.h>

#include "protocol/proof/fits.h"
#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/uploads.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/counsel/counsel.h"
#include "server/domain/nouns/counsel/views.h"

/* What an act is about, and for which side its author speaks. */
struct speaking {
    struct bytes channel;
    uint64_t number;
    struct counselled about;
    enum side side;
};

/* Who reads the channel and names something else in it is told what it is for. */
static enum error refuse_other(const struct deciding *deciding, struct bytes channel, struct bytes id)
{
    char room[LIMIT_ID_BYTES];
    struct buffer about = buffer_over(room, sizeof room);
    uint64_t number;
    if (!counselled_in(deciding->txn, channel, &number))
        return decision_refuse(deciding->decision, ERR_NO_COUNSEL, "id", id);
    id_write(&about, channel, number);
    return decision_refuse(deciding->decision, ERR_NOT_COUNSELLED, "id", buffer_bytes(&about));
}

/* Whoever does not read it is told the same as of what is not there, and whom to ask. */
static enum error find_counselled(const struct deciding *deciding, struct bytes id, struct speaking *speaking)
{
    if (!id_split(id, &speaking->channel, &speaking->number) ||
        !channel_allows(deciding->txn, speaking->channel, RIGHT_READ, deciding->actor))
        return decision_refuse(deciding->decision, ERR_NO_COUNSEL, "id", id);
    if (!counselled_find(deciding->txn, speaking->channel, speaking->number, &speaking->about))
        return refuse_other(deciding, speaking->channel, id);
    speaking->side = counselled_side(&speaking->about, deciding->actor);
    return OK;
}

/* The same, when something may still be said. */
static enum error find_open(const struct deciding *deciding, struct bytes id, struct speaking *speaking)
{
    enum error error = find_counselled(deciding, id, speaking);
    if (error == OK && speaking->about.over)
        error = decision_refuse(deciding->decision, ERR_COUNSEL_OVER, "id", id);
    return error;
}

/* --- what is said --- */

enum error decide_counsel(const struct deciding *deciding, const struct args_counsel *args)
{
    struct speaking speaking;
    enum error error = find_open(deciding, args->id, &speaking);
    if (error == OK && args->has.attach)
        error = upload_decide_files(deciding, "attach", args->attach, (struct bytes){0});
    if (error != OK)
        return error;
    struct fact_counsel_said said = {
        .has.department = deciding->actor->department[0] != '\0',
        .thread = args->id,
        .side = speaking.side,
        .department = bytes_of_text(deciding->actor->department),
    };
    decision_add(deciding->decision, speaking.channel, &fact_kinds[FACT_counsel_said], &said);
    return OK;
}

static enum error decide_due(const struct deciding *deciding, const struct args_counsel_ask *args,
                             int64_t *due_ms)
{
    const int64_t last_ms = deciding->now_ms + INT64_C(1000) * LIMIT_AHEAD_S;
    struct decision *decision = deciding->decision;
    if (!args->has.due)
        return OK;
    if (!calendar_moment(args->due, DAY_ENDS, due_ms))
        return decision_refuse(decision, ERR_BAD_VALUE, "due", args->due);
    if (*due_ms > deciding->now_ms && *due_ms <= last_ms)
        return OK;
    const bool past = *due_ms <= deciding->now_ms;
    enum error error =
        decision_refuse(decision, past ? ERR_IN_THE_PAST : ERR_TOO_LATE, "due", (struct bytes){0});
    decision->why.time_ms = past ? deciding->now_ms : last_ms;
    return error;
}

enum error decide_counsel_ask(const struct deciding *deciding, const struct args_counsel_ask *args)
{
    struct speaking speaking;
    int64_t due_ms = 0;
    enum error error = find_open(deciding, args->id, &speaking);
    if (error == OK)
        error = decide_due(deciding, args, &due_ms);
    if (error != OK)
        return error;
    struct fact_counsel_asked asked = {
        .has = {.department = deciding->actor->department[0] != '\0', .due = args->has.due},
        .thread = args->id,
        .side = speaking.side,
        .department = bytes_of_text(deciding->actor->department),
        .due = due_ms,
    };
    decision_add(deciding->decision, speaking.channel, &fact_kinds[FACT_counsel_asked], &asked);
    return OK;
}

/* --- what is ticked off --- */

/* The task or the text, for who reads it. */
static enum error find_said(const struct deciding *deciding, struct bytes id, struct bytes *channel,
                            uint64_t *number, struct view_counsel *row)
{
    if (!id_split(id, channel, number) ||
        !channel_allows(deciding->txn, *channel, RIGHT_READ, deciding->actor) ||
        !view_counsel(deciding->txn, *channel, *number, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_TASK, "id", id);
    if (row->has.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, "id", id);
    return OK;
}

/* A task is ticked off by either side, and opened again. */
static enum error decide_task(const struct deciding *deciding, const struct args_counsel_done *args,
                              const struct view_counsel *row, bool done)
{
    if (done == row->has.done)
        return decision_refuse(deciding->decision, done ? ERR_TASK_DONE : ERR_TASK_OPEN, "id", args->id);
    return OK;
}

/* A text needs no answer when the side for which it waits says so. */
static enum error decide_text(const struct deciding *deciding, const struct args_counsel_done *args,
                              struct bytes channel, uint64_t number, const struct view_counsel *row)
{
    struct view_counselled state;
    struct counselled about;
    if (!view_counselled(deciding->txn, channel, &state) ||
        !counselled_find(deciding->txn, channel, row->thread, &about)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (!state.has.unanswered || state.last_side != row->side || number < state.unanswered ||
        counselled_side(&about, deciding->actor) == (enum side)row->side)
        return decision_refuse(deciding->decision, ERR_ANSWERED, "id", args->id);
    return OK;
}

enum error decide_counsel_done(const struct deciding *deciding, const struct args_counsel_done *args)
{
    const bool done = !args->has.done || args->done;
    struct view_counsel row = {.has = {0}};
    struct bytes channel;
    uint64_t number;
    enum error error = find_said(deciding, args->id, &channel, &number, &row);
    if (error == OK && row.has.task)
        error = decide_task(deciding, args, &row, done);
    else if (error == OK && !done)
        error = decision_refuse(deciding->decision, ERR_UNKNOWN_TASK, "id", args->id);
    else if (error == OK)
        error = decide_text(deciding, args, channel, number, &row);
    if (error != OK)
        return error;
    struct fact_counsel_done ticked = {.id = args->id, .done = done};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_counsel_done], &ticked);
    return OK;
}

/* --- whom the committee invites --- */

/* Those who read the channel, as an act leaves them. */
struct readers {
    struct bytes words[LIMIT_AUDIENCE_WORDS];
    size_t count, experts;
    char rooms[LIMIT_EXPERTS][LIMIT_CHANNEL_BYTES]; /* of words that are new */
};

static void take_readers(const struct view_channel *row, struct readers *readers)
{
    struct bytes word, name;
    for (size_t at = 0; words_next(row->read, &at, &word);) {
        readers->words[readers->count++] = word;
        readers->experts += channel_has_prefix(word, AUDIENCE_ACCOUNT, &name);
    }
}

static size_t find_reader(const struct readers *readers, struct bytes word)
{
    size_t i = 0;
    while (i < readers->count && !bytes_equal(readers->words[i], word))
        i++;
    return i;
}

static enum error invite(const struct deciding *deciding, struct bytes expert, size_t nth,
                         struct readers *readers)
{
    struct record_account account;
    const struct bytes word = channel_word_of_account(expert, readers->rooms[nth]);
    if (!view_account(deciding->txn, expert, &account))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ACCOUNT, "experts", expert);
    if (account.role != ROLE_EXPERT || account.has.revoked)
        return decision_refuse(deciding->decision, ERR_NOT_EXPERT, "experts", expert);
    if (find_reader(readers, word) < readers->count)
        return decision_refuse(deciding->decision, ERR_EXPERT_INVITED, "experts", expert);
    if (readers->experts >= LIMIT_EXPERTS) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_EXPERTS, "experts", expert);
        deciding->decision->why.limit = LIMIT_EXPERTS;
        return ERR_TOO_MANY_EXPERTS;
    }
    readers->words[readers->count++] = word;
    readers->experts++;
    return OK;
}

static enum error dismiss(const struct deciding *deciding, struct bytes expert, size_t nth,
                          struct readers *readers)
{
    const size_t found = find_reader(readers, channel_word_of_account(expert, readers->rooms[nth]));
    if (found == readers->count)
        return decision_refuse(deciding->decision, ERR_EXPERT_UNINVITED, "experts", expert);
    readers->words[found] = readers->words[--readers->count];
    return OK;
}

typedef enum error reader_changed(const struct deciding *deciding, struct bytes expert, size_t nth,
                                  struct readers *readers);

/* Changes who reads the channel, one expert after the other, and drafts that it was changed. */
static enum error change_readers(const struct deciding *deciding, const struct speaking *speaking,
                                 struct bytes experts, reader_changed *change, const struct fact_kind *kind,
                                 struct fact_counsel_invited *told)
{
    uint8_t read_room[LIMIT_AUDIENCE_BYTES];
    struct buffer read = buffer_over(read_room, sizeof read_room);
    struct readers readers = {.count = 0};
    struct view_channel row;
    struct bytes expert;
    size_t nth = 0;
    enum error error = OK;
    if (!view_channel(deciding->txn, speaking->channel, &row)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    take_readers(&row, &readers);
    for (size_t at = 0; error == OK && words_next(experts, &at, &expert);)
        error = change(deciding, expert, nth++, &readers);
    if (error == OK && nth == 0)
        error = decision_refuse(deciding->decision, ERR_EMPTY, "experts", (struct bytes){0});
    if (error != OK)
        return error;
    words_write(&read, readers.words, readers.count);
    assert(!read.overflowed);
    struct fact_channel_changed changed = channel_state(&row);
    changed.read = buffer_bytes(&read);
    told->experts = experts;
    decision_add(deciding->decision, speaking->channel, kind, told);
    decision_add(deciding->decision, speaking->channel, &fact_kinds[FACT_channel_changed], &changed);
    return OK;
}

enum error decide_counsel_invite(const struct deciding *deciding, const struct args_counsel_invite *args)
{
    struct fact_counsel_invited invited = {.thread = args->id};
    struct speaking speaking;
    enum error error = find_open(deciding, args->id, &speaking);
    if (error != OK)
        return error;
    return change_readers(deciding, &speaking, args->experts, invite, &fact_kinds[FACT_counsel_invited],
                          &invited);
}

/* Of what is over, too: whoever counselled may have read it for long enough. */
enum error decide_counsel_dismiss(const struct deciding *deciding, const struct args_counsel_dismiss *args)
{
    struct fact_counsel_invited dismissed = {.thread = args->id};
    struct speaking speaking;
    enum error error = find_counselled(deciding, args->id, &speaking);
    if (error != OK)
        return error;
    return change_readers(deciding, &speaking, args->experts, dismiss, &fact_kinds[FACT_counsel_dismissed],
                          &dismissed);
}
