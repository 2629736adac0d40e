/* Whether a notice may be published: its text and files, its times, what it is related to and whom it is
 * addressed to. It does not know by which verb it came. */
#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/uploads.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/ledger/blob.h"

static enum error refuse_limit(struct decision *decision, enum error code, const char *field,
                               struct bytes name, uint64_t limit)
{
    decision_refuse(decision, code, field, name);
    decision->why.limit = limit;
    return code;
}

static enum error refuse_time(struct decision *decision, enum error code, const char *field, int64_t time_ms)
{
    decision_refuse(decision, code, field, (struct bytes){0});
    decision->why.time_ms = time_ms;
    return code;
}

/* --- its text and files --- */

static enum error decide_text(const struct deciding *deciding, const struct view_notice *notice,
                              struct bytes known_id, uint64_t *text_size)
{
    static const char field[] = "text_hash";
    const struct bytes none = {0};
    uint64_t done = 0, size = 0;
    if (!notice->has.text_hash)
        return OK;
    if (notice->has.text)
        return decision_refuse(deciding->decision, ERR_TEXT_TWICE, field, none);
    bool begun = blob_progress(deciding->txn, bytes_of_text(deciding->actor->account), notice->text_hash.at,
                               &done, &size);
    if (begun && done == size) {
        enum error error = bulletin_text_check(deciding->txn, bytes_of_text(deciding->actor->account),
                                               notice->text_hash, text_size, deciding->decision);
        if (error == OK)
            decision_adopt(deciding->decision, notice->text_hash);
        return error;
    }
    if (upload_is_known(deciding->txn, known_id, notice->text_hash, true) &&
        blob_size(deciding->txn, notice->text_hash.at, text_size))
        return OK;
    if (begun)
        return refuse_limit(deciding->decision, ERR_BLOB_INCOMPLETE, field, none, done);
    return decision_refuse(deciding->decision, ERR_BLOB_UNKNOWN, field, none);
}

/* --- its times --- */

/* Where a moment of a notice must lie. */
struct bound {
    enum day_edge edge;
    int64_t after_ms;
    const char *after; /* the field that is, or NULL: now */
    int64_t last_ms;   /* the latest it may be */
};

static enum error decide_moment(const char *field, struct bytes moment, const struct bound *bound,
                                int64_t *time_ms, struct decision *decision)
{
    int64_t time;
    if (!calendar_moment(moment, bound->edge, &time) || time < TIME_FIRST_MS)
        return decision_refuse(decision, ERR_BAD_VALUE, field, moment);
    if (time <= bound->after_ms && bound->after == NULL)
        return refuse_time(decision, ERR_IN_THE_PAST, field, bound->after_ms);
    if (time <= bound->after_ms)
        return decision_refuse(decision, ERR_WRONG_ORDER, field, bytes_of_text(bound->after));
    if (time > bound->last_ms)
        return refuse_time(decision, ERR_TOO_LATE, field, bound->last_ms);
    *time_ms = time;
    return OK;
}

static enum error decide_times(const struct view_notice *notice, int64_t now_ms, struct notice_times *times,
                               struct decision *decision)
{
    const int64_t ahead_ms = INT64_C(1000) * LIMIT_AHEAD_S, in_force_ms = INT64_C(1000) * LIMIT_IN_FORCE_S;
    const char *after = notice->has.at ? "at" : NULL;
    struct notice_times judged = {.has_at = notice->has.at,
                                  .has_effective = notice->has.effective,
                                  .has_expires = notice->has.expires,
                                  .has_due = notice->has.due,
                                  .at = now_ms};
    enum error error = OK;
    if (judged.has_at) {
        const struct bound bound = {
            .edge = DAY_BEGINS, .after_ms = now_ms, .after = NULL, .last_ms = now_ms + ahead_ms};
        error = decide_moment("at", notice->at, &bound, &judged.at, decision);
    }
    if (error == OK && judged.has_effective) { /* it may have come into force already */
        const struct bound bound = {
            .edge = DAY_BEGINS, .after_ms = INT64_MIN, .after = NULL, .last_ms = judged.at + in_force_ms};
        error = decide_moment("effective", notice->effective, &bound, &judged.effective, decision);
    }
    if (error == OK && judged.has_expires) {
        const struct bound bound = {
            .edge = DAY_ENDS, .after_ms = judged.at, .after = after, .last_ms = judged.at + in_force_ms};
        error = decide_moment("expires", notice->expires, &bound, &judged.expires, decision);
    }
    if (error == OK && judged.has_expires && judged.has_effective && judged.expires <= judged.effective)
        error = decision_refuse(decision, ERR_WRONG_ORDER, "expires", bytes_of_text("effective"));
    if (error == OK && judged.has_due) {
        const struct bound bound = {
            .edge = DAY_ENDS, .after_ms = judged.at, .after = after, .last_ms = judged.at + ahead_ms};
        error = decide_moment("due", notice->due, &bound, &judged.due, decision);
    }
    if (error == OK)
        *times = judged;
    return error;
}

/* --- what it is related to --- */

/* Whether all may read the channel of what is named who will read the act that names it: where it is
 * published, on the desk until then, and in the inboxes of whom it is addressed to. Those departments read
 * the channel; the committee reads their inboxes with them. Relations within the channel tell nobody of
 * another. */
static bool relation_shows(struct txn *txn, struct bytes named, struct bytes channel, bool scheduled,
                           bool addressed)
{
    uint8_t desk_room[LIMIT_AUDIENCE_BYTES], inbox_room[32];
    struct buffer inbox = buffer_over(inbox_room, sizeof inbox_room);
    const struct bytes committee = bytes_of_text(role_words[ROLE_COMMITTEE]);
    struct view_channel row;
    words_write(&inbox, &committee, 1);
    return view_channel(txn, channel, &row) && channel_reads(txn, row.read, named) &&
           (!scheduled || channel_reads(txn, channel_enrolled(row.publish, desk_room), named)) &&
           (!addressed || channel_reads(txn, buffer_bytes(&inbox), named));
}

enum error notice_decide_named(const struct deciding *deciding, const char *field, struct bytes id,
                               struct bytes *channel)
{
    struct view_bulletin row;
    uint64_t number;
    return id_split(id, channel, &number) &&
                   channel_allows(deciding->txn, *channel, RIGHT_READ, deciding->actor) &&
                   view_bulletin(deciding->txn, *channel, number, &row)
               ? OK
               : decision_refuse(deciding->decision, ERR_UNKNOWN_ID, field, id);
}

enum error notice_decide_related(const struct deciding *deciding, struct bytes channel, bool addressed,
                                 const struct view_notice *notice, struct bytes known_id)
{
    static const char field[] = "related";
    struct bytes id, named;
    for (size_t at = 0; notice->has.related && words_next(notice->related, &at, &id);) {
        if (bytes_equal(id, known_id))
            return decision_refuse(deciding->decision, ERR_BAD_VALUE, field, id);
        enum error error = notice_decide_named(deciding, field, id, &named);
        if (error != OK)
            return error;
        if (!bytes_equal(named, channel) &&
            !relation_shows(deciding->txn, named, channel, notice->has.at, addressed))
            return decision_refuse(deciding->decision, ERR_RELATED_HIDDEN, field, id);
    }
    return OK;
}

/* --- whom it is addressed to --- */

bool notice_to_all(const struct view_notice *notice)
{
    struct bytes word;
    size_t at = 0;
    return notice->has.to && words_count(notice->to) == 1 && words_next(notice->to, &at, &word) &&
           bytes_equal_text(word, TO_ALL);
}

static bool department_reads(struct bytes department, struct bytes audience)
{
    char room[LIMIT_CHANNEL_BYTES];
    return words_have(audience, bytes_of_text(AUDIENCE_EVERYONE)) ||
           words_have(audience, bytes_of_text(role_words[ROLE_OFFICE])) ||
           words_have(audience, channel_word_of(department, room));
}

static enum error decide_all(const struct deciding *deciding, const struct view_notice *notice,
                             struct bytes audience)
{
    const struct bytes none = {0};
    const bool open = notice->has.roster && notice->roster == ROSTER_OPEN;
    struct store_key first = key_empty();
    struct walk walk;
    enum error error = OK;
    if (open && txn_count(deciding->txn, TABLE_ROSTERS) >= LIMIT_OPEN_ROSTERS)
        return refuse_limit(deciding->decision, ERR_TOO_MANY_ROSTERS, "roster", none, LIMIT_OPEN_ROSTERS);
    if (txn_count(deciding->txn, TABLE_DEPARTMENTS) > LIMIT_ADDRESSEES)
        return refuse_limit(deciding->decision, ERR_TOO_MANY_ADDRESSEES, "to", none, LIMIT_ADDRESSEES);
    walk_up(&walk, deciding->txn, TABLE_DEPARTMENTS, key_of(&first));
    while (error == OK && walk_next(&walk)) {
        if (!department_reads(walk.key, audience))
            error = decision_refuse(deciding->decision, ERR_CANNOT_READ, "to", walk.key);
    }
    walk_end(&walk);
    return error;
}

static enum error decide_named(const struct deciding *deciding, const struct view_notice *notice,
                               struct bytes audience)
{
    struct record_department row;
    struct bytes department;
    for (size_t at = 0; words_next(notice->to, &at, &department);) {
        if (!view_department(deciding->txn, department, &row))
            return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, "to", department);
        if (!department_reads(department, audience))
            return decision_refuse(deciding->decision, ERR_CANNOT_READ, "to", department);
    }
    return OK;
}

static enum error decide_address(const struct deciding *deciding, struct bytes channel,
                                 const struct view_notice *notice)
{
    const bool receipt = notice->has.receipt && notice->receipt;
    struct view_channel row;
    if (notice->has.to && words_count(notice->to) == 0)
        return decision_refuse(deciding->decision, ERR_EMPTY, "to", (struct bytes){0});
    if (receipt && !notice->has.to)
        return decision_refuse(deciding->decision, ERR_NEEDS_FIELD, "receipt", bytes_of_text("to"));
    if (notice->has.due && !receipt)
        return decision_refuse(deciding->decision, ERR_NEEDS_FIELD, "due", bytes_of_text("receipt"));
    if (notice->has.roster && !notice_to_all(notice))
        return decision_refuse(deciding->decision, ERR_NEEDS_FIELD, "roster", bytes_of_text("to=all"));
    if (!notice->has.to)
        return OK;
    if (!view_channel(deciding->txn, channel, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_CHANNEL, "channel", channel);
    return notice_to_all(notice) ? decide_all(deciding, notice, row.read)
                                 : decide_named(deciding, notice, row.read);
}

enum error notice_decide_content(const struct deciding *deciding, const struct view_notice *notice,
                                 struct bytes known_id, struct notice_times *times, uint64_t *text_size)
{
    enum error error = decide_times(notice, deciding->now_ms, times, deciding->decision);
    if (error == OK && notice->has.attach)
        error = upload_decide_files(deciding, "attach", notice->attach, known_id);
    if (error == OK)
        error = decide_text(deciding, notice, known_id, text_size);
    return error;
}

enum error notice_decide(const struct deciding *deciding, struct bytes channel,
                         const struct view_notice *notice, struct bytes known_id, struct notice_times *times,
                         uint64_t *text_size)
{
    enum error error = decide_address(deciding, channel, notice);
    if (error == OK)
        error = notice_decide_related(deciding, channel, notice->has.to, notice, known_id);
    if (error == OK)
        error = notice_decide_content(deciding, notice, known_id, times, text_size);
    return error;
}
