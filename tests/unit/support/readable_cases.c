/* See readable_cases.h. */
#include "tests/unit/support/readable_cases.h"

const struct readable_case readable_cases[] = {
    {"plain\n\ttext", OK, 0, 0},
    {"通知：服务品牌", OK, 0, 0},
    {"Cafe\u0301 im Gro\u00dfen", OK, 0, 0},
    /* a family, a rainbow flag, a doctor with a tone, a heart on fire, England, Shanghai's country */
    {"\U0001F468\u200d\U0001F469\u200d\U0001F467", OK, 0, 0},
    {"\U0001F3F3\ufe0f\u200d\U0001F308 hang it out", OK, 0, 0},
    {"\U0001F469\U0001F3FD\u200d\u2695\ufe0f", OK, 0, 0},
    {"\u2764\ufe0f\u200d\U0001F525", OK, 0, 0},
    {"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", OK, 0, 0},
    {"\U0001F1E8\U0001F1F3", OK, 0, 0},
    {"1\ufe0f\u20e3", OK, 0, 0},
    /* Persian with its non-joiner, Hindi with both, a Malayalam word that ends in a joiner */
    {"می\u200cخواهم", OK, 0, 0},
    {"क्\u200dष क्\u200cष", OK, 0, 0},
    {"അവന്\u200d വന്നു", OK, 0, 0},
    /* joiners where nothing is joined */
    {"a\u200db", ERR_CONTROL_CHARACTER, 0x200d, 1},
    {"a\u200cb", ERR_CONTROL_CHARACTER, 0x200c, 1},
    {"\u200dx", ERR_CONTROL_CHARACTER, 0x200d, 1},
    {"通\u200d知", ERR_CONTROL_CHARACTER, 0x200d, 1},
    {"one\n\U0001F468\u200d and\nno more", ERR_CONTROL_CHARACTER, 0x200d, 2},
    {"\U0001F468\u200d", ERR_CONTROL_CHARACTER, 0x200d, 1},
    {"\U0001F468\u200d\n", ERR_CONTROL_CHARACTER, 0x200d, 1},
    {"\U0001F468\u200c\U0001F469", ERR_CONTROL_CHARACTER, 0x200c, 1},
    {"می\u200c", ERR_CONTROL_CHARACTER, 0x200c, 1},
    {"می\u200c x", ERR_CONTROL_CHARACTER, 0x200c, 1},
    {"می\u200c\u200cخ", ERR_CONTROL_CHARACTER, 0x200c, 1},
    {"ക്\u200d\u200dഷ", ERR_CONTROL_CHARACTER, 0x200d, 1},
    /* flags that spell nothing, or more than a flag */
    {"\U0001F3F4\U000E0067", ERR_CONTROL_CHARACTER, 0xe0067, 1},
    {"\U0001F3F4\U000E0067x", ERR_CONTROL_CHARACTER, 0xe0067, 1},
    {"\U0001F3F4\U000E007F", ERR_CONTROL_CHARACTER, 0xe007f, 1},
    {"\U0001F3F4\U000E0041\U000E007F", ERR_CONTROL_CHARACTER, 0xe0041, 1},
    {"\U0001F3F4\U000E0061\U000E0061\U000E0061\U000E0061\U000E0061\U000E0061\U000E0062\U000E007F",
     ERR_CONTROL_CHARACTER, 0xe0062, 1},
    {"a\U000E0067\U000E007F", ERR_CONTROL_CHARACTER, 0xe0067, 1},
    /* what hides, each in its line */
    {"a\n\nb\u200bc", ERR_CONTROL_CHARACTER, 0x200b, 3},
    {"\ufeffheadline", ERR_CONTROL_CHARACTER, 0xfeff, 1},
    {"line\r\n", ERR_CONTROL_CHARACTER, '\r', 1},
    {"one\ntwo\u202e", ERR_CONTROL_CHARACTER, 0x202e, 2},
    {"so\u00adft", ERR_CONTROL_CHARACTER, 0xad, 1},
    {"a\u034fb", ERR_CONTROL_CHARACTER, 0x34f, 1},
    {"\u3164", ERR_CONTROL_CHARACTER, 0x3164, 1},
    {"\x1b[1m", ERR_CONTROL_CHARACTER, 0x1b, 1},
    {"\xc2\x9b"
     "1m",
     ERR_CONTROL_CHARACTER, 0x9b, 1},
    /* nothing to see */
    {" \t\n\u3000\u2003", ERR_EMPTY, 0, 0},
    {"\u0301\u0302", ERR_EMPTY, 0, 0},
    {"\ufe0f \u2800", ERR_EMPTY, 0, 0},
    {"\u0e31", ERR_EMPTY, 0, 0},
    {"\u20dd a", OK, 0, 0},
    /* in another encoding: 通知; 昆山市服务品牌, beginning in ASCII; "café est là"; UTF-16 */
    {"\xcd\xa8\xd6\xaa", ERR_OTHER_ENCODING, 0, 0},
    {"2006: \xc0\xa5\xc9\xbd\xca\xd0\xb7\xfe\xce\xf1\xc6\xb7\xc5\xc6\n", ERR_OTHER_ENCODING, 0, 0},
    {"one\ncaf\xe9 est l\xe0", ERR_NOT_UTF8, 0, 2},
    {"\xff\xfe\x1a\x90\xe5\x77", ERR_OTHER_ENCODING, 0, 0},
    {"plain\n\xff", ERR_NOT_UTF8, 0, 2},
    {"cut \xe9\x80", ERR_NOT_UTF8, 0, 1},
};
const size_t readable_case_count = sizeof readable_cases / sizeof readable_cases[0];
