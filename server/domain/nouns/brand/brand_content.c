/* Judging what a department hands in: its name, its logo, its plan. It does not decode a picture,
 * which whoever sends it has done. */
#include "server/domain/nouns/brand/brand_content.h"

#include "server/domain/contract/uploads.h"

/* --- its name --- */

/* Whoever is told so reads the brand that has the name, or learns no more than that there is one. */
static enum error refuse_taken(const struct deciding *deciding, struct bytes name, struct bytes whose)
{
    struct view_brand row;
    if (view_brand_of_id(deciding->txn, whose, &row) &&
        bytes_equal_text(row.department, deciding->actor->department))
        return decision_refuse(deciding->decision, ERR_BRAND_NAME_OWN, "name", whose);
    return decision_refuse(deciding->decision, ERR_BRAND_NAME_TAKEN, "name", name);
}

static enum error decide_name(const struct deciding *deciding, struct bytes name, struct bytes id)
{
    uint8_t hash[LIMIT_HASH_BYTES];
    struct bytes whose;
    if (!brand_name_hash(name, hash))
        return decision_refuse(deciding->decision, ERR_BRAND_NAME_EMPTY, "name", name);
    if (txn_get(deciding->txn, TABLE_BRAND_NAMES, bytes_of(hash, sizeof hash), &whose) &&
        !bytes_equal(whose, id))
        return refuse_taken(deciding, name, whose);
    return OK;
}

/* --- its files --- */

static enum error decide_one_file(const struct deciding *deciding, const char *field, struct bytes files,
                                  struct bytes id, struct file_named *file)
{
    size_t at = 0;
    if (!files_next(files, &at, file))
        return decision_refuse(deciding->decision, ERR_EMPTY, field, (struct bytes){0});
    return upload_decide_files(deciding, field, files, id);
}

static bool begins_like_a_picture(struct bytes bytes)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, jpeg[] = {0xff, 0xd8, 0xff};
    return (bytes.size >= sizeof png && memcmp(bytes.at, png, sizeof png) == 0) ||
           (bytes.size >= sizeof jpeg && memcmp(bytes.at, jpeg, sizeof jpeg) == 0);
}

static enum error decide_logo(const struct deciding *deciding, struct bytes logo, struct bytes id)
{
    struct file_named file;
    enum error error = decide_one_file(deciding, "logo", logo, id, &file);
    if (error == OK && file.size > LIMIT_LOGO_BYTES) {
        error = decision_refuse(deciding->decision, ERR_FILE_TOO_LARGE, "logo", file.name);
        deciding->decision->why.limit = LIMIT_LOGO_BYTES;
    }
    if (error == OK && !begins_like_a_picture(upload_beginning(deciding, file.hash)))
        error = decision_refuse(deciding->decision, ERR_NO_LOGO, "logo", file.name);
    return error;
}

static enum error decide_plan(const struct deciding *deciding, const struct view_application *application,
                              struct bytes id)
{
    const struct bytes none = {0};
    struct file_named file;
    if (application->has.plan && application->has.plan_file)
        return decision_refuse(deciding->decision, ERR_BRAND_PLAN_TWICE, "plan_file", none);
    if (!application->has.plan && !application->has.plan_file)
        return decision_refuse(deciding->decision, ERR_EITHER_MISSING, "plan", bytes_of_text("plan_file"));
    return application->has.plan ? OK
                                 : decide_one_file(deciding, "plan_file", application->plan_file, id, &file);
}

/* --- all of it --- */

enum error application_decide(const struct deciding *deciding, const struct view_application *application,
                              struct bytes id)
{
    enum error error = decide_name(deciding, application->name, id);
    if (error == OK)
        error = decide_logo(deciding, application->logo, id);
    if (error == OK)
        error = decide_plan(deciding, application, id);
    return error;
}
