/* Counters of the CPU for the calling thread, by perf_event_open(2). */
#ifndef PROC_PERF_H
#define PROC_PERF_H

#include "base/err.h"

#include <stdint.h>

enum { PERF_INSTRUCTIONS, PERF_CYCLES, PERF_CACHE_MISSES, PERF_COUNTERS };

/* What one counter counts. */
struct perf_event {
	uint32_t type;   /* as in struct perf_event_attr */
	uint64_t config; /* of this type */
	int cpu;         /* counts only on this CPU; -1: on any */
};

/* The events of the CPU, in the order of the names above. A test may count
 * events of the kernel instead, which virtual machines have, too. */
extern const struct perf_event perf_hardware[PERF_COUNTERS];

/* An open group of counters: they count at the same time, or none does. */
struct perf {
	int fd[PERF_COUNTERS]; /* -1: this one cannot be counted here */
};

/*
 * Opens counters of the calling thread in user mode; they do not count yet. The
 * first event must be known here, the others may be missing. While counters are
 * open, every switch between the thread and another one takes longer: 0.3 us
 * were measured with events of the kernel, and 0.6 us while they count.
 *
 * Returns 0, or -1 with ERR_MISSING in *err and nothing open; the other functions
 * then do nothing. The text is PERF_NOT_PERMITTED if kernel.perf_event_paranoid
 * is above 2 or a container forbids it, PERF_NONE if the machine has no counters
 * or shows none, as most virtual machines, else what went wrong.
 */
#define PERF_NOT_PERMITTED "not permitted"
#define PERF_NONE          "none"
int perf_open(struct perf *perf, const struct perf_event events[PERF_COUNTERS],
	      struct err *err);
void perf_close(struct perf *perf);

/* Counting begins and ends; two system calls. */
void perf_start(const struct perf *perf);
void perf_stop(const struct perf *perf);

/* What has been counted since perf_open(). PERF_UNKNOWN stands for what was not
 * counted, and for all if the group did not count all the time: the CPU has too
 * few counters for all who want them, and takes turns. Nothing is scaled. */
#define PERF_UNKNOWN INT64_C(-1)
void perf_read(const struct perf *perf, int64_t counts[PERF_COUNTERS]);

#endif
