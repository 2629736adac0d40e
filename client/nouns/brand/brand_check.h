/* What is missing in an application or wrong with it, said line by line. It sends nothing. */
#ifndef BULLETIN_CLIENT_BRAND_CHECK_H
#define BULLETIN_CLIENT_BRAND_CHECK_H

#include "client/nouns/brand/application.h"

/* Says all faults, on standard error. Errors: INTERNAL in words when there is any. */
enum error check_application(const struct application *application, struct failure *failure);

/* Says which file goes with it as the plan, since somebody else may have written the form, and what is left
 * out of the logo on its way. */
void check_say_files(const struct application *application, const struct options *options);

#endif
