/* Channels under titles, and how much is unread in each. None of their facts is news. */
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

static const struct column titles[] = {
    {.title = "CHANNEL", .field = "channel", .shrinks = false},
    {.title = "UNREAD", .field = "unread", .shrinks = false},
    {.title = "TITLE", .field = "title", .shrinks = true},
    {.title = "READ", .field = "read", .shrinks = false},
    {.title = "SPEAK", .field = "speak", .shrinks = false},
    {.title = "PUBLISH", .field = "publish", .shrinks = false},
    {.title = "MODERATE", .field = "moderate", .shrinks = false},
    {.title = NULL},
};

SHOWS(channel, NULL, NULL, .columns = titles, .none = "There is no channel here that you may read.",
      .unknown = ERR_UNKNOWN_CHANNEL, .listed_by = VERB_channels);

TELLS(channel_created, sentence_kind, NO_NEWS);
TELLS(channel_changed, sentence_kind, NO_NEWS);

static bool is_unread(const void *values)
{
    const struct record_channel *channel = values;
    return channel->has.unread && channel->unread > 0;
}

/* The line is there for how much is unread: where room is short the title goes, then the end of the name. */
static void unread_line(struct buffer *out, const void *values, size_t columns)
{
    enum { OF_A_TITLE = 8 }; /* less of it says nothing */
    const struct record_channel *channel = values;
    struct line line;
    line_begin(&line);
    width_pad(&line.before, channel->channel, 20);
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.after, "  ");
    lines_number(&line.after, channel->unread);
    size_t for_count = width_of(buffer_bytes(&line.after));
    if (width_of(buffer_bytes(&line.before)) + OF_A_TITLE + for_count <= columns) {
        width_line(out, buffer_bytes(&line.before), channel->title, buffer_bytes(&line.after), columns);
        return;
    }
    width_fit(out, channel->channel, columns > for_count ? columns - for_count : 1);
    buffer_add(out, line.after.at, line.after.size);
}

static const struct glance glances[] = {
    {.place = 30,
     .verb = VERB_channels,
     .title = "Unread",
     .is = "channel",
     .belongs = is_unread,
     .line = unread_line,
     .whole = true},
    {.title = NULL},
};

const struct client_noun client_noun_channel = CLIENT_NOUN(CHANNEL, .glances = glances);
