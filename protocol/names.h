/* Names that are reserved: channels and prefixes of channels that the server makes, and words that stand
 * where a name could. They are spelled here and nowhere else in C; what each is for, its noun knows. */
#ifndef BULLETIN_PROTOCOL_NAMES_H
#define BULLETIN_PROTOCOL_NAMES_H

/* A desk belongs to a channel: DESK/CHANNEL. A department's channel is DEPARTMENT/NAME, that of its brand
 * BRAND/YEAR-NAME, that of its nth guidance GUIDE/N/NAME, and that of its ratings RATING/NAME. An account is
 * told in RATED/ACCOUNT what becomes of those that it gave. */
#define NAME_DESK         "desk"
#define NAME_DEPARTMENT   "dept"
#define NAME_BRAND        "brand"
#define NAME_GUIDE        "guide"
#define NAME_RATING       "rating"
#define NAME_RATED        "rated"
#define PREFIX_DESK       NAME_DESK "/"
#define PREFIX_DEPARTMENT NAME_DEPARTMENT "/"
#define PREFIX_BRAND      NAME_BRAND "/"
#define PREFIX_GUIDE      NAME_GUIDE "/"
#define PREFIX_RATING     NAME_RATING "/"
#define PREFIX_RATED      NAME_RATED "/"

/* The channels that the server makes for its own facts, and those a theme needs. */
#define CHANNEL_KEYS        "keys"
#define CHANNEL_RESIDENTS   "residents"
#define CHANNEL_BRANDS      "brands"
#define CHANNEL_RATINGS     "ratings"
#define CHANNEL_THEMES      "themes"
#define CHANNEL_FORUM       "forum"
#define CHANNEL_DESK_KEYS   PREFIX_DESK CHANNEL_KEYS
#define CHANNEL_DESK_THEMES PREFIX_DESK CHANNEL_THEMES
#define CHANNEL_VOTES       "votes" /* nothing stands there yet */

/* Who acts when nobody does: the house itself. No account is called so. */
#define ACTOR_HOUSE "house"

/* What `to` says for every department. */
#define TO_ALL "all"

/* The words of an audience that are no roles. */
#define AUDIENCE_EVERYONE   "everyone"
#define AUDIENCE_DEPARTMENT NAME_DEPARTMENT ":"
#define AUDIENCE_ACCOUNT    "account:"

#endif
