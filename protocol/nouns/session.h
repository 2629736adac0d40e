/* A connection, and uploads that rest on it: who am I, acts, subscriptions, pieces of texts and files: the
 * vocabulary of one noun (nouns.h). It does not know what is said over it. */
#ifndef BULLETIN_NOUNS_SESSION_H
#define BULLETIN_NOUNS_SESSION_H

#define SESSION_CHOICES(CHOICE)

#define SESSION_ASKS(ASK)                                                                                    \
    ASK(blob_get, "blob.get", ALL_ROLES, READS_ADDRESSED, nothing, chunk, LIMIT_ROWS,                        \
        "Download a piece of a long text or a file that the act of this fact names.")                        \
    ASK(facts, "facts", ALL_ROLES, READS, fact, count, LIMIT_FACT_ROWS,                                      \
        "Return the facts of a channel by their numbers, as they were pushed.")

#define SESSION_ACTS(ACT)

#define SESSION_LINKS(LINK)                                                                                  \
    LINK(status, "status", ALL_ROLES, ANYONE, nothing, status,                                               \
         "Show who I am to the server, and where it stands.")                                                \
    LINK(ping, "ping", ALL_ROLES, ANYONE, nothing, pong, "Answer at once.")                                  \
    LINK(act, "act", ALL_ROLES, ANYONE, nothing, done, "Submit a signed act.")                               \
    LINK(subscribe, "subscribe", ALL_ROLES, READS, anchor, following,                                        \
         "Push every fact of these channels after these numbers.")                                           \
    LINK(unsubscribe, "unsubscribe", ALL_ROLES, ANYONE, nothing, nothing,                                    \
         "Push no more facts of this channel.")                                                              \
    LINK(blob_put, "blob.put", ENROLLED, ANYONE, nothing, staged,                                            \
         "Upload a piece of a long text or a file, to be named by an act within a day.")                     \
    LINK(bye, "bye", ALL_ROLES, ANYONE, nothing, nothing, "End the session.")

#define SESSION_FACTS(FACT)

#define SESSION_RECORDS(RECORD)                                                                              \
    RECORD(nothing, "nothing but the answer itself")                                                         \
    RECORD(status, "who I am to the server, and where it stands")                                            \
    RECORD(pong, "the server's time")                                                                        \
    RECORD(done, "the fact that an act became")                                                              \
    RECORD(count, "how many rows were given")                                                                \
    RECORD(anchor, "where a subscription begins")                                                            \
    RECORD(following, "how often checkpoints will come")                                                     \
    RECORD(staged, "how far an upload has come")                                                             \
    RECORD(chunk, "a piece of a text or file")                                                               \
    RECORD(fact, "a fact as it is pushed")                                                                   \
    RECORD(error, "a refusal")

/* Messages with id 0 from the server. */
#define SESSION_PUSHES(PUSH)                                                                                 \
    PUSH(fact, "fact", "the next fact of a channel followed")                                                \
    PUSH(checkpoint, "checkpoint", "the house's signed word on where a channel stands")                      \
    PUSH(ended, "ended", "a subscription ended here")                                                        \
    PUSH(bye, "bye", "the connection ends")

#define SESSION_ERRORS(ERROR)                                                                                \
    ERROR(HANDSHAKE_FAILED, "handshake-failed", CLOSES,                                                      \
          "The handshake failed. Both ends must speak bulletin protocol version 1; check the address.")      \
    ERROR(IDENTITY_WRONG, "identity-wrong", CLOSES,                                                          \
          "The identity does not vouch for the transport key of this connection.")                           \
    ERROR(RECORD_BROKEN, "record-broken", CLOSES,                                                            \
          "A record could not be opened: it was altered, cut or sealed with another key.")                   \
    ERROR(RECORDS_EXHAUSTED, "records-exhausted", CLOSES,                                                    \
          "This connection has used all its records. Connect again.")                                        \
    ERROR(MALFORMED, "malformed", CLOSES, "The record is not well-formed: {name}.")                          \
    ERROR(SERVER_STOPPING, "server-stopping", CLOSES, "The server is stopping. Connect again in a moment.")  \
    ERROR(REVOKED, "revoked", CLOSES, "This key or its account has been revoked. Ask the operator.")         \
    ERROR(IDLE, "idle", CLOSES,                                                                              \
          "A guest that asks nothing and follows nothing is disconnected to make room. Connect again.")      \
    ERROR(CROWDED, "crowded", CLOSES,                                                                        \
          "There are too many connections, and the last places are reserved. Connect again later.")          \
    ERROR(UNREAD, "unread", CLOSES, "The answers were not read. Connect again, and ask for less at a time.") \
    ERROR(GOODBYE, "goodbye", CLOSES, "The other end said goodbye.")                                         \
    ERROR(BLOB_UNKNOWN, "blob-unknown", STAYS, "There is no such text or file here. Upload it first.")       \
    ERROR(BLOB_INCOMPLETE, "blob-incomplete", STAYS,                                                         \
          "The upload of '{name}' is not complete: it goes on at byte {limit}.")                             \
    ERROR(BLOB_OFFSET, "blob-offset", STAYS, "The upload goes on at byte {limit}. Send that piece.")         \
    ERROR(BLOB_MISMATCH, "blob-mismatch", STAYS,                                                             \
          "The uploaded bytes do not match their hash. Upload again.")                                       \
    ERROR(                                                                                                   \
        STAGED_FULL, "staged-full", STAYS,                                                                   \
        "Too many uploads wait for their act (at most {limit} bytes). Use them, or wait until they expire.") \
    ERROR(TOO_MANY_SUBSCRIPTIONS, "too-many-subscriptions", STAYS,                                           \
          "One connection may follow at most {limit} channels.")                                             \
    ERROR(SUBSCRIBED, "subscribed", STAYS, "The channel '{name}' is followed already.")                      \
    ERROR(NOT_SUBSCRIBED, "not-subscribed", STAYS, "The channel '{name}' is not followed.")                  \
    ERROR(PAST_END, "past-end", STAYS, "The channel '{name}' ends at {limit}. Your position is after that.")

#define SESSION_FEATURES(FEATURE)                                                                            \
    FEATURE("blobs", "long texts and files: `blob.put`, `blob.get`")                                         \
    FEATURE("next", "lists go on with `next`")

/* --- what verbs are told --- */

#define FIELDS_status(F, S)
#define FIELDS_ping(F, S)
#define FIELDS_act(F, S)                                                                                     \
    F(S, act, BYTES, REQUIRED, LIMIT_ACT_BYTES, "the bytes that were signed")                                \
    F(S, sig, SIGNATURE, REQUIRED, 0, "the author's signature over them")
#define FIELDS_subscribe(F, S)                                                                               \
    F(S, channels, POSITIONS, REQUIRED, LIMIT_SUBSCRIPTIONS, "channel and last number had")
#define FIELDS_unsubscribe(F, S) FIELD_CHANNEL(F, S, REQUIRED, "the channel")
#define FIELDS_blob_put(F, S)                                                                                \
    F(S, hash, HASH, REQUIRED, 0, "BLAKE2b-256 of the whole")                                                \
    F(S, size, NUMBER, REQUIRED, LIMIT_FILE_BYTES, "of the whole, in bytes")                                 \
    F(S, offset, NUMBER, REQUIRED, LIMIT_FILE_BYTES, "where this piece begins")                              \
    F(S, bytes, BYTES, REQUIRED, LIMIT_BLOB_CHUNK_BYTES, "the piece; full-sized unless it is the last")
#define FIELDS_blob_get(F, S)                                                                                \
    FIELD_ID(F, S, "the fact whose act names it, or the bulletin with any of its revisions")                 \
    F(S, hash, HASH, REQUIRED, 0, "which text or file")                                                      \
    F(S, offset, NUMBER, REQUIRED, LIMIT_FILE_BYTES, "where to begin, a multiple of the piece's size")
#define FIELDS_facts(F, S)                                                                                   \
    FIELD_CHANNEL(F, S, REQUIRED, "the channel")                                                             \
    FIELD_AFTER(F, S, "only numbers above this one")                                                         \
    FIELD_LIMIT(F, S)                                                                                        \
    F(S, heads, FLAG, OPTIONAL, 0, "only their heads, without the acts")                                     \
    FIELD_NEXT(F, S)
#define FIELDS_bye(F, S)

/* --- rows and answers --- */

#define RECORD_FIELDS_nothing(F, S)
#define RECORD_FIELDS_status(F, S)                                                                           \
    F(S, house, KEY, REQUIRED, 0, "the server's identity")                                                   \
    F(S, version, LINE, REQUIRED, LIMIT_TITLE_BYTES, "of the software")                                      \
    F(S, address, LINE, OPTIONAL, LIMIT_REASON_BYTES, "the address to connect to, without the key")          \
    F(S, epoch, NUMBER, REQUIRED, 0, "rises when a backup was restored")                                     \
    FIELD_TIME(F, S, "the server's clock")                                                                   \
    F(S, facts, NUMBER, REQUIRED, 0, "in the ledger")                                                        \
    F(S, role, ROLE, REQUIRED, 0, "mine")                                                                    \
    FIELD_ACCOUNT(F, S, OPTIONAL, "mine")                                                                    \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "mine")                                                                 \
    F(S, signs, FLAG, OPTIONAL, 0, "I may bind the department by signing")                                   \
    F(S, zone, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "the time zone in which days are judged here")             \
    F(S, features, NAMES, OPTIONAL, LIMIT_FEATURES, "what this server can do, as in the table of features")
#define RECORD_FIELDS_pong(F, S) FIELD_TIME(F, S, "the server's clock")
#define RECORD_FIELDS_done(F, S)                                                                             \
    FIELD_ID(F, S, "the first fact the act became")                                                          \
    F(S, head, HASH, REQUIRED, 0, "hash of its head")                                                        \
    FIELD_TIME(F, S, "when the server took it")                                                              \
    F(S, already, FLAG, OPTIONAL, 0, "it existed before: another act had created it")                        \
    F(S, signerless, NAMES, OPTIONAL, LIMIT_SIGNERLESS,                                                      \
      "departments addressed in which nobody may sign; the first of them when many")
#define RECORD_FIELDS_count(F, S) FIELDS_COUNT(F, S)
#define RECORD_FIELDS_anchor(F, S)                                                                           \
    FIELD_CHANNEL(F, S, REQUIRED, "the channel")                                                             \
    F(S, number, NUMBER, REQUIRED, 0, "the last fact the subscriber has")                                    \
    F(S, hash, HASH, REQUIRED, 0, "of that fact's head; zeros before the first")
#define RECORD_FIELDS_following(F, S)                                                                        \
    F(S, rows, NUMBER, REQUIRED, 0, "channels followed by this request")                                     \
    F(S, interval_ms, NUMBER, REQUIRED, 0, "a checkpoint comes at least this often")
#define RECORD_FIELDS_staged(F, S) F(S, offset, NUMBER, REQUIRED, 0, "the upload goes on here")
#define RECORD_FIELDS_chunk(F, S)                                                                            \
    F(S, size, NUMBER, REQUIRED, 0, "of the whole, in bytes")                                                \
    F(S, bytes, BYTES, REQUIRED, LIMIT_BLOB_CHUNK_BYTES, "this piece")
#define RECORD_FIELDS_fact(F, S) PUSH_FIELDS_fact(F, S)
#define RECORD_FIELDS_error(F, S)                                                                            \
    FIELDS_REFUSED(F, S)                                                                                     \
    F(S, field, LINE, OPTIONAL, LIMIT_WORD_BYTES, "the field that is wrong")                                 \
    F(S, name, LINE, OPTIONAL, LIMIT_REASON_BYTES, "the thing or word it is about")                          \
    F(S, limit, NUMBER, OPTIONAL, 0, "the limit that was exceeded")                                          \
    F(S, line, NUMBER, OPTIONAL, 0, "the line of the text that it is about, from 1")                         \
    F(S, time, TIME, OPTIONAL, 0, "the time it is about")
#define PUSH_FIELDS_fact(F, S)                                                                               \
    F(S, head, BYTES, REQUIRED, LIMIT_HEAD_BYTES, "the fact's head")                                         \
    F(S, act, BYTES, OPTIONAL, LIMIT_ACT_BYTES, "the act it came from; missing when erased")                 \
    F(S, sig, SIGNATURE, OPTIONAL, 0, "the author's signature over the act")                                 \
    F(S, hidden, FLAG, OPTIONAL, 0, "a moderator has hidden what it says; nobody signs this flag")
#define PUSH_FIELDS_checkpoint(F, S)                                                                         \
    F(S, checkpoint, BYTES, REQUIRED, LIMIT_HEAD_BYTES, "the checkpoint")                                    \
    F(S, sig, SIGNATURE, REQUIRED, 0, "the house's signature over it")
#define PUSH_FIELDS_ended(F, S)                                                                              \
    FIELD_CHANNEL(F, S, REQUIRED, "the channel")                                                             \
    F(S, number, NUMBER, REQUIRED, 0, "of the last fact that was sent")                                      \
    FIELDS_REFUSED(F, S)
#define PUSH_FIELDS_bye(F, S) FIELDS_REFUSED(F, S)

#endif
