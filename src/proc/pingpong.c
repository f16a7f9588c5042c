/* The distance of two CPUs: how long a cache line takes there and back. */
#include "proc/pingpong.h"

#include "base/clock.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "proc/shared.h"
#include "proc/wake.h"

#include <stdlib.h>

#define BATCHES 20
#define MAX_NS  (40 * (int64_t)CLOCK_NS_PER_MS)

/* Shared memory of the two processes: the ball goes to the other CPU and
 * back. */
struct court {
	_Alignas(128) struct wake ball;
	_Alignas(128) struct wake back;
	int cpu; /* of the other process */
};

/* Waits for ball number i; false if it does not arrive by until_ns. */
static bool wait_for(struct wake *ball, uint32_t i, int64_t until_ns)
{
	while (!wake_spin(ball, i - 1, 4096))
		if (clock_ns() >= until_ns)
			return false;
	return true;
}

static void play(struct wake *ball, uint32_t i)
{
	atomic_store_explicit(&ball->value, i, memory_order_release);
}

static int return_balls(void *ctx)
{
	struct court *court = ctx;
	int64_t until_ns = clock_ns() + MAX_NS;
	uint32_t i;

	if (pin_to(court->cpu))
		return 1;
	for (i = 1; i <= BATCHES * PINGPONG_BATCH; i++) {
		if (!wait_for(&court->ball, i, until_ns))
			return 1;
		play(&court->back, i);
	}
	return 0;
}

static int compare_batches(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double match(struct court *court)
{
	int64_t batch_ns[BATCHES], begin_ns, until_ns = clock_ns() + MAX_NS;
	uint32_t b, i = 1;

	for (b = 0; b < BATCHES; b++) {
		begin_ns = clock_ns();
		for (; i <= (b + 1) * PINGPONG_BATCH; i++) {
			play(&court->ball, i);
			if (!wait_for(&court->back, i, until_ns))
				return -1;
		}
		batch_ns[b] = clock_ns() - begin_ns;
	}
	qsort(batch_ns, BATCHES, sizeof(*batch_ns), compare_batches);
	return (double)(batch_ns[BATCHES / 2 - 1] + batch_ns[BATCHES / 2]) /
	       (2.0 * PINGPONG_BATCH);
}

double pingpong_ns(int here, int there)
{
	struct child child;
	struct shared memory;
	struct court *court;
	struct pin all;
	double ns = -1;

	if (here == there || pin_save(&all) < 0 ||
	    shared_open(&memory, sizeof(*court), NULL))
		return -1;
	court = memory.data;
	court->cpu = there;
	if (!pin_to(here) && !child_start(&child, return_balls, court, NULL)) {
		ns = match(court);
		child_stop(&child);
	}
	pin_restore(&all);
	shared_close(&memory);
	return ns;
}
