/* Guesses of the time that a plan takes, before anything ran. */
#ifndef RUN_ESTIMATE_H
#define RUN_ESTIMATE_H

#include "plan/plan.h"

/* The time a cell takes with all repeats, warm-ups and calibration: from flags
 * and sizes, 10 GB/s and 1 GB/s. */
double estimate_cell_ns(const struct cell *cell);

/* The time a block needs for its vectors and reference. */
double estimate_block_ns(const struct cell *cell);

#endif
