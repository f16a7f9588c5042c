/* The CPUs that this process may use, and pinning processes to them. */
#ifndef PROC_PIN_H
#define PROC_PIN_H

/* How many CPUs this process may use at once: the CPUs of its affinity mask,
 * but no more than its cgroup's CPU quota (rounded down), and at least 1. Reads
 * files of the system. */
int pin_cpu_count(void);

/* CPU i of the affinity mask, modulo the number of its CPUs; -1 on failure. */
int pin_cpu(int i);

/* The CPUs for workers, found once for all of them. */
#define PIN_CPUS_MAX 64
struct pin_cpus {
	int at_once;           /* pin_cpu_count() */
	unsigned count;        /* of cpu[]; 0: the CPUs are not known */
	int cpu[PIN_CPUS_MAX]; /* the first ones of the affinity mask */
};

/* Fills *cpus. Reads files: do not call it inside a timed window. */
void pin_find(struct pin_cpus *cpus);

/* The affinity mask of a process, one bit per CPU. It has room for 8192 CPUs,
 * the most that a kernel supports; a cpu_set_t has only 1024. */
#define PIN_MASK_BYTES 1024
struct pin {
	unsigned long mask[PIN_MASK_BYTES / sizeof(unsigned long)];
};

/* Saves and restores the affinity mask of the caller. Return 0, or -1
 * (errno). */
int pin_save(struct pin *pin);
int pin_restore(const struct pin *pin);

/* The CPU the caller runs on now; -1 if it is not known. */
int pin_here(void);

/* Pins the calling process to one CPU. Returns 0, or -1 (errno). */
int pin_to(int cpu);

#endif
