/* The control kernels: fixed work, timed between blocks. */
#include "run/control.h"

#include "base/clock.h"
#include "proc/pin.h"
#include "proc/pingpong.h"

#define CHAIN_STEPS  100000
#define STREAM_WORDS ((size_t)4 << 17) /* 4 MiB of 8 bytes */
#define EMPTY_CALLS  1000

/* Keeps the compiler from computing a value in advance. */
#define OPAQUE(x) __asm__ volatile("" : "+r"(x))

static int64_t chain(void)
{
	int64_t begin_ns = clock_ns();
	uint64_t x = 1;
	int i;

	for (i = 0; i < CHAIN_STEPS; i++) {
		x = x * UINT64_C(6364136223846793005) + 1;
		OPAQUE(x);
	}
	return clock_ns() - begin_ns;
}

/* One load from every cache line. */
static int64_t stream(void)
{
	static uint64_t words[STREAM_WORDS];
	int64_t begin_ns;
	uint64_t sum = 0;
	size_t i;

	/* write first: pages never written all map to the same zero page */
	for (i = 0; !words[STREAM_WORDS - 1] && i < STREAM_WORDS; i++)
		words[i] = i;
	begin_ns = clock_ns();
	for (i = 0; i < STREAM_WORDS; i += 8) {
		sum += words[i];
		OPAQUE(sum);
	}
	return clock_ns() - begin_ns;
}

static int64_t empty(void)
{
	int64_t total_ns = 0, begin_ns;
	int i;

	for (i = 0; i < EMPTY_CALLS; i++) {
		begin_ns = clock_ns();
		total_ns += clock_ns() - begin_ns;
	}
	return total_ns;
}

/* Between the first two CPUs. A caller that is on one of them stays there. */
static double distance_ns(void)
{
	int here = pin_cpu(0), there = pin_cpu(1);

	return pin_here() == there ? pingpong_ns(there, here)
				   : pingpong_ns(here, there);
}

size_t control_measure(struct control *controls, int64_t started_ns)
{
	static const struct {
		const char *name;
		int64_t (*measure)(void);
		uint32_t calls;
	} kinds[] = { { "chain", chain, 1 },
		      { "stream", stream, 1 },
		      { "empty", empty, EMPTY_CALLS } };
	struct control *at = controls;
	double ns;
	size_t k;
	int i;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		kinds[k].measure();
		for (i = 0; i < CONTROL_REPEATS; i++, at++) {
			at->name = kinds[k].name;
			at->calls = kinds[k].calls;
			at->start_ns = clock_ns() - started_ns;
			at->total_ns = kinds[k].measure();
		}
	}
	at->name = "distance";
	at->calls = PINGPONG_BATCH;
	at->start_ns = clock_ns() - started_ns;
	ns = pin_cpu_count() > 1 ? distance_ns() : -1;
	at->total_ns = (int64_t)(ns * PINGPONG_BATCH);
	return (size_t)(at - controls) + (ns >= 0);
}
