/* The part of a history in which departments apply for brands. Brands go by every move of their table, with
 * counsel, and an example is followed. */
#include "tests/unit/support/brands.h"
#include "tests/unit/support/history.h"

#define FINANCE "brand/2006-finance/2"

static struct identity he, mei;

static const char *head_of(struct town *town, const char *verb, const char *line)
{
    static char head[TOWN_HEX];
    assert_int_equal(town_ask(town, &town->lin, verb, line), OK);
    return town_hash_said(town, "head", head);
}

static void counsel(struct town *town)
{
    char task[128];
    ACTS(town, &town->wang, "brand.begin", "year=2006");
    ACTS(town, &town->wang, "counsel", "id=" BRANDS_ID " text=asked");
    ACTS(town, &town->lin, "counsel.ask", "id=" BRANDS_ID " text=plan due=2006-12-20");
    strcpy(task, town->id);
    ACTS(town, &town->wang, "counsel.done", "id=%s note=thus", task);
    ACTS(town, &town->lin, "counsel.invite", "id=" BRANDS_ID " experts=mei");
    ACTS(town, &mei, "counsel", "id=" BRANDS_ID " text=said");
    ACTS(town, &town->lin, "counsel.dismiss", "id=" BRANDS_ID " experts=mei");
}

static void example(struct town *town)
{
    ACTS(town, &town->lin, "guide", "department=labour by=" FINANCE);
    ACTS(town, &town->wang, "counsel", "id=guide/1/labour/2 text=how");
    ACTS(town, &town->lin, "guide.end", "id=guide/1/labour/2 seen=%s reason=done",
         head_of(town, "guide.show", "id=guide/1/labour/2"));
}

void history_brands(struct town *town)
{
    struct identity chen = made_identity(52);
    he = made_identity(50);
    mei = made_identity(51);
    ACTS(town, &town->clerk, "department.create", "department=culture title=文化局");
    town_enrol(town, &he, 50, "account=he role=office department=finance signs=yes");
    town_enrol(town, &mei, 51, "account=mei role=expert");
    town_enrol(town, &chen, 52, "account=chen role=office department=culture");
    brands_announce(town);
    assert_true(town_run_at(town, "2006-12-06T04:00:00Z") > 0);
    ACTS(town, &chen, "brand.begin", "year=2006");
    counsel(town);
    brands_bring_of(town, &he, FINANCE, BRAND_STAGE_RETURNED);
    assert_int_equal(brands_act(town, &he, VERB_brand_revise, 0, FINANCE), OK);
    brands_bring_of(town, &he, FINANCE, BRAND_STAGE_KEPT);
    example(town);
    brands_bring_of(town, &he, FINANCE, BRAND_STAGE_REVOKED);
    brands_bring(town, BRAND_STAGE_WITHDRAWN);
}

void history_brands_end(struct town *town)
{
    ACTS(town, &town->lin, "round.close", "year=2006 seen=%s reason=over",
         head_of(town, "round.show", "year=2006"));
    assert_true(town_run(town) > 0);
}
