/* Strategy `serial`: one process calls the kernel; the base of speed-ups. */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

struct serial {
	const struct kernel *kernel;
	const struct vectors *vectors;
};

static int open_serial(void **state, const struct cell *cell,
		       const struct kernel *kernel,
		       const struct vectors *vectors, struct err *err)
{
	struct serial *s = mem_array(1, sizeof(*s), err);

	(void)cell;
	*state = s;
	if (!s)
		return -1;
	s->kernel = kernel;
	s->vectors = vectors;
	return 0;
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	const struct serial *s = state;
	const struct vectors *v = s->vectors;
	int64_t begin_ns = clock_ns();
	uint32_t i;

	(void)err;
	for (i = 0; i < request->calls; i++)
		sample_add_result(sample, s->kernel->dot(v->x, v->y, v->n));
	sample->mark_every = 1;
	sample->active = 1;
	sample_apportion(sample, clock_ns() - begin_ns);
	return 0;
}

static void close_serial(void *state)
{
	free(state);
}

const struct strategy strategy_serial = {
	.name = "serial",
	.summary = "one process; vectors in its memory",
	.flags = STRATEGY_ONE_WORKER | STRATEGY_BASE,
	.open = open_serial,
	.once = once,
	.close = close_serial,
};
