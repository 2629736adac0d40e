/* Ratings under titles and whole, figures, and what is said of their facts. It does not know who may see
 * them. */
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 4096, INDENT_COLUMNS = 2 };

static const struct column rating_columns[] = {
    {.title = "RATING", .field = "id", .shrinks = false},
    {.title = "GRADE", .field = "grade", .shrinks = false},
    {.title = "STAGE", .field = "stage", .shrinks = false},
    {.title = "ITEM", .field = "item", .shrinks = true},
    {.title = "BY", .field = "actor", .shrinks = false},
    {.title = "SINCE", .field = "time", .shrinks = false},
    {.title = "ANSWER DUE", .field = "due", .shrinks = false},
    {.title = "OVERDUE", .field = "overdue", .shrinks = false},
    {.title = NULL},
};

static const struct column item_columns[] = {
    {.title = "NUMBER", .field = "number", .shrinks = false},
    {.title = "ITEM", .field = "item", .shrinks = true},
    {.title = "BRAND", .field = "brand", .shrinks = false},
    {.title = NULL},
};

static const struct column reason_columns[] = {
    {.title = "DEPARTMENT", .field = "department", .shrinks = false},
    {.title = "SET ASIDE", .field = "time", .shrinks = false},
    {.title = "WHY", .field = "reason", .shrinks = true},
    {.title = "APPEALED", .field = "appealed", .shrinks = false},
    {.title = "RESTORED", .field = "restored", .shrinks = false},
    {.title = NULL},
};

/* --- a rating --- */

static void add_line(struct buffer *out, struct buffer *line, size_t indent, size_t columns)
{
    if (line->size > 0)
        width_wrap(out, buffer_bytes(line), indent, columns);
    line->size = 0;
}

static bool is_set(bool has, bool flag)
{
    return has && flag;
}

/* What is to be done next, by whoever looks at it or by others. */
static const char *next_of(const struct record_rating *rating)
{
    if (is_set(rating->has.to_answer, rating->to_answer))
        return is_set(rating->has.overdue, rating->overdue) ? "to answer, OVERDUE" : "to answer";
    if (is_set(rating->has.to_settle, rating->to_settle))
        return "answered: is it settled?";
    if (is_set(rating->has.to_appeal, rating->to_appeal))
        return "set aside: you can appeal once";
    if (is_set(rating->has.to_decide, rating->to_decide) && rating->stage == RATING_STAGE_APPEALED)
        return "appeal to decide";
    if (is_set(rating->has.overdue, rating->overdue))
        return "OVERDUE";
    return rating->has.due ? "answer due" : NULL;
}

static void add_next(struct buffer *line, const struct record_rating *rating)
{
    const bool overdue = is_set(rating->has.overdue, rating->overdue);
    const char *next = next_of(rating);
    if (next == NULL)
        return;
    buffer_add_text(line, "  [");
    buffer_add_text(line, next);
    lines_deadline_if(line, rating->has.due, overdue ? " since " : " by ", rating->due, "");
    buffer_add_text(line, "]");
}

static void rating_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_rating *rating = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer said = buffer_over(room, sizeof room);
    struct line line;
    line_begin_id(&line, rating->id);
    buffer_add_text(&line.before, grade_words[rating->grade]);
    buffer_add_text(&line.before, "  ");
    lines_bytes_if(&said, rating->has.item, "", rating->item, "");
    add_next(&line.after, rating);
    width_line(out, buffer_bytes(&line.before), buffer_bytes(&said), buffer_bytes(&line.after), columns);
}

static void add_stage(struct buffer *line, const struct record_rating *rating)
{
    buffer_add_text(line, "It is ");
    buffer_add_text(line, rating_stage_words[rating->stage]);
    buffer_add_text(line, " since ");
    lines_time(line, rating->moved);
    lines_bytes_if(line, true, " (", rating->moved_by, ").");
    add_next(line, rating);
}

static void rating_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_rating *rating = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, rating->id);
    buffer_add_text(&line, "  ");
    buffer_add_text(&line, grade_words[rating->grade]);
    buffer_add_text(&line, " with ");
    lines_bytes(&line, rating->department);
    lines_bytes_if(&line, rating->has.item, ": ", rating->item, "");
    add_line(out, &line, 0, how->columns);
    lines_bytes(&line, rating->actor);
    buffer_add_text(&line, ", ");
    lines_time(&line, rating->time);
    add_line(out, &line, 0, how->columns);
    if (rating->has.comment || rating->has.erased)
        width_wrap(out, lines_standing(rating->has.comment, rating->comment, false), INDENT_COLUMNS,
                   how->columns);
    add_stage(&line, rating);
    add_line(out, &line, 0, how->columns);
}

/* --- what happened to one --- */

static void move_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_rating_move *move = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, move->id);
    buffer_add_text(&line, "  ");
    lines_time(&line, move->time);
    buffer_add_text(&line, "  ");
    buffer_add_text(&line, is_set(move->has.overdue, move->overdue) ? "no answer in time"
                                                                    : rating_stage_words[move->stage]);
    if (!bytes_equal_text(move->actor, ACTOR_HOUSE))
        lines_bytes_if(&line, true, "  (", move->actor, ")");
    lines_mark(&line, is_set(move->has.unread, move->unread), "  [new]");
    add_line(out, &line, 0, how->columns);
    if (move->has.text || move->has.reason || move->has.erased)
        width_wrap(out,
                   lines_standing(move->has.text || move->has.reason,
                                  move->has.text ? move->text : move->reason, false),
                   INDENT_COLUMNS, how->columns);
}

static void move_line(struct buffer *out, const void *values, size_t columns)
{
    move_whole(out, values, &(struct whole){.columns = columns});
    if (out->size > 0 && out->at[out->size - 1] == '\n')
        out->size--;
}

/* --- figures --- */

/* "4.25 of 5" */
static void add_mean(struct buffer *out, uint64_t mean)
{
    lines_number(out, mean / 100);
    buffer_add_text(out, mean % 100 < 10 ? ".0" : ".");
    lines_number(out, mean % 100);
    buffer_add_text(out, " of 5");
}

/* "2006-07  labour  4.25 of 5, by 12 people" */
static void figure_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_rating_figure *figure = values;
    struct line line;
    line_begin(&line);
    lines_bytes(&line.before, figure->month);
    buffer_add_text(&line.before, "  ");
    add_mean(&line.after, figure->mean);
    buffer_add_text(&line.after, ", by ");
    lines_count(&line.after, figure->raters, "person", "people");
    width_pad(&line.before, figure->department, 20);
    buffer_add_text(&line.before, "  ");
    width_line(out, buffer_bytes(&line.before), (struct bytes){0}, buffer_bytes(&line.after), columns);
}

SHOWS(rating, rating_line, rating_whole, .columns = rating_columns, .none = "There are no such ratings.",
      .unknown = ERR_UNKNOWN_RATING, .listed_by = VERB_rating_mine);
SHOWS(rating_move, move_line, move_whole, .none = "Nothing has happened to it.");
SHOWS(rating_item, NULL, NULL, .columns = item_columns,
      .none = "The department has no named brand with service items. Name what you rate in your own words.");
SHOWS(rating_figure, figure_line, NULL,
      .none = "There are no such figures. A month is counted a week after its end, and a figure is about at "
              "least five people.");
SHOWS(rating_reason, NULL, NULL, .columns = reason_columns, .none = "No rating was set aside.");

/* --- what is said of their facts --- */

static void say_given(struct buffer *out, const struct fact_seen *fact)
{
    sentence_in_words(out, "Rated {grade}: {act item}", fact);
    sentence_first_line(out, fact, "comment");
    sentence_decided(out, "; an answer is due by ", fact, "due");
}
TELLS(rating_given, say_given, NEWS);
TELLS_IN_WORDS(rating_answered, "Answered {id}{said}", NEWS);

static void say_settled(struct buffer *out, const struct fact_seen *fact)
{
    sentence_in_words(out,
                      sentence_flag(fact, "settled") ? "Settled: {id}{said}"
                                                     : "NOT settled: {id}{said}; an answer is due by {due}",
                      fact);
}
TELLS(rating_settled, say_settled, NEWS);
TELLS_IN_WORDS(rating_set_aside, "Set aside: {id}: {act reason}", NEWS);
TELLS_IN_WORDS(rating_appealed, "Appeal for {id}{said}", NEWS);
TELLS_IN_WORDS(rating_upheld, "Stays set aside: {id}: {act reason}", NEWS);
TELLS_IN_WORDS(rating_restored, "Stands again: {id}: {act reason}", NEWS);
TELLS_IN_WORDS(rating_overdue, "NOT answered in time: {id}", NEWS);

/* By the act that brought it; where that is erased, by what it led to. */
static void say_told(struct buffer *out, const struct fact_seen *fact)
{
    static const struct {
        int verb;
        const char *words;
    } told[] = {
        {.verb = VERB_rating_answer, .words = "{rated} answered your rating {id}{said}"},
        {.verb = VERB_rating_set_aside, .words = "Your rating of {rated} was set aside, {id}: {act reason}"},
        {.verb = VERB_rating_uphold, .words = "Your rating of {rated} stays set aside, {id}: {act reason}"},
        {.verb = VERB_rating_restore, .words = "Your rating of {rated} stands again, {id}: {act reason}"},
        {.verb = VERB_schedule_run, .words = "{rated} did NOT answer your rating in time: {id}"},
    };
    const char *words = "Your rating of {rated} has become {stage}: {id}";
    for (size_t i = 0; fact->has_act && i < sizeof told / sizeof told[0]; i++) {
        if (fact->verb == &verbs[told[i].verb])
            words = told[i].words;
    }
    sentence_in_words(out, words, fact);
}
TELLS(rating_told, say_told, NEWS);
TELLS_IN_WORDS(rating_closed, "The ratings of {month} were counted", NO_NEWS);

static void say_counted(struct buffer *out, const struct fact_seen *fact)
{
    const uint64_t *mean = fact_decided(fact, "mean");
    sentence_in_words(out, "{rated} in {month}, as {raters} people rated it", fact);
    if (mean == NULL)
        return;
    buffer_add_text(out, ": ");
    add_mean(out, *mean);
}
TELLS(rating_counted, say_counted, NEWS);
TELLS_IN_WORDS(rating_term_set, "Bad ratings are to be answered in this many days: {days}", NEWS);

/* --- on the first screen --- */

static const struct glance glances[] = {
    {.place = 16,
     .verb = VERB_rating_waiting,
     .title = "Ratings that wait for you",
     .is = "rating",
     .line = rating_line},
    {.title = NULL},
};

const struct client_noun client_noun_rating = CLIENT_NOUN(RATING, .glances = glances);
