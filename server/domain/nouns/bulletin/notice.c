/* What the nouns around a bulletin share: its act read back, the facts that publish it, and the departments
 * that are told. Whether it may be published stands in notice_decide.c. */
#include "server/domain/nouns/bulletin/notice.h"

#include <assert.h>

#include "protocol/wire/calendar.h"
#include "server/domain/base/decision.h"
#include "server/domain/base/rights.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/people/account.h"

/* --- what an act says --- */

bool notice_of_fact(struct txn *txn, const struct fact *fact, struct view_notice *notice)
{
    static const int says[] = {VERB_publish, VERB_revise, VERB_schedule_edit, VERB_import, VERB_brand_name};
    return fact_says(txn, fact, says, sizeof says / sizeof says[0], &shape_view_notice, notice);
}

/* --- the facts that publish --- */

struct fact_bulletin_published notice_revision(const struct actor *actor, const struct view_notice *notice,
                                               const struct notice_times *times, uint64_t text_size,
                                               bool receipt, int64_t now_ms)
{
    struct fact_bulletin_published revision = {
        .has = {.department = actor->department[0] != '\0',
                .text_size = notice->has.text_hash,
                .related = notice->has.related && words_count(notice->related) > 0,
                .priority = notice->has.priority,
                .effective = times->has_effective,
                .expires = times->has_expires,
                .due = times->has_due},
        .department = bytes_of_text(actor->department),
        .text_size = text_size,
        .related = notice->related,
        .priority = notice->priority,
        .effective = times->effective,
        .expires = times->expires,
        .due = times->due,
    };
    revision.has.remind =
        receipt && times->has_due && notice_remind_after(times->due, now_ms, &revision.remind);
    return revision;
}

static void draft_duty(struct bytes department, const struct fact_duty_assigned *duty,
                       struct decision *decision)
{
    char room[LIMIT_CHANNEL_BYTES];
    decision_add(decision, channel_of_department(department, room), &fact_kinds[FACT_duty_assigned], duty);
}

static void draft_duties(const struct deciding *deciding, const struct view_notice *notice,
                         const struct fact_duty_assigned *duty)
{
    struct bytes department;
    struct walk walk;
    if (notice_to_all(notice)) {
        struct store_key first = key_empty();
        walk_up(&walk, deciding->txn, TABLE_DEPARTMENTS, key_of(&first));
        while (walk_next(&walk))
            draft_duty(walk.key, duty, deciding->decision);
        walk_end(&walk);
        return;
    }
    for (size_t at = 0; words_next(notice->to, &at, &department);)
        draft_duty(department, duty, deciding->decision);
}

static void note_signerless(struct txn *txn, struct bytes department, struct bytes *names, size_t *count)
{
    if (*count < LIMIT_SIGNERLESS && !account_signs_for(txn, department))
        names[(*count)++] = department;
}

bool notice_signerless(struct txn *txn, const struct view_notice *notice, struct buffer *out)
{
    struct bytes names[LIMIT_SIGNERLESS], department;
    struct walk walk;
    size_t count = 0;
    if (!notice->has.to || !notice->has.receipt || !notice->receipt)
        return false;
    if (notice_to_all(notice)) {
        struct store_key first = key_empty();
        walk_up(&walk, txn, TABLE_DEPARTMENTS, key_of(&first));
        while (walk_next(&walk))
            note_signerless(txn, walk.key, names, &count);
        walk_end(&walk);
    } else {
        for (size_t at = 0; words_next(notice->to, &at, &department);)
            note_signerless(txn, department, names, &count);
    }
    words_write(out, names, count);
    return count > 0;
}

void notice_draft(const struct deciding *deciding, const struct notice_coming *coming,
                  char id_room[LIMIT_ID_BYTES], struct bytes *id)
{
    const struct view_notice *notice = coming->notice;
    const struct notice_times *times = coming->times;
    const bool receipt = notice->has.receipt && notice->receipt;
    struct buffer out = buffer_over(id_room, LIMIT_ID_BYTES);
    struct tip tip;
    ledger_tip(deciding->txn, coming->channel, &tip);
    id_write(&out, coming->channel, tip.number + 1);
    *id = buffer_bytes(&out);

    struct fact_bulletin_published published =
        notice_revision(coming->author, notice, times, coming->text_size, receipt, deciding->now_ms);
    published.has.receipt = published.receipt = receipt;
    published.has.addressed = notice->has.to;
    if (notice->has.to)
        published.addressed =
            notice_to_all(notice) ? txn_count(deciding->txn, TABLE_DEPARTMENTS) : words_count(notice->to);
    published.has.roster = notice->has.roster;
    published.roster = notice->roster;
    published.has.scheduled = coming->scheduled_id.size > 0;
    published.scheduled = coming->scheduled_id;
    uint8_t signerless_room[NOTICE_SIGNERLESS_BYTES];
    struct buffer signerless = buffer_over(signerless_room, sizeof signerless_room);
    published.has.signerless = notice_signerless(deciding->txn, notice, &signerless);
    published.signerless = buffer_bytes(&signerless);
    published.has.taken = coming->taken_seq != 0;
    published.taken = coming->taken_seq;
    decision_add(deciding->decision, coming->channel, &fact_kinds[FACT_bulletin_published], &published);
    if (!notice->has.to)
        return;
    struct fact_duty_assigned duty = {
        .has = {.receipt = receipt,
                .priority = notice->has.priority,
                .due = times->has_due,
                .taken = coming->taken_seq != 0},
        .id = *id,
        .revision = 1,
        .receipt = receipt,
        .priority = notice->priority,
        .due = times->due,
        .taken = coming->taken_seq,
    };
    draft_duties(deciding, notice, &duty);
}

bool notice_remind_after(int64_t due_ms, int64_t now_ms, int64_t *remind_ms)
{
    static const int days[] = {-3, -1, 1, 7, 30};
    enum { HOUR = 9 };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        /* What is due at the end of a day is due on that day. */
        int64_t time_ms = calendar_hour(due_ms - 1, days[i], HOUR);
        if (time_ms > now_ms) {
            *remind_ms = time_ms;
            return true;
        }
    }
    return false;
}
