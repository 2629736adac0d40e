/* A made-up shape of lists of lines, for whoever tests what becomes of them. It is in no table. */
#ifndef BULLETIN_TESTS_LISTED_H
#define BULLETIN_TESTS_LISTED_H

#include <stddef.h>

#include "protocol/wire/codec.h"

struct listed {
    struct {
        bool rules, items;
    } has;
    struct bytes rules, items;
};

static const struct field listed_fields[] = {
    {.name = "rules",
     .kind = KIND_LINES,
     .needed = OPTIONAL,
     .limit = 3,
     .offset = offsetof(struct listed, rules),
     .help = "what holds"},
    {.name = "items",
     .kind = KIND_ITEMS,
     .needed = OPTIONAL,
     .limit = 2,
     .offset = offsetof(struct listed, items),
     .help = "what is promised"},
};
static const struct shape listed_shape = {
    .name = "listed", .fields = listed_fields, .count = 2, .size = sizeof(struct listed)};

#endif
