/* Every bound of the protocol, once, with its unit and its reason. Whoever needs a number includes this
 * file; nothing else states one. */
#ifndef BULLETIN_PROTOCOL_LIMITS_H
#define BULLETIN_PROTOCOL_LIMITS_H

/* LIMIT(NAME, value, unit, why) */
#define LIMITS(LIMIT)                                                                                        \
    LIMIT(RECORD_BYTES, 65535, "bytes", "one Noise message, by the Noise specification")                     \
    LIMIT(TAG_BYTES, 16, "bytes", "the authenticator that ends every sealed record")                         \
    LIMIT(PLAIN_BYTES, 65519, "bytes", "what is left of a record after its authenticator")                   \
    LIMIT(RECORD_ELEMENTS, 8192, "elements", "so that a record of tiny values cannot claim much memory")     \
    LIMIT(DEPTH, 8, "levels", "nesting of MessagePack arrays and maps in a record")                          \
    LIMIT(MAP_KEYS, 512, "keys", "of maps open at once, so that a key given twice is quickly found")         \
    LIMIT(REKEY_RECORDS, 65536, "records", "a direction takes a new key after this many records")            \
    LIMIT(HASH_BYTES, 32, "bytes", "BLAKE2b-256")                                                            \
    LIMIT(KEY_BYTES, 32, "bytes", "an Ed25519 or X25519 public key, and the seed both come from")            \
    LIMIT(SIGNATURE_BYTES, 64, "bytes", "an Ed25519 signature")                                              \
    LIMIT(NONCE_BYTES, 16, "bytes", "tells two acts of one author and millisecond apart")                    \
    LIMIT(ACT_BYTES, 16384, "bytes", "a signed act; longer text travels as a blob")                          \
    LIMIT(HEAD_BYTES, 4096, "bytes", "the head of a fact")                                                   \
    LIMIT(ACT_FACTS, 256, "facts", "what one act may cause in one transaction")                              \
    LIMIT(ACT_AGE_MS, 86400000, "milliseconds", "how far an act's time may lie from the server's")           \
    LIMIT(CLOCK_AHEAD_S, 1209600, "seconds",                                                                 \
          "how far the server's clock may be ahead of the last time it knows, without an operator's word")   \
    LIMIT(CLOCK_NOTE_S, 3600, "seconds", "how often an idle server notes the time")                          \
    LIMIT(NAME_BYTES, 32, "bytes", "the name of an account or a department")                                 \
    LIMIT(CHANNEL_BYTES, 48, "bytes", "the name of a channel, with the prefix of one the server made")       \
    LIMIT(ID_BYTES, 72, "bytes", "a channel, a slash and a number")                                          \
    LIMIT(WORD_BYTES, 64, "bytes", "a verb, a kind of fact or an error's code")                              \
    LIMIT(TITLE_BYTES, 240, "bytes", "the title of a channel, a department or an account")                   \
    LIMIT(HEADLINE_BYTES, 480, "bytes", "a headline: 160 Chinese characters")                                \
    LIMIT(REASON_BYTES, 1000, "bytes", "why something was withdrawn or revoked")                             \
    LIMIT(SOURCE_BYTES, 120, "bytes", "where an imported bulletin comes from")                               \
    LIMIT(DATED_BYTES, 32, "bytes", "a historical date: YYYY, YYYY-MM, YYYY-MM-DD or a whole RFC 3339 time") \
    LIMIT(INLINE_TEXT_BYTES, 4096, "bytes", "text inside an act; longer text travels as a blob")             \
    LIMIT(TEXT_BYTES, 1048576, "bytes", "the text of one bulletin")                                          \
    LIMIT(BLOB_CHUNK_BYTES, 32768, "bytes", "one piece of a blob, on the wire and in the store")             \
    LIMIT(FILES, 8, "files", "attached to one bulletin")                                                     \
    LIMIT(FILE_BYTES, 16777216, "bytes", "one file")                                                         \
    LIMIT(FILE_NAME_BYTES, 255, "bytes", "a file's name, as file systems have them")                         \
    LIMIT(STAGED_BYTES, 150994944, "bytes", "what one account may have uploaded and not yet used")           \
    LIMIT(STAGED_AGE_MS, 86400000, "milliseconds", "how long an upload waits for the act that names it")     \
    LIMIT(ACCOUNT_KEYS, 16, "keys", "that one account may have at a time; one is revoked to enrol another")  \
    LIMIT(ACT_PARTS, 16, "pieces of uploads or read markers", "that count as one act of those a minute")     \
    LIMIT(CODE_BYTES, 16, "characters", "an invitation code: 80 random bits")                                \
    LIMIT(FEATURES, 64, "names", "that a server may say it can do")                                          \
    LIMIT(INVITE_AGE_S, 604800, "seconds", "how long an invitation lasts by default")                        \
    LIMIT(INVITE_AGE_MAX_S, 7776000, "seconds", "how long an invitation may last at most")                   \
    LIMIT(AUDIENCE_WORDS, 64, "words", "who may read, speak in, publish in or moderate a channel")           \
    LIMIT(AUDIENCE_BYTES, 832, "bytes", "those words, encoded: four such lists fit into a head")             \
    LIMIT(ADDRESSEES, 240, "departments", "one bulletin's; each makes a fact of its own")                    \
    LIMIT(SIGNERLESS, 8, "departments", "named as having nobody who may sign, with what is published")       \
    LIMIT(UNINVITED, 120, "departments", "that came to an activity without being invited")                   \
    LIMIT(OPEN_ROSTERS, 200, "bulletins", "that wait for departments made later: each becomes their duty")   \
    LIMIT(COUNTED_NAMES, 32, "departments", "named in one count of who has not signed")                      \
    LIMIT(LOGO_BYTES, 524288, "bytes", "a logo, as it is chosen and as it is sent")                          \
    LIMIT(LOGO_PIXELS, 2048, "pixels", "of a logo, each way")                                                \
    LIMIT(ITEMS, 20, "items", "that a department promises under one brand")                                  \
    LIMIT(ITEM_BYTES, 600, "bytes", "each line of an item: 200 Chinese characters")                          \
    LIMIT(GUIDED, 8, "brands", "shown as those whose example a department follows")                          \
    LIMIT(BATCH, 8, "brands", "named by one act: the logo of each is a file of the bulletin")                \
    LIMIT(CONDITIONS, 20, "lines", "the conditions of a round")                                              \
    LIMIT(AWARDS_SHOWN, 16, "awards", "shown with a brand")                                                  \
    LIMIT(EXPERTS, 16, "experts", "invited to one application or guidance at a time")                        \
    LIMIT(GUIDES, 999, "times", "that a department follows an example")                                      \
    LIMIT(RATINGS_A_DAY, 20, "ratings", "of one account in 24 hours")                                        \
    LIMIT(OPEN_CASES, 10, "bad ratings", "of one account with one department that are not settled")          \
    LIMIT(RATING_TERM_DAYS, 7, "days", "in which a bad rating is to be answered by default")                 \
    LIMIT(RATING_TERM_MAX_DAYS, 60, "days", "that the committee may give for it")                            \
    LIMIT(RATING_COUNT_DAYS, 7, "days", "after a month in which its ratings can be set aside uncounted")     \
    LIMIT(FIGURE_RATERS, 5, "people", "whose ratings are behind whatever is published of them, or more")     \
    LIMIT(RELATED, 16, "bulletins", "that one bulletin names")                                               \
    LIMIT(RELATED_SHOWN, 64, "bulletins", "shown with one: those it names and those that name it")           \
    LIMIT(REVISIONS, 99, "revisions", "of one bulletin, or edits of what is scheduled")                      \
    LIMIT(ERASED_FACTS, 200, "facts", "of one channel whose acts one erasure takes away")                    \
    LIMIT(AHEAD_S, 63244800, "seconds", "how far ahead something may be scheduled or due: two years")        \
    LIMIT(IN_FORCE_S, 946728000, "seconds", "how far ahead it may come into force or end: thirty years")     \
    LIMIT(MONTH_BYTES, 7, "bytes", "YYYY-MM")                                                                \
    LIMIT(POSTS_A_MINUTE, 6, "posts and edits", "of one account, all forums")                                \
    LIMIT(EDITS, 50, "edits", "of one post")                                                                 \
    LIMIT(SUMMED_NAMES, 40, "departments", "named in a theme's summary")                                     \
    LIMIT(SUMMED_POSTS, 5, "posts", "named in a theme's summary")                                            \
    LIMIT(LEAVE_TEXTS, 180, "texts", "erased by one act of leaving; the next goes on")                       \
    LIMIT(SEARCH_BYTES, 200, "bytes", "what one search looks for")                                           \
    LIMIT(SEARCH_WORDS, 16, "words", "and pairs of characters that one search looks for")                    \
    LIMIT(HIT_BYTES, 480, "bytes", "of the line shown with a hit")                                           \
    LIMIT(ROWS, 200, "rows", "of one answer; ask on with `next`")                                            \
    LIMIT(ANSWER_BYTES, 262144, "bytes", "the messages of one answer")                                       \
    LIMIT(NEWEST_ROWS, 20, "rows", "of headlines, threads and hits by default")                              \
    LIMIT(POST_ROWS, 50, "rows", "of a thread by default")                                                   \
    LIMIT(FACT_ROWS, 100, "rows", "of the facts of a channel by default")                                    \
    LIMIT(NEXT_BYTES, 4096, "bytes", "what says where a list goes on")                                       \
    LIMIT(SUBSCRIPTIONS, 256, "channels", "that one `subscribe` names; the next may name more")              \
    LIMIT(FOLLOWED, 4096, "channels", "that one connection may follow")                                      \
    LIMIT(UNREAD_BYTES, 4194304, "bytes",                                                                    \
          "of answers that are not read; further questions of that payer wait")                              \
    LIMIT(UNREAD_MS, 60000, "milliseconds",                                                                  \
          "how long an answer waits to be read, or a record to be complete")                                 \
    LIMIT(LINE_BYTES, 262144, "bytes", "one line of the text form")

#define LIMIT_CONSTANT(name, value, unit, why) LIMIT_##name = value,
enum limit { LIMITS(LIMIT_CONSTANT) };
#undef LIMIT_CONSTANT

#endif
