/*
 * The control kernels: fixed work that has nothing to do with the code under
 * test, timed between blocks. When they are slow too, the machine is slow.
 *
 *     chain   100,000 dependent multiplications: the clock of one core
 *     stream  4 MiB read once: the caches and memory
 *     empty   1,000 pairs of clock readings with nothing in between
 *     distance  a cache line sent 100 times from one CPU to another and back
 *             (measured once, not five times; only where two CPUs are free)
 *
 * A hypervisor may move virtual CPUs to cores that share no cache: every
 * hand-over between workers then takes some 6 times as long.
 *
 * Never change their work: histories are compared by their times.
 */
#ifndef RUN_CONTROL_H
#define RUN_CONTROL_H

#include "sample/sample.h"

#include <stddef.h>

/* Repeats of chain, stream and empty each, after one that is not recorded. */
#define CONTROL_REPEATS 5
#define CONTROL_MAX     (3 * CONTROL_REPEATS + 1)

/* Measures up to CONTROL_MAX controls; returns how many. `started_ns` is the
 * start of the run. */
size_t control_measure(struct control *controls, int64_t started_ns);

#endif
