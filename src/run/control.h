/*
 * The control kernel: fixed work that has nothing to do with the code under
 * test, timed between blocks. When it is slow too, the machine is.
 *
 *     chain   100,000 dependent multiplications: the clock of one core
 *     stream  4 MiB read once: the caches and memory
 *     empty   1,000 times two readings of the clock, and nothing between
 *
 * Never change what they do: histories are compared by them.
 */
#ifndef RUN_CONTROL_H
#define RUN_CONTROL_H

#include "sample/sample.h"

#include <stddef.h>

/* Each kind so often, after one untimed time. */
#define CONTROL_REPEATS 5
#define CONTROL_COUNT   (3 * CONTROL_REPEATS)

/* Measures CONTROL_COUNT of them; `started_ns` is the start of the run. */
void control_measure(struct control *controls, int64_t started_ns);

#endif
