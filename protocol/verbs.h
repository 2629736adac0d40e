/* The one list of verbs. From it come decoding, permission, dispatch, the text form, help, completion and the
 * reference. A verb without a handler does not compile (server/domain/base/handlers.c). */
#ifndef BULLETIN_PROTOCOL_VERBS_H
#define BULLETIN_PROTOCOL_VERBS_H

/* ASK asks a question and changes nothing; ACT is a signed change that becomes facts; LINK is about this
 * connection, or about uploads that rest on it. */
enum verb_kind { ASK, ACT, LINK };

/* Whether an account of a role belongs to a department. Only who belongs to one climbs its rungs, and may
 * have the right to sign for it. */
enum belonging { BELONGS_NOWHERE, MAY_BELONG, MUST_BELONG };

/* ROLE(SYMBOL, word, belonging, who). A guest is whoever has no enrolled key. Residents are a department's
 * clients, experts judge departments, operators make everybody's accounts: none of them binds one. */
#define ROLES(ROLE)                                                                                          \
    ROLE(GUEST, "guest", BELONGS_NOWHERE, "anyone with no account")                                          \
    ROLE(RESIDENT, "resident", BELONGS_NOWHERE, "citizens and clients of a department")                      \
    ROLE(EXPERT, "expert", BELONGS_NOWHERE, "the expert consultation and evaluation team")                   \
    ROLE(OFFICE, "office", MUST_BELONG, "people of a department")                                            \
    ROLE(COMMITTEE, "committee", MAY_BELONG, "the working committee")                                        \
    ROLE(OPERATOR, "operator", BELONGS_NOWHERE, "who runs the server")

#define ROLE_SYMBOL(symbol, ...) ROLE_##symbol,
enum role { ROLES(ROLE_SYMBOL) ROLE_COUNT };
#undef ROLE_SYMBOL

/* FEATURE(name, what a client may ask of a server that says so). `status` lists them. A word that stands here
 * in a release never changes its meaning and is never used again for another. */
#define FEATURES(FEATURE)                                                                                    \
    FEATURE("bulletins", "channels, `publish`, `revise`, `withdraw`, `headlines`, `read`, `erase`")          \
    FEATURE("blobs", "long texts and files: `blob.put`, `blob.get`")                                         \
    FEATURE("receipts", "`deliver`, `open`, `sign`, `receipts`, `inbox`, `overdue`; proofs")                 \
    FEATURE("schedule", "`at`, `effective`, `expires`, `due`; `schedule.list`")                              \
    FEATURE("forum", "`forum.open`, `forum.post` and what goes with them")                                   \
    FEATURE("themes", "`theme.plan`, `theme.current` and what goes with them")                               \
    FEATURE("activities", "`activity.announce`, `activity.list` and what goes with them")                    \
    FEATURE("search", "`search`")                                                                            \
    FEATURE("next", "lists go on with `next`")

/* PRIORITY(SYMBOL, word, what it asks of people) */
#define PRIORITIES(PRIORITY)                                                                                 \
    PRIORITY(LOW, "low", "when there is time")                                                               \
    PRIORITY(NORMAL, "normal", "in its turn; the default")                                                   \
    PRIORITY(URGENT, "urgent", "watchers remind of it until it is opened")

/* ROSTER(SYMBOL, word, who is addressed by `to=all`) */
#define ROSTERS(ROSTER)                                                                                      \
    ROSTER(FIXED, "fixed", "the departments there are when it is published")                                 \
    ROSTER(OPEN, "open", "those, and departments made later")

/* TRANSITION(SYMBOL, word, what the schedule does at its time). At one moment they happen in this order: a
 * theme closes before the next one opens. */
#define TRANSITIONS(TRANSITION)                                                                              \
    TRANSITION(PUBLISH, "publish", "publishes what was scheduled")                                           \
    TRANSITION(EFFECTIVE, "effective", "says that a bulletin is in force")                                   \
    TRANSITION(EXPIRES, "expires", "says that a bulletin is no longer in force")                             \
    TRANSITION(REMIND, "remind", "reminds departments that have not signed, and tells the publishers")       \
    TRANSITION(THEME_CLOSE, "theme-close", "closes a theme, locks its thread and sums it up")                \
    TRANSITION(THEME_OPEN, "theme-open", "opens the theme of the month and its thread")                      \
    TRANSITION(THEME_REMIND, "theme-remind", "reminds everyone that a theme is about to close")              \
    TRANSITION(THEME_CHECK, "theme-check", "looks whether next month has a theme planned")

/* ACTIVITY(SYMBOL, word, what it is) */
#define ACTIVITIES(ACTIVITY)                                                                                 \
    ACTIVITY(VISIT, "visit", "a visit to the grassroots")                                                    \
    ACTIVITY(STUDY_TRIP, "study-trip", "a study trip to another city")                                       \
    ACTIVITY(LECTURE, "lecture", "a lecture by an invited expert")                                           \
    ACTIVITY(TRAINING, "training", "a training class")                                                       \
    ACTIVITY(FORUM_MEETING, "forum-meeting", "a meeting to hear all sides")                                  \
    ACTIVITY(NAMING_MEETING, "naming-meeting", "the meeting at which brands are named")                      \
    ACTIVITY(PERFORMANCE, "performance", "a performance")

/* STAGE(SYMBOL, word, what it means) */
#define STAGES(STAGE)                                                                                        \
    STAGE(PLANNED, "planned", "it will open when its month begins")                                          \
    STAGE(OPEN, "open", "people answer it")                                                                  \
    STAGE(CLOSING, "closing", "it is open, and a reminder has gone out")                                     \
    STAGE(CLOSED, "closed", "its thread is locked and summed up")                                            \
    STAGE(CANCELLED, "cancelled", "it will not come")                                                        \
    STAGE(MISSED, "missed", "its time was over before the server could open it")

/* SHELF(SYMBOL, word, what is searched) */
#define SEARCHED_KINDS(SEARCHED)                                                                             \
    SEARCHED(BULLETINS, "bulletins", "bulletins and their revisions")                                        \
    SEARCHED(FORUM, "forum", "threads and posts")                                                            \
    SEARCHED(THEMES, "themes", "themes of the month")                                                        \
    SEARCHED(ACTIVITIES, "activities", "activities")

/* ORDER(SYMBOL, word, how hits are ordered) */
#define ORDERS(ORDER)                                                                                        \
    ORDER(NEWEST, "newest", "newest first")                                                                  \
    ORDER(BEST, "best", "those with more of the words in more places first")

#define ACTIVITY_SYMBOL(symbol, ...) ACTIVITY_##symbol,
enum activity_kind { ACTIVITIES(ACTIVITY_SYMBOL) ACTIVITY_COUNT };
#undef ACTIVITY_SYMBOL
#define STAGE_SYMBOL(symbol, ...) STAGE_##symbol,
enum stage { STAGES(STAGE_SYMBOL) STAGE_COUNT };
#undef STAGE_SYMBOL
#define SEARCHED_SYMBOL(symbol, ...) SEARCHED_##symbol,
enum searched { SEARCHED_KINDS(SEARCHED_SYMBOL) SEARCHED_COUNT };
#undef SEARCHED_SYMBOL
#define ORDER_SYMBOL(symbol, ...) ORDER_##symbol,
enum order { ORDERS(ORDER_SYMBOL) ORDER_COUNT };
#undef ORDER_SYMBOL

#define PRIORITY_SYMBOL(symbol, ...) PRIORITY_##symbol,
enum priority { PRIORITIES(PRIORITY_SYMBOL) PRIORITY_COUNT };
#undef PRIORITY_SYMBOL
#define ROSTER_SYMBOL(symbol, ...) ROSTER_##symbol,
enum roster { ROSTERS(ROSTER_SYMBOL) ROSTER_COUNT };
#undef ROSTER_SYMBOL
#define TRANSITION_SYMBOL(symbol, ...) TRANSITION_##symbol,
enum transition { TRANSITIONS(TRANSITION_SYMBOL) TRANSITION_COUNT };
#undef TRANSITION_SYMBOL

#define ROLE_BIT(role) (1u << (role))
enum {
    ALL_ROLES = (1u << ROLE_COUNT) - 1,
    ENROLLED = ALL_ROLES & ~ROLE_BIT(ROLE_GUEST),
    OPERATORS = ROLE_BIT(ROLE_OPERATOR),
    HOUSE_ONLY = 0, /* acts of the house itself; nobody can ask for them */
};

/* RIGHT(SYMBOL, field, what those on that list of a channel may do) */
#define RIGHTS(RIGHT)                                                                                        \
    RIGHT(READ, "read", "read and follow all that stands in it")                                             \
    RIGHT(SPEAK, "speak", "open threads and post")                                                           \
    RIGHT(PUBLISH, "publish", "publish bulletins and notices, announce activities, schedule, see receipts")  \
    RIGHT(MODERATE, "moderate", "hide, lock, pin, withdraw and erase")

#define RIGHT_SYMBOL(symbol, ...) RIGHT_##symbol,
enum right { RIGHTS(RIGHT_SYMBOL) RIGHT_COUNT };
#undef RIGHT_SYMBOL

/* Which channel a right is needed in. */
enum where {
    NOWHERE,
    NAMED, /* that of the field `channel` or of the id, or each of `channels`; none, if none is given */
    ADMINISTERED, /* the same, and operators need no right in those that people made */
    ADDRESSED,    /* the same, and members of a department that the bulletin is addressed to need none */
    OF_DESK,      /* the same; of an id on a desk, the channel whose desk it is */
    OF_THEMES,    /* `themes` */
    OF_MATTER, /* of what an id names on a desk or in a department's channel: the channel that it is about; in
                  the channels of accounts operators need no right, and the house needs none in any */
    WHERE_COUNT,
};

/* Whose the thing of the field `id` must be. */
enum ownership {
    ANYBODYS,
    AUTHORS,           /* of whoever acts */
    AUTHORS_OR_THEIRS, /* the same, or else whoever acts moderates the channel */
};

/* SCOPE(SYMBOL, where, right, whose, who may, in words): what a verb needs besides its roles, judged now.
 * What changes something of one's own needs the right that it took to make it. To do anything with what an id
 * names one must read its channel, whatever else is needed. */
#define SCOPES(SCOPE)                                                                                        \
    SCOPE(ANYONE, NOWHERE, READ, ANYBODYS, "")                                                               \
    SCOPE(READS, NAMED, READ, ANYBODYS, ", if they read the channel")                                        \
    SCOPE(SEES, ADMINISTERED, READ, ANYBODYS,                                                                \
          ", if they read the channel; operators in any case, if people made it")                            \
    SCOPE(READS_ADDRESSED, ADDRESSED, READ, ANYBODYS,                                                        \
          ", if they read the channel, or the bulletin is addressed to their department")                    \
    SCOPE(SPEAKS, NAMED, SPEAK, ANYBODYS, ", if they speak in the channel")                                  \
    SCOPE(PUBLISHES, NAMED, PUBLISH, ANYBODYS, ", if they publish in the channel")                           \
    SCOPE(MODERATES, NAMED, MODERATE, ANYBODYS, ", if they moderate the channel")                            \
    SCOPE(ERASES, OF_MATTER, MODERATE, ANYBODYS,                                                             \
          ", if they moderate the channel that it is about; operators in the channels of accounts; the "     \
          "house anywhere")                                                                                  \
    SCOPE(OWN_SPOKEN, NAMED, SPEAK, AUTHORS, ", if it is their own and they still speak in the channel")     \
    SCOPE(OWN_PUBLISHED, NAMED, PUBLISH, AUTHORS_OR_THEIRS,                                                  \
          ", if it is their own and they still publish in the channel, or if they moderate it")              \
    SCOPE(ON_DESK, OF_DESK, PUBLISH, ANYBODYS, ", if they publish in the channel whose desk it is")          \
    SCOPE(READS_THEMES, OF_THEMES, READ, ANYBODYS, ", if they read `themes`")                                \
    SCOPE(PLANS_THEMES, OF_THEMES, PUBLISH, ANYBODYS, ", if they publish in `themes`")

#define SCOPE_SYMBOL(symbol, ...) symbol,
enum scope { SCOPES(SCOPE_SYMBOL) SCOPE_COUNT };
#undef SCOPE_SYMBOL

/* VERB(symbol, word, kind, roles, scope, row, ok, shown by, help)
 * row and ok are records of records.h. `shown by` is for verbs with a field `head` or `revision_head`: the
 * question whose row has it for the thing to be changed; the first field of both verbs names that thing. */
#define VERBS(VERB)                                                                                          \
    VERB(status, "status", LINK, ALL_ROLES, ANYONE, nothing, status, NULL,                                   \
         "Say who I am here and where the server stands.")                                                   \
    VERB(ping, "ping", LINK, ALL_ROLES, ANYONE, nothing, pong, NULL, "Answer at once.")                      \
    VERB(act, "act", LINK, ALL_ROLES, ANYONE, nothing, done, NULL, "Take a signed act.")                     \
    VERB(subscribe, "subscribe", LINK, ALL_ROLES, READS, anchor, following, NULL,                            \
         "Push every fact of these channels that lies after these numbers.")                                 \
    VERB(unsubscribe, "unsubscribe", LINK, ALL_ROLES, ANYONE, nothing, nothing, NULL,                        \
         "Push no more facts of this channel.")                                                              \
    VERB(blob_put, "blob.put", LINK, ENROLLED, ANYONE, nothing, staged, NULL,                                \
         "Upload a piece of a long text or a file, to be named by an act within a day.")                     \
    VERB(blob_get, "blob.get", ASK, ALL_ROLES, READS_ADDRESSED, nothing, chunk, NULL,                        \
         "Download a piece of a long text or a file that the act of this fact names.")                       \
    VERB(facts, "facts", ASK, ALL_ROLES, READS, fact, count, NULL,                                           \
         "Give the facts of a channel by their numbers, as they were pushed.")                               \
    VERB(seen, "seen", LINK, ENROLLED, READS, nothing, nothing, NULL,                                        \
         "Note how far I have read a channel or a thread, or one thing, on any of my machines.")             \
    VERB(bye, "bye", LINK, ALL_ROLES, ANYONE, nothing, nothing, NULL, "End the session.")                    \
    VERB(channels, "channels", ASK, ALL_ROLES, SEES, channel, count, NULL,                                   \
         "List the channels I may read and where each stands.")                                              \
    VERB(headlines, "headlines", ASK, ALL_ROLES, READS, headline, count, NULL,                               \
         "List the newest headlines of a channel, newest first.")                                            \
    VERB(read, "read", ASK, ALL_ROLES, READS_ADDRESSED, bulletin, count, NULL, "Show one bulletin.")         \
    VERB(receipts, "receipts", ASK, ENROLLED, READS, receipt, count, NULL,                                   \
         "Say how far each addressed department has come with a bulletin.")                                  \
    VERB(inbox, "inbox", ASK, ENROLLED, ANYONE, duty, count, NULL,                                           \
         "List what my department has yet to open or sign.")                                                 \
    VERB(overdue, "overdue", ASK, ENROLLED, READS, overdue, count, NULL,                                     \
         "List who is late with signing what I may see the receipts of.")                                    \
    VERB(schedule_list, "schedule.list", ASK, ENROLLED, ON_DESK, draft, count, NULL,                         \
         "List what is scheduled where I publish, and what became of it.")                                   \
    VERB(forum_threads, "forum.threads", ASK, ALL_ROLES, READS, thread, count, NULL,                         \
         "List the threads of a forum: pinned ones, then those last spoken in.")                             \
    VERB(forum_show, "forum.show", ASK, ALL_ROLES, READS, post, count, NULL,                                 \
         "Show a thread: what opened it and its posts, oldest first.")                                       \
    VERB(forum_edits, "forum.edits", ASK, ALL_ROLES, READS, post, count, NULL,                               \
         "Show every text that a post has had.")                                                             \
    VERB(theme_show, "theme.show", ASK, ALL_ROLES, READS_THEMES, theme, count, NULL,                         \
         "Show the theme of a month.")                                                                       \
    VERB(theme_list, "theme.list", ASK, ALL_ROLES, READS_THEMES, theme, count, NULL,                         \
         "List the themes of a year; those still planned for who plans them.")                               \
    VERB(theme_current, "theme.current", ASK, ALL_ROLES, READS_THEMES, theme, count, NULL,                   \
         "Show the theme that is open now.")                                                                 \
    VERB(activity_list, "activity.list", ASK, ALL_ROLES, READS, activity, count, NULL,                       \
         "List the activities that I may read of, by their dates.")                                          \
    VERB(activity_show, "activity.show", ASK, ALL_ROLES, READS, activity, count, NULL, "Show an activity.")  \
    VERB(activity_replies, "activity.replies", ASK, ENROLLED, READS, reply, count, NULL,                     \
         "Say which of the invited departments come.")                                                       \
    VERB(search, "search", ASK, ALL_ROLES, READS, hit, searched, NULL, "Search in what I may read.")         \
    VERB(account_list, "account.list", ASK, OPERATORS, ANYONE, account, count, NULL, "List the accounts.")   \
    VERB(key_list, "key.list", ASK, ENROLLED, ANYONE, key, count, NULL,                                      \
         "List the keys of an account: mine, or for operators anyone's.")                                    \
    VERB(department_list, "department.list", ASK, ALL_ROLES, ANYONE, department, count, NULL,                \
         "List the departments.")                                                                            \
    VERB(join, "join", ACT, ALL_ROLES, ANYONE, nothing, done, NULL,                                          \
         "Enrol the signing key with an invitation code.")                                                   \
    VERB(publish, "publish", ACT, ENROLLED, PUBLISHES, nothing, done, NULL, "Publish a bulletin.")           \
    VERB(revise, "revise", ACT, ENROLLED, OWN_PUBLISHED, nothing, done, "read",                              \
         "Publish a new revision of a bulletin; it must be signed for again.")                               \
    VERB(withdraw, "withdraw", ACT, ENROLLED, OWN_PUBLISHED, nothing, done, "read",                          \
         "Withdraw a bulletin; it stays readable, marked.")                                                  \
    VERB(erase, "erase", ACT, ENROLLED, ERASES, nothing, done, "read",                                       \
         "Erase what somebody wrote, by law or order: texts and files are gone for good.")                   \
    VERB(deliver, "deliver", ACT, ENROLLED, ANYONE, nothing, done, "read",                                   \
         "Say that a bulletin lies on a disk of my department, texts and files included.")                   \
    VERB(open, "open", ACT, ENROLLED, ANYONE, nothing, done, "read",                                         \
         "Say that a bulletin was shown to a member of my department.")                                      \
    VERB(sign, "sign", ACT, ENROLLED, ANYONE, nothing, done, "read",                                         \
         "Sign for a bulletin in my department's name.")                                                     \
    VERB(schedule_edit, "schedule.edit", ACT, ENROLLED, ON_DESK, nothing, done, "schedule.list",             \
         "Replace what is scheduled, as a whole.")                                                           \
    VERB(schedule_cancel, "schedule.cancel", ACT, ENROLLED, ON_DESK, nothing, done, "schedule.list",         \
         "Cancel what is scheduled.")                                                                        \
    VERB(forum_open, "forum.open", ACT, ENROLLED, SPEAKS, nothing, done, NULL, "Open a thread.")             \
    VERB(forum_post, "forum.post", ACT, ENROLLED, SPEAKS, nothing, done, NULL,                               \
         "Post in a thread, or answer one of its posts.")                                                    \
    VERB(forum_edit, "forum.edit", ACT, ENROLLED, OWN_SPOKEN, nothing, done, "forum.show",                   \
         "Replace the text of my post; the earlier one stays readable.")                                     \
    VERB(forum_hide, "forum.hide", ACT, ENROLLED, MODERATES, nothing, done, "forum.show",                    \
         "Hide a post or a thread, or show it again; its place stays.")                                      \
    VERB(forum_lock, "forum.lock", ACT, ENROLLED, MODERATES, nothing, done, "forum.show",                    \
         "Lock a thread, or unlock it.")                                                                     \
    VERB(forum_pin, "forum.pin", ACT, ENROLLED, MODERATES, nothing, done, "forum.show",                      \
         "Pin a thread to the top, or unpin it.")                                                            \
    VERB(theme_plan, "theme.plan", ACT, ENROLLED, PLANS_THEMES, nothing, done, NULL,                         \
         "Plan the theme of a month.")                                                                       \
    VERB(theme_amend, "theme.amend", ACT, ENROLLED, PLANS_THEMES, nothing, done, "theme.show",               \
         "Replace a planned theme, as a whole; of an open one words and end.")                               \
    VERB(theme_cancel, "theme.cancel", ACT, ENROLLED, PLANS_THEMES, nothing, done, "theme.show",             \
         "Cancel a planned theme.")                                                                          \
    VERB(activity_announce, "activity.announce", ACT, ENROLLED, PUBLISHES, nothing, done, NULL,              \
         "Announce an activity and invite departments.")                                                     \
    VERB(activity_change, "activity.change", ACT, ENROLLED, OWN_PUBLISHED, nothing, done, "activity.show",   \
         "Replace what an activity says, as a whole; the invited are told.")                                 \
    VERB(activity_cancel, "activity.cancel", ACT, ENROLLED, OWN_PUBLISHED, nothing, done, "activity.show",   \
         "Cancel an activity; the invited are told.")                                                        \
    VERB(activity_reply, "activity.reply", ACT, ENROLLED, ANYONE, nothing, done, "activity.show",            \
         "Say whether my department comes, and how many.")                                                   \
    VERB(activity_attended, "activity.attended", ACT, ENROLLED, OWN_PUBLISHED, nothing, done,                \
         "activity.show", "Record who attended.")                                                            \
    VERB(account_leave, "account.leave", ACT, ENROLLED, ANYONE, nothing, done, NULL,                         \
         "Leave: my account is revoked; my name, and my texts if I say so, are erased.")                     \
    VERB(schedule_run, "schedule.run", ACT, HOUSE_ONLY, ANYONE, nothing, done, NULL,                         \
         "What the clock brings: the house does what is due.")                                               \
    VERB(import, "import", ACT, OPERATORS, ANYONE, nothing, done, NULL,                                      \
         "Take in a bulletin of the past, signed by the house and shown as imported.")                       \
    VERB(account_invite, "account.invite", ACT, OPERATORS, ANYONE, nothing, done, NULL,                      \
         "Invite a new person.")                                                                             \
    VERB(account_change, "account.change", ACT, OPERATORS, ANYONE, nothing, done, "account.list",            \
         "Change an account's title, role, department or right to sign.")                                    \
    VERB(account_revoke, "account.revoke", ACT, OPERATORS, ANYONE, nothing, done, "account.list",            \
         "Revoke an account with all its keys.")                                                             \
    VERB(account_erase, "account.erase", ACT, OPERATORS, ANYONE, nothing, done, NULL,                        \
         "Erase a person's name by law or order: every title of the account or of an invitation for it.")    \
    VERB(key_invite, "key.invite", ACT, ENROLLED, ANYONE, nothing, done, NULL,                               \
         "Invite a further key of an account: of mine, or for operators of anyone's.")                       \
    VERB(key_revoke, "key.revoke", ACT, ENROLLED, ANYONE, nothing, done, "key.list",                         \
         "Revoke a key: mine, or for operators anyone's.")                                                   \
    VERB(department_create, "department.create", ACT, OPERATORS, ANYONE, nothing, done, NULL,                \
         "Make a department and its channel dept/NAME.")                                                     \
    VERB(department_change, "department.change", ACT, OPERATORS, ANYONE, nothing, done, "department.list",   \
         "Change a department's title.")                                                                     \
    VERB(channel_create, "channel.create", ACT, OPERATORS, ANYONE, nothing, done, NULL, "Make a channel.")   \
    VERB(channel_change, "channel.change", ACT, OPERATORS, ANYONE, nothing, done, "channels",                \
         "Change a channel's title or who may read, speak, publish and moderate.")                           \
    VERB(clock_confirm, "clock.confirm", ACT, OPERATORS, ANYONE, nothing, done, NULL,                        \
         "Confirm that the server's clock is right after it was found far ahead.")                           \
    VERB(house_found, "house.found", ACT, HOUSE_ONLY, ANYONE, nothing, done, NULL, "Begin the ledger.")

/* Whether an act cannot be taken back by another one: whoever sends it for a person asks first. A verb of
 * kind ACT that does not say it does not compile. What was withdrawn or cancelled stays so, a signature
 * binds, and what was erased is gone; what is only planned or scheduled can be planned again, and what was
 * published can be withdrawn. */
#define FINAL_join              false
#define FINAL_publish           false
#define FINAL_revise            false
#define FINAL_withdraw          true
#define FINAL_erase             true
#define FINAL_deliver           false /* watchers say it, of what lies on their disk */
#define FINAL_open              false /* said by showing it */
#define FINAL_sign              true
#define FINAL_schedule_edit     false
#define FINAL_schedule_cancel   false
#define FINAL_forum_open        false
#define FINAL_forum_post        false
#define FINAL_forum_edit        false
#define FINAL_forum_hide        false
#define FINAL_forum_lock        false
#define FINAL_forum_pin         false
#define FINAL_theme_plan        false
#define FINAL_theme_amend       false
#define FINAL_theme_cancel      false
#define FINAL_activity_announce false
#define FINAL_activity_change   false
#define FINAL_activity_cancel   true
#define FINAL_activity_reply    false
#define FINAL_activity_attended false
#define FINAL_account_leave     true
#define FINAL_schedule_run      false
#define FINAL_import            false
#define FINAL_account_invite    false
#define FINAL_account_change    false
#define FINAL_account_revoke    true
#define FINAL_account_erase     true
#define FINAL_key_invite        false
#define FINAL_key_revoke        true
#define FINAL_department_create false
#define FINAL_department_change false
#define FINAL_channel_create    false
#define FINAL_channel_change    false
#define FINAL_clock_confirm     false /* the answer to a question, and it names the time */
#define FINAL_house_found       false

/* F(S, member, KIND, OPTIONAL or REQUIRED, limit, help); S is the struct that the member belongs to. */

/* What every list has. */
#define FIELDS_GO_ON(F, S)                                                                                   \
    F(S, next, BYTES, OPTIONAL, LIMIT_NEXT_BYTES, "go on where an answer to this question stopped")
#define FIELDS_PAGE(F, S)                                                                                    \
    F(S, limit, NUMBER, OPTIONAL, LIMIT_ROWS, "how many at most")                                            \
    FIELDS_GO_ON(F, S)
#define FIELDS_status(F, S)
#define FIELDS_ping(F, S)
#define FIELDS_act(F, S)                                                                                     \
    F(S, act, BYTES, REQUIRED, LIMIT_ACT_BYTES, "the bytes that were signed")                                \
    F(S, sig, SIGNATURE, REQUIRED, 0, "the author's signature over them")
#define FIELDS_subscribe(F, S)                                                                               \
    F(S, channels, POSITIONS, REQUIRED, LIMIT_SUBSCRIPTIONS, "channel and last number had")
#define FIELDS_unsubscribe(F, S) F(S, channel, CHANNEL, REQUIRED, 0, "the channel")
#define FIELDS_blob_put(F, S)                                                                                \
    F(S, hash, HASH, REQUIRED, 0, "BLAKE2b-256 of the whole")                                                \
    F(S, size, NUMBER, REQUIRED, LIMIT_FILE_BYTES, "of the whole, in bytes")                                 \
    F(S, offset, NUMBER, REQUIRED, LIMIT_FILE_BYTES, "where this piece begins")                              \
    F(S, bytes, BYTES, REQUIRED, LIMIT_BLOB_CHUNK_BYTES, "the piece; full-sized unless it is the last")
#define FIELDS_blob_get(F, S)                                                                                \
    F(S, id, ID, REQUIRED, 0, "the fact whose act names it, or the bulletin with any of its revisions")      \
    F(S, hash, HASH, REQUIRED, 0, "which text or file")                                                      \
    F(S, offset, NUMBER, REQUIRED, LIMIT_FILE_BYTES, "where to begin, a multiple of the piece's size")
#define FIELDS_bye(F, S)
#define FIELDS_channels(F, S)                                                                                \
    F(S, channel, CHANNEL, OPTIONAL, 0, "only this one")                                                     \
    F(S, since, TIME, OPTIONAL, 0, "say also where each stood at this time")                                 \
    FIELDS_PAGE(F, S)
#define FIELDS_headlines(F, S)                                                                               \
    F(S, channel, CHANNEL, REQUIRED, 0, "the channel")                                                       \
    F(S, limit, NUMBER, OPTIONAL, LIMIT_ROWS, "how many at most")                                            \
    F(S, before, NUMBER, OPTIONAL, 0, "only numbers below this one")                                         \
    FIELDS_GO_ON(F, S)
#define FIELDS_read(F, S)                                                                                    \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, OPTIONAL, LIMIT_REVISIONS, "which revision; the newest by default")
#define FIELDS_facts(F, S)                                                                                   \
    F(S, channel, CHANNEL, REQUIRED, 0, "the channel")                                                       \
    F(S, after, NUMBER, OPTIONAL, 0, "only numbers above this one")                                          \
    F(S, limit, NUMBER, OPTIONAL, LIMIT_ROWS, "how many at most")                                            \
    F(S, heads, FLAG, OPTIONAL, 0, "only their heads, without the acts")                                     \
    FIELDS_GO_ON(F, S)
#define FIELDS_receipts(F, S)                                                                                \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision, NUMBER, OPTIONAL, LIMIT_REVISIONS, "which revision; the newest by default")               \
    FIELDS_PAGE(F, S)
#define FIELDS_inbox(F, S)                                                                                   \
    F(S, department, NAME, OPTIONAL, 0, "whose; mine by default, another's for the committee")               \
    FIELDS_PAGE(F, S)
#define FIELDS_overdue(F, S)                                                                                 \
    F(S, channel, CHANNEL, OPTIONAL, 0, "only in this channel")                                              \
    F(S, department, NAME, OPTIONAL, 0, "only this department")                                              \
    FIELDS_PAGE(F, S)
#define FIELDS_schedule_list(F, S)                                                                           \
    F(S, id, ID, OPTIONAL, 0, "only this one, by its id on the desk")                                        \
    F(S, channel, CHANNEL, OPTIONAL, 0, "the channel; needed without an id")                                 \
    FIELDS_PAGE(F, S)
#define FIELDS_account_list(F, S)                                                                            \
    F(S, account, NAME, OPTIONAL, 0, "only this one")                                                        \
    FIELDS_PAGE(F, S)
#define FIELDS_key_list(F, S)                                                                                \
    F(S, key, KEY, OPTIONAL, 0, "only this one")                                                             \
    F(S, account, NAME, OPTIONAL, 0, "whose; mine by default")                                               \
    FIELDS_PAGE(F, S)
#define FIELDS_department_list(F, S)                                                                         \
    F(S, department, NAME, OPTIONAL, 0, "only this one")                                                     \
    FIELDS_PAGE(F, S)
#define FIELDS_join(F, S) F(S, code, CODE, REQUIRED, 0, "the invitation code")
/* What a bulletin says: in publish, revise and schedule.edit alike. */
#define FIELDS_CONTENT(F, S)                                                                                 \
    F(S, headline, LINE, REQUIRED, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "the text")                                          \
    F(S, text_hash, HASH, OPTIONAL, 0, "a longer text, uploaded before")                                     \
    F(S, dated, DATED, OPTIONAL, LIMIT_DATED_BYTES, "a historic date")                                       \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "files, uploaded before")                                     \
    F(S, related, IDS, OPTIONAL, LIMIT_RELATED, "bulletins it belongs with")                                 \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal by default")                                               \
    F(S, effective, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when it comes into force; a day: as it begins")    \
    F(S, expires, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "until when it is in force; a day: to its end")       \
    F(S, due, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "until when it must be signed for; a day: to its end")
/* Whom it is addressed to: a duty, not secrecy. Who may read is the channel's matter. */
#define FIELDS_ADDRESS(F, S)                                                                                 \
    F(S, to, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "departments, or `all`")                                     \
    F(S, receipt, FLAG, OPTIONAL, 0, "each of them must sign for it")                                        \
    F(S, roster, ROSTER, OPTIONAL, 0, "for `all`: fixed by default")
#define FIELDS_publish(F, S)                                                                                 \
    F(S, channel, CHANNEL, REQUIRED, 0, "where")                                                             \
    FIELDS_CONTENT(F, S)                                                                                     \
    FIELDS_ADDRESS(F, S)                                                                                     \
    F(S, at, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "not now but then; a day: as it begins")
#define FIELDS_revise(F, S)                                                                                  \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    FIELDS_CONTENT(F, S)
#define FIELDS_schedule_edit(F, S)                                                                           \
    F(S, id, ID, REQUIRED, 0, "what is scheduled, by its id on the desk")                                    \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    FIELDS_CONTENT(F, S)                                                                                     \
    FIELDS_ADDRESS(F, S)                                                                                     \
    F(S, at, MOMENT, REQUIRED, LIMIT_DATED_BYTES, "when; a day: as it begins")
#define FIELDS_schedule_cancel(F, S)                                                                         \
    F(S, id, ID, REQUIRED, 0, "what is scheduled, by its id on the desk")                                    \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why")
#define FIELDS_schedule_run(F, S)                                                                            \
    F(S, what, TRANSITION, REQUIRED, 0, "what is due")                                                       \
    F(S, id, ID, REQUIRED, 0, "the bulletin, or what was scheduled by its id on the desk")                   \
    F(S, time, TIME, REQUIRED, 0, "when it was due")
/* The head hash is that of the fact that made the revision: nobody signs what they did not see. */
#define FIELDS_deliver(F, S)                                                                                 \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision_head, HASH, REQUIRED, 0, "the head of the revision that lies there")
#define FIELDS_open(F, S)                                                                                    \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision_head, HASH, REQUIRED, 0, "the head of the revision that was shown")
#define FIELDS_sign(F, S)                                                                                    \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, revision_head, HASH, REQUIRED, 0, "the head of the revision that was shown")                        \
    F(S, comment, LINE, OPTIONAL, LIMIT_REASON_BYTES, "what the department says to it")
#define FIELDS_seen(F, S)                                                                                    \
    F(S, channel, CHANNEL, OPTIONAL, 0, "the channel; needed without an id")                                 \
    F(S, id, ID, OPTIONAL, 0, "a thread; or one bulletin, activity or post")                                 \
    F(S, number, NUMBER, REQUIRED, 0, "the last number that I have seen; of one thing its own")              \
    F(S, after, NUMBER, OPTIONAL, 0,                                                                         \
      "of a channel: what I have seen comes after this; all before unless told")
#define FIELDS_forum_threads(F, S)                                                                           \
    F(S, channel, CHANNEL, REQUIRED, 0, "the forum")                                                         \
    F(S, limit, NUMBER, OPTIONAL, LIMIT_ROWS, "how many at most")                                            \
    F(S, before, NUMBER, OPTIONAL, 0, "only threads whose `last` is below this one")                         \
    F(S, after, NUMBER, OPTIONAL, 0, "only threads whose `last` is above this one, nearest first")           \
    F(S, since, TIME, OPTIONAL, 0, "only threads spoken in since then")                                      \
    FIELDS_GO_ON(F, S)
#define FIELDS_forum_show(F, S)                                                                              \
    F(S, id, ID, REQUIRED, 0, "the thread, or one post of it")                                               \
    F(S, limit, NUMBER, OPTIONAL, LIMIT_ROWS, "how many at most")                                            \
    F(S, after, NUMBER, OPTIONAL, 0, "only posts of numbers above this one")                                 \
    F(S, before, NUMBER, OPTIONAL, 0, "only posts of numbers below this one, the last of them")              \
    F(S, since, TIME, OPTIONAL, 0, "only posts since then")                                                  \
    FIELDS_GO_ON(F, S)
#define FIELDS_forum_edits(F, S)                                                                             \
    F(S, id, ID, REQUIRED, 0, "the post or thread")                                                          \
    FIELDS_PAGE(F, S)
#define FIELDS_forum_open(F, S)                                                                              \
    F(S, channel, CHANNEL, REQUIRED, 0, "the forum")                                                         \
    F(S, headline, LINE, REQUIRED, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "the text")
#define FIELDS_forum_post(F, S)                                                                              \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, text, TEXT, REQUIRED, LIMIT_INLINE_TEXT_BYTES, "the text")                                          \
    F(S, answers, ID, OPTIONAL, 0, "the post that it answers")
#define FIELDS_forum_edit(F, S)                                                                              \
    F(S, id, ID, REQUIRED, 0, "the post or thread")                                                          \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, text, TEXT, REQUIRED, LIMIT_INLINE_TEXT_BYTES, "the new text")
#define FIELDS_forum_hide(F, S)                                                                              \
    F(S, id, ID, REQUIRED, 0, "the post or thread")                                                          \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, reason, LINE, REQUIRED, LIMIT_REASON_BYTES, "why")                                                  \
    F(S, hidden, FLAG, OPTIONAL, 0, "no: show it again")
#define FIELDS_forum_lock(F, S)                                                                              \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, locked, FLAG, OPTIONAL, 0, "no: unlock it")
#define FIELDS_forum_pin(F, S)                                                                               \
    F(S, id, ID, REQUIRED, 0, "the thread")                                                                  \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, pinned, FLAG, OPTIONAL, 0, "no: unpin it")
#define FIELDS_theme_show(F, S) F(S, month, MONTH, REQUIRED, 0, "the month")
#define FIELDS_theme_list(F, S)                                                                              \
    F(S, year, NUMBER, OPTIONAL, 9999, "the year; this one by default")                                      \
    FIELDS_PAGE(F, S)
#define FIELDS_theme_current(F, S)
/* A theme's days lie in its month; its first moment and its last by default. */
#define FIELDS_THEME(F, S)                                                                                   \
    F(S, title, LINE, REQUIRED, LIMIT_HEADLINE_BYTES, "one line")                                            \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what people are asked")                             \
    F(S, opens, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when; a day: as it begins")                            \
    F(S, closes, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when; a day: as it ends")
#define FIELDS_theme_plan(F, S)                                                                              \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    FIELDS_THEME(F, S)
#define FIELDS_theme_amend(F, S)                                                                             \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    FIELDS_THEME(F, S)                                                                                       \
    F(S, thread, ID, OPTIONAL, 0, "where people read the words that these replace; needed once it is open")
#define FIELDS_theme_cancel(F, S)                                                                            \
    F(S, month, MONTH, REQUIRED, 0, "the month")                                                             \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, reason, LINE, REQUIRED, LIMIT_REASON_BYTES, "why")
#define FIELDS_activity_list(F, S)                                                                           \
    F(S, channel, CHANNEL, OPTIONAL, 0, "only in this channel")                                              \
    F(S, from, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "only those that end after; today by default")           \
    F(S, until, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "only those that begin before; a day: before its end")  \
    F(S, whole, FLAG, OPTIONAL, 0, "each with its text and all else that activity.show says")                \
    FIELDS_PAGE(F, S)
#define FIELDS_activity_show(F, S) F(S, id, ID, REQUIRED, 0, "the activity")
#define FIELDS_activity_replies(F, S)                                                                        \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    FIELDS_PAGE(F, S)
#define FIELDS_ACTIVITY(F, S)                                                                                \
    F(S, headline, LINE, REQUIRED, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, kind, ACTIVITY, REQUIRED, 0, "what it is")                                                          \
    F(S, starts, MOMENT, REQUIRED, LIMIT_DATED_BYTES, "when; a day: all of it")                              \
    F(S, ends, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when; a day: as it ends")                               \
    F(S, place, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "where")                                                  \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "more about it")                                     \
    F(S, to, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "departments invited, or `all`")                             \
    F(S, due, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "until when they reply; a day: to its end")
#define FIELDS_activity_announce(F, S)                                                                       \
    F(S, channel, CHANNEL, REQUIRED, 0, "where it is announced")                                             \
    FIELDS_ACTIVITY(F, S)
#define FIELDS_activity_change(F, S)                                                                         \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    FIELDS_ACTIVITY(F, S)
#define FIELDS_activity_cancel(F, S)                                                                         \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, reason, LINE, REQUIRED, LIMIT_REASON_BYTES, "why")
#define FIELDS_activity_reply(F, S)                                                                          \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, coming, FLAG, REQUIRED, 0, "whether my department comes")                                           \
    F(S, people, NUMBER, OPTIONAL, 10000, "how many; 1 by default")                                          \
    F(S, comment, LINE, OPTIONAL, LIMIT_REASON_BYTES, "what we say to it")
#define FIELDS_activity_attended(F, S)                                                                       \
    F(S, id, ID, REQUIRED, 0, "the activity")                                                                \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, departments, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "which came of those invited")                      \
    F(S, uninvited, NAMES, OPTIONAL, LIMIT_UNINVITED, "which came besides")                                  \
    F(S, people, NUMBER, OPTIONAL, 1000000, "how many came in all")                                          \
    F(S, note, LINE, OPTIONAL, LIMIT_REASON_BYTES, "what is worth keeping")
#define FIELDS_search(F, S)                                                                                  \
    F(S, words, LINE, REQUIRED, LIMIT_SEARCH_BYTES, "what to look for; every word must be there")            \
    F(S, in, SEARCHED, OPTIONAL, 0, "only there; everywhere by default")                                     \
    F(S, channel, CHANNEL, OPTIONAL, 0, "only in this channel")                                              \
    F(S, since, TIME, OPTIONAL, 0, "only what was said since then")                                          \
    F(S, order, ORDER, OPTIONAL, 0, "newest by default")                                                     \
    F(S, limit, NUMBER, OPTIONAL, LIMIT_ROWS, "how many at most")                                            \
    F(S, before, NUMBER, OPTIONAL, 0, "only hits whose `seq` is below this one")                             \
    FIELDS_GO_ON(F, S)
#define FIELDS_account_leave(F, S) F(S, texts, FLAG, OPTIONAL, 0, "erase what I said, too")
#define FIELDS_account_erase(F, S)                                                                           \
    F(S, account, NAME, REQUIRED, 0, "the account, or the name in an invitation")                            \
    F(S, reason, LINE, REQUIRED, LIMIT_REASON_BYTES, "by what law or order")
#define FIELDS_erase(F, S)                                                                                   \
    F(S, id, ID, REQUIRED, 0, "the bulletin, post, activity or theme; or the fact with a reason or comment") \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it; the house, where it does not read: zeros")        \
    F(S, reason, LINE, REQUIRED, LIMIT_REASON_BYTES, "by what law or order")
#define FIELDS_withdraw(F, S)                                                                                \
    F(S, id, ID, REQUIRED, 0, "the bulletin")                                                                \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, reason, LINE, REQUIRED, LIMIT_REASON_BYTES, "why")
#define FIELDS_import(F, S)                                                                                  \
    F(S, channel, CHANNEL, REQUIRED, 0, "where")                                                             \
    F(S, headline, LINE, REQUIRED, LIMIT_HEADLINE_BYTES, "one line")                                         \
    F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "the text")                                          \
    F(S, text_hash, HASH, OPTIONAL, 0, "a longer text, uploaded before")                                     \
    F(S, dated, DATED, REQUIRED, LIMIT_DATED_BYTES, "when it was")                                           \
    F(S, source, LINE, REQUIRED, LIMIT_SOURCE_BYTES,                                                         \
      "where it comes from; the same source is taken in once")                                               \
    F(S, department, NAME, OPTIONAL, 0, "whose it was")
#define FIELDS_CODE(F, S)                                                                                    \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code")                                             \
    F(S, expires, TIME, OPTIONAL, 0, "until when the code is good; a week by default")                       \
    F(S, replace, FLAG, OPTIONAL, 0, "a code that is open for this account is void from now on")
#define FIELDS_account_invite(F, S)                                                                          \
    F(S, account, NAME, REQUIRED, 0, "the account's name, which must be new")                                \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "the person's name and office")                           \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "the department it belongs to")                                      \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    FIELDS_CODE(F, S)
#define FIELDS_key_invite(F, S)                                                                              \
    F(S, account, NAME, REQUIRED, 0, "whose key it will be")                                                 \
    FIELDS_CODE(F, S)
#define FIELDS_account_change(F, S)                                                                          \
    F(S, account, NAME, REQUIRED, 0, "the account")                                                          \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "the person's name and office")                           \
    F(S, role, ROLE, OPTIONAL, 0, "its new role")                                                            \
    F(S, department, NAME, OPTIONAL, 0, "its new department")                                                \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")
#define FIELDS_account_revoke(F, S)                                                                          \
    F(S, account, NAME, REQUIRED, 0, "the account")                                                          \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why")
#define FIELDS_key_revoke(F, S)                                                                              \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, reason, LINE, OPTIONAL, LIMIT_REASON_BYTES, "why")
#define FIELDS_department_create(F, S)                                                                       \
    F(S, department, NAME, REQUIRED, 0, "its name")                                                          \
    F(S, title, LINE, REQUIRED, LIMIT_TITLE_BYTES, "what people call it")
#define FIELDS_department_change(F, S)                                                                       \
    F(S, department, NAME, REQUIRED, 0, "its name")                                                          \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, title, LINE, REQUIRED, LIMIT_TITLE_BYTES, "what people call it")
#define FIELDS_channel_create(F, S)                                                                          \
    F(S, channel, NAME, REQUIRED, 0, "its name")                                                             \
    F(S, title, LINE, REQUIRED, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who reads; everyone by default")                   \
    F(S, speak, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS,                                                    \
      "who opens threads and posts; who publishes by default")                                               \
    F(S, publish, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who publishes; the committee by default")       \
    F(S, moderate, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who moderates; the committee by default")
#define FIELDS_channel_change(F, S)                                                                          \
    F(S, channel, CHANNEL, REQUIRED, 0, "its name")                                                          \
    F(S, head, HASH, REQUIRED, 0, "its head as you saw it")                                                  \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who moderates")
#define FIELDS_clock_confirm(F, S)                                                                           \
    F(S, time, TIME, REQUIRED, 0, "the time that it is, by another clock; within a day of the server's")
#define FIELDS_house_found(F, S)

#endif
