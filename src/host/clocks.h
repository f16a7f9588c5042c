/* What must be measured: the clocks, and the distance between CPUs. */
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
void clocks_add(struct facts *facts);

#endif
