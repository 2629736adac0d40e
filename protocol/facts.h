/* Every kind of fact once: what the server decides beyond the act, which acts make it, and which erase it.
 * How an act names its fact is said by the words of namings.h. A head outlives its act (an act can be
 * erased), so nothing that belongs to a person stands in these fields: names here are handles. */
#ifndef BULLETIN_PROTOCOL_FACTS_H
#define BULLETIN_PROTOCOL_FACTS_H

#include "protocol/namings.h"

/* Whether a fact can take a right away: the push judges all rights again before it goes on. */
enum access { REVOKES, CONTENT };

/* FACT(symbol, kind, access, what happened). Beside it stand, for every kind or it does not build:
 *   FACT_FIELDS_symbol     what the server decided
 *   FACT_MADE_BY_symbol    M(verb, how its act names the fact: MADE_NAMINGS); at least one
 *   FACT_ERASED_BY_symbol  E(verb, how its act names the fact: ERASED_NAMINGS); a kind with none keeps its
 * act for ever. The views of a kind that can be erased come from the head alone. */
#define FACTS(FACT)                                                                                          \
    FACT(house_founded, "house.founded", CONTENT, "The ledger began.")                                       \
    FACT(clock_confirmed, "clock.confirmed", CONTENT, "An operator confirmed the server's clock.")           \
    FACT(department_created, "department.created", CONTENT, "A department was made.")                        \
    FACT(department_changed, "department.changed", CONTENT, "A department's title was changed.")             \
    FACT(channel_created, "channel.created", CONTENT, "A channel was made.")                                 \
    FACT(channel_changed, "channel.changed", REVOKES, "A channel's title or rights were changed.")           \
    FACT(account_invited, "account.invited", CONTENT, "Somebody was invited.")                               \
    FACT(key_invited, "key.invited", CONTENT, "A further key of an account was invited.")                    \
    FACT(key_enrolled, "key.enrolled", CONTENT, "A key was enrolled for an account.")                        \
    FACT(account_changed, "account.changed", REVOKES, "An account was changed.")                             \
    FACT(key_revoked, "key.revoked", REVOKES, "A key was revoked.")                                          \
    FACT(account_revoked, "account.revoked", REVOKES, "An account was revoked with all its keys.")           \
    FACT(bulletin_published, "bulletin.published", CONTENT, "A bulletin was published.")                     \
    FACT(bulletin_imported, "bulletin.imported", CONTENT, "A bulletin of the past was taken in.")            \
    FACT(bulletin_withdrawn, "bulletin.withdrawn", CONTENT, "A bulletin was withdrawn.")                     \
    FACT(bulletin_revised, "bulletin.revised", CONTENT, "A bulletin has a new revision.")                    \
    FACT(thing_erased, "thing.erased", CONTENT, "The texts of a thing were erased.")                         \
    FACT(bulletin_effective, "bulletin.effective", CONTENT, "A bulletin came into force.")                   \
    FACT(bulletin_expired, "bulletin.expired", CONTENT, "A bulletin is no longer in force.")                 \
    FACT(bulletin_scheduled, "bulletin.scheduled", CONTENT, "A bulletin was scheduled.")                     \
    FACT(bulletin_rescheduled, "bulletin.rescheduled", CONTENT, "What was scheduled was replaced.")          \
    FACT(bulletin_cancelled, "bulletin.cancelled", CONTENT, "What was scheduled will not come.")             \
    FACT(bulletin_released, "bulletin.released", CONTENT, "What was scheduled was published.")               \
    FACT(duty_assigned, "duty.assigned", CONTENT, "A bulletin was addressed to the department.")             \
    FACT(duty_ended, "duty.ended", CONTENT, "A bulletin need not be signed for any more.")                   \
    FACT(duty_reminded, "duty.reminded", CONTENT, "The department was reminded to sign.")                    \
    FACT(duty_counted, "duty.counted", CONTENT, "How many departments have signed a bulletin.")              \
    FACT(thread_opened, "thread.opened", CONTENT, "A thread was opened.")                                    \
    FACT(thread_locked, "thread.locked", CONTENT, "A thread was locked or unlocked.")                        \
    FACT(thread_pinned, "thread.pinned", CONTENT, "A thread was pinned or unpinned.")                        \
    FACT(post_made, "post.made", CONTENT, "Somebody posted in a thread.")                                    \
    FACT(post_edited, "post.edited", CONTENT, "A post or a thread has a new text.")                          \
    FACT(post_hidden, "post.hidden", CONTENT, "A post or a thread was hidden, or shown again.")              \
    FACT(theme_planned, "theme.planned", CONTENT, "The theme of a month was planned.")                       \
    FACT(theme_amended, "theme.amended", CONTENT, "A theme was replaced.")                                   \
    FACT(theme_cancelled, "theme.cancelled", CONTENT, "A planned theme will not come.")                      \
    FACT(theme_checked, "theme.checked", CONTENT, "Whether next month has a theme.")                         \
    FACT(theme_turned, "theme.turned", CONTENT, "The schedule moved a theme on.")                            \
    FACT(theme_opened, "theme.opened", CONTENT, "The theme of the month is open.")                           \
    FACT(theme_corrected, "theme.corrected", CONTENT, "The words of an open theme were amended.")            \
    FACT(theme_closing, "theme.closing", CONTENT, "The theme of the month is about to close.")               \
    FACT(theme_closed, "theme.closed", CONTENT, "The theme of the month is closed and summed up.")           \
    FACT(activity_announced, "activity.announced", CONTENT, "An activity was announced.")                    \
    FACT(activity_changed, "activity.changed", CONTENT, "An activity was changed.")                          \
    FACT(activity_cancelled, "activity.cancelled", CONTENT, "An activity will not take place.")              \
    FACT(activity_attended, "activity.attended", CONTENT, "Who attended an activity.")                       \
    FACT(activity_invited, "activity.invited", CONTENT, "The department was invited.")                       \
    FACT(activity_uninvited, "activity.uninvited", CONTENT,                                                  \
         "An activity to which the department was invited will not take place, or not with it.")             \
    FACT(activity_replied, "activity.replied", CONTENT, "The department says whether it comes.")             \
    FACT(account_left, "account.left", REVOKES, "Somebody left, and their account was revoked.")             \
    FACT(receipt_delivered, "receipt.delivered", CONTENT, "A bulletin lies on the department's disk.")       \
    FACT(receipt_opened, "receipt.opened", CONTENT, "A bulletin was shown to the department.")               \
    FACT(receipt_signed, "receipt.signed", CONTENT, "The department signed for a bulletin.")

#define FACT_FIELDS_house_founded(F, S)                                                                      \
    F(S, epoch, NUMBER, REQUIRED, 0, "1; rises when a backup is restored")                                   \
    F(S, format, NUMBER, REQUIRED, 0, "of the store")
#define FACT_MADE_BY_house_founded(M) M(house_found, at_founding)
#define FACT_ERASED_BY_house_founded(E)
/* On desk/keys. */
#define FACT_FIELDS_clock_confirmed(F, S)                                                                    \
    F(S, last, TIME, REQUIRED, 0, "the time that the house had last seen or written down")
#define FACT_MADE_BY_clock_confirmed(M) M(clock_confirm, on_desk_of_keys)
#define FACT_ERASED_BY_clock_confirmed(E)
#define FACT_FIELDS_department_created(F, S) F(S, department, NAME, REQUIRED, 0, "its name")
#define FACT_MADE_BY_department_created(M)   M(department_create, department_in_keys)
#define FACT_ERASED_BY_department_created(E)
#define FACT_FIELDS_department_changed(F, S) F(S, department, NAME, REQUIRED, 0, "its name")
#define FACT_MADE_BY_department_changed(M)   M(department_change, department_in_keys)
#define FACT_ERASED_BY_department_changed(E)
#define FACT_FIELDS_channel_created(F, S)                                                                    \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")
#define FACT_MADE_BY_channel_created(M)                                                                      \
    M(channel_create, as_channel)                                                                            \
    M(channel_create, as_desk) M(department_create, as_department) M(house_found, at_founding)
#define FACT_ERASED_BY_channel_created(E)
#define FACT_FIELDS_channel_changed(F, S) FACT_FIELDS_channel_created(F, S)
#define FACT_MADE_BY_channel_changed(M)                                                                      \
    M(channel_change, as_channel) M(channel_change, as_desk) M(department_change, as_department)
#define FACT_ERASED_BY_channel_changed(E)
#define FACT_FIELDS_account_invited(F, S)                                                                    \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code; every earlier one for the account is void")  \
    F(S, expires, TIME, REQUIRED, 0, "until when the code is good")
#define FACT_MADE_BY_account_invited(M)   M(account_invite, account_invited)
#define FACT_ERASED_BY_account_invited(E) E(erase, itself) E(account_erase, name) E(account_leave, own_name)
/* What the account was then: the code opens nothing more. */
#define FACT_FIELDS_key_invited(F, S) FACT_FIELDS_account_invited(F, S)
#define FACT_MADE_BY_key_invited(M)   M(key_invite, account_invited)
#define FACT_ERASED_BY_key_invited(E)
#define FACT_FIELDS_key_enrolled(F, S)                                                                       \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, account, NAME, REQUIRED, 0, "whose")                                                                \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code that was used")
#define FACT_MADE_BY_key_enrolled(M) M(join, by_code)
#define FACT_ERASED_BY_key_enrolled(E)
#define FACT_FIELDS_account_changed(F, S)                                                                    \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")
#define FACT_MADE_BY_account_changed(M)   M(account_change, account)
#define FACT_ERASED_BY_account_changed(E) E(erase, itself) E(account_erase, name) E(account_leave, own_name)
#define FACT_FIELDS_key_revoked(F, S)                                                                        \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, account, NAME, REQUIRED, 0, "whose")
#define FACT_MADE_BY_key_revoked(M)       M(key_revoke, key)
#define FACT_ERASED_BY_key_revoked(E)     E(erase, itself)
#define FACT_FIELDS_account_revoked(F, S) F(S, account, NAME, REQUIRED, 0, "the account's name")
#define FACT_MADE_BY_account_revoked(M)   M(account_revoke, account)
#define FACT_ERASED_BY_account_revoked(E) E(erase, itself)
/* Of a fact that carries an act which was judged before: whose it was is looked up as of then. */
#define FACT_FIELD_TAKEN(F, S)                                                                               \
    F(S, taken, NUMBER, OPTIONAL, 0,                                                                         \
      "the seq of the fact with which its act was taken, when that was an earlier one")
/* What a revision is beyond its text, with moments become times: enough to fold it from the head alone. */
#define FACT_FIELDS_REVISION(F, S)                                                                           \
    F(S, department, NAME, OPTIONAL, 0, "the author's")                                                      \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of a text kept as a blob, in bytes")                               \
    F(S, related, IDS, OPTIONAL, LIMIT_RELATED, "bulletins it belongs with")                                 \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, expires, TIME, OPTIONAL, 0, "when it is no longer in force")                                        \
    F(S, due, TIME, OPTIONAL, 0, "until when it must be signed for")                                         \
    F(S, remind, TIME, OPTIONAL, 0, "when departments will be reminded first")
#define FACT_FIELD_SIGNERLESS(F, S)                                                                          \
    F(S, signerless, NAMES, OPTIONAL, LIMIT_SIGNERLESS,                                                      \
      "departments addressed in which nobody could sign then; the first of them when many")
#define FACT_FIELDS_bulletin_published(F, S)                                                                 \
    FACT_FIELDS_REVISION(F, S)                                                                               \
    F(S, receipt, FLAG, OPTIONAL, 0, "the departments addressed must sign for it")                           \
    F(S, addressed, NUMBER, OPTIONAL, 0, "how many departments")                                             \
    F(S, roster, ROSTER, OPTIONAL, 0, "open when departments made later are addressed too")                  \
    F(S, draft, ID, OPTIONAL, 0, "what it was scheduled as, on the desk")                                    \
    FACT_FIELD_SIGNERLESS(F, S)                                                                              \
    FACT_FIELD_TAKEN(F, S)
#define FACT_MADE_BY_bulletin_published(M)   M(publish, published) M(schedule_edit, from_desk)
#define FACT_ERASED_BY_bulletin_published(E) E(erase, itself) E(account_leave, own)
#define FACT_FIELDS_bulletin_revised(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "2 and up")                                                          \
    FACT_FIELDS_REVISION(F, S)
#define FACT_MADE_BY_bulletin_revised(M)   M(revise, by_id)
#define FACT_ERASED_BY_bulletin_revised(E) E(erase, about) E(account_leave, about_own)
/* In every channel where acts of the thing stood. */
#define FACT_FIELDS_thing_erased(F, S)                                                                       \
    F(S, id, ID, REQUIRED, 0, "the bulletin, post or activity; or the fact itself")                          \
    F(S, facts, NUMBERS, REQUIRED, LIMIT_ERASED_FACTS,                                                       \
      "the seqs of the facts of this channel whose acts are gone")
#define FACT_MADE_BY_thing_erased(M) M(erase, erasing) M(account_erase, of_names) M(account_leave, leaving)
#define FACT_ERASED_BY_thing_erased(E)
#define FACT_FIELDS_bulletin_effective(F, S) F(S, id, ID, REQUIRED, 0, "the bulletin")
#define FACT_MADE_BY_bulletin_effective(M)   M(schedule_run, due_effective)
#define FACT_ERASED_BY_bulletin_effective(E)
#define FACT_FIELDS_bulletin_expired(F, S) F(S, id, ID, REQUIRED, 0, "the bulletin")
#define FACT_MADE_BY_bulletin_expired(M)   M(schedule_run, due_expires)
#define FACT_ERASED_BY_bulletin_expired(E)
#define FACT_FIELDS_bulletin_scheduled(F, S)                                                                 \
    F(S, at, TIME, REQUIRED, 0, "when it will be published")                                                 \
    FACT_FIELD_SIGNERLESS(F, S)
#define FACT_MADE_BY_bulletin_scheduled(M) M(publish, on_desk)
#define FACT_ERASED_BY_bulletin_scheduled(E)                                                                 \
    E(erase, itself) E(erase, draft) E(account_leave, own_draft) E(account_leave, own)
#define FACT_FIELDS_bulletin_rescheduled(F, S)                                                               \
    F(S, id, ID, REQUIRED, 0, "what was scheduled, by its id on the desk")                                   \
    F(S, at, TIME, REQUIRED, 0, "when it will be published")                                                 \
    FACT_FIELD_SIGNERLESS(F, S)
#define FACT_MADE_BY_bulletin_rescheduled(M) M(schedule_edit, by_id)
#define FACT_ERASED_BY_bulletin_rescheduled(E)                                                               \
    E(erase, about) E(erase, draft) E(account_leave, own_draft) E(account_leave, about_own)
#define FACT_FIELDS_bulletin_cancelled(F, S)                                                                 \
    F(S, id, ID, REQUIRED, 0, "what was scheduled, by its id on the desk")                                   \
    F(S, code, LINE, OPTIONAL, LIMIT_WORD_BYTES,                                                             \
      "of the error that stopped it at its time; missing when people cancelled it")
#define FACT_MADE_BY_bulletin_cancelled(M)   M(schedule_cancel, by_id) M(schedule_run, due_publish)
#define FACT_ERASED_BY_bulletin_cancelled(E) E(erase, itself)
#define FACT_FIELDS_bulletin_released(F, S)                                                                  \
    F(S, id, ID, REQUIRED, 0, "what was scheduled, by its id on the desk")                                   \
    F(S, published, ID, REQUIRED, 0, "the bulletin it became")
#define FACT_MADE_BY_bulletin_released(M) M(schedule_run, due_publish)
#define FACT_ERASED_BY_bulletin_released(E)
#define FACT_FIELDS_duty_assigned(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")                                              \
    F(S, receipt, FLAG, OPTIONAL, 0, "it must be signed for")                                                \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, remind, TIME, OPTIONAL, 0, "when reminding begins again, for a department that came later")         \
    FACT_FIELD_TAKEN(F, S)
#define FACT_MADE_BY_duty_assigned(M)                                                                        \
    M(publish, addressed_by_channel) M(schedule_edit, addressed_by_draft) M(revise, in_department)
#define FACT_ERASED_BY_duty_assigned(E) E(erase, about) E(account_leave, about_own)
#define FACT_FIELDS_duty_ended(F, S)    F(S, id, ID, REQUIRED, 0, "the bulletin")
#define FACT_MADE_BY_duty_ended(M)      M(withdraw, in_department)
#define FACT_ERASED_BY_duty_ended(E)    E(erase, of_channel)
#define FACT_FIELDS_duty_reminded(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")                                              \
    F(S, due, TIME, REQUIRED, 0, "until when; it may have passed")
#define FACT_MADE_BY_duty_reminded(M) M(schedule_run, due_remind)
#define FACT_ERASED_BY_duty_reminded(E)
/* On the desk of the bulletin's channel. */
#define FACT_FIELDS_duty_counted(F, S)                                                                       \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")                                              \
    F(S, due, TIME, REQUIRED, 0, "until when; it may have passed")                                           \
    F(S, addressed, NUMBER, REQUIRED, 0, "how many departments")                                             \
    F(S, signed_for, NUMBER, REQUIRED, 0, "how many of them have signed")                                    \
    F(S, missing, NAMES, OPTIONAL, LIMIT_COUNTED_NAMES, "who has not; the first of them when many")          \
    F(S, remind, TIME, OPTIONAL, 0, "when departments will be reminded next")
#define FACT_MADE_BY_duty_counted(M) M(schedule_run, due_count)
#define FACT_ERASED_BY_duty_counted(E)
#define FACT_FIELDS_thread_opened(F, S)                                                                      \
    F(S, department, NAME, OPTIONAL, 0, "the author's")                                                      \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme that it is the thread of")                                 \
    FACT_FIELD_TAKEN(F, S)
#define FACT_MADE_BY_thread_opened(M)                                                                        \
    M(forum_open, thread) M(theme_plan, month_in_forum) M(theme_amend, month_in_forum)
#define FACT_ERASED_BY_thread_opened(E) E(erase, itself) E(account_leave, own_thread)
#define FACT_FIELDS_thread_locked(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, locked, FLAG, REQUIRED, 0, "no: unlocked")
#define FACT_MADE_BY_thread_locked(M) M(forum_lock, switched) M(schedule_run, due_lock)
#define FACT_ERASED_BY_thread_locked(E)
#define FACT_FIELDS_thread_pinned(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, pinned, FLAG, REQUIRED, 0, "no: unpinned")
#define FACT_MADE_BY_thread_pinned(M) M(forum_pin, switched)
#define FACT_ERASED_BY_thread_pinned(E)
#define FACT_FIELDS_post_made(F, S)                                                                          \
    F(S, thread, ID, REQUIRED, 0, "the thread")                                                              \
    F(S, answers, ID, OPTIONAL, 0, "the post that it answers")                                               \
    F(S, department, NAME, OPTIONAL, 0, "the author's")
#define FACT_MADE_BY_post_made(M)   M(forum_post, in_thread)
#define FACT_ERASED_BY_post_made(E) E(erase, itself) E(account_leave, own)
#define FACT_FIELDS_post_edited(F, S)                                                                        \
    F(S, thread, ID, REQUIRED, 0, "the thread")                                                              \
    F(S, id, ID, REQUIRED, 0, "the post, or the thread itself")                                              \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme whose words were amended: the thread is its own")
#define FACT_MADE_BY_post_edited(M)   M(forum_edit, post) M(theme_amend, month_of_thread)
#define FACT_ERASED_BY_post_edited(E) E(erase, about) E(account_leave, about_own_post)
#define FACT_FIELDS_post_hidden(F, S)                                                                        \
    F(S, thread, ID, REQUIRED, 0, "the thread")                                                              \
    F(S, id, ID, REQUIRED, 0, "the post, or the thread itself")                                              \
    F(S, hidden, FLAG, REQUIRED, 0, "no: shown again")
#define FACT_MADE_BY_post_hidden(M)   M(forum_hide, switched)
#define FACT_ERASED_BY_post_hidden(E) E(erase, itself)
/* On desk/themes. */
#define FACT_FIELDS_theme_planned(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, opens, TIME, REQUIRED, 0, "when it opens")                                                          \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    F(S, remind, TIME, OPTIONAL, 0, "when everyone is reminded that it closes")                              \
    F(S, check, TIME, OPTIONAL, 0, "when the next month is looked at first, if nobody did before")
#define FACT_MADE_BY_theme_planned(M)   M(theme_plan, month_on_desk)
#define FACT_ERASED_BY_theme_planned(E) E(erase, itself) E(erase, theme_plan)
#define FACT_FIELDS_theme_amended(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, opens, TIME, REQUIRED, 0, "when it opens, or opened")                                               \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    F(S, remind, TIME, OPTIONAL, 0, "when everyone is reminded that it closes")
#define FACT_MADE_BY_theme_amended(M)     M(theme_amend, month_on_desk)
#define FACT_ERASED_BY_theme_amended(E)   E(erase, theme_plan)
#define FACT_FIELDS_theme_cancelled(F, S) F(S, month, MONTH, REQUIRED, 0, "the month")
#define FACT_MADE_BY_theme_cancelled(M)   M(theme_cancel, month_on_desk)
#define FACT_ERASED_BY_theme_cancelled(E) E(erase, itself)
#define FACT_FIELDS_theme_checked(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month that was looked at")                                          \
    F(S, missing, FLAG, OPTIONAL, 0, "no theme is planned for it")                                           \
    F(S, check, TIME, REQUIRED, 0, "when the one after it will be looked at")
#define FACT_MADE_BY_theme_checked(M) M(schedule_run, due_check)
#define FACT_ERASED_BY_theme_checked(E)
#define FACT_FIELDS_theme_turned(F, S)                                                                       \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, stage, STAGE, REQUIRED, 0, "what it is now")
#define FACT_MADE_BY_theme_turned(M) M(schedule_run, due_turn)
#define FACT_ERASED_BY_theme_turned(E)
/* In `themes`. */
#define FACT_FIELDS_theme_opened(F, S)                                                                       \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, thread, ID, REQUIRED, 0, "where people answer")                                                     \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    FACT_FIELD_TAKEN(F, S)
#define FACT_MADE_BY_theme_opened(M)   M(theme_plan, month_in_themes) M(theme_amend, month_in_themes)
#define FACT_ERASED_BY_theme_opened(E) E(erase, thread_of)
/* Its words have an act of their own; what it says of the end stands on the desk. */
#define FACT_FIELDS_theme_corrected(F, S)                                                                    \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, id, ID, REQUIRED, 0, "the `theme.opened` whose words it replaces")                                  \
    F(S, thread, ID, REQUIRED, 0, "where people answer")
#define FACT_MADE_BY_theme_corrected(M)   M(theme_amend, month_of_opened)
#define FACT_ERASED_BY_theme_corrected(E) E(erase, thread_of)
#define FACT_FIELDS_theme_closing(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, thread, ID, REQUIRED, 0, "where people answer")                                                     \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")
#define FACT_MADE_BY_theme_closing(M) M(schedule_run, due_closing)
#define FACT_ERASED_BY_theme_closing(E)
#define FACT_FIELDS_SUMMARY(F, S)                                                                            \
    F(S, posts, NUMBER, OPTIONAL, 0, "in the thread, hidden ones left out")                                  \
    F(S, people, NUMBER, OPTIONAL, 0, "who posted")                                                          \
    F(S, took_part, NAMES, OPTIONAL, LIMIT_SUMMED_NAMES,                                                     \
      "departments that took part; the first of them when many")                                             \
    F(S, absent, NAMES, OPTIONAL, LIMIT_SUMMED_NAMES,                                                        \
      "departments that did not; the first of them when many")                                               \
    F(S, departments, NUMBER, OPTIONAL, 0, "how many took part")                                             \
    F(S, absent_count, NUMBER, OPTIONAL, 0, "how many did not")                                              \
    F(S, answered, IDS, OPTIONAL, LIMIT_SUMMED_POSTS, "the posts most answered, the most first")
#define FACT_FIELDS_theme_closed(F, S)                                                                       \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, thread, ID, REQUIRED, 0, "where people answered")                                                   \
    FACT_FIELDS_SUMMARY(F, S)
#define FACT_MADE_BY_theme_closed(M) M(schedule_run, due_closed)
#define FACT_ERASED_BY_theme_closed(E)
#define FACT_FIELDS_HELD(F, S)                                                                               \
    F(S, starts, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, ends, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, due, TIME, OPTIONAL, 0, "until when departments reply")
#define FACT_FIELDS_activity_announced(F, S)                                                                 \
    F(S, department, NAME, OPTIONAL, 0, "the author's")                                                      \
    FACT_FIELDS_HELD(F, S)
#define FACT_MADE_BY_activity_announced(M)   M(activity_announce, in_channel)
#define FACT_ERASED_BY_activity_announced(E) E(erase, itself) E(account_leave, own)
#define FACT_FIELDS_activity_changed(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    FACT_FIELDS_HELD(F, S)
#define FACT_MADE_BY_activity_changed(M)     M(activity_change, by_id)
#define FACT_ERASED_BY_activity_changed(E)   E(erase, about) E(account_leave, about_own)
#define FACT_FIELDS_activity_cancelled(F, S) F(S, id, ID, REQUIRED, 0, "the activity")
#define FACT_MADE_BY_activity_cancelled(M)   M(activity_cancel, by_id)
#define FACT_ERASED_BY_activity_cancelled(E) E(erase, itself)
#define FACT_FIELDS_activity_attended(F, S)  F(S, id, ID, REQUIRED, 0, "the activity")
#define FACT_MADE_BY_activity_attended(M)    M(activity_attended, by_id)
#define FACT_ERASED_BY_activity_attended(E)  E(erase, itself)
#define FACT_FIELDS_activity_invited(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    FACT_FIELDS_HELD(F, S)                                                                                   \
    F(S, changed, FLAG, OPTIONAL, 0, "they had been invited; it was changed")
#define FACT_MADE_BY_activity_invited(M)                                                                     \
    M(activity_announce, addressed_by_channel) M(activity_change, addressed_by_id)
#define FACT_ERASED_BY_activity_invited(E)   E(erase, about) E(account_leave, about_own)
#define FACT_FIELDS_activity_uninvited(F, S) F(S, id, ID, REQUIRED, 0, "the activity")
#define FACT_MADE_BY_activity_uninvited(M)                                                                   \
    M(activity_change, addressed_no_more) M(activity_cancel, in_department)
#define FACT_ERASED_BY_activity_uninvited(E) E(erase, about) E(erase, of_channel) E(account_leave, about_own)
#define FACT_FIELDS_activity_replied(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, coming, FLAG, REQUIRED, 0, "whether they come")                                                     \
    F(S, people, NUMBER, OPTIONAL, 0, "how many")                                                            \
    F(S, late, FLAG, OPTIONAL, 0, "after the day by which it was asked for")
#define FACT_MADE_BY_activity_replied(M)   M(activity_reply, in_department)
#define FACT_ERASED_BY_activity_replied(E) E(erase, itself)
#define FACT_FIELDS_account_left(F, S)     F(S, account, NAME, REQUIRED, 0, "the account's name")
#define FACT_MADE_BY_account_left(M)       M(account_leave, left)
#define FACT_ERASED_BY_account_left(E)
#define FACT_FIELDS_RECEIPT(F, S)                                                                            \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")
#define FACT_FIELDS_receipt_delivered(F, S) FACT_FIELDS_RECEIPT(F, S)
#define FACT_MADE_BY_receipt_delivered(M)   M(deliver, in_department)
#define FACT_ERASED_BY_receipt_delivered(E)
#define FACT_FIELDS_receipt_opened(F, S) FACT_FIELDS_RECEIPT(F, S)
#define FACT_MADE_BY_receipt_opened(M)   M(open, in_department)
#define FACT_ERASED_BY_receipt_opened(E)
#define FACT_FIELDS_receipt_signed(F, S) FACT_FIELDS_RECEIPT(F, S)
#define FACT_MADE_BY_receipt_signed(M)   M(sign, in_department)
#define FACT_ERASED_BY_receipt_signed(E) E(erase, itself)
#define FACT_FIELDS_bulletin_imported(F, S)                                                                  \
    F(S, department, NAME, OPTIONAL, 0, "whose it was")                                                      \
    F(S, source_hash, HASH, REQUIRED, 0, "of the source it was taken in from")                               \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of a text kept as a blob, in bytes")
#define FACT_MADE_BY_bulletin_imported(M)    M(import, in_channel)
#define FACT_ERASED_BY_bulletin_imported(E)  E(erase, itself)
#define FACT_FIELDS_bulletin_withdrawn(F, S) F(S, id, ID, REQUIRED, 0, "the bulletin")
#define FACT_MADE_BY_bulletin_withdrawn(M)   M(withdraw, by_id)
#define FACT_ERASED_BY_bulletin_withdrawn(E) E(erase, itself)

#endif
