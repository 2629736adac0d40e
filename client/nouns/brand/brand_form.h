/* The form on which a department applies for a service brand. It is a table; it does not know how a form is
 * read, nor what becomes of it. */
#ifndef BULLETIN_CLIENT_BRAND_FORM_H
#define BULLETIN_CLIENT_BRAND_FORM_H

#include "client/lib/form/form.h"

/* Its words are the fields of an application, with spaces for `_`; a block `item` for each of the items,
 * whose words are the parts of one. What names a file names it from the folder of the form. */
extern const struct form brand_form;

#endif
