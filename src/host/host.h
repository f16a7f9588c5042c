/* The state of the machine: all that is known of it now. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include "sample/provenance.h"

/*
 * Conditions now: load, governor, memory, kernel, ... What cannot be known is
 * left out. Counters (cpu_busy_ms, pages_swapped_in, ...) count since the
 * machine, or for own_... this process, was started: take differences.
 */
enum {
	HOST_ANONYMOUS = 1 << 0, /* without the hostname */
	HOST_CLOCKS = 1 << 1,   /* also what is measured in some ms: clocks.h */
	HOST_BANDWIDTH = 1 << 2 /* also how fast bytes are read, some 50 ms */
};
void host_facts(struct facts *facts, unsigned flags);

#endif
