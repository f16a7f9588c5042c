/* Waiting for a number in shared memory to change: first awake, then asleep. */
#ifndef PROC_WAKE_H
#define PROC_WAKE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* A counter one process writes and others wait for; in shared memory. */
struct wake {
	_Atomic uint32_t value;
	_Atomic uint32_t sleepers; /* how many are asleep, or about to be */
};

/* Tells the CPU that this is a waiting loop. */
static inline void wake_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ __volatile__("yield");
#endif
}

/* Wakes whoever sleeps; the value stays. */
void wake_again(struct wake *wake);

/* Publishes a new value and wakes whoever sleeps. */
void wake_set(struct wake *wake, uint32_t value);

/*
 * The same without a full fence, for waiters that are awake: two stores and
 * loads, no locked instruction. A waiter that falls asleep in the very moment
 * can miss it; whoever uses this must call wake_again() when no answer comes.
 */
static inline void wake_set_awake(struct wake *wake, uint32_t value)
{
	atomic_store_explicit(&wake->value, value, memory_order_release);
	if (atomic_load_explicit(&wake->sleepers, memory_order_relaxed))
		wake_again(wake);
}

/* Lets another process have this CPU: the one waited for may be here. */
void wake_yield(void);

/*
 * Looks up to `spins` times whether the value is not `old` any more. Every
 * WAKE_YIELD looks (some 10 us) it lets others have the CPU: the scheduler may
 * have put the one that is waited for on this very CPU, and would leave it
 * there, waiting, for milliseconds.
 */
#define WAKE_YIELD 512
static inline bool wake_spin(struct wake *wake, uint32_t old, unsigned spins)
{
	unsigned looks = 0;

	do {
		if (atomic_load_explicit(&wake->value, memory_order_acquire) !=
		    old)
			return true;
		wake_relax();
		if (++looks % WAKE_YIELD == 0)
			wake_yield();
	} while (looks < spins);
	return false;
}

/*
 * Waits until the value is not `old`: looks `spins` times without giving up
 * the CPU, then sleeps until it changes or clock_ns() reaches `until_ns`
 * (INT64_MAX: for ever). Returns true if it changed; false when the time has
 * come or a signal has.
 */
bool wake_wait(struct wake *wake, uint32_t old, unsigned spins,
	       int64_t until_ns);

#endif
