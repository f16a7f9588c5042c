/* What disturbs the calling process in a timed window: waits, preemptions, page
 * faults, a change of CPU. */
#include "run/counters.h"

#include "proc/pin.h"

static uint32_t grown(long before, long after)
{
	return after > before ? (uint32_t)(after - before) : 0;
}

void counters_begin(struct counters_mark *mark)
{
	mark->cpu = pin_here();
	getrusage(RUSAGE_SELF, &mark->usage);
}

void counters_end(const struct counters_mark *mark, struct noise *noise)
{
	const struct rusage *before = &mark->usage;
	struct rusage after;

	getrusage(RUSAGE_SELF, &after);
	noise->waits = grown(before->ru_nvcsw, after.ru_nvcsw);
	noise->preemptions = grown(before->ru_nivcsw, after.ru_nivcsw);
	noise->faults = grown(before->ru_minflt, after.ru_minflt) +
			grown(before->ru_majflt, after.ru_majflt);
	noise->cpu = pin_here();
	noise->moved = noise->cpu != mark->cpu;
}
