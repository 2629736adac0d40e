/* Every error once: its symbol, its word on the wire, whether it ends the connection, and its text. Here
 * stand those that belong to no noun; the others stand with theirs (nouns.h). The braces in a text stand for
 * the fields of `struct refusal` (protocol/wire/codec.h), which travel beside it, so that a client can say
 * the same in another language. */
#ifndef BULLETIN_PROTOCOL_ERRORS_H
#define BULLETIN_PROTOCOL_ERRORS_H

#include "protocol/nouns.h"

/* ERROR(SYMBOL, wire word, STAYS, CLOSES or LOCAL, text) */
#define GENERAL_ERRORS(ERROR)                                                                                \
    /* a message and its fields */                                                                           \
    ERROR(UNKNOWN_VERB, "unknown-verb", STAYS, "There is no verb '{name}'. Try `help`.")                     \
    ERROR(UNKNOWN_FIELD, "unknown-field", STAYS, "There is no field '{name}' here.")                         \
    ERROR(FIELD_MISSING, "field-missing", STAYS, "The field '{field}' is missing.")                          \
    ERROR(EITHER_MISSING, "either-missing", STAYS, "Give the field '{field}', or '{name}'.")                 \
    ERROR(FIELD_TWICE, "field-twice", STAYS, "The field '{field}' is given twice.")                          \
    ERROR(WRONG_KIND, "wrong-kind", STAYS, "The field '{field}' must be {name}.")                            \
    ERROR(TOO_LONG, "too-long", STAYS,                                                                       \
          "The field '{field}' is too long: at most {limit} bytes. Shorten it.")                             \
    ERROR(EMPTY, "empty", STAYS, "The field '{field}' is empty. Give it a value.")                           \
    ERROR(WRONG_SIZE, "wrong-size", STAYS, "The field '{field}' must have {limit} bytes.")                   \
    ERROR(NOT_UTF8, "not-utf8", STAYS,                                                                       \
          "The field '{field}' is not UTF-8: see line {line}. Save it as UTF-8 and try again.")              \
    ERROR(OTHER_ENCODING, "other-encoding", STAYS,                                                           \
          "The field '{field}' is not UTF-8; it looks like {name}. Convert it: iconv -f {name} -t UTF-8.")   \
    ERROR(CONTROL_CHARACTER, "control-character", STAYS,                                                     \
          "The field '{field}' has {name} in line {line}: a control character or an invisible one. Remove "  \
          "it.")                                                                                             \
    ERROR(BAD_NAME, "bad-name", STAYS,                                                                       \
          "The field '{field}' must be a name: a-z, 0-9, '-' and '.', beginning with a letter or digit.")    \
    ERROR(BAD_VALUE, "bad-value", STAYS, "The field '{field}' cannot be '{name}'.")                          \
    ERROR(OUT_OF_RANGE, "out-of-range", STAYS, "The field '{field}' is out of range: at most {limit}.")      \
    ERROR(TOO_SMALL, "too-small", STAYS, "The field '{field}' is out of range: at least {limit}.")           \
    ERROR(TOO_LATE, "too-late", STAYS,                                                                       \
          "The field '{field}' is too far in the future: {time} is the latest.")                             \
    ERROR(IN_THE_PAST, "in-the-past", STAYS,                                                                 \
          "The field '{field}' is in the past: on the server it is {time}.")                                 \
    ERROR(WRONG_ORDER, "wrong-order", STAYS, "The field '{field}' must be after '{name}'.")                  \
    ERROR(NEEDS_FIELD, "needs-field", STAYS, "The field '{field}' needs '{name}' as well.")                  \
    ERROR(NAMED_TWICE, "named-twice", STAYS, "The field '{field}' names '{name}' twice.")                    \
    ERROR(PART_EMPTY, "part-empty", STAYS,                                                                   \
          "In the field '{field}', '{name}' number {line} is empty. Fill it in, or leave all of it out.")    \
    ERROR(PART_TOO_LONG, "part-too-long", STAYS,                                                             \
          "In the field '{field}', '{name}' number {line} is too long: at most {limit} bytes. Shorten it.")  \
    ERROR(BAD_FILE_NAME, "bad-file-name", STAYS,                                                             \
          "A file cannot be named '{name}': it must have no slash, no backslash, and no dot at the "         \
          "beginning.")                                                                                      \
    ERROR(FILE_TOO_LARGE, "file-too-large", STAYS,                                                           \
          "The file '{name}' is too large: at most {limit} bytes. Split it, or say where it can be found.")  \
    ERROR(LINE_BROKEN, "line-broken", STAYS, "The line cannot be read: {name}.")                             \
    /* who may */                                                                                            \
    ERROR(NOT_ENROLLED, "not-enrolled", STAYS, "Guests may not do this. Join with an invitation first.")     \
    ERROR(NOT_ALLOWED, "not-allowed", STAYS, "Your role may not do this.")                                   \
    ERROR(NOT_SPEAKER, "not-speaker", STAYS, "You may not open threads or post in the channel '{name}'.")    \
    ERROR(NOT_PUBLISHER, "not-publisher", STAYS, "You may not publish in the channel '{name}'.")             \
    ERROR(NOT_MODERATOR, "not-moderator", STAYS, "You may not moderate the channel '{name}'.")               \
    ERROR(NOT_MEMBER, "not-member", STAYS, "Only members of a department may do this. Ask the operator.")    \
    ERROR(NOT_OWN, "not-own", STAYS, "Only its author or a moderator of the channel may do this.")           \
    ERROR(ACT_UNSIGNED, "act-unsigned", STAYS, "'{name}' changes something. Send it signed, inside `act`.")  \
    ERROR(ACT_NOT_HERE, "act-not-here", STAYS,                                                               \
          "'{name}' is not available on the control socket. Connect with a key of your own.")                \
    /* an act */                                                                                             \
    ERROR(ACT_BROKEN, "act-broken", STAYS, "The act is not well-formed: {name}.")                            \
    ERROR(ACT_VERB, "act-verb", STAYS, "'{name}' changes nothing and needs no act.")                         \
    ERROR(BAD_SIGNATURE, "bad-signature", STAYS, "The signature does not match the act.")                    \
    ERROR(WRONG_HOUSE, "wrong-house", STAYS, "The act was signed for another house.")                        \
    ERROR(ACT_TIME, "act-time", STAYS,                                                                       \
          "The act was signed more than 24 hours from the server's time {time}. Check your clock, sign "     \
          "again.")                                                                                          \
    ERROR(HEAD_CHANGED, "head-changed", STAYS, "'{name}' has changed since you saw it. Look again.")         \
    /* the server's own state */                                                                             \
    ERROR(BUSY, "busy", STAYS, "The server is too busy. Send the same act again in a moment.")               \
    ERROR(NO_MEMORY, "no-memory", STAYS,                                                                     \
          "The server has no memory left; nothing was changed. Send the same act again later.")              \
    ERROR(STORE_FULL, "store-full", STAYS,                                                                   \
          "The store is full; nothing was written. Reading still works. Free disk space or raise map-size.") \
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
          "one, move its data.mdb away and give up the house: serve --found-anew.")                          \
    ERROR(STORE_GONE, "store-gone", LOCAL,                                                                   \
          "The folder '{name}' belongs to a house that was founded, and {field}. Restore a backup of it. "   \
          "To give up everything in it and found another house with a new key, use serve --found-anew.")     \
    ERROR(STORE_MISSING, "store-missing", LOCAL, "There is no store in the folder '{name}'.")                \
    ERROR(LEDGER_BROKEN, "ledger-broken", LOCAL, "The ledger is broken: {name}.")                            \
    ERROR(SEED_BROKEN, "seed-broken", LOCAL,                                                                 \
          "The key file '{name}' must be there, hold 32 bytes and have mode 0600. Nothing can replace it: "  \
          "restore it from a backup.")                                                                       \
    ERROR(UNREACHABLE, "unreachable", LOCAL, "The server cannot be reached: {name}.")                        \
    ERROR(TIMED_OUT, "timed-out", LOCAL, "Timed out: {name}. Try again.")                                    \
    ERROR(HOUSE_CHANGED, "house-changed", LOCAL,                                                             \
          "The server's key is not the one you trust. Somebody may be in between; ask the operator.")        \
    ERROR(HOUSE_UNKNOWN, "house-unknown", LOCAL,                                                             \
          "The address has no key, and there is no terminal to ask on. Use bulletin://HOST:PORT/KEY.")       \
    ERROR(GAP, "gap", LOCAL, "A fact is missing before {name}.")                                             \
    ERROR(CHAIN_BROKEN, "chain-broken", LOCAL,                                                               \
          "{name} does not continue the chain: it follows another fact.")                                    \
    ERROR(ACT_MISMATCH, "act-mismatch", LOCAL, "The act of {name} is not the one its head names.")           \
    ERROR(ACT_MISSING, "act-missing", LOCAL,                                                                 \
          "The act of {name} is missing, and nothing signed says that it was erased.")                       \
    ERROR(PROOF_BROKEN, "proof-broken", LOCAL, "The proof is broken: {name}.")                               \
    ERROR(HEAD_MISMATCH, "head-mismatch", LOCAL,                                                             \
          "{name} contradicts what the house signed before: the history was changed.")                       \
    ERROR(NO_PICTURE, "no-picture", LOCAL,                                                                   \
          "'{name}' is neither a PNG nor a JPEG. Save the picture as a PNG.")                                \
    ERROR(PICTURE_OTHERWISE, "picture-otherwise", LOCAL,                                                     \
          "'{name}' is a {field}, and its name says otherwise. Rename it, or save it again as a PNG.")       \
    ERROR(PICTURE_BROKEN, "picture-broken", LOCAL,                                                           \
          "The picture '{name}' cannot be read: {field}. Open it, and save it again as a PNG.")              \
    ERROR(PICTURE_MOVES, "picture-moves", LOCAL,                                                             \
          "The picture '{name}' is animated. Save one of its frames as a PNG.")                              \
    ERROR(PICTURE_INKS, "picture-inks", LOCAL,                                                               \
          "The picture '{name}' has the colours of a printer (CMYK). Save it as RGB.")                       \
    ERROR(PICTURE_PIXELS, "picture-pixels", LOCAL,                                                           \
          "The picture '{name}' has too many pixels: at most {limit} each way. Make it smaller.")            \
    ERROR(PICTURE_BYTES, "picture-bytes", LOCAL,                                                             \
          "The picture '{name}' is too large: at most {limit} bytes. Make it smaller, or save it with "      \
          "fewer colours.")                                                                                  \
    ERROR(PICTURE_DETAIL, "picture-detail", LOCAL,                                                           \
          "The pixels of '{name}' need more than {limit} bytes as a PNG, which is how they are sent. Make "  \
          "it smaller, or save it with fewer colours.")                                                      \
    ERROR(FORM_LINES, "form-lines", LOCAL,                                                                   \
          "The field '{field}' has too many lines: at most {limit}. Shorten it.")                            \
    ERROR(FORM_TOO_LONG, "form-too-long", LOCAL,                                                             \
          "The field '{field}' is too long: at most {limit} bytes. Shorten it, or give '{name}' instead.")   \
    ERROR(FORM_WHOLE, "form-whole", LOCAL,                                                                   \
          "All of it together is {limit} bytes too long to be signed. Shorten some texts, or give a file: "  \
          "'{name}'.")                                                                                       \
    ERROR(FORM_BLOCKS, "form-blocks", LOCAL,                                                                 \
          "'{field}' stands too often: at most {limit} times. Leave some out, or put them together.")        \
    ERROR(FORM_EITHER, "form-either", LOCAL, "Give '{field}' or '{name}', not both. Take one of them away.") \
    ERROR(FORM_STRAY, "form-stray", LOCAL,                                                                   \
          "'{name}' belongs to no field. Begin the line with spaces if it goes on with the text above, "     \
          "or with a field and a colon.")

#define ERRORS(ERROR) GENERAL_ERRORS(ERROR) NOUNS(NOUN_ERRORS, ERROR)

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
