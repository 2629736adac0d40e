/* The tables of the store, grouped by whoever owns them: a row each, and a group each in the one list at the
 * end. A row says what is kept under which key; the store reads none of it but the name and the shelf. */
#ifndef BULLETIN_SERVER_STORE_TABLES_H
#define BULLETIN_SERVER_STORE_TABLES_H

/* TABLE(SYMBOL, name in the store, shelf, key -> value). Numbers in keys are big-endian, 8 bytes; names in
 * keys end with a zero byte when something follows. */

/* Of the ledger, and the views that it folds itself. */
#define TABLES_LEDGER(TABLE)                                                                                 \
    TABLE(META, "ledger.meta", SHELF_LEDGER, "word -> bytes: format, house")                                 \
    TABLE(HEADS, "ledger.heads", SHELF_LEDGER, "seq -> head")                                                \
    TABLE(ACTS, "ledger.acts", SHELF_LEDGER, "seq of its first fact -> signature, act")                      \
    TABLE(BLOBS, "ledger.blobs", SHELF_LEDGER, "hash, chunk number -> bytes")                                \
    TABLE(TIPS, "view.tips", SHELF_VIEWS, "channel -> number, time, hash of its newest fact")                \
    TABLE(PLACES, "view.places", SHELF_VIEWS, "channel 0 number -> seq")                                     \
    TABLE(TAKEN, "view.taken", SHELF_VIEWS, "act time, act hash -> seq of its first fact")                   \
    TABLE(STAGED, "note.staged", SHELF_NOTES, "account 0 hash -> size, bytes so far, time")                  \
    TABLE(STAGED_CHUNKS, "note.staged-chunks", SHELF_NOTES, "account 0 hash, chunk number -> bytes")

/* Of the house. */
#define TABLES_HOUSE(TABLE)                                                                                  \
    TABLE(HOUSE, "view.house", SHELF_VIEWS, "word -> what the house is, and the views: their layout")        \
    TABLE(CLOCK, "note.clock", SHELF_NOTES, "word -> the time at which the house last looked at its clock")

/* Of accounts, keys and invitations. */
#define TABLES_ACCOUNT(TABLE)                                                                                \
    TABLE(ACCOUNTS, "view.accounts", SHELF_VIEWS, "account -> record account")                               \
    TABLE(SIGNERS, "view.signers", SHELF_VIEWS,                                                              \
          "department 0 account -> nothing: it may sign, and is not revoked")                                \
    TABLE(TITLED, "view.titled", SHELF_VIEWS,                                                                \
          "account 0 seq -> whether it counts: of each fact whose act may give the account a title")         \
    TABLE(KEYS, "view.keys", SHELF_VIEWS, "key -> record key")                                               \
    TABLE(ACCOUNT_KEYS, "view.account-keys", SHELF_VIEWS, "account 0 key -> nothing")                        \
    TABLE(LIVE_KEYS, "view.live-keys", SHELF_VIEWS, "account 0 key -> nothing: it is not revoked")           \
    TABLE(INVITES, "view.invites", SHELF_VIEWS, "code hash -> invite")                                       \
    TABLE(INVITED, "view.invited", SHELF_VIEWS, "account -> hash of the newest code given out for it")

/* Of departments. */
#define TABLES_DEPARTMENT(TABLE)                                                                             \
    TABLE(DEPARTMENTS, "view.departments", SHELF_VIEWS, "department -> record department")

/* Of channels, and what people have read there. */
#define TABLES_CHANNEL(TABLE)                                                                                \
    TABLE(CHANNELS, "view.channels", SHELF_VIEWS, "channel -> what the channel is and who may")              \
    TABLE(THINGS, "view.things", SHELF_VIEWS,                                                                \
          "channel 0 number of what people read -> how many there are up to it, its thread's or its own")    \
    TABLE(THINGS_BY, "view.things-by", SHELF_VIEWS, "account 0 channel 0 number -> its thread's or its own") \
    TABLE(SEEN, "note.seen", SHELF_NOTES, "account 0 channel, or a thing's id -> number")

/* Of bulletins. */
#define TABLES_BULLETIN(TABLE)                                                                               \
    TABLE(BULLETINS, "view.bulletins", SHELF_VIEWS, "channel 0 number -> where its facts are")               \
    TABLE(REVISIONS, "view.revisions", SHELF_VIEWS,                                                          \
          "channel 0 number revision -> seq; for a desk: of each act of what was scheduled")                 \
    TABLE(ROSTERS, "view.rosters", SHELF_VIEWS, "channel 0 number -> nothing: waits for new departments")    \
    TABLE(RELATED, "view.related", SHELF_VIEWS,                                                              \
          "channel 0 number, 0 (names) or 1 (is named by), other's channel 0 number -> nothing")             \
    TABLE(PUBLISHED, "view.published", SHELF_VIEWS,                                                          \
          "account 0 seq -> nothing: bulletins and activities by their author")                              \
    TABLE(SOURCES, "view.sources", SHELF_VIEWS, "hash of a source -> seq")

/* Of receipts. */
#define TABLES_RECEIPT(TABLE)                                                                                \
    TABLE(RECEIPTS, "view.receipts", SHELF_VIEWS, "channel 0 number revision department -> receipt")         \
    TABLE(INBOX, "view.inbox", SHELF_VIEWS, "department 0 channel 0 number -> nothing: yet to be done")      \
    TABLE(DUES, "view.dues", SHELF_VIEWS, "due time, channel 0 number -> nothing: not all have signed")

/* Of what is scheduled. */
#define TABLES_SCHEDULE(TABLE)                                                                               \
    TABLE(SCHEDULE, "view.schedule", SHELF_VIEWS, "time, transition, channel 0 number -> nothing")           \
    TABLE(SCHEDULED, "view.scheduled", SHELF_VIEWS, "desk 0 number -> what is scheduled")

/* Of forums. */
#define TABLES_FORUM(TABLE)                                                                                  \
    TABLE(THREADS, "view.threads", SHELF_VIEWS, "channel 0 number -> thread")                                \
    TABLE(THREADS_BY, "view.threads-by", SHELF_VIEWS, "channel 0 number of the newest post -> thread's")     \
    TABLE(PINNED, "view.pinned", SHELF_VIEWS, "channel 0 number -> nothing: a pinned thread")                \
    TABLE(POSTS, "view.posts", SHELF_VIEWS, "channel 0 number -> post; a thread's opening too")              \
    TABLE(THREAD_POSTS, "view.thread-posts", SHELF_VIEWS,                                                    \
          "channel 0 thread's number, post's -> how many posts there are with it")                           \
    TABLE(SPOKEN, "view.spoken", SHELF_VIEWS, "account 0 seq -> nothing: posts and threads by their author") \
    TABLE(SPOKEN_IN, "view.spoken-in", SHELF_VIEWS, "account 0 channel 0 thread's number -> how many posts")

/* Of themes. */
#define TABLES_THEME(TABLE) TABLE(THEMES, "view.themes", SHELF_VIEWS, "month -> theme")

/* Of activities. */
#define TABLES_ACTIVITY(TABLE)                                                                               \
    TABLE(ACTIVITIES, "view.activities", SHELF_VIEWS, "channel 0 number -> activity")                        \
    TABLE(ACTIVITIES_BY, "view.activities-by", SHELF_VIEWS, "end, channel 0 number -> nothing")              \
    TABLE(REPLIES, "view.replies", SHELF_VIEWS, "channel 0 number department -> reply")

/* Of rounds. */
#define TABLES_ROUND(TABLE) TABLE(ROUNDS, "view.rounds", SHELF_VIEWS, "year -> round")
/* Of brands. */
#define TABLES_BRAND(TABLE)                                                                                  \
    TABLE(BRANDS, "view.brands", SHELF_VIEWS, "channel 0 number -> brand")                                   \
    TABLE(BRAND_NAMES, "view.brand-names", SHELF_VIEWS, "hash of a folded name -> id of the living brand")
/* Of counsel. */
#define TABLES_COUNSEL(TABLE)                                                                                \
    TABLE(COUNSELS, "view.counsels", SHELF_VIEWS, "channel 0 number -> a text or a task")                    \
    TABLE(COUNSELLED, "view.counselled", SHELF_VIEWS, "channel -> how far its two sides are")                \
    TABLE(COUNSEL_WAITS, "view.counsel-waits", SHELF_VIEWS,                                                  \
          "who answers, as an audience says it, 0 seq -> nothing: it waits for them")                        \
    TABLE(COUNSEL_INVITED, "view.counsel-invited", SHELF_VIEWS,                                              \
          "account 0 channel -> seq of an invitation on which they have said nothing yet")

/* Of guidances. */
#define TABLES_GUIDE(TABLE)                                                                                  \
    TABLE(GUIDES, "view.guides", SHELF_VIEWS, "channel 0 number -> guidance")                                \
    TABLE(GUIDED, "view.guided", SHELF_VIEWS,                                                                \
          "department (none: any) 0 seq -> nothing: where it is guided or is the example")

/* Of awards. */
#define TABLES_AWARD(TABLE)                                                                                  \
    TABLE(AWARD_TITLES, "view.award-titles", SHELF_VIEWS, "award -> title and how many were given")          \
    TABLE(AWARDS, "view.awards", SHELF_VIEWS, "channel 0 number -> award")                                   \
    TABLE(AWARDS_OF, "view.awards-of", SHELF_VIEWS,                                                          \
          "brand's channel 0 number, number of an award -> nothing: it has that, and it stands")             \
    TABLE(ACHIEVEMENTS, "view.achievements", SHELF_VIEWS, "channel 0 number -> id of what counts it")

/* Of ratings. */
#define TABLES_RATING(TABLE)                                                                                 \
    TABLE(RATINGS, "view.ratings", SHELF_VIEWS, "channel 0 number -> rating")                                \
    TABLE(RATING_MOVES, "view.rating-moves", SHELF_VIEWS,                                                    \
          "channel 0 number of a rating, number of a fact about it -> seq of that")                          \
    TABLE(RATED, "view.rated", SHELF_VIEWS,                                                                  \
          "account 0 seq -> nothing: what it said of departments, and about its ratings")                    \
    TABLE(RATING_WAITS, "view.rating-waits", SHELF_VIEWS,                                                    \
          "for whom, as an audience says it, 0 seq -> nothing: a rating waits for them")                     \
    TABLE(RATING_CASES, "view.rating-cases", SHELF_VIEWS,                                                    \
          "account 0 department 0 number -> nothing: a bad rating that is not settled")                      \
    TABLE(RATING_DUES, "view.rating-dues", SHELF_VIEWS,                                                      \
          "department 0 until when, number -> whether an answer to that rating came until then")             \
    TABLE(RATING_VOICES, "view.rating-voices", SHELF_VIEWS,                                                  \
          "department 0 month 0 account 0 number -> points of a rating that is not set aside")               \
    TABLE(RATING_MONTHS, "view.rating-months", SHELF_VIEWS, "department 0 month -> how it was counted")      \
    TABLE(RATING_ASIDES, "view.rating-asides", SHELF_VIEWS, "seq -> nothing: a rating was set aside")        \
    TABLE(RATING_TERM, "view.rating-term", SHELF_VIEWS, "word -> in how many days answers are due")

/* Of what was erased, and which act names which blob. */
#define TABLES_ERASE(TABLE)                                                                                  \
    TABLE(ERASED, "view.erased", SHELF_VIEWS, "seq of a fact without its act -> seq of what erased it")      \
    TABLE(BLOB_NAMES, "view.blob-names", SHELF_VIEWS, "seq of an act's first fact, hash -> nothing")         \
    TABLE(BLOB_USES, "view.blob-uses", SHELF_VIEWS, "hash -> how many acts name it")

/* Of the search index. */
#define TABLES_SEARCH(TABLE)                                                                                 \
    TABLE(FOLDED, "index.folded", SHELF_INDEX, "word -> the last seq that the search index holds")           \
    TABLE(TOKENS, "index.tokens", SHELF_INDEX,                                                               \
          "block of seqs, token -> the places in the block, 2 bytes each")                                   \
    TABLE(TOKENS_OF, "index.tokens-of", SHELF_INDEX, "seq -> its tokens, to be forgotten when erased")

#define STORE_TABLES(TABLE)                                                                                  \
    TABLES_LEDGER(TABLE)                                                                                     \
    TABLES_HOUSE(TABLE)                                                                                      \
    TABLES_ACCOUNT(TABLE)                                                                                    \
    TABLES_DEPARTMENT(TABLE)                                                                                 \
    TABLES_CHANNEL(TABLE)                                                                                    \
    TABLES_BULLETIN(TABLE)                                                                                   \
    TABLES_RECEIPT(TABLE)                                                                                    \
    TABLES_SCHEDULE(TABLE)                                                                                   \
    TABLES_FORUM(TABLE)                                                                                      \
    TABLES_THEME(TABLE)                                                                                      \
    TABLES_ACTIVITY(TABLE)                                                                                   \
    TABLES_ROUND(TABLE)                                                                                      \
    TABLES_AWARD(TABLE)                                                                                      \
    TABLES_BRAND(TABLE)                                                                                      \
    TABLES_COUNSEL(TABLE)                                                                                    \
    TABLES_GUIDE(TABLE)                                                                                      \
    TABLES_RATING(TABLE)                                                                                     \
    TABLES_ERASE(TABLE)                                                                                      \
    TABLES_SEARCH(TABLE)

#endif
