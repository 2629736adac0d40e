/* Channels, who may do what in them, and how far somebody has read: the vocabulary of one noun (nouns.h). It
 * does not know what is said in them. */
#ifndef BULLETIN_NOUNS_CHANNEL_H
#define BULLETIN_NOUNS_CHANNEL_H

#define CHANNEL_CHOICES(CHOICE)

#define CHANNEL_ASKS(ASK)                                                                                    \
    ASK(channels, "channels", ALL_ROLES, SEES, channel, count, LIMIT_ROWS,                                   \
        "List the channels that I may read and where they end.")

#define CHANNEL_ACTS(ACT)                                                                                    \
    ACT(channel_create, "channel.create", OPERATORS, ANYONE, REVERSIBLE, NULL, "Create a channel.")          \
    ACT(channel_change, "channel.change", OPERATORS, ANYONE, REVERSIBLE, "channels",                         \
        "Change a channel's title or who may read, speak, publish and moderate.")

#define CHANNEL_LINKS(LINK)                                                                                  \
    LINK(seen, "seen", ENROLLED, READS, nothing, nothing,                                                    \
         "Record how far I have read a channel or a thread, or that I have read one thing, for all of my "   \
         "machines.")

#define CHANNEL_FACTS(FACT)                                                                                  \
    FACT(channel_created, "channel.created", CONTENT,                                                        \
         MADE(channel_create, as_channel) MADE(channel_create, as_desk)                                      \
             MADE(department_create, as_department) MADE(department_create, as_brand)                        \
                 MADE(house_found, at_founding) MADE(department_create, as_guide)                            \
                     MADE(department_create, as_ratings),                                                    \
         KEPT, "A channel was created.")                                                                     \
    FACT(channel_changed, "channel.changed", REVOKES,                                                        \
         MADE(channel_change, as_channel) MADE(channel_change, as_desk)                                      \
             MADE(department_change, as_department) MADE(counsel_invite, of_id)                              \
                 MADE(counsel_dismiss, of_id),                                                               \
         KEPT, "A channel's title or rights were changed.")

#define CHANNEL_RECORDS(RECORD) RECORD(channel, "a channel and where it stands")

#define CHANNEL_ERRORS(ERROR)                                                                                \
    ERROR(UNKNOWN_CHANNEL, "unknown-channel", STAYS, "There is no channel '{name}' that you may read.")      \
    ERROR(CHANNEL_EXISTS, "channel-exists", STAYS, "There is already a channel '{name}'.")                   \
    ERROR(CHANNEL_RESERVED, "channel-reserved", STAYS, "The channel '{name}' belongs to the server.")        \
    ERROR(NOT_PUBLIC, "not-public", STAYS,                                                                   \
          "Everyone reads this, and not everyone may read '{name}'. Name what stands where everyone reads.")

#define CHANNEL_FEATURES(FEATURE)

/* --- what verbs are told --- */

#define FIELDS_channels(F, S)                                                                                \
    FIELD_CHANNEL(F, S, OPTIONAL, "only this one")                                                           \
    FIELD_SINCE(F, S, "also the last number of each channel before this time")                               \
    FIELDS_PAGE(F, S)
#define FIELDS_channel_create(F, S)                                                                          \
    F(S, channel, NAME, REQUIRED, 0, "its name")                                                             \
    FIELD_TITLE(F, S, REQUIRED, "its title")                                                                 \
    F(S, read, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who reads; everyone by default")                   \
    F(S, speak, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS,                                                    \
      "who opens threads and posts; who publishes by default")                                               \
    F(S, publish, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who publishes; the committee by default")       \
    F(S, moderate, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who moderates; the committee by default")
#define FIELDS_channel_change(F, S)                                                                          \
    FIELD_CHANNEL(F, S, REQUIRED, "its name")                                                                \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_TITLE(F, S, OPTIONAL, "its title")                                                                 \
    F(S, read, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, OPTIONAL, LIMIT_AUDIENCE_WORDS, "who moderates")
#define FIELDS_seen(F, S)                                                                                    \
    FIELD_CHANNEL(F, S, OPTIONAL, "the channel; required without an id")                                     \
    F(S, id, ID, OPTIONAL, 0, "a thread; or one bulletin, activity or post")                                 \
    F(S, number, NUMBER, REQUIRED, 0, "the last number that I have seen; of one thing its own")              \
    F(S, after, NUMBER, OPTIONAL, 0,                                                                         \
      "of a channel: what I have read begins after this; by default at its beginning")

/* --- what the server decided --- */

#define FIELDS_RIGHTS(F, S)                                                                                  \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")

#define FACT_FIELDS_channel_created(F, S)                                                                    \
    FIELD_TITLE(F, S, OPTIONAL, "its title")                                                                 \
    FIELDS_RIGHTS(F, S)
#define FACT_FIELDS_channel_changed(F, S) FACT_FIELDS_channel_created(F, S)

/* --- rows and answers --- */

#define RECORD_FIELDS_channel(F, S)                                                                          \
    FIELD_CHANNEL(F, S, REQUIRED, "its name")                                                                \
    FIELD_TITLE(F, S, OPTIONAL, "its title")                                                                 \
    FIELDS_RIGHTS(F, S)                                                                                      \
    F(S, number, NUMBER, OPTIONAL, 0,                                                                        \
      "of its newest fact; missing: I see that it is there but may not read it")                             \
    F(S, tip, HASH, OPTIONAL, 0, "of its newest fact's head")                                                \
    F(S, since, NUMBER, OPTIONAL, 0, "of its last fact before the time asked for")                           \
    F(S, unread, NUMBER, OPTIONAL, 0,                                                                        \
      "bulletins, activities, threads and posts of others that I have not read")                             \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed the channel itself")

#endif
