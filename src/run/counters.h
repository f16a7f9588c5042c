/* What befalls the calling process while something is timed. */
#ifndef RUN_COUNTERS_H
#define RUN_COUNTERS_H

#include "sample/sample.h"

#include <sys/resource.h>

struct counters_mark {
	struct rusage usage;
	int cpu;
};

/* Just before and just after the window: one system call each, outside it. */
void counters_begin(struct counters_mark *mark);
void counters_end(const struct counters_mark *mark, struct noise *noise);

#endif
