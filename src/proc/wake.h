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

/* Publishes a new value and wakes whoever sleeps. */
void wake_set(struct wake *wake, uint32_t value);

/*
 * Waits until the value is not `old`: looks `spins` times without giving up
 * the CPU, then sleeps until it changes or clock_ns() reaches `until_ns`
 * (INT64_MAX: for ever). Returns true if it changed; false when the time has
 * come or a signal has.
 */
bool wake_wait(struct wake *wake, uint32_t old, unsigned spins,
	       int64_t until_ns);

#endif
