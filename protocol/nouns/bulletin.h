/* Bulletins: published, revised, withdrawn, imported, in force: the vocabulary of one noun (nouns.h). It does
 * not know who has read or signed them. */
#ifndef BULLETIN_NOUNS_BULLETIN_H
#define BULLETIN_NOUNS_BULLETIN_H

#define PRIORITIES(ROW, X)                                                                                   \
    ROW(X, LOW, "low", "less important")                                                                     \
    ROW(X, NORMAL, "normal", "the default")                                                                  \
    ROW(X, URGENT, "urgent", "watchers remind of it until it is opened")

#define ROSTERS(ROW, X)                                                                                      \
    ROW(X, FIXED, "fixed", "the departments that exist when it is published")                                \
    ROW(X, OPEN, "open", "those, and departments created later")

#define BULLETIN_CHOICES(CHOICE)                                                                             \
    CHOICE(PRIORITY, priority, "a priority", "priorities", "what it asks of people", PRIORITIES)             \
    CHOICE(ROSTER, roster, "a roster", "rosters", "whom `all` addresses", ROSTERS)

#define BULLETIN_ASKS(ASK)                                                                                   \
    ASK(headlines, "headlines", ALL_ROLES, READS, headline, count, LIMIT_NEWEST_ROWS,                        \
        "List the newest headlines of a channel, newest first.")                                             \
    ASK(read, "read", ALL_ROLES, READS_ADDRESSED, bulletin, count, LIMIT_ROWS, "Show one bulletin.")

#define BULLETIN_ACTS(ACT)                                                                                   \
    ACT(publish, "publish", ENROLLED, PUBLISHES, REVERSIBLE, NULL, "Publish a bulletin.")                    \
    ACT(revise, "revise", ENROLLED, OWN_PUBLISHED, REVERSIBLE, "read",                                       \
        "Publish a new revision of a bulletin; it must be signed for again.")                                \
    ACT(withdraw, "withdraw", ENROLLED, OWN_PUBLISHED, FINAL, "read",                                        \
        "Withdraw a bulletin; it stays readable and is marked.")                                             \
    ACT(import, "import", OPERATORS, ANYONE, REVERSIBLE, NULL,                                               \
        "Import a bulletin of the past; it is signed by the house and shown as imported.")

#define BULLETIN_LINKS(LINK)

#define BULLETIN_FACTS(FACT)                                                                                 \
    FACT(bulletin_published, "bulletin.published", CONTENT,                                                  \
         MADE(publish, published) MADE(schedule_edit, from_desk) MADE(brand_name, in_channel),               \
         ERASED(erase, itself) ERASED(account_leave, own), "A bulletin was published.")                      \
    FACT(bulletin_imported, "bulletin.imported", CONTENT, MADE(import, in_channel), ERASED(erase, itself),   \
         "A bulletin of the past was imported.")                                                             \
    FACT(bulletin_withdrawn, "bulletin.withdrawn", CONTENT, MADE(withdraw, by_id), ERASED(erase, itself),    \
         "A bulletin was withdrawn.")                                                                        \
    FACT(bulletin_revised, "bulletin.revised", CONTENT, MADE(revise, by_id),                                 \
         ERASED(erase, about) ERASED(account_leave, about_own), "A bulletin has a new revision.")            \
    FACT(bulletin_effective, "bulletin.effective", CONTENT, MADE(schedule_run, due_effective), KEPT,         \
         "A bulletin came into force.")                                                                      \
    FACT(bulletin_expired, "bulletin.expired", CONTENT, MADE(schedule_run, due_expires), KEPT,               \
         "A bulletin is no longer in force.")

#define BULLETIN_RECORDS(RECORD)                                                                             \
    RECORD(headline, "a bulletin without its text")                                                          \
    RECORD(bulletin, "a bulletin")

#define BULLETIN_ERRORS(ERROR)                                                                               \
    ERROR(UNKNOWN_ID, "unknown-id", STAYS, "There is no bulletin '{name}'.")                                 \
    ERROR(WITHDRAWN, "withdrawn", STAYS, "'{name}' has already been withdrawn.")                             \
    ERROR(UNKNOWN_REVISION, "unknown-revision", STAYS, "The newest revision of '{name}' is {limit}.")        \
    ERROR(TOO_MANY_REVISIONS, "too-many-revisions", STAYS,                                                   \
          "'{name}' has already been revised {limit} times, the maximum. Publish a new bulletin.")           \
    ERROR(RELATED_HIDDEN, "related-hidden", STAYS,                                                           \
          "Not everyone who can read this may read '{name}'. Leave it out, or publish in a channel with "    \
          "fewer readers.")                                                                                  \
    ERROR(CANNOT_READ, "cannot-read", STAYS,                                                                 \
          "The department '{name}' cannot read this channel. Let it read the channel, or leave it out.")     \
    ERROR(TOO_MANY_ADDRESSEES, "too-many-addressees", STAYS,                                                 \
          "A bulletin may be addressed to at most {limit} departments. Publish several.")                    \
    ERROR(TOO_MANY_ROSTERS, "too-many-rosters", STAYS,                                                       \
          "Already {limit} bulletins wait for new departments. Withdraw one, or use a fixed roster.")        \
    ERROR(TEXT_TWICE, "text-twice", STAYS, "Give either a text or the hash of a longer one, not both.")

#define BULLETIN_FEATURES(FEATURE)                                                                           \
    FEATURE("bulletins", "channels, `publish`, `revise`, `withdraw`, `headlines`, `read`, `erase`")

/* --- what verbs are told --- */

#define FIELDS_headlines(F, S)                                                                               \
    FIELD_CHANNEL(F, S, REQUIRED, "the channel")                                                             \
    FIELD_LIMIT(F, S)                                                                                        \
    FIELD_BEFORE(F, S, "only numbers below this one")                                                        \
    FIELD_NEXT(F, S)
#define FIELDS_read(F, S)                                                                                    \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    F(S, revision, NUMBER, OPTIONAL, LIMIT_REVISIONS, "which revision; the newest by default")
/* What a bulletin says: in publish, revise and schedule.edit alike. */
#define FIELDS_CONTENT(F, S)                                                                                 \
    FIELD_HEADLINE(F, S, REQUIRED, "one line")                                                               \
    FIELD_TEXT(F, S, "the text")                                                                             \
    F(S, text_hash, HASH, OPTIONAL, 0, "a longer text, uploaded before")                                     \
    FIELD_DATED(F, S)                                                                                        \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "files, uploaded before")                                     \
    FIELD_RELATED(F, S)                                                                                      \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal by default")                                               \
    F(S, effective, MOMENT, OPTIONAL, LIMIT_DATED_BYTES,                                                     \
      "when it comes into force; a day means its beginning")                                                 \
    F(S, expires, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when it expires; a day means its end")               \
    F(S, due, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "the deadline for signing; a day means its end")
/* Whom it is addressed to: a duty, not secrecy. Who may read is the channel's matter. */
#define FIELDS_ADDRESS(F, S)                                                                                 \
    FIELD_TO(F, S, "departments, or `all`")                                                                  \
    F(S, receipt, FLAG, OPTIONAL, 0, "each of them must sign for it")                                        \
    F(S, roster, ROSTER, OPTIONAL, 0, "for `all`: fixed by default")
#define FIELDS_publish(F, S)                                                                                 \
    FIELD_CHANNEL(F, S, REQUIRED, "where")                                                                   \
    FIELDS_CONTENT(F, S)                                                                                     \
    FIELDS_ADDRESS(F, S)                                                                                     \
    F(S, at, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "publish at this time; a day means its beginning")
#define FIELDS_revise(F, S)                                                                                  \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_SEEN(F, S)                                                                                         \
    FIELDS_CONTENT(F, S)
#define FIELDS_withdraw(F, S)                                                                                \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, REQUIRED, "why")
#define FIELDS_import(F, S)                                                                                  \
    FIELD_CHANNEL(F, S, REQUIRED, "where")                                                                   \
    FIELD_HEADLINE(F, S, REQUIRED, "one line")                                                               \
    FIELD_TEXT(F, S, "the text")                                                                             \
    F(S, text_hash, HASH, OPTIONAL, 0, "a longer text, uploaded before")                                     \
    F(S, dated, DATED, REQUIRED, LIMIT_DATED_BYTES, "when it was")                                           \
    F(S, source, LINE, REQUIRED, LIMIT_SOURCE_BYTES, "where it comes from; each source is imported once")    \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "whose it was")

/* --- what the server decided --- */

/* What a revision is beyond its text, with moments become times: enough to fold it from the head alone. */
#define FACT_FIELDS_REVISION(F, S)                                                                           \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's")                                                         \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of a text kept as a blob, in bytes")                               \
    FIELD_RELATED(F, S)                                                                                      \
    FIELD_PRIORITY(F, S)                                                                                     \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, expires, TIME, OPTIONAL, 0, "when it is no longer in force")                                        \
    F(S, due, TIME, OPTIONAL, 0, "the deadline for signing")                                                 \
    F(S, remind, TIME, OPTIONAL, 0, "when departments will be reminded first")
#define FACT_FIELDS_bulletin_published(F, S)                                                                 \
    FACT_FIELDS_REVISION(F, S)                                                                               \
    F(S, receipt, FLAG, OPTIONAL, 0, "the departments addressed must sign for it")                           \
    F(S, addressed, NUMBER, OPTIONAL, 0, "how many departments")                                             \
    F(S, roster, ROSTER, OPTIONAL, 0, "open when departments created later are addressed too")               \
    F(S, scheduled, ID, OPTIONAL, 0, "what it was scheduled as, on the desk")                                \
    FACT_FIELD_SIGNERLESS(F, S)                                                                              \
    FACT_FIELD_TAKEN(F, S)
#define FACT_FIELDS_bulletin_imported(F, S)                                                                  \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "whose it was")                                                         \
    F(S, source_hash, HASH, REQUIRED, 0, "of the source it was imported from")                               \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of a text kept as a blob, in bytes")
#define FACT_FIELDS_bulletin_withdrawn(F, S) FIELD_ID(F, S, "the bulletin")
#define FACT_FIELDS_bulletin_revised(F, S)                                                                   \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION(F, S, "2 and up")                                                                         \
    FACT_FIELDS_REVISION(F, S)
#define FACT_FIELDS_bulletin_effective(F, S) FIELD_ID(F, S, "the bulletin")
#define FACT_FIELDS_bulletin_expired(F, S)   FIELD_ID(F, S, "the bulletin")

/* --- rows and answers --- */

#define RECORD_FIELDS_headline(F, S)                                                                         \
    FIELD_ID(F, S, "its id")                                                                                 \
    FIELD_HEADLINE(F, S, OPTIONAL, "one line")                                                               \
    FIELD_TIME(F, S, "when the server took it")                                                              \
    FIELD_DATED(F, S)                                                                                        \
    FIELD_ACTOR(F, S, "the account that published it, or house")                                             \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's then, or whose it was")                                   \
    F(S, imported, FLAG, OPTIONAL, 0, "history taken in later")                                              \
    F(S, withdrawn, FLAG, OPTIONAL, 0, "withdrawn since")                                                    \
    F(S, erased, FLAG, OPTIONAL, 0, "erased since")                                                          \
    F(S, revision, NUMBER, OPTIONAL, 0, "how often it was published; missing: once")                         \
    F(S, revised, TIME, OPTIONAL, 0, "when the newest revision was taken")                                   \
    FIELD_PRIORITY(F, S)                                                                                     \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, expires, TIME, OPTIONAL, 0, "when it expires")                                                      \
    F(S, in_force, FLAG, OPTIONAL, 0, "no: not yet, or no longer; missing: yes")                             \
    F(S, due, TIME, OPTIONAL, 0, "the deadline for signing")
#define RECORD_FIELDS_bulletin(F, S)                                                                         \
    FIELD_ID(F, S, "its id")                                                                                 \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_HEADLINE(F, S, OPTIONAL, "one line")                                                               \
    FIELD_TIME(F, S, "when the server took it")                                                              \
    FIELD_DATED(F, S)                                                                                        \
    FIELD_ACTOR(F, S, "the account that published it, or house")                                             \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's then, or whose it was")                                   \
    F(S, author, KEY, OPTIONAL, 0, "the key that signed it")                                                 \
    F(S, source, LINE, OPTIONAL, LIMIT_SOURCE_BYTES, "where it was imported from")                           \
    FIELD_TEXT(F, S, "its text")                                                                             \
    F(S, text_hash, HASH, OPTIONAL, 0, "its longer text, fetched with blob.get")                             \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of the longer text, in bytes")                                     \
    F(S, imported, FLAG, OPTIONAL, 0, "history taken in later")                                              \
    F(S, withdrawn, TIME, OPTIONAL, 0, "when it was withdrawn")                                              \
    F(S, withdrawn_by, NAME, OPTIONAL, 0, "by whom")                                                         \
    F(S, erased, TIME, OPTIONAL, 0, "when it was erased")                                                    \
    F(S, erased_by, NAME, OPTIONAL, 0, "by whom")                                                            \
    FIELD_REASON(F, S, OPTIONAL, "why it was withdrawn or erased")                                           \
    FIELD_REVISION(F, S, "which revision this is")                                                           \
    F(S, revisions, NUMBER, REQUIRED, 0, "how many there are")                                               \
    FIELD_REVISION_HEAD(F, S, "of the fact that made this revision: what is signed for")                     \
    F(S, revised, TIME, OPTIONAL, 0, "when the server took this revision, after the first")                  \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "files, fetched with blob.get")                               \
    F(S, related, IDS, OPTIONAL, LIMIT_RELATED_SHOWN, "bulletins it names, and those that name it")          \
    F(S, related_erased, IDS, OPTIONAL, LIMIT_RELATED, "bulletins it names that have been erased")           \
    FIELD_PRIORITY(F, S)                                                                                     \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, expires, TIME, OPTIONAL, 0, "when it expires")                                                      \
    F(S, in_force, FLAG, OPTIONAL, 0, "no: not yet, or no longer; missing: yes")                             \
    FIELD_TO(F, S, "departments it is addressed to, or `all`")                                               \
    F(S, addressed, NUMBER, OPTIONAL, 0, "how many departments those are")                                   \
    F(S, roster, ROSTER, OPTIONAL, 0, "open when departments created later are addressed too")               \
    F(S, receipt, FLAG, OPTIONAL, 0, "each of them must sign for it")                                        \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, delivered, TIME, OPTIONAL, 0, "when this revision was on a disk of my department")                  \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to my department")                                    \
    F(S, signed_for, TIME, OPTIONAL, 0, "when my department signed for it")                                  \
    F(S, mine, FLAG, OPTIONAL, 0, "it is addressed to my department")

#endif
