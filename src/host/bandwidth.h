/* The bandwidth of reading: an upper bound ("roof") for every kernel. */
#ifndef HOST_BANDWIDTH_H
#define HOST_BANDWIDTH_H

#include "sample/provenance.h"

/*
 * Adds how fast bytes can be read (1 GB/s is 1e9 bytes a second) from each
 * cache level and from memory, by one CPU and by all usable CPUs (at most 64)
 * at once: read_l1_gb_per_s, read_l1_all_gb_per_s, ..._l2_, _l3_, _memory_. No
 * kernel can read faster: the roof of S. Williams, A. Waterman, D. Patterson,
 * "Roofline", CACM 52 (2009). Takes about 50 ms and 8 MiB per CPU. For
 * _memory_ the bytes are flushed out of the caches before they are read.
 */
void bandwidth_add(struct facts *facts, const struct machine *machine);

#endif
