/* Collects all facts about the present state of the machine, from the files of
 * host/. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include "sample/provenance.h"

/*
 * Sets *facts to the conditions now: load, governor, memory, kernel, ... A fact
 * that is not known is left out. Counters (cpu_busy_ms, pages_swapped_in, ...)
 * count since the start of the machine (own_...: of this process), so callers
 * take differences.
 */
enum {
	HOST_ANONYMOUS = 1 << 0, /* without the hostname */
	HOST_CLOCKS = 1 << 1,    /* also those of clocks.h, in some ms */
	HOST_BANDWIDTH = 1 << 2  /* also those of bandwidth.h, in some 50 ms */
};
void host_facts(struct facts *facts, unsigned flags);

#endif
