/* Which CPUs this process may use, and putting workers on them. */
#ifndef PROC_PIN_H
#define PROC_PIN_H

/* CPUs this process may run on at once: its affinity mask, cut to its cgroup's
 * CPU quota (rounded down, at least 1). Reads files of the system. */
int pin_cpu_count(void);

/* The i-th CPU of the affinity mask, counted round; -1 if it cannot be told. */
int pin_cpu(int i);

/* The CPUs there are for workers, found once for many of them. */
#define PIN_CPUS_MAX 64
struct pin_cpus {
	int at_once;           /* pin_cpu_count() */
	unsigned count;        /* of cpu[]; 0: they cannot be told */
	int cpu[PIN_CPUS_MAX]; /* the first ones of the affinity mask */
};

/* Finds them: not where something is timed. */
void pin_find(struct pin_cpus *cpus);

/* The CPUs the calling process may use, one bit each: as many as any kernel
 * knows (8192; a set of cpu_set_t has 1024). */
#define PIN_MASK_BYTES 1024
struct pin {
	unsigned long mask[PIN_MASK_BYTES / sizeof(unsigned long)];
};

/* Notes them, and gives them back: 0, or -1 (errno). */
int pin_save(struct pin *pin);
int pin_restore(const struct pin *pin);

/* The CPU the caller is on now, -1 if it cannot be told. */
int pin_here(void);

/* Puts the calling process on one CPU. Returns 0, or -1 (errno). */
int pin_to(int cpu);

#endif
