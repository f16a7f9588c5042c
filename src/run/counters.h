/* What the calling thread does in a timed window besides taking time: what
 * disturbs it (waits, preemptions, page faults, a change of CPU), and what the
 * CPU counts (instructions, cycles, cache misses). */
#ifndef RUN_COUNTERS_H
#define RUN_COUNTERS_H

#include "proc/perf.h"
#include "sample/sample.h"

#include <sys/resource.h>

struct counters_mark {
	struct rusage usage;
	int cpu;
	struct perf perf;
};

/* To be called before the untimed call that precedes a repeat, and after its
 * workers sleep. `events` has PERF_COUNTERS events to count; NULL: none. */
void counters_open(struct counters_mark *mark, const struct perf_event *events);
void counters_close(struct counters_mark *mark);

/* To be called just before and just after the timed window; the system calls of
 * each are outside it. *noise gets SAMPLE_UNKNOWN for what was not counted. */
void counters_begin(struct counters_mark *mark);
void counters_end(const struct counters_mark *mark, struct noise *noise);

#endif
