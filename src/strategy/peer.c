/* The engine of `peer:NAME` and of `mpi`: the work is done by another program,
 * which is asked by the protocol of doc/peers.md. */
#include "strategy/peer.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

struct peer_cell {
	struct peer *peer;
	int64_t cold_ns;
	int64_t launch_ns;   /* to start the program and greet it */
	int64_t patience_ns; /* for what has no deadline of its own */
	struct err rest;     /* why the last rest failed */
};

int peer_cell_open(void **state, const char *name, const char *command,
		   int64_t greet_ns, const struct cell *cell,
		   const struct vectors *vectors, struct err *err)
{
	struct peer_cell *c = mem_array(1, sizeof(*c), err);
	struct peer_hello hello;
	int64_t begin_ns, deadline_ns;

	*state = c;
	if (!c)
		return -1;
	c->patience_ns = (int64_t)cell->timeout_ms * CLOCK_NS_PER_MS;
	if (peer_start(&c->peer, name, command, err))
		return -1;
	begin_ns = peer_started_ns(c->peer);
	deadline_ns =
	    clock_ns() + (greet_ns > PEER_GREET_NS ? greet_ns : PEER_GREET_NS);
	if (peer_greet(c->peer, deadline_ns, &hello, err))
		return -1;
	c->launch_ns = clock_ns() - begin_ns;
	deadline_ns = clock_ns() + c->patience_ns;
	return peer_open(c->peer, cell, vectors->seed, deadline_ns, &c->cold_ns,
			 err);
}

int64_t peer_cell_opened_ns(const void *state)
{
	const struct peer_cell *c = state;

	return c->cold_ns;
}

int64_t peer_cell_launched_ns(const void *state)
{
	const struct peer_cell *c = state;

	return c->launch_ns + c->cold_ns;
}

int peer_cell_ready(void *state, int64_t deadline_ns, struct err *err)
{
	struct peer_cell *c = state;

	if (c->rest.kind) {
		*err = c->rest;
		return -1;
	}
	return peer_ready(c->peer, deadline_ns, err);
}

void peer_cell_rest(void *state)
{
	struct peer_cell *c = state;

	peer_rest(c->peer, clock_ns() + c->patience_ns, &c->rest);
}

int peer_cell_once(void *state, const struct request *request,
		   struct sample *sample, struct err *err)
{
	struct peer_cell *c = state;

	return peer_repeat(c->peer, request->calls, request->deadline_ns,
			   sample, err);
}

void peer_cell_close(void *state)
{
	struct peer_cell *c = state;

	if (!c)
		return;
	peer_stop(c->peer);
	free(c);
}
