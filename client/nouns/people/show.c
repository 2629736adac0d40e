/* Accounts, their keys and departments under titles. None of their facts is news. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

static const struct column account_columns[] = {
    {"ACCOUNT", "account", false},       {"ROLE", "role", false},
    {"DEPARTMENT", "department", false}, {"SIGNS", "signs", false},
    {"REVOKED", "revoked", false},       {"TITLE", "title", true},
    {"SINCE", "since", false},           {.title = NULL},
};

static const struct column key_columns[] = {
    {"KEY", "key", false},
    {"ACCOUNT", "account", true},
    {"REVOKED", "revoked", false},
    {"SINCE", "since", false},
    {.title = NULL},
};

static const struct column department_columns[] = {
    {"DEPARTMENT", "department", false},
    {"TITLE", "title", true},
    {"SINCE", "since", false},
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
