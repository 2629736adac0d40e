/* What a department hands in, while it is judged. It does not know by which verb it came, nor who may. */
#ifndef BULLETIN_DOMAIN_BRAND_CONTENT_H
#define BULLETIN_DOMAIN_BRAND_CONTENT_H

#include "server/domain/nouns/brand/brand.h"

/* Whether this can be handed in as the brand `id`, which may not be begun yet: its name has letters and is no
 * other living brand's; its logo is one uploaded PNG or JPEG by its first bytes, of at most LIMIT_LOGO_BYTES;
 * its plan is a text or one uploaded file. Notes what is to be adopted. Errors:
 * BRAND_NAME_EMPTY, BRAND_NAME_TAKEN, BRAND_NAME_OWN, EMPTY, FILE_TOO_LARGE, NO_LOGO, EITHER_MISSING,
 * BRAND_PLAN_TWICE, and those of upload_decide_files. */
enum error application_decide(const struct deciding *deciding, const struct view_application *application,
                              struct bytes id);

#endif
