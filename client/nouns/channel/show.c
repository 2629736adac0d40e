/* Channels under titles. None of their facts is news. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

static const struct column columns[] = {
    {"CHANNEL", "channel", false},   {"UNREAD", "unread", false},
    {"TITLE", "title", true},        {"READ", "read", false},
    {"SPEAK", "speak", false},       {"PUBLISH", "publish", false},
    {"MODERATE", "moderate", false}, {.title = NULL},
};

SHOWS(channel, NULL, NULL, .columns = columns, .none = "There is no channel here that you may read.",
      .unknown = ERR_UNKNOWN_CHANNEL, .listed_by = VERB_channels);

TELLS(channel_created, sentence_kind, NO_NEWS);
TELLS(channel_changed, sentence_kind, NO_NEWS);

const struct client_noun client_noun_channel = CLIENT_NOUN(CHANNEL);
