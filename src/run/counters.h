/* What disturbs the calling process in a timed window: waits, preemptions, page
 * faults, a change of CPU. */
#ifndef RUN_COUNTERS_H
#define RUN_COUNTERS_H

#include "sample/sample.h"

#include <sys/resource.h>

struct counters_mark {
	struct rusage usage;
	int cpu;
};

/* To be called just before and just after the timed window; the getrusage() of
 * each is outside it. */
void counters_begin(struct counters_mark *mark);
void counters_end(const struct counters_mark *mark, struct noise *noise);

#endif
