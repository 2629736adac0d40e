/* How an act names the fact that it stands in, and how an act that erases names what it takes. These are the
 * words of MADE and ERASED (facts.h), each of which is one small function of proof/fits.c or proof/erasure.c.
 * Which kind is named how, its noun says. */
#ifndef BULLETIN_PROTOCOL_NAMINGS_H
#define BULLETIN_PROTOCOL_NAMINGS_H

/* How far fields of one name and kind, in the act and in what was decided, must say the same. */
enum alike {
    ALIKE,      /* in all, also in saying nothing; only a number may then be the server's */
    WHERE_SAID, /* in what the act says; the server knows the rest */
    APART,      /* they are about different things */
};

/* NAMING(symbol, alike, what must be so). IDs are held by the function itself. */
#define MADE_NAMINGS(NAMING)                                                                                 \
    NAMING(at_founding, APART, "in a channel of the house")                                                  \
    NAMING(on_desk_of_keys, APART, "on `desk/keys`")                                                         \
    NAMING(department_in_keys, ALIKE, "by its department, in `keys`")                                        \
    NAMING(as_channel, WHERE_SAID, "by its channel")                                                         \
    NAMING(as_desk, APART, "by the channel whose desk it is in")                                             \
    NAMING(as_department, WHERE_SAID, "by the department whose channel it is in")                            \
    NAMING(as_brand, APART, "by the department whose brand it is of: it is `brand/YEAR-NAME`")               \
    NAMING(as_guide, APART, "by the department that is guided: it is `guide/N/NAME`")                        \
    NAMING(as_ratings, APART, "by the department that is rated: it is `rating/NAME`")                        \
    NAMING(in_guide, ALIKE, "by its department, in `guide/N/NAME` of that")                                  \
    NAMING(to_guided, ALIKE, "by its department; in the channel of that, or of the example")                 \
    NAMING(in_rating, APART, "by its department, in `rating/NAME` of that; of the same grade")               \
    NAMING(to_rater, ALIKE, "by its `id`, which is in the `rating/NAME` that it says; in `rated/…`")         \
    NAMING(in_ratings, ALIKE, "in `ratings`")                                                                \
    NAMING(of_id, APART, "in the channel of its `id`")                                                       \
    NAMING(account_invited, WHERE_SAID, "by its account, on `desk/keys`")                                    \
    NAMING(account, WHERE_SAID, "by its account, in `keys` or `residents`")                                  \
    NAMING(by_code, WHERE_SAID, "by the code, and its author is the key; in `keys` or `residents`")          \
    NAMING(key, ALIKE, "by its key, in `keys` or `residents`")                                               \
    NAMING(left, WHERE_SAID, "by its actor, in `keys` or `residents`")                                       \
    NAMING(in_channel, ALIKE, "by its channel")                                                              \
    NAMING(thread, ALIKE, "by its channel; no theme's")                                                      \
    NAMING(published, ALIKE, "by its channel; with `at` if and only if it has a `scheduled`")                \
    NAMING(on_desk, APART, "by the channel whose desk it is on")                                             \
    NAMING(from_desk, ALIKE, "by its `scheduled`, on the desk of its channel")                               \
    NAMING(by_id, ALIKE, "by its `id`, in the channel of that")                                              \
    NAMING(post, ALIKE, "by its `id`, in the channel of that; no theme's")                                   \
    NAMING(switched, WHERE_SAID, "by its `id`, in the channel of that; a flag left out means yes")           \
    NAMING(in_thread, ALIKE, "by its `thread`, in the channel of that")                                      \
    NAMING(erasing, ALIKE, "by its `id`")                                                                    \
    NAMING(of_names, APART, "in `keys`, `residents` or `desk/keys`")                                         \
    NAMING(leaving, WHERE_SAID, "by its actor")                                                              \
    NAMING(addressed_by_channel, ALIKE,                                                                      \
           "by the channel of its `id`, and `to` has the department; the first revision")                    \
    NAMING(addressed_by_scheduled, ALIKE,                                                                    \
           "by something on the desk of the channel of its `id`, and `to` has the department; the first "    \
           "revision")                                                                                       \
    NAMING(addressed_by_id, ALIKE, "by its `id`, and `to` has the department")                               \
    NAMING(addressed_no_more, ALIKE, "by its `id`, and `to` does not have the department")                   \
    NAMING(in_department, ALIKE, "by its `id`, in a department's channel")                                   \
    NAMING(month_on_desk, ALIKE, "by its month, on `desk/themes`")                                           \
    NAMING(month_in_themes, WHERE_SAID, "by its month, in `themes`")                                         \
    NAMING(month_in_forum, ALIKE, "by its month, in `forum`")                                                \
    NAMING(month_of_opened, ALIKE, "by its month and thread, in `themes`; `id` is in there too")             \
    NAMING(month_of_thread, ALIKE, "by its month and thread, which is its `id`, in `forum`")                 \
    NAMING(award, WHERE_SAID, "by its award, and its department if it has one, in `brands`")                 \
    NAMING(in_brand, WHERE_SAID,                                                                             \
           "by its year, in `brand/YEAR-NAME` of its year and department; its `id` is in there too")         \
    NAMING(of_batch, ALIKE, "by its `id`, which is one of the `brands`, in the channel of that")             \
    NAMING(id_in_brands, ALIKE, "by its `id`, in `brands`")                                                  \
    NAMING(due_publish, APART, "`publish`, by its `id`, on the desk of that")                                \
    NAMING(due_effective, APART, "`effective`, by its `id`, in the channel of that")                         \
    NAMING(due_expires, APART, "`expires`, by its `id`, in the channel of that")                             \
    NAMING(due_remind, APART, "`remind`, by its `id`, in a department's channel")                            \
    NAMING(due_count, APART, "`remind`, by its `id`, on the desk of the channel of that")                    \
    NAMING(due_turn, APART, "`theme-…` as its stage says, on `desk/themes`")                                 \
    NAMING(due_closing, APART, "`theme-remind`, in `themes`")                                                \
    NAMING(due_closed, APART, "`theme-close`, in `themes`")                                                  \
    NAMING(due_lock, APART, "`theme-close`, in `forum`; locked")                                             \
    NAMING(due_check, APART, "`theme-check`, on `desk/themes`")                                              \
    NAMING(year_in_brands, ALIKE, "by its year, in `brands`")                                                \
    NAMING(due_round_begin, APART, "`round-begin`, by its `id`, in `brands`")                                \
    NAMING(due_round_remind, APART, "`round-remind`, by its `id`, in `brands`")                              \
    NAMING(due_round_end, APART, "`round-…`, by its `id`, in `brands`")                                      \
    NAMING(due_round_reminded, APART, "`round-remind`, by its `id` in `brands`, in a department's channel")  \
    NAMING(due_brand_close, APART, "`brand-close`, by its `id`, in the channel of that")                     \
    NAMING(due_rating_answer, APART, "`rating-answer`, by its `id`, in the channel of that")                 \
    NAMING(due_rating_told, APART,                                                                           \
           "`rating-answer`, by its `id`, which is in the `rating/NAME` that it says; in `rated/…`")         \
    NAMING(due_rating_closed, APART, "`rating-count`, by its `id`, in the channel of that")                  \
    NAMING(due_rating_counted, APART,                                                                        \
           "`rating-count`, by an id in the `rating/NAME` that it says; in `ratings`")

/* NAMING(symbol, what must be so). `id` is that of the thing.erased; for the verb `erase` that is also the
 * one which its act names. Whoever leaves takes only what is theirs. */
#define ERASED_NAMINGS(NAMING)                                                                               \
    NAMING(itself, "`id` is the fact itself")                                                                \
    NAMING(about, "`id` is what the fact is about")                                                          \
    NAMING(scheduled, "the fact is on the desk of the channel of `id`")                                      \
    NAMING(thread_of, "`id` is its thread")                                                                  \
    NAMING(bulletin_of, "`id` is its bulletin")                                                              \
    NAMING(theme_plan, "the fact is on `desk/themes`, and `id` is in `forum` or there too")                  \
    NAMING(of_channel, "what the fact is about is in the channel of `id`")                                   \
    NAMING(name, "`id` is the fact itself, and the act names its account")                                   \
    NAMING(own, "`id` is the fact itself, the actor is the same, and the act says `texts`")                  \
    NAMING(own_thread, "`id` is the fact itself, the actor is the same, the act says `texts`, and it is no " \
                       "theme's")                                                                            \
    NAMING(own_scheduled, "the fact is on the desk of the channel of `id`, and the act says `texts`")        \
    NAMING(                                                                                                  \
        about_own,                                                                                           \
        "`id` is what the fact is about; the actor is the same, or it is a later text of theirs; and the "   \
        "act says `texts`")                                                                                  \
    NAMING(about_own_post, "`id` is what the fact is about, the actor is the same, the act says `texts`, "   \
                           "and it is no theme's")                                                           \
    NAMING(own_name, "`id` is the fact itself, and the actor is its account")

#define MADE_SYMBOL(symbol, alike, words) MADE_##symbol,
enum made_naming { MADE_NAMINGS(MADE_SYMBOL) MADE_NAMING_COUNT };
#undef MADE_SYMBOL
#define ERASED_SYMBOL(symbol, words) ERASED_##symbol,
enum erased_naming { ERASED_NAMINGS(ERASED_SYMBOL) ERASED_NAMING_COUNT };
#undef ERASED_SYMBOL

#endif
