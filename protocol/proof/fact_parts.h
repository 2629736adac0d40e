/* A fact taken apart, with what the tables know of it. It judges nothing. */
#ifndef BULLETIN_PROOF_FACT_PARTS_H
#define BULLETIN_PROOF_FACT_PARTS_H

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "protocol/tables.h"

/* Everything is borrowed. */
struct fact_parts {
    const struct head *head;
    const struct fact_kind *kind; /* NULL: not in this table */
    const void *decided;          /* of kind->decided; NULL: it could not be read */
    const struct act *act;
    const struct verb *verb; /* NULL: not in this table */
    const void *args;        /* of verb->args; NULL: they could not be read */
};

#endif
