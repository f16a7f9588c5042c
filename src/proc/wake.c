/* Waiting for a number in shared memory to change: spinning first, then
 * asleep. */
#include "proc/wake.h"

#include "base/clock.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The time-out of FUTEX_WAIT is on CLOCK_MONOTONIC, the clock of clock_ns(). */
static long futex(_Atomic uint32_t *word, int op, uint32_t value,
		  const struct timespec *timeout)
{
	return syscall(SYS_futex, word, op, value, timeout, NULL, 0);
}

void wake_yield(void)
{
	sched_yield();
}

void wake_again(struct wake *wake)
{
	futex(&wake->value, FUTEX_WAKE, INT_MAX, NULL);
}

void wake_set(struct wake *wake, uint32_t value)
{
	/* Both sides use sequentially consistent accesses: either we see the
	 * sleeper, or the sleeper's last look sees the new value. */
	atomic_store(&wake->value, value);
	if (atomic_load(&wake->sleepers))
		wake_again(wake);
}

/* Sleeps once. Returns false if a signal arrived or the time is over, else
 * true: look at the value again. */
static bool doze(struct wake *wake, uint32_t old, int64_t until_ns)
{
	struct timespec left, *timeout = NULL;
	int64_t left_ns;
	bool more = true;

	if (until_ns != INT64_MAX) {
		left_ns = until_ns - clock_ns();
		if (left_ns <= 0)
			return false;
		left.tv_sec = (time_t)(left_ns / CLOCK_NS_PER_S);
		left.tv_nsec = (long)(left_ns % CLOCK_NS_PER_S);
		timeout = &left;
	}
	atomic_fetch_add(&wake->sleepers, 1);
	if (atomic_load(&wake->value) == old &&
	    futex(&wake->value, FUTEX_WAIT, old, timeout) && errno == EINTR)
		more = false;
	atomic_fetch_sub(&wake->sleepers, 1);
	return more;
}

bool wake_wait(struct wake *wake, uint32_t old, unsigned spins,
	       int64_t until_ns)
{
	if (wake_spin(wake, old, spins))
		return true;
	while (atomic_load_explicit(&wake->value, memory_order_acquire) == old)
		if (!doze(wake, old, until_ns))
			return atomic_load(&wake->value) != old;
	return true;
}
