/* An application for a service brand as it lies on a department's own machine. It is the form, its logo and
 * its plan, checked whole before anything is sent; it does not know which verb hands it in. */
#ifndef BULLETIN_CLIENT_APPLICATION_H
#define BULLETIN_CLIENT_APPLICATION_H

#include <limits.h>

#include "client/lib/form/form.h"
#include "client/lib/picture/picture.h"
#include "client/shell/attach.h"

struct application {
    const char *path;            /* of the form; borrowed */
    struct form_answers answers; /* it counts only where there is no fault */
    struct picture logo;         /* cleaned; .png is NULL where there is none */
    char logo_name[LIMIT_FILE_NAME_BYTES + 1];
    uint8_t logo_hash[LIMIT_HASH_BYTES];
    struct attach plan;
    char plan_path[PATH_MAX];
    char said[2][LIMIT_REASON_BYTES + 1]; /* what is wrong with the logo, and with the plan */
    struct item items[LIMIT_ITEMS];
    uint8_t rooms[2 * LIMIT_RECORD_BYTES]; /* what the values borrow: lists */
};

/* Reads the form and the files that it names. What is missing or wrong stands in the answers. The application
 * must not move; end with application_free, also after an error. Errors: INTERNAL in words when the form
 * cannot be read or there is no memory. */
enum error application_read(struct application *application, const char *path, struct failure *failure);
void application_free(struct application *application);

/* Puts what stands in it into fields of the same names. The values borrow from the application. */
void application_fill(struct application *application, const struct shape *shape, void *values);

/* Uploads the logo and the plan. Errors: those of the uploads. */
enum error application_upload(const struct application *application, struct client *client,
                              const struct options *options, struct failure *failure);

/* Whether a row of brand.show has what was handed in: that was not erased, and is not only what everyone sees
 * of a named brand. Errors: ERASED; NOT_ALLOWED, in words. */
enum error application_shown(const struct record_brand *brand, struct failure *failure);

#endif
