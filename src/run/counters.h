/* What befalls the calling process while something is timed. */
#ifndef RUN_COUNTERS_H
#define RUN_COUNTERS_H

#include "sample/sample.h"

#include <sys/resource.h>

struct ledger_mark {
	struct rusage usage;
	int cpu;
};

/* Just before and just after the window: one system call each, outside it. */
void ledger_begin(struct ledger_mark *mark);
void ledger_end(const struct ledger_mark *mark, struct noise *noise);

#endif
