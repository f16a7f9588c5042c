/* Which CPUs this process may use, and putting workers on them. */
#ifndef PROC_PIN_H
#define PROC_PIN_H

/* CPUs this process may run on at once: its affinity mask, cut to its cgroup's
 * CPU quota (rounded down, at least 1). */
int pin_cpu_count(void);

/* The i-th CPU of the affinity mask, counted round; -1 if it cannot be told. */
int pin_cpu(int i);

/* The CPUs the calling process may use. */
struct pin {
	unsigned long mask[16];
};

/* Notes them, and gives them back: 0, or -1 (errno). */
int pin_save(struct pin *pin);
int pin_restore(const struct pin *pin);

/* The CPU the caller is on now, -1 if it cannot be told. */
int pin_here(void);

/* Puts the calling process on one CPU. Returns 0, or -1 (errno). */
int pin_to(int cpu);

#endif
