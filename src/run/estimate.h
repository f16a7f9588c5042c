/* Estimates of the time a plan takes, made before anything has run. */
#ifndef RUN_ESTIMATE_H
#define RUN_ESTIMATE_H

#include "plan/plan.h"

/* The time a cell takes with all repeats, warm-ups and calibration. Assumes 10
 * GB/s for computing, 1 GB/s for copying, 0.3 ms for a new process. */
double estimate_cell_ns(const struct cell *cell);

/* The time a block needs for its vectors and reference. */
double estimate_block_ns(const struct cell *cell);

#endif
