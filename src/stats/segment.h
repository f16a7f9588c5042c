/* Where the level of a whole series changed. */
#ifndef STATS_SEGMENT_H
#define STATS_SEGMENT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEGMENT_ALPHA     0.01
#define SEGMENT_ALPHA_FEW 0.05 /* up to SEGMENT_FEW points */
#define SEGMENT_FEW       15

struct segments {
	size_t *start; /* first points of the levels after the first, ascending;
			  indices of x; owned */
	size_t count;
	double alpha;
	bool exploratory; /* so few points that alpha is 0.05: say so */
	size_t order;     /* of the memory allowed for; 0: none */
	double lag1;      /* autocorrelation of the residuals */
	bool drifts;      /* lag1 > 2 / sqrt(n): change points unreliable */
};

/*
 * Finds the changes of level in x[0..count); NaN is a missing point. Nothing
 * is assumed of the noise but that its order within a level is by chance - and
 * where memory explains the series better than so many levels do, not even
 * that: then the points are those of stats_shift(), and `order` is not 0.
 *
 * Binary segmentation: of a stretch the split with the largest |difference of
 * means| / sqrt(1/k + 1/(n-k)) is kept if at most alpha/2 of random orders of
 * the stretch have a larger one; else the interval with the largest such
 * difference from the rest is tried in the same way (circular binary
 * segmentation: Olshen and others, Biostatistics 5, 2004), intervals of up to
 * 64 points. Then each part is searched. Values are drawn in to 3 sd (8 of few
 * points) from the stretch's median, the sd from successive differences
 * (median |x_i - x_{i-1}| 1.4826 / sqrt 2), which steps do not inflate: single
 * outliers are no level.
 *
 * Few points have few orders. In a stretch of up to 15 points the second test
 * is of two cuts with three means (the largest sum of squares they explain):
 * what one cut leaves over could not be tested any more. Where only all of
 * alpha is within reach of one cut, it has all (5 points beside 5 at 0.01).
 * Levels too short even for that (up to 9 points at 0.01) are cut if at most
 * alpha/2 of draws from the noise of all other levels, each in its own sd, look
 * as much like a step.
 *
 * At the end boundaries move to the least sum of absolute deviations from the
 * medians of both sides within +-10 points, and those whose two sides do not
 * differ at alpha are dropped (or that overlap, with too few points to say).
 *
 * What it cannot do: tell both steps of short stairs with noise for sure (3
 * points a step: mostly one is told); tell AR noise of little memory from
 * steps in few points (of 90 nights at phi = 0.3 one in twelve has a point;
 * bench/histories).
 *
 * `seed` chooses the orders: equal input, equal output. Returns 0, or -1 with
 * *err (no memory).
 */
int stats_segment(const double *x, size_t count, uint64_t seed,
		  struct segments *segments, struct err *err);

/* Harmless on a zeroed struct. */
void segments_free(struct segments *segments);

#endif
