/* How fast bytes can be read: the roof over every kernel. */
#ifndef HOST_BANDWIDTH_H
#define HOST_BANDWIDTH_H

#include "sample/provenance.h"

/*
 * Adds how fast bytes can be read (1 GB/s is 1e9 bytes a second) by one CPU
 * and by all that may be used, at most 64, at once, from each level of caches
 * and from memory: read_l1_gb_per_s, read_l1_all_gb_per_s, ..._l2_, _l3_,
 * _memory_. No kernel can read faster: the roof of S. Williams, A. Waterman,
 * D. Patterson, "Roofline", CACM 52 (2009). Takes some 50 ms and 8 MiB a CPU;
 * what is read from memory was flushed out of the caches before.
 */
void bandwidth_add(struct facts *facts, const struct machine *machine);

#endif
