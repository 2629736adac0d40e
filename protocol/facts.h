/* Every kind of fact once, with what the server decided beyond the act. A head outlives its act (an act can
 * be erased), so nothing that belongs to a person stands in these fields: names here are handles. */
#ifndef BULLETIN_PROTOCOL_FACTS_H
#define BULLETIN_PROTOCOL_FACTS_H

/* Whether a fact can take a right away: the push judges all rights again before it goes on. */
enum access { REVOKES, CONTENT };
/* Whether the act may be erased. The views of an ERASABLE kind come from the head alone. */
enum erasing { KEPT, ERASABLE };

/* FACT(symbol, kind, access, erasing, what happened) */
#define FACTS(FACT)                                                                                          \
    FACT(house_founded, "house.founded", CONTENT, KEPT, "The ledger began.")                                 \
    FACT(department_created, "department.created", CONTENT, KEPT, "A department was made.")                  \
    FACT(department_changed, "department.changed", CONTENT, KEPT, "A department's title was changed.")       \
    FACT(channel_created, "channel.created", CONTENT, KEPT, "A channel was made.")                           \
    FACT(channel_changed, "channel.changed", REVOKES, KEPT, "A channel's title or rights were changed.")     \
    FACT(account_invited, "account.invited", CONTENT, ERASABLE, "Somebody was invited.")                     \
    FACT(key_invited, "key.invited", CONTENT, KEPT, "A further key of an account was invited.")              \
    FACT(key_enrolled, "key.enrolled", CONTENT, ERASABLE, "A key was enrolled for an account.")              \
    FACT(account_changed, "account.changed", REVOKES, ERASABLE, "An account was changed.")                   \
    FACT(key_revoked, "key.revoked", REVOKES, KEPT, "A key was revoked.")                                    \
    FACT(account_revoked, "account.revoked", REVOKES, KEPT, "An account was revoked with all its keys.")     \
    FACT(bulletin_published, "bulletin.published", CONTENT, ERASABLE, "A bulletin was published.")           \
    FACT(bulletin_imported, "bulletin.imported", CONTENT, ERASABLE, "A bulletin of the past was taken in.")  \
    FACT(bulletin_withdrawn, "bulletin.withdrawn", CONTENT, ERASABLE, "A bulletin was withdrawn.")           \
    FACT(bulletin_revised, "bulletin.revised", CONTENT, ERASABLE, "A bulletin has a new revision.")          \
    FACT(bulletin_erased, "bulletin.erased", CONTENT, KEPT, "The texts of a bulletin were erased.")          \
    FACT(bulletin_effective, "bulletin.effective", CONTENT, KEPT, "A bulletin came into force.")             \
    FACT(bulletin_expired, "bulletin.expired", CONTENT, KEPT, "A bulletin is no longer in force.")           \
    FACT(bulletin_scheduled, "bulletin.scheduled", CONTENT, ERASABLE, "A bulletin was scheduled.")           \
    FACT(bulletin_rescheduled, "bulletin.rescheduled", CONTENT, ERASABLE,                                    \
         "What was scheduled was replaced.")                                                                 \
    FACT(bulletin_cancelled, "bulletin.cancelled", CONTENT, KEPT, "What was scheduled will not come.")       \
    FACT(bulletin_released, "bulletin.released", CONTENT, KEPT, "What was scheduled was published.")         \
    FACT(duty_assigned, "duty.assigned", CONTENT, ERASABLE, "A bulletin was addressed to the department.")   \
    FACT(duty_ended, "duty.ended", CONTENT, KEPT, "A bulletin need not be signed for any more.")             \
    FACT(duty_reminded, "duty.reminded", CONTENT, KEPT, "The department was reminded to sign.")              \
    FACT(duty_counted, "duty.counted", CONTENT, KEPT, "How many departments have signed a bulletin.")        \
    FACT(thread_opened, "thread.opened", CONTENT, ERASABLE, "A thread was opened.")                          \
    FACT(thread_locked, "thread.locked", CONTENT, KEPT, "A thread was locked or unlocked.")                  \
    FACT(thread_pinned, "thread.pinned", CONTENT, KEPT, "A thread was pinned or unpinned.")                  \
    FACT(post_made, "post.made", CONTENT, ERASABLE, "Somebody posted in a thread.")                          \
    FACT(post_edited, "post.edited", CONTENT, ERASABLE, "A post or a thread has a new text.")                \
    FACT(post_hidden, "post.hidden", CONTENT, KEPT, "A post or a thread was hidden, or shown again.")        \
    FACT(theme_planned, "theme.planned", CONTENT, ERASABLE, "The theme of a month was planned.")             \
    FACT(theme_amended, "theme.amended", CONTENT, ERASABLE, "A theme was replaced.")                         \
    FACT(theme_cancelled, "theme.cancelled", CONTENT, KEPT, "A planned theme will not come.")                \
    FACT(theme_checked, "theme.checked", CONTENT, KEPT, "Whether next month has a theme.")                   \
    FACT(theme_turned, "theme.turned", CONTENT, KEPT, "The schedule moved a theme on.")                      \
    FACT(theme_opened, "theme.opened", CONTENT, ERASABLE, "The theme of the month is open.")                 \
    FACT(theme_closing, "theme.closing", CONTENT, KEPT, "The theme of the month is about to close.")         \
    FACT(theme_closed, "theme.closed", CONTENT, KEPT, "The theme of the month is closed and summed up.")     \
    FACT(activity_announced, "activity.announced", CONTENT, ERASABLE, "An activity was announced.")          \
    FACT(activity_changed, "activity.changed", CONTENT, ERASABLE, "An activity was changed.")                \
    FACT(activity_cancelled, "activity.cancelled", CONTENT, KEPT, "An activity will not take place.")        \
    FACT(activity_attended, "activity.attended", CONTENT, KEPT, "Who attended an activity.")                 \
    FACT(activity_invited, "activity.invited", CONTENT, ERASABLE, "The department was invited.")             \
    FACT(activity_uninvited, "activity.uninvited", CONTENT, ERASABLE,                                        \
         "An activity to which the department was invited will not take place, or not with it.")             \
    FACT(activity_replied, "activity.replied", CONTENT, KEPT, "The department says whether it comes.")       \
    FACT(account_left, "account.left", REVOKES, KEPT, "Somebody left, and their account was revoked.")       \
    FACT(receipt_delivered, "receipt.delivered", CONTENT, KEPT, "A bulletin lies on the department's disk.") \
    FACT(receipt_opened, "receipt.opened", CONTENT, KEPT, "A bulletin was shown to the department.")         \
    FACT(receipt_signed, "receipt.signed", CONTENT, KEPT, "The department signed for a bulletin.")

#define FACT_FIELDS_house_founded(F, S)                                                                      \
    F(S, epoch, NUMBER, REQUIRED, 0, "1; rises when a backup is restored")                                   \
    F(S, format, NUMBER, REQUIRED, 0, "of the store")
#define FACT_FIELDS_department_created(F, S) F(S, department, NAME, REQUIRED, 0, "its name")
#define FACT_FIELDS_department_changed(F, S) F(S, department, NAME, REQUIRED, 0, "its name")
#define FACT_FIELDS_channel_created(F, S)                                                                    \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")
#define FACT_FIELDS_channel_changed(F, S) FACT_FIELDS_channel_created(F, S)
#define FACT_FIELDS_account_invited(F, S)                                                                    \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code; every earlier one for the account is void")  \
    F(S, expires, TIME, REQUIRED, 0, "until when the code is good")
/* What the account was then: the code opens nothing more. */
#define FACT_FIELDS_key_invited(F, S) FACT_FIELDS_account_invited(F, S)
#define FACT_FIELDS_key_enrolled(F, S)                                                                       \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, account, NAME, REQUIRED, 0, "whose")                                                                \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code that was used")
#define FACT_FIELDS_account_changed(F, S)                                                                    \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")
#define FACT_FIELDS_key_revoked(F, S)                                                                        \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, account, NAME, REQUIRED, 0, "whose")
#define FACT_FIELDS_account_revoked(F, S) F(S, account, NAME, REQUIRED, 0, "the account's name")
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
#define FACT_FIELDS_bulletin_published(F, S)                                                                 \
    FACT_FIELDS_REVISION(F, S)                                                                               \
    F(S, receipt, FLAG, OPTIONAL, 0, "the departments addressed must sign for it")                           \
    F(S, addressed, NUMBER, OPTIONAL, 0, "how many departments")                                             \
    F(S, roster, ROSTER, OPTIONAL, 0, "open when departments made later are addressed too")                  \
    F(S, draft, ID, OPTIONAL, 0, "what it was scheduled as, on the desk")                                    \
    FACT_FIELD_TAKEN(F, S)
#define FACT_FIELDS_bulletin_revised(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "2 and up")                                                          \
    FACT_FIELDS_REVISION(F, S)
/* In every channel where acts of the bulletin stood. */
#define FACT_FIELDS_bulletin_erased(F, S)                                                                    \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, facts, NUMBERS, REQUIRED, LIMIT_ERASED_FACTS,                                                       \
      "the seqs of the facts of this channel whose acts are gone")
#define FACT_FIELDS_bulletin_effective(F, S) F(S, id, ID, REQUIRED, 0, "the bulletin")
#define FACT_FIELDS_bulletin_expired(F, S)   F(S, id, ID, REQUIRED, 0, "the bulletin")
#define FACT_FIELDS_bulletin_scheduled(F, S) F(S, at, TIME, REQUIRED, 0, "when it will be published")
#define FACT_FIELDS_bulletin_rescheduled(F, S)                                                               \
    F(S, id, ID, REQUIRED, 0, "what was scheduled, by its id on the desk")                                   \
    F(S, at, TIME, REQUIRED, 0, "when it will be published")
#define FACT_FIELDS_bulletin_cancelled(F, S)                                                                 \
    F(S, id, ID, REQUIRED, 0, "what was scheduled, by its id on the desk")                                   \
    F(S, code, LINE, OPTIONAL, LIMIT_WORD_BYTES,                                                             \
      "of the error that stopped it at its time; missing when people cancelled it")
#define FACT_FIELDS_bulletin_released(F, S)                                                                  \
    F(S, id, ID, REQUIRED, 0, "what was scheduled, by its id on the desk")                                   \
    F(S, published, ID, REQUIRED, 0, "the bulletin it became")
#define FACT_FIELDS_duty_assigned(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")                                              \
    F(S, receipt, FLAG, OPTIONAL, 0, "it must be signed for")                                                \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, remind, TIME, OPTIONAL, 0, "when reminding begins again, for a department that came later")         \
    FACT_FIELD_TAKEN(F, S)
#define FACT_FIELDS_duty_ended(F, S) F(S, id, ID, REQUIRED, 0, "the bulletin")
#define FACT_FIELDS_duty_reminded(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")                                              \
    F(S, due, TIME, REQUIRED, 0, "until when; it may have passed")
/* On the desk of the bulletin's channel. */
#define FACT_FIELDS_duty_counted(F, S)                                                                       \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")                                              \
    F(S, due, TIME, REQUIRED, 0, "until when; it may have passed")                                           \
    F(S, addressed, NUMBER, REQUIRED, 0, "how many departments")                                             \
    F(S, signed_for, NUMBER, REQUIRED, 0, "how many of them have signed")                                    \
    F(S, missing, NAMES, OPTIONAL, LIMIT_COUNTED_NAMES, "who has not; the first of them when many")          \
    F(S, remind, TIME, OPTIONAL, 0, "when departments will be reminded next")
#define FACT_FIELDS_thread_opened(F, S)                                                                      \
    F(S, department, NAME, OPTIONAL, 0, "the author's")                                                      \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme that it is the thread of")                                 \
    FACT_FIELD_TAKEN(F, S)
#define FACT_FIELDS_thread_locked(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, locked, FLAG, REQUIRED, 0, "no: unlocked")
#define FACT_FIELDS_thread_pinned(F, S)                                                                      \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, pinned, FLAG, REQUIRED, 0, "no: unpinned")
#define FACT_FIELDS_post_made(F, S)                                                                          \
    F(S, thread, ID, REQUIRED, 0, "the thread")                                                              \
    F(S, answers, ID, OPTIONAL, 0, "the post that it answers")                                               \
    F(S, department, NAME, OPTIONAL, 0, "the author's")
#define FACT_FIELDS_post_edited(F, S)                                                                        \
    F(S, thread, ID, REQUIRED, 0, "the thread")                                                              \
    F(S, id, ID, REQUIRED, 0, "the post, or the thread itself")
#define FACT_FIELDS_post_hidden(F, S)                                                                        \
    F(S, thread, ID, REQUIRED, 0, "the thread")                                                              \
    F(S, id, ID, REQUIRED, 0, "the post, or the thread itself")                                              \
    F(S, hidden, FLAG, REQUIRED, 0, "no: shown again")
/* On desk/themes. */
#define FACT_FIELDS_theme_planned(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, opens, TIME, REQUIRED, 0, "when it opens")                                                          \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    F(S, remind, TIME, OPTIONAL, 0, "when everyone is reminded that it closes")                              \
    F(S, check, TIME, OPTIONAL, 0, "when the next month is looked at first, if nobody did before")
#define FACT_FIELDS_theme_amended(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, opens, TIME, REQUIRED, 0, "when it opens, or opened")                                               \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    F(S, remind, TIME, OPTIONAL, 0, "when everyone is reminded that it closes")
#define FACT_FIELDS_theme_cancelled(F, S) F(S, month, MONTH, REQUIRED, 0, "the month")
#define FACT_FIELDS_theme_checked(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month that was looked at")                                          \
    F(S, missing, FLAG, OPTIONAL, 0, "no theme is planned for it")                                           \
    F(S, check, TIME, REQUIRED, 0, "when the one after it will be looked at")
#define FACT_FIELDS_theme_turned(F, S)                                                                       \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, stage, STAGE, REQUIRED, 0, "what it is now")
/* In `themes`. */
#define FACT_FIELDS_theme_opened(F, S)                                                                       \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, thread, ID, REQUIRED, 0, "where people answer")                                                     \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    FACT_FIELD_TAKEN(F, S)
#define FACT_FIELDS_theme_closing(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, thread, ID, REQUIRED, 0, "where people answer")                                                     \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")
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
#define FACT_FIELDS_HELD(F, S)                                                                               \
    F(S, starts, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, ends, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, due, TIME, OPTIONAL, 0, "until when departments reply")
#define FACT_FIELDS_activity_announced(F, S)                                                                 \
    F(S, department, NAME, OPTIONAL, 0, "the author's")                                                      \
    FACT_FIELDS_HELD(F, S)
#define FACT_FIELDS_activity_changed(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    FACT_FIELDS_HELD(F, S)
#define FACT_FIELDS_activity_cancelled(F, S) F(S, id, ID, REQUIRED, 0, "the activity")
#define FACT_FIELDS_activity_attended(F, S)  F(S, id, ID, REQUIRED, 0, "the activity")
#define FACT_FIELDS_activity_invited(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    FACT_FIELDS_HELD(F, S)                                                                                   \
    F(S, changed, FLAG, OPTIONAL, 0, "they had been invited; it was changed")
#define FACT_FIELDS_activity_uninvited(F, S) F(S, id, ID, REQUIRED, 0, "the activity")
#define FACT_FIELDS_activity_replied(F, S)                                                                   \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, coming, FLAG, REQUIRED, 0, "whether they come")                                                     \
    F(S, people, NUMBER, OPTIONAL, 0, "how many")
#define FACT_FIELDS_account_left(F, S) F(S, account, NAME, REQUIRED, 0, "the account's name")
#define FACT_FIELDS_RECEIPT(F, S)                                                                            \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision of it")
#define FACT_FIELDS_receipt_delivered(F, S) FACT_FIELDS_RECEIPT(F, S)
#define FACT_FIELDS_receipt_opened(F, S)    FACT_FIELDS_RECEIPT(F, S)
#define FACT_FIELDS_receipt_signed(F, S)    FACT_FIELDS_RECEIPT(F, S)
#define FACT_FIELDS_bulletin_imported(F, S)                                                                  \
    F(S, department, NAME, OPTIONAL, 0, "whose it was")                                                      \
    F(S, source_hash, HASH, REQUIRED, 0, "of the source it was taken in from")                               \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of a text kept as a blob, in bytes")
#define FACT_FIELDS_bulletin_withdrawn(F, S) F(S, id, ID, REQUIRED, 0, "the bulletin")

#endif
