/* See erasures.h. */
#include "tests/unit/support/erasures.h"

const char *erasures_upload(struct town *town, const struct identity *who, char letter, char hash[TOWN_HEX])
{
    static uint8_t text[LONG_BYTES];
    memset(text, letter, sizeof text);
    town_upload(town, who, bytes_of(text, sizeof text), hash);
    return hash;
}

const char *erasures_head(struct town *town, const char *id)
{
    return town_head(town, "read", town_line("id=%s", id));
}

void erasures_two_notices(struct town *town)
{
    char text[TOWN_HEX], file[TOWN_HEX];
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    erasures_upload(town, &town->lin, 'a', text);
    erasures_upload(town, &town->lin, 'b', file);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=one text_hash=%s attach=list.pdf:%d:%s to=labour,finance receipt=yes "
         "due=2006-12-24T00:00:00Z",
         text, LONG_BYTES, file);
    assert_string_equal(town->id, "programme/2");
    erasures_upload(town, &town->lin, 'c', text);
    ACTS(town, &town->lin, "revise",
         "id=programme/2 seen=%s headline=again text_hash=%s due=2006-12-25T00:00:00Z",
         erasures_head(town, "programme/2"), text);
    erasures_upload(town, &town->lin, 'b', file);
    ACTS(town, &town->lin, "publish", "channel=programme headline=two attach=b.pdf:%d:%s", LONG_BYTES, file);
    assert_string_equal(town->id, "programme/4");
    town_is_sound(town);
}
