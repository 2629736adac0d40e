/* What people read of awards: those that can be given, those that were, and one of them. Words are read from
 * the acts in the ledger and never copied; of an act that was erased only the head is left. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/award/award.h"
#include "server/domain/nouns/award/views.h"
#include "server/domain/views/listing.h"

enum error ask_award_titles(const struct asking *asking, const struct args_award_titles *args,
                            struct record_count *ok)
{
    (void)ok;
    struct view_award_title row;
    struct store_key from = key_empty();
    struct listing listing;
    if (args->has.award && !view_award_title(asking->txn, args->award, &row))
        return refuse(asking->why, ERR_UNKNOWN_AWARD, "award", args->award, 0);
    listing_names(&listing, asking->txn, TABLE_AWARD_TITLES, asking->rows, &from,
                  args->has.award ? args->award : (struct bytes){0});
    while (listing_next(&listing) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_award_title, &row)) {
        const struct record_award_title record = {
            .award = listing.walk.key,
            .title = row.title,
            .given = row.given,
            .since = row.since,
        };
        if (!rows_take(asking->rows, &record))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* --- one that was given --- */

static bool take_award(const struct asking *asking, struct bytes id, const struct view_award *row)
{
    struct view_award_title title;
    struct args_award_give args;
    struct fact given;
    if (!fact_needed(asking->txn, row->seq, &given))
        return false;
    if (!view_award_title(asking->txn, row->award, &title))
        return view_missing(asking->txn);
    struct record_award record = {
        .has = {.brand = row->has.brand, .erased = row->has.erased},
        .id = id,
        .head = row->head,
        .award = row->award,
        .title = title.title,
        .year = row->year,
        .department = row->department,
        .brand = row->brand,
        .ground = row->ground,
        .achievement = row->achievement,
        .actor = given.head.actor,
        .time = given.head.time_ms,
        .erased = row->has.erased,
    };
    record.has.text = fact_args(asking->txn, &given, &shape_args_award_give, &args) && args.has.text;
    if (record.has.text)
        record.text = args.text;
    if (row->has.withdrawn)
        fact_tell(asking->txn, row->withdrawn, &shape_record_award, &record, "withdrawn");
    return rows_take(asking->rows, &record);
}

enum error ask_award_show(const struct asking *asking, const struct args_award_show *args,
                          struct record_count *ok)
{
    (void)ok;
    struct view_award row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_award(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_AWARD, "id", args->id, 0);
    take_award(asking, args->id, &row);
    return OK;
}

/* --- a list of them --- */

static bool is_wanted(const struct args_award_list *args, const struct view_award *row)
{
    return (!args->has.year || args->year == row->year) &&
           (!args->has.award || bytes_equal(args->award, row->award)) &&
           (!args->has.department || bytes_equal(args->department, row->department)) &&
           (!args->has.brand || (row->has.brand && bytes_equal(args->brand, row->brand)));
}

static enum error judge_wanted(const struct asking *asking, const struct args_award_list *args)
{
    struct view_award_title title;
    struct record_department department;
    if (args->has.award && !view_award_title(asking->txn, args->award, &title))
        return refuse(asking->why, ERR_UNKNOWN_AWARD, "award", args->award, 0);
    if (args->has.department && !view_department(asking->txn, args->department, &department))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    return OK;
}

enum error ask_award_list(const struct asking *asking, const struct args_award_list *args,
                          struct record_count *ok)
{
    (void)ok;
    const struct bytes brands = bytes_of_text(CHANNEL_BRANDS);
    struct store_key from = key_place(brands, UINT64_MAX);
    struct listing listing;
    struct view_award row;
    uint64_t number;
    enum error error = judge_wanted(asking, args);
    if (error != OK)
        return error;
    listing_down(&listing, asking->txn, TABLE_AWARDS, asking->rows, &from, from.size - 8);
    while (listing_number(&listing, &number) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_award, &row)) {
        char room[LIMIT_ID_BYTES];
        struct buffer id = buffer_over(room, sizeof room);
        id_write(&id, brands, number);
        if (is_wanted(args, &row) && !take_award(asking, buffer_bytes(&id), &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* --- of a brand --- */

static void write_awards(const struct bytes *names, const struct bytes *titles, size_t count,
                         struct awards *awards)
{
    struct buffer words = buffer_over(awards->names_room, sizeof awards->names_room);
    struct buffer lines = buffer_over(awards->titles_room, sizeof awards->titles_room);
    if (count > 0) {
        words_write(&words, names, count);
        words_write(&lines, titles, count);
    }
    awards->names = buffer_bytes(&words);
    awards->titles = buffer_bytes(&lines);
}

void awards_of_brand(struct txn *txn, struct bytes channel, uint64_t number, struct awards *awards)
{
    const struct store_key of = key_place(channel, number);
    struct bytes names[LIMIT_AWARDS_SHOWN], titles[LIMIT_AWARDS_SHOWN];
    struct view_award_title title;
    struct view_award row;
    struct walk walk;
    size_t count = 0;
    walk_prefix(&walk, txn, TABLE_AWARDS_OF, key_of(&of));
    while (count < LIMIT_AWARDS_SHOWN && walk_next(&walk)) {
        const struct bytes rest = walk_rest(&walk);
        bool known =
            rest.size != 8 || !view_award(txn, bytes_of_text(CHANNEL_BRANDS), number_at(rest.at), &row);
        for (size_t i = 0; i < count && !known; i++)
            known = bytes_equal(names[i], row.award);
        if (known)
            continue;
        if (!view_award_title(txn, row.award, &title)) {
            view_missing(txn);
            break;
        }
        names[count] = row.award;
        titles[count++] = title.title;
    }
    walk_end(&walk);
    write_awards(names, titles, count, awards);
}
