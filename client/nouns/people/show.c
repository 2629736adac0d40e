/* Accounts, their keys and departments under titles. None of their facts is news. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

static const struct column account_columns[] = {
    {.title = "ACCOUNT", .field = "account", .shrinks = false},
    {.title = "REVOKED", .field = "revoked", .shrinks = false},
    {.title = "ROLE", .field = "role", .shrinks = false},
    {.title = "DEPARTMENT", .field = "department", .shrinks = false},
    {.title = "SIGNS", .field = "signs", .shrinks = false},
    {.title = "TITLE", .field = "title", .shrinks = true},
    {.title = "SINCE", .field = "since", .shrinks = false},
    {.title = NULL},
};

static const struct column key_columns[] = {
    {.title = "KEY", .field = "key", .shrinks = false},
    {.title = "REVOKED", .field = "revoked", .shrinks = false},
    {.title = "ACCOUNT", .field = "account", .shrinks = true},
    {.title = "SINCE", .field = "since", .shrinks = false},
    {.title = NULL},
};

static const struct column department_columns[] = {
    {.title = "DEPARTMENT", .field = "department", .shrinks = false},
    {.title = "TITLE", .field = "title", .shrinks = true},
    {.title = "SINCE", .field = "since", .shrinks = false},
    {.title = NULL},
};

SHOWS(account, NULL, NULL, .columns = account_columns, .none = "There is no such account.",
      .unknown = ERR_UNKNOWN_ACCOUNT, .listed_by = VERB_account_list);
SHOWS(key, NULL, NULL, .columns = key_columns, .none = "There is no such key.");

TELLS(account_invited, sentence_kind, NO_NEWS);
TELLS(key_invited, sentence_kind, NO_NEWS);
TELLS(key_enrolled, sentence_kind, NO_NEWS);
TELLS(account_changed, sentence_kind, NO_NEWS);
TELLS(key_revoked, sentence_kind, NO_NEWS);
TELLS(account_revoked, sentence_kind, NO_NEWS);
TELLS(account_left, sentence_kind, NO_NEWS);

const struct client_noun client_noun_account = CLIENT_NOUN(ACCOUNT);

SHOWS(department, NULL, NULL, .columns = department_columns, .none = "There are no departments.",
      .unknown = ERR_UNKNOWN_DEPARTMENT, .listed_by = VERB_department_list);

TELLS(department_created, sentence_kind, NO_NEWS);
TELLS(department_changed, sentence_kind, NO_NEWS);

const struct client_noun client_noun_department = CLIENT_NOUN(DEPARTMENT);
