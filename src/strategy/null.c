/* Strategy `null`: its calls do nothing; shows what the runner itself costs. */
#include "strategy/strategy.h"

#include "base/clock.h"

static int open_null(void **state, const struct cell *cell,
		     const struct kernel *kernel, const struct vectors *vectors,
		     struct err *err)
{
	(void)cell, (void)kernel, (void)vectors, (void)err;
	*state = NULL;
	return 0;
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	int64_t begin_ns = clock_ns();
	uint32_t i;

	(void)state, (void)err;
	for (i = 0; i < request->calls; i++)
		__asm__ __volatile__("" ::: "memory");
	sample->mark_every = 1;
	sample->dispatch_ns = 1; /* the whole time: nothing is computed */
	sample_apportion(sample, clock_ns() - begin_ns);
	return 0;
}

static void close_null(void *state)
{
	(void)state;
}

const struct strategy strategy_null = {
	.name = "null",
	.summary = "computes nothing: what measuring itself costs",
	.flags = STRATEGY_NO_RESULT | STRATEGY_ONE_WORKER,
	.open = open_null,
	.once = once,
	.close = close_null,
};
