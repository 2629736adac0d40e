/* Which facts say something that those who moderate can hide: posts, what opened a thread or a theme, and
 * edits of both. It does not know what is hidden. */
#ifndef BULLETIN_PROOF_SPOKEN_H
#define BULLETIN_PROOF_SPOKEN_H

#include "protocol/proof/head.h"

/* The post, or what opened the thread, of which the act of this fact says something; false for all other
 * facts, whose acts nobody hides. `id` has LIMIT_ID_BYTES. */
bool spoken_id(const struct head *head, struct buffer *id);

#endif
