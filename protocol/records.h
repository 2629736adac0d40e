/* Every row and answer once, and what the server pushes. Same field lists as verbs.h. */
#ifndef BULLETIN_PROTOCOL_RECORDS_H
#define BULLETIN_PROTOCOL_RECORDS_H

/* RECORD(symbol, what it is) */
#define RECORDS(RECORD)                                                                                      \
    RECORD(nothing, "nothing but the answer itself")                                                         \
    RECORD(status, "who I am here and where the server stands")                                              \
    RECORD(pong, "the server's time")                                                                        \
    RECORD(done, "the fact that an act became")                                                              \
    RECORD(count, "how many rows were given")                                                                \
    RECORD(anchor, "where a subscription begins")                                                            \
    RECORD(following, "how often signed heads will come")                                                    \
    RECORD(staged, "how far an upload has come")                                                             \
    RECORD(chunk, "a piece of a text or file")                                                               \
    RECORD(channel, "a channel and where it stands")                                                         \
    RECORD(headline, "a bulletin without its text")                                                          \
    RECORD(bulletin, "a bulletin")                                                                           \
    RECORD(fact, "a fact as it is pushed")                                                                   \
    RECORD(receipt, "how far a department has come with a bulletin")                                         \
    RECORD(duty, "what a department has yet to do")                                                          \
    RECORD(overdue, "a department that is late")                                                             \
    RECORD(draft, "what is scheduled")                                                                       \
    RECORD(thread, "a thread without its posts")                                                             \
    RECORD(post, "a post, or what opened a thread")                                                          \
    RECORD(theme, "the theme of a month")                                                                    \
    RECORD(activity, "an activity")                                                                          \
    RECORD(reply, "whether a department comes")                                                              \
    RECORD(hit, "something that was found")                                                                  \
    RECORD(searched, "how far a search went")                                                                \
    RECORD(account, "an account")                                                                            \
    RECORD(key, "a key of an account")                                                                       \
    RECORD(department, "a department")                                                                       \
    RECORD(error, "a refusal")

/* PUSH(symbol, word, what it is): messages with id 0 from the server */
#define PUSHES(PUSH)                                                                                         \
    PUSH(fact, "fact", "the next fact of a channel followed")                                                \
    PUSH(head, "head", "the house's signed word on where a channel stands")                                  \
    PUSH(ended, "ended", "a subscription ended here")                                                        \
    PUSH(bye, "bye", "the connection ends")

#define RECORD_FIELDS_nothing(F, S)
#define RECORD_FIELDS_status(F, S)                                                                           \
    F(S, house, KEY, REQUIRED, 0, "the server's identity")                                                   \
    F(S, version, LINE, REQUIRED, LIMIT_TITLE_BYTES, "of the software")                                      \
    F(S, address, LINE, OPTIONAL, LIMIT_REASON_BYTES, "where people dial, without the key")                  \
    F(S, epoch, NUMBER, REQUIRED, 0, "rises when a backup was restored")                                     \
    F(S, time, TIME, REQUIRED, 0, "the server's clock")                                                      \
    F(S, facts, NUMBER, REQUIRED, 0, "in the ledger")                                                        \
    F(S, role, ROLE, REQUIRED, 0, "mine")                                                                    \
    F(S, account, NAME, OPTIONAL, 0, "mine")                                                                 \
    F(S, department, NAME, OPTIONAL, 0, "mine")                                                              \
    F(S, signs, FLAG, OPTIONAL, 0, "I may bind the department by signing")                                   \
    F(S, zone, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "the time zone in which days are judged here")             \
    F(S, features, NAMES, OPTIONAL, LIMIT_FEATURES, "what this server can do, as in the table of features")
#define RECORD_FIELDS_pong(F, S) F(S, time, TIME, REQUIRED, 0, "the server's clock")
#define RECORD_FIELDS_done(F, S)                                                                             \
    F(S, id, ID, REQUIRED, 0, "the first fact the act became")                                               \
    F(S, head, HASH, REQUIRED, 0, "hash of its head")                                                        \
    F(S, time, TIME, REQUIRED, 0, "when the server took it")                                                 \
    F(S, already, FLAG, OPTIONAL, 0, "it was there before: another act had made it")                         \
    F(S, signerless, NAMES, OPTIONAL, LIMIT_SIGNERLESS,                                                      \
      "departments addressed in which nobody may sign; the first of them when many")
#define RECORD_FIELDS_count(F, S)                                                                            \
    F(S, rows, NUMBER, REQUIRED, 0, "rows in this answer")                                                   \
    F(S, more, FLAG, OPTIONAL, 0, "there may be more")                                                       \
    F(S, next, BYTES, OPTIONAL, LIMIT_NEXT_BYTES, "where to go on: given back as `next`")
#define RECORD_FIELDS_anchor(F, S)                                                                           \
    F(S, channel, CHANNEL, REQUIRED, 0, "the channel")                                                       \
    F(S, number, NUMBER, REQUIRED, 0, "the last fact the subscriber has")                                    \
    F(S, hash, HASH, REQUIRED, 0, "of that fact's head; zeros before the first")
#define RECORD_FIELDS_following(F, S)                                                                        \
    F(S, rows, NUMBER, REQUIRED, 0, "channels followed by this request")                                     \
    F(S, interval_ms, NUMBER, REQUIRED, 0, "a signed head comes at least this often")
#define RECORD_FIELDS_staged(F, S) F(S, offset, NUMBER, REQUIRED, 0, "the upload goes on here")
#define RECORD_FIELDS_chunk(F, S)                                                                            \
    F(S, size, NUMBER, REQUIRED, 0, "of the whole, in bytes")                                                \
    F(S, bytes, BYTES, REQUIRED, LIMIT_BLOB_CHUNK_BYTES, "this piece")
#define RECORD_FIELDS_channel(F, S)                                                                          \
    F(S, channel, CHANNEL, REQUIRED, 0, "its name")                                                          \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")                                \
    F(S, number, NUMBER, OPTIONAL, 0,                                                                        \
      "of its newest fact; missing: I see that it is there but may not read it")                             \
    F(S, tip, HASH, OPTIONAL, 0, "of its newest fact's head")                                                \
    F(S, since, NUMBER, OPTIONAL, 0, "of its last fact before the time asked for")                           \
    F(S, unread, NUMBER, OPTIONAL, 0,                                                                        \
      "bulletins, activities, threads and posts of others that I have not read")                             \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed the channel itself")
#define RECORD_FIELDS_headline(F, S)                                                                         \
    F(S, id, ID, REQUIRED, 0, "its id")                                                                      \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, time, TIME, REQUIRED, 0, "when the server took it")                                                 \
    F(S, dated, DATED, OPTIONAL, LIMIT_DATED_BYTES, "a historic date")                                       \
    F(S, actor, NAME, REQUIRED, 0, "the account that published it, or house")                                \
    F(S, department, NAME, OPTIONAL, 0, "the author's then, or whose it was")                                \
    F(S, imported, FLAG, OPTIONAL, 0, "history taken in later")                                              \
    F(S, withdrawn, FLAG, OPTIONAL, 0, "withdrawn since")                                                    \
    F(S, erased, FLAG, OPTIONAL, 0, "erased since")                                                          \
    F(S, revision, NUMBER, OPTIONAL, 0, "how often it was published; missing: once")                         \
    F(S, revised, TIME, OPTIONAL, 0, "when the newest revision was taken")                                   \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, expires, TIME, OPTIONAL, 0, "until when it is in force")                                            \
    F(S, in_force, FLAG, OPTIONAL, 0, "no: not yet, or no longer; missing: yes")                             \
    F(S, due, TIME, OPTIONAL, 0, "until when it must be signed for")
#define RECORD_FIELDS_bulletin(F, S)                                                                         \
    F(S, id, ID, REQUIRED, 0, "its id")                                                                      \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, time, TIME, REQUIRED, 0, "when the server took it")                                                 \
    F(S, dated, DATED, OPTIONAL, LIMIT_DATED_BYTES, "a historic date")                                       \
    F(S, actor, NAME, REQUIRED, 0, "the account that published it, or house")                                \
    F(S, department, NAME, OPTIONAL, 0, "the author's then, or whose it was")                                \
    F(S, author, KEY, OPTIONAL, 0, "the key that signed it")                                                 \
    F(S, source, LINE, OPTIONAL, LIMIT_SOURCE_BYTES, "where it was imported from")                           \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "its text")                                          \
    F(S, text_hash, HASH, OPTIONAL, 0, "its longer text, fetched with blob.get")                             \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of the longer text, in bytes")                                     \
    F(S, imported, FLAG, OPTIONAL, 0, "history taken in later")                                              \
    F(S, withdrawn, TIME, OPTIONAL, 0, "when it was withdrawn")                                              \
    F(S, withdrawn_by, NAME, OPTIONAL, 0, "by whom")                                                         \
    F(S, erased, TIME, OPTIONAL, 0, "when it was erased")                                                    \
    F(S, erased_by, NAME, OPTIONAL, 0, "by whom")                                                            \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why it was withdrawn or erased")                       \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision this is")                                            \
    F(S, revisions, NUMBER, REQUIRED, 0, "how many there are")                                               \
    F(S, revision_head, HASH, REQUIRED, 0, "of the fact that made this revision: what is signed for")        \
    F(S, revised, TIME, OPTIONAL, 0, "when the server took this revision, after the first")                  \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "files, fetched with blob.get")                               \
    F(S, related, IDS, OPTIONAL, LIMIT_RELATED_SHOWN, "bulletins it names, and those that name it")          \
    F(S, related_erased, IDS, OPTIONAL, LIMIT_RELATED, "bulletins it names that have been erased")           \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, expires, TIME, OPTIONAL, 0, "until when it is in force")                                            \
    F(S, in_force, FLAG, OPTIONAL, 0, "no: not yet, or no longer; missing: yes")                             \
    F(S, to, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "departments it is addressed to, or `all`")                  \
    F(S, addressed, NUMBER, OPTIONAL, 0, "how many departments those are")                                   \
    F(S, roster, ROSTER, OPTIONAL, 0, "open when departments made later are addressed too")                  \
    F(S, receipt, FLAG, OPTIONAL, 0, "each of them must sign for it")                                        \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, delivered, TIME, OPTIONAL, 0, "when this revision lay on a disk of my department")                  \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to my department")                                    \
    F(S, signed_for, TIME, OPTIONAL, 0, "when my department signed for it")                                  \
    F(S, mine, FLAG, OPTIONAL, 0, "it is addressed to my department")
#define RECORD_FIELDS_fact(F, S) PUSH_FIELDS_fact(F, S)
#define RECORD_FIELDS_receipt(F, S)                                                                          \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, department, NAME, REQUIRED, 0, "the department")                                                    \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision")                                                    \
    F(S, committed, TIME, REQUIRED, 0, "when it was addressed to them and on the server's disk")             \
    F(S, delivered, TIME, OPTIONAL, 0, "when it lay on a disk of theirs, files included")                    \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to a member")                                         \
    F(S, signed_for, TIME, OPTIONAL, 0, "when it was signed for")                                            \
    F(S, opened_by, NAME, OPTIONAL, 0, "to whom it was shown")                                               \
    F(S, signed_by, NAME, OPTIONAL, 0, "who signed")                                                         \
    F(S, comment, LINE, OPTIONAL, LIMIT_REASON_BYTES, "what they said to it")                                \
    F(S, due, TIME, OPTIONAL, 0, "until when it must be signed for")                                         \
    F(S, late, FLAG, OPTIONAL, 0, "not signed when it was due")                                              \
    F(S, committed_id, ID, REQUIRED, 0, "the fact that says so")                                             \
    F(S, delivered_id, ID, OPTIONAL, 0, "the fact that says so")                                             \
    F(S, opened_id, ID, OPTIONAL, 0, "the fact that says so")                                                \
    F(S, signed_id, ID, OPTIONAL, 0, "the fact that says so")
#define RECORD_FIELDS_duty(F, S)                                                                             \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, department, NAME, REQUIRED, 0, "whose duty it is")                                                  \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision")                                                    \
    F(S, revision_head, HASH, REQUIRED, 0, "of the fact that made this revision")                            \
    F(S, committed, TIME, REQUIRED, 0, "when it was addressed to them")                                      \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, receipt, FLAG, OPTIONAL, 0, "it must be signed for")                                                \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, late, FLAG, OPTIONAL, 0, "that has passed")                                                         \
    F(S, delivered, TIME, OPTIONAL, 0, "when it lay on a disk of theirs")                                    \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to a member")
#define RECORD_FIELDS_overdue(F, S)                                                                          \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, department, NAME, REQUIRED, 0, "who is late")                                                       \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, revision, NUMBER, REQUIRED, 0, "which revision")                                                    \
    F(S, due, TIME, REQUIRED, 0, "when it was due")                                                          \
    F(S, delivered, TIME, OPTIONAL, 0, "when it lay on a disk of theirs")                                    \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to a member")
#define RECORD_FIELDS_thread(F, S)                                                                           \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, actor, NAME, REQUIRED, 0, "who opened it")                                                          \
    F(S, department, NAME, OPTIONAL, 0, "the author's then")                                                 \
    F(S, time, TIME, REQUIRED, 0, "when it was opened")                                                      \
    F(S, posts, NUMBER, REQUIRED, 0, "in it, without what opened it")                                        \
    F(S, last, NUMBER, REQUIRED, 0, "number of the newest post: where a page ends")                          \
    F(S, last_time, TIME, REQUIRED, 0, "when somebody last spoke in it")                                     \
    F(S, last_by, NAME, REQUIRED, 0, "who did")                                                              \
    F(S, unread, NUMBER, OPTIONAL, 0, "posts of others that I have not seen")                                \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme that it is the thread of")                                 \
    F(S, amended, TIME, OPTIONAL, 0, "of a theme: when its words were last amended")                         \
    F(S, pinned, FLAG, OPTIONAL, 0, "kept at the top")                                                       \
    F(S, locked, FLAG, OPTIONAL, 0, "nobody may post any more")                                              \
    F(S, hidden, FLAG, OPTIONAL, 0, "hidden by those who moderate")                                          \
    F(S, erased, FLAG, OPTIONAL, 0, "its text is gone")
#define RECORD_FIELDS_post(F, S)                                                                             \
    F(S, id, ID, REQUIRED, 0, "the post, or the thread itself")                                              \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, thread, ID, REQUIRED, 0, "the thread")                                                              \
    F(S, answers, ID, OPTIONAL, 0, "the post that it answers")                                               \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "of what opened the thread")                        \
    F(S, actor, NAME, REQUIRED, 0, "who said it")                                                            \
    F(S, department, NAME, OPTIONAL, 0, "the author's then")                                                 \
    F(S, time, TIME, REQUIRED, 0, "when the server took it")                                                 \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what was said; missing when hidden or erased")      \
    F(S, edited, TIME, OPTIONAL, 0, "when it was last edited; of a theme: amended")                          \
    F(S, edited_by, NAME, OPTIONAL, 0, "of a theme: who amended it last")                                    \
    F(S, edits, NUMBER, OPTIONAL, 0, "how often")                                                            \
    F(S, unread, FLAG, OPTIONAL, 0, "I have not seen it")                                                    \
    F(S, hidden, TIME, OPTIONAL, 0, "when it was hidden")                                                    \
    F(S, hidden_by, NAME, OPTIONAL, 0, "by whom")                                                            \
    F(S, erased, TIME, OPTIONAL, 0, "when it was erased")                                                    \
    F(S, erased_by, NAME, OPTIONAL, 0, "by whom")                                                            \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why it was hidden or erased")                          \
    F(S, locked, FLAG, OPTIONAL, 0, "of a thread: nobody may post any more")                                 \
    F(S, pinned, FLAG, OPTIONAL, 0, "of a thread: kept at the top")                                          \
    F(S, month, MONTH, OPTIONAL, 0, "of a thread: of the theme that it belongs to")
#define RECORD_FIELDS_theme(F, S)                                                                            \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, title, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                            \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what people are asked")                             \
    F(S, stage, STAGE, REQUIRED, 0, "where its life stands")                                                 \
    F(S, actor, NAME, REQUIRED, 0, "who planned it")                                                         \
    F(S, opens, TIME, REQUIRED, 0, "when it opens, or opened")                                               \
    F(S, closes, TIME, REQUIRED, 0, "when it closes, or closed")                                             \
    F(S, amended, TIME, OPTIONAL, 0, "when its words were last amended after it had opened")                 \
    F(S, amended_by, NAME, OPTIONAL, 0, "who amended them last")                                             \
    F(S, thread, ID, OPTIONAL, 0, "where people answer")                                                     \
    F(S, mine, NUMBER, OPTIONAL, 0, "posts of mine in it")                                                   \
    F(S, hidden, FLAG, OPTIONAL, 0, "what opened its thread was hidden: title and text are missing")         \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why it was cancelled")                                 \
    FACT_FIELDS_SUMMARY(F, S)
#define RECORD_FIELDS_activity(F, S)                                                                         \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, kind, ACTIVITY, OPTIONAL, 0, "what it is")                                                          \
    F(S, starts, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, ends, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, days, FLAG, OPTIONAL, 0, "whole days, not hours")                                                   \
    F(S, place, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "where")                                                  \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "more about it")                                     \
    F(S, actor, NAME, REQUIRED, 0, "who announced it")                                                       \
    F(S, department, NAME, OPTIONAL, 0, "the author's then")                                                 \
    F(S, time, TIME, REQUIRED, 0, "when it was announced")                                                   \
    F(S, changed, TIME, OPTIONAL, 0, "when it was last changed")                                             \
    F(S, to, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "departments invited, or `all`")                             \
    F(S, due, TIME, OPTIONAL, 0, "until when they reply")                                                    \
    F(S, invited, NUMBER, OPTIONAL, 0, "how many departments")                                               \
    F(S, coming, NUMBER, OPTIONAL, 0, "how many of them come")                                               \
    F(S, people, NUMBER, OPTIONAL, 0, "how many people come")                                                \
    F(S, mine, FLAG, OPTIONAL, 0, "my department is invited")                                                \
    F(S, replied, FLAG, OPTIONAL, 0, "what my department replied: whether it comes")                         \
    F(S, cancelled, TIME, OPTIONAL, 0, "when it was cancelled")                                              \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why it was cancelled")                                 \
    F(S, attended, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "departments that came")                               \
    F(S, uninvited, NAMES, OPTIONAL, LIMIT_UNINVITED, "departments that came without being invited")         \
    F(S, attended_people, NUMBER, OPTIONAL, 0, "how many people came")                                       \
    F(S, note, LINE, OPTIONAL, LIMIT_REASON_BYTES, "what was worth keeping")                                 \
    F(S, erased, FLAG, OPTIONAL, 0, "its text is gone")
#define RECORD_FIELDS_reply(F, S)                                                                            \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, department, NAME, REQUIRED, 0, "the department")                                                    \
    F(S, coming, FLAG, OPTIONAL, 0, "whether it comes; missing: it has not replied")                         \
    F(S, people, NUMBER, OPTIONAL, 0, "how many")                                                            \
    F(S, late, FLAG, OPTIONAL, 0, "after the day by which it was asked for")                                 \
    F(S, comment, LINE, OPTIONAL, LIMIT_REASON_BYTES, "what they say to it")                                 \
    F(S, actor, NAME, OPTIONAL, 0, "who replied")                                                            \
    F(S, time, TIME, OPTIONAL, 0, "when")
#define RECORD_FIELDS_hit(F, S)                                                                              \
    F(S, id, ID, REQUIRED, 0, "what was found")                                                              \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact it was found in: where a page ends")                         \
    F(S, in, SEARCHED, REQUIRED, 0, "what it is")                                                            \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "its headline, or its thread's")                    \
    F(S, line, LINE, OPTIONAL, LIMIT_HIT_BYTES, "the line with the hit")                                     \
    F(S, actor, NAME, REQUIRED, 0, "who said it")                                                            \
    F(S, department, NAME, OPTIONAL, 0, "the author's then")                                                 \
    F(S, time, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, thread, ID, OPTIONAL, 0, "of a post: its thread")                                                   \
    F(S, withdrawn, FLAG, OPTIONAL, 0, "withdrawn since")
#define RECORD_FIELDS_searched(F, S)                                                                         \
    F(S, rows, NUMBER, REQUIRED, 0, "rows in this answer")                                                   \
    F(S, more, FLAG, OPTIONAL, 0, "there may be more")                                                       \
    F(S, next, BYTES, OPTIONAL, LIMIT_NEXT_BYTES, "where to go on: given back as `next`")                    \
    F(S, behind, NUMBER, OPTIONAL, 0, "facts that are not in the index yet")
/* Times are judged anew when it is published; `at` is when. */
#define RECORD_FIELDS_draft(F, S)                                                                            \
    F(S, id, ID, REQUIRED, 0, "its id on the desk")                                                          \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, at, TIME, REQUIRED, 0, "when it will be published, or would have been")                             \
    F(S, actor, NAME, REQUIRED, 0, "who scheduled it, or edited it last")                                    \
    F(S, time, TIME, REQUIRED, 0, "when the server took that")                                               \
    F(S, headline, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "its text")                                          \
    F(S, text_hash, HASH, OPTIONAL, 0, "its longer text, fetched with blob.get")                             \
    F(S, dated, DATED, OPTIONAL, LIMIT_DATED_BYTES, "a historic date")                                       \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "files, fetched with blob.get")                               \
    F(S, related, IDS, OPTIONAL, LIMIT_RELATED, "bulletins it belongs with")                                 \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, effective, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when it comes into force")                         \
    F(S, expires, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "until when it is in force")                          \
    F(S, due, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "until when it must be signed for")                       \
    F(S, to, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "departments it is addressed to, or `all`")                  \
    F(S, receipt, FLAG, OPTIONAL, 0, "each of them must sign for it")                                        \
    F(S, roster, ROSTER, OPTIONAL, 0, "for `all`: fixed when missing")                                       \
    F(S, published, ID, OPTIONAL, 0, "the bulletin it became")                                               \
    F(S, cancelled, FLAG, OPTIONAL, 0, "it will not come")                                                   \
    F(S, code, LINE, OPTIONAL, LIMIT_WORD_BYTES, "the word of the error that stopped it at its time")        \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why people cancelled it")                              \
    F(S, erased, FLAG, OPTIONAL, 0, "its text is gone")
#define RECORD_FIELDS_account(F, S)                                                                          \
    F(S, account, NAME, REQUIRED, 0, "its name")                                                             \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "the person's name and office")                           \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "the department it belongs to")                                      \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, since, TIME, REQUIRED, 0, "when its first key was enrolled")                                        \
    F(S, revoked, TIME, OPTIONAL, 0, "when it was revoked")                                                  \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")
#define RECORD_FIELDS_key(F, S)                                                                              \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, account, NAME, REQUIRED, 0, "whose")                                                                \
    F(S, since, TIME, REQUIRED, 0, "when it was enrolled")                                                   \
    F(S, revoked, TIME, OPTIONAL, 0, "when it was revoked")                                                  \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")
#define RECORD_FIELDS_department(F, S)                                                                       \
    F(S, department, NAME, REQUIRED, 0, "its name")                                                          \
    F(S, title, LINE, REQUIRED, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, since, TIME, REQUIRED, 0, "when it was made")                                                       \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")
#define RECORD_FIELDS_error(F, S)                                                                            \
    F(S, code, LINE, REQUIRED, LIMIT_WORD_BYTES, "a word of the table of errors")                            \
    F(S, text, LINE, REQUIRED, LIMIT_REASON_BYTES, "the same in a sentence")                                 \
    F(S, field, LINE, OPTIONAL, LIMIT_WORD_BYTES, "the field that is wrong")                                 \
    F(S, name, LINE, OPTIONAL, LIMIT_REASON_BYTES, "the thing or word it is about")                          \
    F(S, limit, NUMBER, OPTIONAL, 0, "the bound that was passed")                                            \
    F(S, line, NUMBER, OPTIONAL, 0, "the line of the text that it is about, from 1")                         \
    F(S, time, TIME, OPTIONAL, 0, "the time it is about")

#define PUSH_FIELDS_fact(F, S)                                                                               \
    F(S, head, BYTES, REQUIRED, LIMIT_HEAD_BYTES, "the fact's head")                                         \
    F(S, act, BYTES, OPTIONAL, LIMIT_ACT_BYTES, "the act it came from; missing when erased")                 \
    F(S, sig, SIGNATURE, OPTIONAL, 0, "the author's signature over the act")                                 \
    F(S, hidden, FLAG, OPTIONAL, 0, "those who moderate have hidden what it says by now; signed by nobody")
#define PUSH_FIELDS_head(F, S)                                                                               \
    F(S, head, BYTES, REQUIRED, LIMIT_HEAD_BYTES, "the signed head")                                         \
    F(S, sig, SIGNATURE, REQUIRED, 0, "the house's signature over it")
#define PUSH_FIELDS_ended(F, S)                                                                              \
    F(S, channel, CHANNEL, REQUIRED, 0, "the channel")                                                       \
    F(S, number, NUMBER, REQUIRED, 0, "of the last fact that was sent")                                      \
    F(S, code, LINE, REQUIRED, LIMIT_WORD_BYTES, "a word of the table of errors")                            \
    F(S, text, LINE, REQUIRED, LIMIT_REASON_BYTES, "the same in a sentence")
#define PUSH_FIELDS_bye(F, S)                                                                                \
    F(S, code, LINE, REQUIRED, LIMIT_WORD_BYTES, "a word of the table of errors")                            \
    F(S, text, LINE, REQUIRED, LIMIT_REASON_BYTES, "the same in a sentence")

#endif
