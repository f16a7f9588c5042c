/* What the calling thread does in a timed window besides taking time: what
 * disturbs it, and what the CPU counts. */
#include "run/counters.h"

#include "proc/pin.h"

#include <stddef.h>

static uint32_t grown(long before, long after)
{
	return after > before ? (uint32_t)(after - before) : 0;
}

void counters_open(struct counters_mark *mark, const struct perf_event *events)
{
	int i;

	for (i = 0; i < PERF_COUNTERS; i++)
		mark->perf.fd[i] = -1;
	if (events)
		perf_open(&mark->perf, events, NULL);
}

void counters_close(struct counters_mark *mark)
{
	perf_close(&mark->perf);
}

void counters_begin(struct counters_mark *mark)
{
	mark->cpu = pin_here();
	getrusage(RUSAGE_SELF, &mark->usage);
	perf_start(&mark->perf); /* last: what is above is not counted */
}

void counters_end(const struct counters_mark *mark, struct noise *noise)
{
	const struct rusage *before = &mark->usage;
	int64_t counts[PERF_COUNTERS];
	struct rusage after;

	perf_stop(&mark->perf);
	getrusage(RUSAGE_SELF, &after);
	noise->waits = grown(before->ru_nvcsw, after.ru_nvcsw);
	noise->preemptions = grown(before->ru_nivcsw, after.ru_nivcsw);
	noise->faults = grown(before->ru_minflt, after.ru_minflt) +
			grown(before->ru_majflt, after.ru_majflt);
	noise->cpu = pin_here();
	noise->moved = noise->cpu != mark->cpu;
	perf_read(&mark->perf, counts);
	noise->instructions = counts[PERF_INSTRUCTIONS];
	noise->cycles = counts[PERF_CYCLES];
	noise->cache_misses = counts[PERF_CACHE_MISSES];
}
