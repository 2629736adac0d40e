/* Departments: the vocabulary of one noun (nouns.h). It does not know
 * who belongs to them. */
#ifndef BULLETIN_NOUNS_DEPARTMENT_H
#define BULLETIN_NOUNS_DEPARTMENT_H

#define DEPARTMENT_CHOICES(CHOICE)

#define DEPARTMENT_ASKS(ASK)                                                                                 \
    ASK(department_list, "department.list", ALL_ROLES, ANYONE, department, count, LIMIT_ROWS,                \
        "List the departments.")

#define DEPARTMENT_ACTS(ACT)                                                                                 \
    ACT(department_create, "department.create", OPERATORS, ANYONE, REVERSIBLE, NULL,                         \
        "Create a department and its channel dept/NAME.")                                                    \
    ACT(department_change, "department.change", OPERATORS, ANYONE, REVERSIBLE, "department.list",            \
        "Change a department's title.")

#define DEPARTMENT_LINKS(LINK)

#define DEPARTMENT_FACTS(FACT)                                                                               \
    FACT(department_created, "department.created", CONTENT, MADE(department_create, department_in_keys),     \
         KEPT, "A department was created.")                                                                  \
    FACT(department_changed, "department.changed", CONTENT, MADE(department_change, department_in_keys),     \
         KEPT, "A department's title was changed.")

#define DEPARTMENT_RECORDS(RECORD) RECORD(department, "a department")

#define DEPARTMENT_ERRORS(ERROR)                                                                             \
    ERROR(UNKNOWN_DEPARTMENT, "unknown-department", STAYS, "There is no department '{name}'.")               \
    ERROR(DEPARTMENT_EXISTS, "department-exists", STAYS, "There is already a department '{name}'.")

#define DEPARTMENT_FEATURES(FEATURE)

/* --- what verbs are told --- */

#define FIELDS_department_list(F, S)                                                                         \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only this one")                                                        \
    FIELDS_PAGE(F, S)
#define FIELDS_department_create(F, S)                                                                       \
    FIELD_DEPARTMENT(F, S, REQUIRED, "its name")                                                             \
    FIELD_TITLE(F, S, REQUIRED, "its title")
#define FIELDS_department_change(F, S)                                                                       \
    FIELD_DEPARTMENT(F, S, REQUIRED, "its name")                                                             \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_TITLE(F, S, REQUIRED, "its title")

/* --- what the server decided --- */

#define FACT_FIELDS_department_created(F, S) FIELD_DEPARTMENT(F, S, REQUIRED, "its name")
#define FACT_FIELDS_department_changed(F, S) FIELD_DEPARTMENT(F, S, REQUIRED, "its name")

/* --- rows and answers --- */

#define RECORD_FIELDS_department(F, S)                                                                       \
    FIELD_DEPARTMENT(F, S, REQUIRED, "its name")                                                             \
    FIELD_TITLE(F, S, REQUIRED, "its title")                                                                 \
    F(S, since, TIME, REQUIRED, 0, "when it was made")                                                       \
    FIELD_HEAD(F, S)

#endif
