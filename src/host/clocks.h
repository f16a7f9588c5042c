/* Conditions that must be measured: the clocks, the distance between CPUs. */
#ifndef HOST_CLOCKS_H
#define HOST_CLOCKS_H

#include "sample/provenance.h"

/*
 * Takes some milliseconds per CPU, and adds:
 *
 *   clock_read_ns      time of one call of clock_ns()
 *   clock_step_ns      smallest step between two calls
 *   cpu_clock_mhz      the clock of this CPU, measured by dependent additions,
 *                      of which it does one per cycle (x86-64 and aarch64)
 *   pingpong_ns        round trip of a cache line between the first two CPUs
 *                      this process may use; see proc/pingpong.h
 *   pingpong_far_ns    the same between the first CPU and the farthest of the
 *                      first eight, if there are more than two
 */
void clocks_add(struct facts *facts);

#endif
