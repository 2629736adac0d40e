/* See history.h. */
#include "tests/unit/support/history.h"

/* The head of the one row that a question answers: to the committee, or about people to the operator. */
static const char *history_head(struct town *town, const char *verb, const char *line)
{
    static char head[TOWN_HEX];
    const bool people = strncmp(verb, "account.", 8) == 0 || strncmp(verb, "key.", 4) == 0;
    assert_int_equal(town_ask(town, people ? &town->clerk : &town->lin, verb, line), OK);
    return town_hash_said(town, "head", head);
}

static void history_run(struct town *town, const char *moment)
{
    assert_true(town_run_at(town, moment) > 0);
}

static void history_notices(struct town *town)
{
    char notice[128], draft[128], hash[TOWN_HEX], head[TOWN_HEX];
    static uint8_t text[LIMIT_BLOB_CHUNK_BYTES + 5];
    memset(text, 'a', sizeof text);
    ACTS(town, &town->house, "import", "channel=programme headline=old dated=2004 source=a");
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=notice to=all roster=open receipt=yes due=2006-12-10T00:00:00Z "
         "effective=2006-12-02T00:00:00Z expires=2006-12-20T00:00:00Z priority=urgent");
    strcpy(notice, town->id);
    for (int revision = 0; revision < 2; revision++) {
        ASKS(town, &town->wang, "inbox", " ");
        town_hash_said(town, "revision_head", head);
        ACTS(town, &town->wang, "deliver", "id=%s revision_head=%s", notice, head);
        ACTS(town, &town->wang, "open", "id=%s revision_head=%s", notice, head);
        if (revision == 0)
            ACTS(town, &town->wang, "sign", "id=%s revision_head=%s comment=seen", notice, head);
        town_upload(town, &town->lin, bytes_of(text, sizeof text), hash);
        ACTS(town, &town->lin, "revise",
             "id=%s seen=%s headline=again text_hash=%s due=2006-12-1%dT00:00:00Z", notice,
             history_head(town, "read", town_line("id=%s", notice)), hash, 1 + revision);
    }
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=soon attach=list.txt:15:%s to=labour at=2006-12-03T00:00:00Z",
         (town_upload(town, &town->lin, bytes_of_text("a list of names"), hash), hash));
    strcpy(draft, town->id);
    ACTS(town, &town->lin, "schedule.edit", "id=%s seen=%s headline=sooner to=labour at=2006-12-04T00:00:00Z",
         draft, town->head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=never at=2007-12-03T00:00:00Z");
    ACTS(town, &town->lin, "schedule.cancel", "id=%s seen=%s", town->id, town->head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=wrong to=labour receipt=yes related=%s",
         notice);
    ACTS(town, &town->lin, "withdraw", "id=%s seen=%s reason=wrong", town->id, town->head);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=law effective=2006-12-02T00:00:00Z expires=2006-12-20T00:00:00Z");
    ACTS(town, &town->lin, "publish", "channel=programme headline=gone to=labour");
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=law", town->id, town->head);
}

static void history_forum(struct town *town)
{
    char thread[128], post[128];
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=门牌 text=窗口在哪里");
    strcpy(thread, town->id);
    ACTS(town, &town->lin, "forum.post", "id=%s text=answer", thread);
    strcpy(post, town->id);
    ACTS(town, &town->lin, "forum.edit", "id=%s seen=%s text=better", post, town->head);
    ACTS(town, &town->lin, "forum.hide", "id=%s seen=%s reason=twice", post, town->head);
    ACTS(town, &town->lin, "forum.pin", "id=%s seen=%s", thread,
         history_head(town, "forum.show", town_line("id=%s limit=1", thread)));
    ACTS(town, &town->lin, "forum.lock", "id=%s seen=%s", thread, town->head);
}

static void history_activities(struct town *town)
{
    char id[128];
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme kind=visit headline=trip place=station starts=2006-12-05T00:00:00Z "
         "ends=2006-12-06T00:00:00Z to=labour,finance");
    strcpy(id, town->id);
    ACTS(town, &town->wang, "activity.reply", "id=%s seen=%s coming=yes people=2", id, town->head);
    ACTS(town, &town->lin, "activity.change",
         "id=%s seen=%s kind=visit headline=trip place=hall starts=2006-12-05T00:00:00Z "
         "ends=2006-12-06T00:00:00Z to=labour",
         id, history_head(town, "activity.show", town_line("id=%s", id)));
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme kind=lecture headline=talk place=hall starts=2006-12-07T00:00:00Z "
         "ends=2006-12-08T00:00:00Z to=labour");
    ACTS(town, &town->lin, "activity.cancel", "id=%s seen=%s reason=ill", town->id, town->head);
    history_run(town, "2006-12-05T04:00:00Z");
    ACTS(town, &town->lin, "activity.attended", "id=%s seen=%s departments=labour", id,
         history_head(town, "activity.show", town_line("id=%s", id)));
}

static void history_themes(struct town *town)
{
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=words opens=2006-12-02");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=Better text=words opens=2006-12-02",
         history_head(town, "theme.show", "month=2006-12"));
    ACTS(town, &town->lin, "theme.plan", "month=2007-01 title=Second");
    ACTS(town, &town->lin, "theme.cancel", "month=2007-01 seen=%s reason=no", town->head);
}

/* Its last reminder and its end come with the years that pass. */
static void history_rounds(struct town *town)
{
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "round.open", "year=2005 title=early until=2006-12-31");
    ACTS(town, &town->lin, "round.close", "year=2005 seen=%s reason=mistake", town->head);
    ACTS(town, &town->lin, "round.open",
         "year=2006 title=First from=2006-12-06 until=2006-12-31 conditions=one");
    ACTS(town, &town->lin, "round.change", "year=2006 seen=%s title=Round until=2006-12-31 conditions=two",
         town_head_of(town, "round.show", " ", head));
}

static void history_awards(struct town *town)
{
    ACTS(town, &town->lin, "award.define", "award=prize title=\"A prize\"");
    for (int number = 0; number < 2; number++) {
        char done[128];
        ACTS(town, &town->lin, "publish", "channel=programme headline=done");
        strcpy(done, town->id);
        ACTS(town, &town->lin, "award.give",
             "award=prize year=2006 ground=%s achievement=%s department=labour text=well", done, done);
    }
    ACTS(town, &town->lin, "award.withdraw", "id=%s seen=%s reason=mistake", town->id, town->head);
}

static void history_people(struct town *town)
{
    char hash[TOWN_HEX];
    struct identity second = made_identity(6), zhou = made_identity(7);
    town_enrol_further(town, &second, 9, "wang");
    town_enrol(town, &zhou, 10, "account=zhou title=\"Zhou\" role=resident");
    ACTS(town, &zhou, "forum.open", "channel=forum headline=street text=dark");
    ACTS(town, &zhou, "account.leave", "texts=yes");
    ACTS(town, &town->clerk, "account.change", "account=lin seen=%s title=林 department=labour signs=yes",
         history_head(town, "account.list", "account=lin"));
    town_hex(second.public_key, hash);
    ACTS(town, &town->wang, "key.revoke", "key=%s seen=%s", hash,
         history_head(town, "key.list", town_line("key=%s", hash)));
    ACTS(town, &town->clerk, "account.revoke", "account=wang seen=%s",
         history_head(town, "account.list", "account=wang"));
}

int history_settle(void **state)
{
    times_zone("Asia/Shanghai");
    town_settle(state);
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=Themes read=everyone publish=committee moderate=committee");
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=Forum read=everyone speak=everyone moderate=committee");
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    ACTS(town, &town->clerk, "department.change", "department=finance seen=%s title=Finance",
         history_head(town, "department.list", "department=finance"));
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s read=everyone,dept:labour",
         history_head(town, "channels", "channel=programme"));
    history_themes(town);
    history_notices(town);
    history_forum(town);
    history_activities(town);
    history_awards(town);
    history_rounds(town);
    history_brands(town);
    history_ratings(town);
    ACTS(town, &town->clerk, "department.create", "department=water title=水务局");
    ACTS(town, &town->lin, "theme.amend",
         "month=2006-12 seen=%s title=Best text=words opens=2006-12-02 thread=forum/8",
         history_head(town, "theme.show", "month=2006-12"));
    history_run(town, "2006-12-29T04:00:00Z");
    history_run(town, "2007-01-20T04:00:00Z");
    history_brands_end(town);
    history_people(town);
    while (domain_index(town->txn, 1000)) {
    }
    return 0;
}
