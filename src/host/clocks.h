/* The conditions of the machine that must be measured. */
#ifndef HOST_CLOCKS_H
#define HOST_CLOCKS_H

#include "sample/provenance.h"

/*
 * Adds, in some milliseconds a CPU:
 *
 *   clock_read_ns      what reading clock_ns() costs
 *   clock_step_ns      the smallest step it was seen to make
 *   cpu_clock_mhz      the clock of this CPU, from dependent additions, of
 *                      which it does one a cycle (x86-64 and aarch64)
 *   pingpong_ns        round trip of a cache line between the first two CPUs
 *                      this process may use; see proc/pingpong.h
 *   pingpong_far_ns    between the first and the farthest of the first eight,
 *                      where there are more than two
 */
void probe_add(struct facts *facts);

/*
 * Adds how fast bytes can be read (1 GB/s is 1e9 bytes a second) by one CPU
 * and by all that may be used, at most 64, at once, from each level of caches
 * and from memory: read_l1_gb_per_s, read_l1_all_gb_per_s, ..._l2_, _l3_,
 * _memory_. No kernel can read faster: the roof of S. Williams, A. Waterman,
 * D. Patterson, "Roofline", CACM 52 (2009). Takes some 50 ms and 8 MiB a CPU;
 * what is read from memory was flushed out of the caches before.
 */
void probe_roof(struct facts *facts, const struct machine *machine);

#endif
