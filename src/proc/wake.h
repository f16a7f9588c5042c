/* Waiting for a number in shared memory to change: spinning first, then
 * asleep. */
#ifndef PROC_WAKE_H
#define PROC_WAKE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* A counter in shared memory that one process writes and others wait for. */
struct wake {
	_Atomic uint32_t value;
	_Atomic uint32_t sleepers; /* processes that sleep or are about to */
};

/* The CPU's hint for waiting loops. */
static inline void wake_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ __volatile__("yield");
#endif
}

/* Asks for a cache line that this process will write soon, and takes it from the caches of
 * others; does not wait for it. */
static inline void wake_claim(void *line)
{
#if defined(__x86_64__)
	__asm__ __volatile__("prefetchw %0" : "+m"(*(char *)line));
#else
	__builtin_prefetch(line, 1);
#endif
}

/* Wakes all sleepers without changing the value. */
void wake_again(struct wake *wake);

/* Publishes a new value and wakes all sleepers. */
void wake_set(struct wake *wake, uint32_t value);

/*
 * Like wake_set(), for waiters that are probably awake: a plain store and a
 * load, without a full fence or a locked instruction. A waiter that falls
 * asleep at the same moment can miss the new value; the caller must call
 * wake_again() when no answer comes.
 */
static inline void wake_set_awake(struct wake *wake, uint32_t value)
{
	atomic_store_explicit(&wake->value, value, memory_order_release);
	if (atomic_load_explicit(&wake->sleepers, memory_order_relaxed))
		wake_again(wake);
}

/* Lets another process run on this CPU: it may be the one we wait for. */
void wake_yield(void);

/*
 * Looks up to `spins` times, at least once, and returns whether the value is no
 * longer `old`. After every WAKE_YIELD looks (some 10 us) it yields the CPU:
 * the process that we wait for may be queued on this very CPU, and the
 * scheduler could leave it waiting there for milliseconds.
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
 * Waits until the value is not `old`: spins as wake_spin() does, then sleeps
 * until the value changes, a signal arrives or clock_ns() reaches `until_ns`
 * (INT64_MAX: no limit). Returns whether the value has changed.
 */
bool wake_wait(struct wake *wake, uint32_t old, unsigned spins,
	       int64_t until_ns);

#endif
