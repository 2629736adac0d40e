/* The inside of a loop, for the files that share it: loop.c (whose turn it is) and loop_life.c (its life
 * and its inbox). Nobody else includes this. */
#ifndef BULLETIN_NET_LOOP_INSIDE_H
#define BULLETIN_NET_LOOP_INSIDE_H

#include "server/net/loop.h"

/* Lets the reading transaction rest, unless somebody uses it. */
void loop_let_rest(struct loop *loop);
/* Gives a job that is answered back to its peer, and frees it. */
void loop_take_answer(struct job *job);
/* Gives the writer what was gathered. */
void loop_hand_over(struct loop *loop);
/* Serves those who were ready when the turn began, or a slice of them; then the sockets have their turn.
 * Whoever has more ahead queues up again, for the next turn. The first that reads the store renews the
 * transaction for all. */
void loop_serve_ready(struct loop *loop, uint64_t until_ns);
struct peer *loop_peer_of_turn(struct turn *turn);

#endif
