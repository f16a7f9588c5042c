/* The engine of `peer:NAME` and of `mpi`: the work is done by another program,
 * which is asked by the protocol of doc/peers.md. */
#ifndef STRATEGY_PEER_H
#define STRATEGY_PEER_H

#include "peer/peer.h"
#include "strategy/strategy.h"

/*
 * Starts the command line `command` with /bin/sh, says hello and opens the cell
 * in it; `name` is for messages. It has greet_ns to say hello, or PEER_GREET_NS if
 * that is more. *state may be set even on failure. Returns 0, or -1 with *err. The
 * others are functions of a struct strategy.
 */
int peer_cell_open(void **state, const char *name, const char *command,
		   int64_t greet_ns, const struct cell *cell,
		   const struct vectors *vectors, struct err *err);
int64_t peer_cell_opened_ns(const void *state);
/* The same, and the time until the program had said hello: for a program whose
 * start is what makes the workers. */
int64_t peer_cell_launched_ns(const void *state);
int peer_cell_ready(void *state, int64_t deadline_ns, struct err *err);
void peer_cell_rest(void *state);
int peer_cell_once(void *state, const struct request *request,
		   struct sample *sample, struct err *err);
void peer_cell_close(void *state);

#endif
