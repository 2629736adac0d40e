/* A loop from its beginning to its end, for whoever runs it. Those that live in it see loop.h alone. */
#ifndef BULLETIN_NET_LOOP_LIFE_H
#define BULLETIN_NET_LOOP_LIFE_H

#include "server/net/loop.h"

enum error loop_init(struct loop *loop, struct server *server, unsigned index);
/* Runs until loop_stop and everything is closed; then frees what it owns. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop); /* any thread */

/* From any thread: the loop takes ownership of the job, or a reference of its own to the batch. */
void loop_post_answer(struct loop *loop, struct job *job);
void loop_post_facts(struct loop *loop, struct batch *batch);

#endif
