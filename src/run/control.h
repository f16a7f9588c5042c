/*
 * The control kernel: fixed work that has nothing to do with the code under
 * test, timed between blocks. When it is slow too, the machine is.
 *
 *     chain   100,000 dependent multiplications: the clock of one core
 *     stream  4 MiB read once: the caches and memory
 *     empty   1,000 times two readings of the clock, and nothing between
 *     distance  100 times a cache line from one CPU to another and back (once
 *             each time; where there are two CPUs, and both are free)
 *
 * A hypervisor moves CPUs among cores that share a cache or do not: every
 * hand-over between workers is then some 6 x as far.
 *
 * Never change what they do: histories are compared by them.
 */
#ifndef RUN_CONTROL_H
#define RUN_CONTROL_H

#include "sample/sample.h"

#include <stddef.h>

/* The first three so often, after one untimed time. */
#define CONTROL_REPEATS 5
#define CONTROL_MAX     (3 * CONTROL_REPEATS + 1)

/* Measures up to CONTROL_MAX of them; returns how many. `started_ns` is the
 * start of the run. */
size_t control_measure(struct control *controls, int64_t started_ns);

#endif
