/* Every error once: its symbol, its word on the wire, whether it ends the connection, and its text.
 * The braces in a text stand for the fields of `struct refusal` (protocol/wire/codec.h), which travel beside
 * it, so that a client can say the same in another language. */
#ifndef BULLETIN_PROTOCOL_ERRORS_H
#define BULLETIN_PROTOCOL_ERRORS_H

/* ERROR(SYMBOL, wire word, STAYS, CLOSES or LOCAL, text) */
#define ERRORS(ERROR)                                                                                        \
    /* the connection and its bytes */                                                                       \
    ERROR(HANDSHAKE_FAILED, "handshake-failed", CLOSES,                                                      \
          "The handshake failed. Both ends must speak bulletin protocol version 1; check the address.")      \
    ERROR(IDENTITY_WRONG, "identity-wrong", CLOSES,                                                          \
          "The identity does not vouch for the transport key of this connection.")                           \
    ERROR(RECORD_BROKEN, "record-broken", CLOSES,                                                            \
          "A record could not be opened: it was altered, cut or sealed with another key.")                   \
    ERROR(RECORDS_EXHAUSTED, "records-exhausted", CLOSES,                                                    \
          "This connection has used all its records. Dial again.")                                           \
    ERROR(MALFORMED, "malformed", CLOSES, "The record is not well-formed: {name}.")                          \
    ERROR(SERVER_STOPPING, "server-stopping", CLOSES, "The server is stopping. Dial again in a moment.")     \
    ERROR(REVOKED, "revoked", CLOSES, "This key or its account has been revoked. Ask the operator.")         \
    ERROR(IDLE, "idle", CLOSES,                                                                              \
          "A guest who asks nothing and follows nothing makes room for others. Dial again.")                 \
    ERROR(CROWDED, "crowded", CLOSES,                                                                        \
          "There are too many connections, and the last are kept for others. Dial again later.")             \
    ERROR(UNREAD, "unread", CLOSES, "The answers were not fetched. Dial again, and ask for less at a time.") \
    ERROR(GOODBYE, "goodbye", CLOSES, "The other end said goodbye.")                                         \
    /* a message and its fields */                                                                           \
    ERROR(UNKNOWN_VERB, "unknown-verb", STAYS, "There is no verb '{name}'. Try `help`.")                     \
    ERROR(UNKNOWN_FIELD, "unknown-field", STAYS, "There is no field '{name}' here.")                         \
    ERROR(FIELD_MISSING, "field-missing", STAYS, "The field '{field}' is missing.")                          \
    ERROR(FIELD_TWICE, "field-twice", STAYS, "The field '{field}' is given twice.")                          \
    ERROR(WRONG_KIND, "wrong-kind", STAYS, "The field '{field}' must be {name}.")                            \
    ERROR(TOO_LONG, "too-long", STAYS,                                                                       \
          "The field '{field}' is too long: at most {limit} bytes. Shorten it.")                             \
    ERROR(EMPTY, "empty", STAYS, "The field '{field}' is empty. Give it a value.")                           \
    ERROR(WRONG_SIZE, "wrong-size", STAYS, "The field '{field}' must have {limit} bytes.")                   \
    ERROR(NOT_UTF8, "not-utf8", STAYS,                                                                       \
          "The field '{field}' is not UTF-8: see line {line}. Save it as UTF-8 and give it again.")          \
    ERROR(OTHER_ENCODING, "other-encoding", STAYS,                                                           \
          "The field '{field}' is not UTF-8; it looks like {name}. Convert it: iconv -f {name} -t UTF-8.")   \
    ERROR(CONTROL_CHARACTER, "control-character", STAYS,                                                     \
          "The field '{field}' has {name} in line {line}: a control or a character that is not drawn. "      \
          "Remove it.")                                                                                      \
    ERROR(BAD_NAME, "bad-name", STAYS,                                                                       \
          "The field '{field}' must be a name: a-z, 0-9, '-' and '.', beginning with a letter or digit.")    \
    ERROR(BAD_VALUE, "bad-value", STAYS, "The field '{field}' cannot be '{name}'.")                          \
    ERROR(OUT_OF_RANGE, "out-of-range", STAYS, "The field '{field}' is out of range: at most {limit}.")      \
    ERROR(TOO_LATE, "too-late", STAYS, "The field '{field}' lies too far ahead: at most until {time}.")      \
    ERROR(IN_THE_PAST, "in-the-past", STAYS, "The field '{field}' lies in the past: here it is {time}.")     \
    ERROR(WRONG_ORDER, "wrong-order", STAYS, "The field '{field}' must lie after '{name}'.")                 \
    ERROR(NEEDS_FIELD, "needs-field", STAYS, "The field '{field}' needs '{name}' as well.")                  \
    ERROR(NAMED_TWICE, "named-twice", STAYS, "The field '{field}' names '{name}' twice.")                    \
    ERROR(BAD_FILE_NAME, "bad-file-name", STAYS,                                                             \
          "A file cannot be called '{name}': no slash, no backslash, no dot at the beginning.")              \
    ERROR(FILE_TOO_LARGE, "file-too-large", STAYS,                                                           \
          "The file '{name}' is too large: at most {limit} bytes. Split it, or say where it can be had.")    \
    ERROR(LINE_BROKEN, "line-broken", STAYS, "The line cannot be read: {name}.")                             \
    /* who may */                                                                                            \
    ERROR(NOT_ENROLLED, "not-enrolled", STAYS, "A guest may not do this. Join with an invitation first.")    \
    ERROR(NOT_ALLOWED, "not-allowed", STAYS, "Your role may not do this.")                                   \
    ERROR(NOT_SPEAKER, "not-speaker", STAYS, "You may not open threads or post in the channel '{name}'.")    \
    ERROR(NOT_PUBLISHER, "not-publisher", STAYS, "You may not publish in the channel '{name}'.")             \
    ERROR(NOT_MODERATOR, "not-moderator", STAYS, "You may not moderate the channel '{name}'.")               \
    ERROR(NOT_MEMBER, "not-member", STAYS, "Only members of a department may do this. Ask the operator.")    \
    ERROR(NOT_SIGNER, "not-signer", STAYS,                                                                   \
          "You have no right to sign for the department '{name}'. Ask the operator.")                        \
    ERROR(NOT_ADDRESSED, "not-addressed", STAYS, "'{name}' is not addressed to your department.")            \
    ERROR(NOT_OWN, "not-own", STAYS, "Only its author or those who moderate the channel may do this.")       \
    ERROR(ACT_UNSIGNED, "act-unsigned", STAYS, "'{name}' changes something. Send it signed, inside `act`.")  \
    ERROR(ACT_NOT_HERE, "act-not-here", STAYS,                                                               \
          "'{name}' is not for the control socket. Use a signed client.")                                    \
    /* an act */                                                                                             \
    ERROR(ACT_BROKEN, "act-broken", STAYS, "The act is not well-formed: {name}.")                            \
    ERROR(ACT_VERB, "act-verb", STAYS, "'{name}' changes nothing and needs no act.")                         \
    ERROR(BAD_SIGNATURE, "bad-signature", STAYS, "The signature does not fit the act.")                      \
    ERROR(WRONG_HOUSE, "wrong-house", STAYS, "The act was signed for another house.")                        \
    ERROR(ACT_TIME, "act-time", STAYS,                                                                       \
          "The act was signed more than 24 hours from the server's time {time}. Check your clock, sign "     \
          "again.")                                                                                          \
    ERROR(CLOCK_AHEAD, "clock-ahead", STAYS,                                                                 \
          "The server's clock says {time}, far ahead of the last time it knows. Nothing is taken until an "  \
          "operator has set it right or says `clock confirm`.")                                              \
    ERROR(CLOCK_DIFFERS, "clock-differs", STAYS,                                                             \
          "The server's clock says {time}, more than a day from what you say. Set it right first.")          \
    ERROR(KEY_REVOKED, "key-revoked", STAYS, "This key has been revoked.")                                   \
    ERROR(HEAD_CHANGED, "head-changed", STAYS, "'{name}' has changed since you saw it. Look again.")         \
    /* things */                                                                                             \
    ERROR(UNKNOWN_CHANNEL, "unknown-channel", STAYS, "There is no channel '{name}' that you may read.")      \
    ERROR(UNKNOWN_DEPARTMENT, "unknown-department", STAYS, "There is no department '{name}'.")               \
    ERROR(UNKNOWN_ACCOUNT, "unknown-account", STAYS, "There is no account '{name}'.")                        \
    ERROR(UNKNOWN_KEY, "unknown-key", STAYS, "There is no such key.")                                        \
    ERROR(UNKNOWN_ID, "unknown-id", STAYS, "There is no bulletin '{name}'.")                                 \
    ERROR(CHANNEL_EXISTS, "channel-exists", STAYS, "There is already a channel '{name}'.")                   \
    ERROR(DEPARTMENT_EXISTS, "department-exists", STAYS, "There is already a department '{name}'.")          \
    ERROR(CHANNEL_RESERVED, "channel-reserved", STAYS, "The channel '{name}' belongs to the server.")        \
    ERROR(ROLE_NOWHERE, "role-nowhere", STAYS,                                                               \
          "Whoever is '{name}' belongs to no department and signs for none. Leave {field} out.")             \
    ERROR(ROLE_DIFFERS, "role-differs", STAYS,                                                               \
          "The {field} of the account '{name}' was changed since the invitation. Ask for a new one.")        \
    ERROR(ACCOUNT_EXISTS, "account-exists", STAYS,                                                           \
          "There is an account '{name}' already. For one more machine of theirs: `key invite {name}`.")      \
    ERROR(INVITATION_OPEN, "invitation-open", STAYS,                                                         \
          "An invitation for '{name}' is open until {time}. Say replace=yes to make its code void.")         \
    ERROR(ACCOUNT_REVOKED, "account-revoked", STAYS, "The account '{name}' has been revoked.")               \
    ERROR(KEY_ENROLLED, "key-enrolled", STAYS, "This key is already enrolled as '{name}'.")                  \
    ERROR(TOO_MANY_KEYS, "too-many-keys", STAYS,                                                             \
          "The account '{name}' has {limit} keys, the most it may have. Revoke one first (key.revoke).")     \
    ERROR(CODE_UNKNOWN, "code-unknown", STAYS, "There is no invitation with this code. Check it.")           \
    ERROR(CODE_USED, "code-used", STAYS, "This invitation has been used. Ask for a new one.")                \
    ERROR(CODE_VOID, "code-void", STAYS,                                                                     \
          "This invitation was replaced by a later one, or ended with a revoked key. Ask for a new one.")    \
    ERROR(CODE_EXPIRED, "code-expired", STAYS, "This invitation expired at {time}. Ask for a new one.")      \
    ERROR(WITHDRAWN, "withdrawn", STAYS, "'{name}' has been withdrawn already.")                             \
    ERROR(ERASED, "erased", STAYS, "'{name}' has been erased.")                                              \
    ERROR(NOT_ERASABLE, "not-erasable", STAYS,                                                               \
          "Nothing stands at '{name}' that can be erased. Name what it belongs to.")                         \
    ERROR(ERASE_OTHER, "erase-other", STAYS, "Its text stands in '{name}' now. Erase that one.")             \
    ERROR(NO_RECEIPT, "no-receipt", STAYS, "'{name}' asks for no signature. Opening it is enough.")          \
    ERROR(OLD_REVISION, "old-revision", STAYS,                                                               \
          "'{name}' has been revised: revision {limit} counts now. Read that one.")                          \
    ERROR(UNKNOWN_REVISION, "unknown-revision", STAYS, "The newest revision of '{name}' is {limit}.")        \
    ERROR(TOO_MANY_REVISIONS, "too-many-revisions", STAYS,                                                   \
          "'{name}' has been revised {limit} times, the most there may be. Publish a new bulletin.")         \
    ERROR(RELATED_HIDDEN, "related-hidden", STAYS,                                                           \
          "Not all who will read this may read '{name}'. Leave it out, or publish where only they read.")    \
    ERROR(CANNOT_READ, "cannot-read", STAYS,                                                                 \
          "The department '{name}' cannot read this channel. Open the channel to it, or leave it out.")      \
    ERROR(TOO_MANY_ADDRESSEES, "too-many-addressees", STAYS,                                                 \
          "A bulletin may be addressed to at most {limit} departments. Publish it in parts.")                \
    ERROR(TOO_MANY_ROSTERS, "too-many-rosters", STAYS,                                                       \
          "Already {limit} bulletins wait for new departments. Withdraw one, or leave the roster fixed.")    \
    ERROR(UNKNOWN_DRAFT, "unknown-draft", STAYS, "There is nothing scheduled as '{name}'.")                  \
    ERROR(DRAFT_DONE, "draft-done", STAYS, "'{name}' has been published or cancelled already.")              \
    ERROR(NOT_DUE, "not-due", STAYS, "Nothing of that kind is due for '{name}'.")                            \
    ERROR(UNKNOWN_THREAD, "unknown-thread", STAYS, "There is no thread '{name}'.")                           \
    ERROR(UNKNOWN_POST, "unknown-post", STAYS, "There is no post '{name}'.")                                 \
    ERROR(FOREIGN_THREAD, "foreign-thread", STAYS, "The post '{name}' stands in another thread.")            \
    ERROR(THREAD_LOCKED, "thread-locked", STAYS, "The thread '{name}' is locked. Open another.")             \
    ERROR(HIDDEN, "hidden", STAYS, "'{name}' has been hidden by those who moderate.")                        \
    ERROR(NOT_AUTHOR, "not-author", STAYS, "Only its author may edit '{name}'.")                             \
    ERROR(TOO_MANY_EDITS, "too-many-edits", STAYS, "'{name}' has been edited {limit} times, the most.")      \
    ERROR(TOO_FAST, "too-fast", STAYS, "At most {limit} a minute. Try again at {time}.")                     \
    ERROR(UNKNOWN_THEME, "unknown-theme", STAYS, "No theme is planned for '{name}'.")                        \
    ERROR(NO_THEME, "no-theme", STAYS, "No theme is open now.")                                              \
    ERROR(THEME_EXISTS, "theme-exists", STAYS, "'{name}' has a theme already. Amend or cancel it.")          \
    ERROR(THEME_OPEN, "theme-open", STAYS,                                                                   \
          "The theme of '{name}' is open: only its words and its end can be amended (theme amend).")         \
    ERROR(THEME_STAGE, "theme-stage", STAYS, "The theme of '{name}' is closed, cancelled or was missed.")    \
    ERROR(MONTH_PAST, "month-past", STAYS, "The month '{name}' is over, or as good as.")                     \
    ERROR(NOT_IN_MONTH, "not-in-month", STAYS, "The field '{field}' must lie in the month '{name}'.")        \
    ERROR(UNKNOWN_ACTIVITY, "unknown-activity", STAYS, "There is no activity '{name}'.")                     \
    ERROR(ACTIVITY_CANCELLED, "activity-cancelled", STAYS, "The activity '{name}' has been cancelled.")      \
    ERROR(NOT_INVITED, "not-invited", STAYS, "Your department is not invited to '{name}'.")                  \
    ERROR(GUEST_UNINVITED, "guest-uninvited", STAYS,                                                         \
          "The department '{name}' was not invited. Name it in `uninvited`.")                                \
    ERROR(GUEST_INVITED, "guest-invited", STAYS,                                                             \
          "The department '{name}' was invited. Name it in `departments`.")                                  \
    ERROR(HELD, "held", STAYS, "'{name}' has taken place: who attended is recorded.")                        \
    ERROR(NOT_YET, "not-yet", STAYS, "'{name}' has not begun: that is at {time}.")                           \
    ERROR(TOO_SHORT, "too-short", STAYS,                                                                     \
          "The field '{field}' is too short to search for: two characters at least.")                        \
    ERROR(TEXT_TWICE, "text-twice", STAYS, "Give either a text or the hash of a longer one, not both.")      \
    /* blobs */                                                                                              \
    ERROR(BLOB_UNKNOWN, "blob-unknown", STAYS, "There is no such text or file here. Upload it first.")       \
    ERROR(BLOB_INCOMPLETE, "blob-incomplete", STAYS,                                                         \
          "The upload of '{name}' is not complete: it goes on at byte {limit}.")                             \
    ERROR(BLOB_OFFSET, "blob-offset", STAYS, "The upload goes on at byte {limit}. Send that piece.")         \
    ERROR(BLOB_MISMATCH, "blob-mismatch", STAYS, "The uploaded bytes do not fit their hash. Upload again.")  \
    ERROR(STAGED_FULL, "staged-full", STAYS,                                                                 \
          "Too many uploads wait for their act (at most {limit} bytes). Use or let expire what is there.")   \
    /* subscriptions */                                                                                      \
    ERROR(TOO_MANY_SUBSCRIPTIONS, "too-many-subscriptions", STAYS,                                           \
          "One connection may follow at most {limit} channels.")                                             \
    ERROR(SUBSCRIBED, "subscribed", STAYS, "The channel '{name}' is followed already.")                      \
    ERROR(NOT_SUBSCRIBED, "not-subscribed", STAYS, "The channel '{name}' is not followed.")                  \
    ERROR(PAST_END, "past-end", STAYS, "The channel '{name}' ends at {limit}. Your position lies after it.") \
    /* the server's own state */                                                                             \
    ERROR(BUSY, "busy", STAYS, "The server has too much to do. Send the same act again in a moment.")        \
    ERROR(NO_MEMORY, "no-memory", STAYS,                                                                     \
          "The server has no memory left; nothing was changed. Send the same act again later.")              \
    ERROR(STORE_FULL, "store-full", STAYS,                                                                   \
          "The store is full; nothing was written. Reading goes on. Free disk space or raise map-size.")     \
    ERROR(STORE_FAILED, "store-failed", STAYS,                                                               \
          "The disk failed; whether this was written is unknown. Send the same act again later.")            \
    ERROR(INTERNAL, "internal", STAYS, "The server made a mistake. It has been logged.")                     \
    /* said by a program on its own machine, never on the wire */                                            \
    ERROR(STORE_LOCKED, "store-locked", LOCAL,                                                               \
          "The folder '{name}' is in use by another bulletind. Stop it first.")                              \
    ERROR(STORE_NEWER, "store-newer", LOCAL,                                                                 \
          "The folder '{name}' was written by a newer bulletind (format {limit}). Use that one.")            \
    ERROR(STORE_UNWRITABLE, "store-unwritable", LOCAL,                                                       \
          "The folder '{name}' cannot be used: {field}. It must be a folder whose owner is the user that "   \
          "bulletind runs as.")                                                                              \
    ERROR(STORE_DAMAGED, "store-damaged", LOCAL,                                                             \
          "The store in '{field}' is damaged: {name}. Stop what uses it, and restore a backup. Without "     \
          "one, move its data.mdb away and give the house up: serve --found-anew.")                          \
    ERROR(                                                                                                   \
        STORE_GONE, "store-gone", LOCAL,                                                                     \
        "The folder '{name}' belongs to a house that was founded, and {field}. Restore a backup of it. To "  \
        "give up all that was said there and found another house, with a new key, serve --found-anew.")      \
    ERROR(STORE_MISSING, "store-missing", LOCAL, "There is no store in the folder '{name}'.")                \
    ERROR(LEDGER_BROKEN, "ledger-broken", LOCAL, "The ledger is broken: {name}.")                            \
    ERROR(SEED_BROKEN, "seed-broken", LOCAL,                                                                 \
          "The key file '{name}' must be there, hold 32 bytes and have mode 0600. Nothing can replace it: "  \
          "restore it from a backup.")                                                                       \
    ERROR(UNREACHABLE, "unreachable", LOCAL, "The server cannot be reached: {name}.")                        \
    ERROR(TIMED_OUT, "timed-out", LOCAL, "The other end was too slow: {name}. Try again.")                   \
    ERROR(HOUSE_CHANGED, "house-changed", LOCAL,                                                             \
          "The server's key is not the one you trust. Somebody may be in between; ask the operator.")        \
    ERROR(HOUSE_UNKNOWN, "house-unknown", LOCAL,                                                             \
          "The address names no key and this is no terminal to ask on. Use bulletin://HOST:PORT/KEY.")       \
    ERROR(GAP, "gap", LOCAL, "A fact is missing before {name}.")                                             \
    ERROR(CHAIN_BROKEN, "chain-broken", LOCAL,                                                               \
          "{name} does not continue the chain: another fact stood before it.")                               \
    ERROR(ACT_MISMATCH, "act-mismatch", LOCAL, "The act of {name} is not the one its head names.")           \
    ERROR(ACT_MISSING, "act-missing", LOCAL,                                                                 \
          "The act of {name} is missing, and nothing signed says that it was erased.")                       \
    ERROR(PROOF_BROKEN, "proof-broken", LOCAL, "The proof is broken: {name}.")                               \
    ERROR(HEAD_MISMATCH, "head-mismatch", LOCAL,                                                             \
          "{name} contradicts what the house signed before: the history was changed.")

/* Where in the sources this stands: for the log, when a mistake arises there. */
#define HERE_TEXT(line) #line
#define HERE_LINE(line) HERE_TEXT(line)
#define HERE            __FILE__ ":" HERE_LINE(__LINE__)

/* What it does to the connection. LOCAL: a program says it on its own machine, never on the wire. */
enum closes { STAYS, CLOSES, LOCAL };

#define ERROR_SYMBOL(symbol, word, closes, text) ERR_##symbol,
enum error { OK = 0, ERRORS(ERROR_SYMBOL) ERROR_COUNT };
#undef ERROR_SYMBOL

#endif
