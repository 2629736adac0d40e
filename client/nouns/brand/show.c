/* Brands, what happened to them, and examples, as lines and whole; and what is said of their facts. It does
 * not know who may see them. */
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/brand/titles.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 8192, INDENT_COLUMNS = 2, STAGE_COLUMNS = 10 };

/* --- pieces --- */

static struct bytes name_of(const struct record_brand *brand)
{
    static const char nothing[] = "(nothing handed in)";
    if (!brand->has.name && !brand->has.revision && !brand->has.erased)
        return bytes_of_text(nothing);
    return lines_standing(brand->has.name, brand->name, false);
}

/* A text below the title of its field, with an empty line before it; nothing when there is no text. */
static void add_text(struct buffer *out, const char *field, bool has, struct bytes text, size_t columns)
{
    if (!has)
        return;
    buffer_add_text(out, "\n");
    width_wrap(out, bytes_of_text(brand_title(field)), 0, columns);
    width_wrap(out, text, INDENT_COLUMNS, columns);
}

static void add_items(struct buffer *out, bool has, struct bytes items, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    struct item item;
    uint64_t count = 0;
    for (size_t at = 0; has && items_next(items, &at, &item);) {
        if (count == 0) {
            buffer_add_text(out, "\n");
            width_wrap(out, bytes_of_text(brand_title("items")), 0, columns);
        }
        lines_number(&line, ++count);
        buffer_add_text(&line, ". ");
        lines_bytes(&line, item.parts[ITEM_what]);
        lines_wrap(out, &line, INDENT_COLUMNS, columns);
        for (size_t part = ITEM_for_whom; part < ITEM_PARTS_COUNT; part++) {
            brand_add_part(&line, &item, part);
            lines_wrap(out, &line, 2 * INDENT_COLUMNS, columns);
        }
    }
}

/* "Logo: logo.png, 12.0 KiB" */
static void add_file(struct buffer *out, const char *title, bool has, struct bytes files, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    struct file_named file;
    size_t at = 0;
    if (!has || !files_next(files, &at, &file))
        return;
    buffer_add_text(&line, title);
    lines_bytes(&line, file.name);
    buffer_add_text(&line, ", ");
    lines_size(&line, file.size);
    lines_wrap(out, &line, 0, columns);
}

/* "  [Service Innovation Award]" behind a line; "Awards: Service Innovation Award" in one of its own. */
static void mark_awards(struct buffer *line, bool has, struct bytes titles)
{
    if (!has)
        return;
    buffer_add_text(line, "  [");
    lines_lines(line, titles);
    buffer_add_text(line, "]");
}

static void add_awards(struct buffer *line, bool has, struct bytes titles)
{
    if (!has)
        return;
    buffer_add_text(line, "Awards: ");
    lines_lines(line, titles);
}

/* --- a brand --- */

static void brand_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_brand *brand = values;
    struct line line;
    line_begin_id(&line, brand->id);
    width_pad(&line.before, bytes_of_text(brand_stage_words[brand->stage]), STAGE_COLUMNS);
    buffer_add_text(&line.before, "  ");
    lines_mark(&line.after, brand->has.late && brand->late, "  [late]");
    lines_revision(&line.after, brand->has.revisions ? brand->revisions : 1);
    if (brand->has.bulletin) {
        buffer_add_text(&line.after, "  [");
        lines_bytes(&line.after, brand->bulletin);
        buffer_add_text(&line.after, "]");
    }
    mark_awards(&line.after, brand->has.award_titles, brand->award_titles);
    line_end(out, &line, name_of(brand), columns);
}

static void add_handed_in(struct buffer *line, const struct record_brand *brand)
{
    if (!brand->has.revision)
        return;
    buffer_add_text(line, "Revision ");
    lines_number(line, brand->revision);
    buffer_add_text(line, " of ");
    lines_number(line, brand->revisions);
    buffer_add_text(line, ", handed in ");
    lines_time(line, brand->time);
    buffer_add_text(line, " by ");
    lines_bytes(line, brand->actor);
    if (brand->revision > 1) {
        buffer_add_text(line, "; the first ");
        lines_time(line, brand->submitted);
    }
    lines_mark(line, brand->has.late && brand->late, ", late");
    buffer_add_text(line, ".");
}

static void add_stage(struct buffer *line, const struct record_brand *brand)
{
    lines_bytes(line, brand->department);
    buffer_add_text(line, ", round of ");
    lines_number(line, brand->year);
    buffer_add_text(line, ", ");
    buffer_add_text(line, brand_stage_words[brand->stage]);
    if (brand->has.moved) {
        buffer_add_text(line, " since ");
        lines_time(line, brand->moved);
        buffer_add_text(line, " by ");
        lines_bytes(line, brand->moved_by);
    }
    if (brand->has.reason) {
        buffer_add_text(line, ": ");
        lines_bytes(line, brand->reason);
    }
}

/* `activity`: the meeting; size 0: it is not told. */
static void add_named(struct buffer *line, bool has, uint64_t batch, struct bytes activity,
                      struct bytes bulletin)
{
    if (!has)
        return;
    buffer_add_text(line, "Named in batch ");
    lines_number(line, batch);
    lines_bytes_if(line, activity.size > 0, " at ", activity, "");
    buffer_add_text(line, ": ");
    lines_bytes(line, bulletin);
}

static void brand_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_brand *brand = values;
    const size_t columns = how->columns;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, brand->id);
    buffer_add_text(&line, "  ");
    lines_bytes(&line, name_of(brand));
    lines_wrap(out, &line, 0, columns);
    if (brand->has.slogan)
        width_wrap(out, brand->slogan, INDENT_COLUMNS, columns);
    add_stage(&line, brand);
    lines_wrap(out, &line, 0, columns);
    add_named(&line, brand->has.bulletin, brand->batch,
              brand->has.activity ? brand->activity : (struct bytes){0}, brand->bulletin);
    lines_wrap(out, &line, 0, columns);
    add_awards(&line, brand->has.award_titles, brand->award_titles);
    lines_wrap(out, &line, 0, columns);
    add_handed_in(&line, brand);
    lines_wrap(out, &line, 0, columns);
    add_file(out, "Logo: ", brand->has.logo, brand->logo, columns);
    add_text(out, "meaning", brand->has.meaning, brand->meaning, columns);
    add_text(out, "vision", brand->has.vision, brand->vision, columns);
    add_text(out, "position", brand->has.position, brand->position, columns);
    add_text(out, "strengths", brand->has.strengths, brand->strengths, columns);
    add_items(out, brand->has.items, brand->items, columns);
    add_text(out, "plan", brand->has.plan, brand->plan, columns);
    buffer_add_text(out, brand->has.plan_file ? "\n" : "");
    add_file(out, "Plan: ", brand->has.plan_file, brand->plan_file, columns);
    add_text(out, "answers", brand->has.answers, brand->answers, columns);
}

/* --- what happened to one --- */

static void move_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_brand_move *move = values;
    struct line line;
    line_begin_id(&line, move->id);
    lines_time(&line.before, move->time);
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.before, brand_stage_words[move->stage]);
    if (move->has.revision)
        lines_revision(&line.before, move->revision);
    buffer_add_text(&line.before, "  ");
    lines_mark(&line.after, move->has.late && move->late, "  [late]");
    lines_mark(&line.after, move->has.erased && move->erased, "  [erased]");
    buffer_add_text(&line.after, "  (");
    lines_bytes(&line.after, move->actor);
    buffer_add_text(&line.after, ")");
    width_line(out, buffer_bytes(&line.before), move->has.reason ? move->reason : (struct bytes){0},
               buffer_bytes(&line.after), columns);
}

/* --- examples --- */

static void example_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_example *example = values;
    struct line line;
    line_begin_id(&line, example->id);
    lines_bytes(&line.before, example->department);
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.after, "  [");
    lines_bytes(&line.after, example->bulletin);
    buffer_add_text(&line.after, "]");
    mark_awards(&line.after, example->has.award_titles, example->award_titles);
    line_end(out, &line, lines_standing(example->has.name, example->name, false), columns);
    struct item item;
    for (size_t at = 0; example->has.items && items_next(example->items, &at, &item);) {
        line_begin(&line);
        buffer_add_text(&line.before, "    ");
        lines_bytes(&line.before, item.parts[ITEM_what]);
        buffer_add_text(&line.before, ": ");
        buffer_add_text(out, "\n");
        width_line(out, buffer_bytes(&line.before), item.parts[ITEM_promise], (struct bytes){0}, columns);
    }
}

static void example_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_example *example = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, example->id);
    buffer_add_text(&line, "  ");
    lines_bytes(&line, lines_standing(example->has.name, example->name, false));
    lines_wrap(out, &line, 0, how->columns);
    if (example->has.slogan)
        width_wrap(out, example->slogan, INDENT_COLUMNS, how->columns);
    lines_bytes(&line, example->department);
    buffer_add_text(&line, ", round of ");
    lines_number(&line, example->year);
    lines_wrap(out, &line, 0, how->columns);
    add_named(&line, true, example->batch, (struct bytes){0}, example->bulletin);
    lines_wrap(out, &line, 0, how->columns);
    add_awards(&line, example->has.award_titles, example->award_titles);
    lines_wrap(out, &line, 0, how->columns);
    add_file(out, "Logo: ", example->has.logo, example->logo, how->columns);
    add_text(out, "meaning", example->has.meaning, example->meaning, how->columns);
    add_text(out, "vision", example->has.vision, example->vision, how->columns);
    add_items(out, example->has.items, example->items, how->columns);
}

SHOWS(brand, brand_line, brand_whole, .none = "There are no brands that you may read.");
SHOWS(brand_move, move_line, NULL);
SHOWS(example, example_line, example_whole, .none = "No brand is named yet.");

/* --- what is said of their facts --- */

static void say_begun(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, "Applying for a brand: ", fact, "department");
    sentence_decided(out, ", round of ", fact, "year");
}
TELLS(brand_begun, say_begun, NEWS);

static void say_submitted(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, "Handed in: ", fact, "id");
    lines_mark(out, sentence_flag(fact, "late"), ", late");
    sentence_words(out, ": ", fact_arg(fact, "name"), fact);
}
TELLS(brand_submitted, say_submitted, NEWS);

static void say_revised(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, "Handed in: ", fact, "id");
    sentence_revision(out, fact);
    sentence_words(out, ": ", fact_arg(fact, "name"), fact);
}
TELLS(brand_revised, say_revised, NEWS);

static void say_withdrawn(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Withdrawn: ", fact, "reason");
}
TELLS(brand_withdrawn, say_withdrawn, NEWS);

static void say_accepted(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Accepted: ", fact, NULL);
}
TELLS(brand_accepted, say_accepted, NEWS);

static void say_returned(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "RETURNED, to be revised: ", fact, "reason");
    sentence_decided(out, "; nobody may sign for ", fact, "signerless");
}
TELLS(brand_returned, say_returned, NEWS);

static void say_evaluated(struct buffer *out, const struct fact_seen *fact)
{
    static const char *const said[BRAND_VERDICT_COUNT] = {
        [BRAND_VERDICT_EVALUATING] = "Being evaluated: ",
        [BRAND_VERDICT_PASSED] = "Passed its evaluation: ",
        [BRAND_VERDICT_FAILED] = "Did not pass its evaluation: ",
    };
    const uint64_t *verdict = fact_decided(fact, "verdict");
    sentence_about(
        out, verdict != NULL && *verdict < BRAND_VERDICT_COUNT ? said[*verdict] : "Evaluated: ", fact, NULL);
}
TELLS(brand_evaluated, say_evaluated, NEWS);

static void say_named(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, "NAMED: ", fact, "id");
    sentence_decided(out, ", batch ", fact, "batch");
    sentence_decided(out, ", published as ", fact, "bulletin");
}
TELLS(brand_named, say_named, NEWS);

static void say_reviewed(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Being reviewed: ", fact, NULL);
}
TELLS(brand_reviewed, say_reviewed, NEWS);

static void say_kept(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Reviewed and kept: ", fact, "reason");
}
TELLS(brand_kept, say_kept, NEWS);

static void say_revoked(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "REVOKED: ", fact, "reason");
}
TELLS(brand_revoked, say_revoked, NEWS);

static void say_upheld(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Service brand, reviewed and kept: ", fact, "reason");
}
TELLS(brand_upheld, say_upheld, NEWS);

static void say_ended(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Service brand no more, REVOKED: ", fact, "reason");
}
TELLS(brand_ended, say_ended, NEWS);

static void say_closed(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Closed with its round: ", fact, NULL);
}
TELLS(brand_closed, say_closed, NEWS);

/* --- on the first screen --- */

static bool is_to_check(const void *values)
{
    const struct record_brand *brand = values;
    return brand->has.to_check && brand->to_check;
}

/* What can still become of it waits for somebody. */
static bool is_ours(const void *values)
{
    const struct record_brand *brand = values;
    return brand->has.mine && brand->mine && brand->stage < BRAND_STAGE_NAMED &&
           brand->stage != BRAND_STAGE_FAILED;
}

static const struct glance glances[] = {
    {.place = 12,
     .verb = VERB_brand_list,
     .title = "Applications to check",
     .is = "brand",
     .belongs = is_to_check},
    {.place = 36, .verb = VERB_brand_list, .title = "Our application", .is = "brand", .belongs = is_ours},
    {.title = NULL},
};

const struct client_noun client_noun_brand = CLIENT_NOUN(BRAND, .glances = glances);
