/* Change points of a whole series, looking back (replay --levels). The verdict of
 * a night is verdict/verdict.h. */
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
	size_t *start; /* first point of each level after the first,
			  ascending, as index of x; owned */
	size_t count;
	double alpha;
	bool exploratory; /* alpha is 0.05 because points are few; report
			     this */
	size_t order;     /* of the autoregression allowed for; 0: none */
	double lag1;      /* autocorrelation of the residuals */
	bool drifts;      /* lag1 > 2 / sqrt(n): change points unreliable */
};

/*
 * Finds the changes of level in x[0..count); NaN is a missing point. The only
 * assumption about the noise is that its order within a level is random. If an
 * autoregression explains the series better than that many levels, not even
 * this is assumed: the change points are then those of stats_shift(), and
 * `order` is not 0.
 *
 * The method is binary segmentation. In a stretch of points, the split with the
 * largest |difference of means| / sqrt(1/k + 1/(n-k)) is kept if at most
 * alpha/2 of random permutations of the stretch have a larger one. Otherwise
 * the interval with the largest such difference from the rest of the stretch is
 * tested in the same way (circular binary segmentation: Olshen and others,
 * Biostatistics 5, 2004); intervals have up to 64 points. Then each part is
 * searched. Values are clamped to 3 sd (8 if points are few) around the
 * stretch's median, so that a single outlier is no level; the sd is that of
 * successive differences (median |x_i - x_{i-1}| 1.4826 / sqrt 2), which steps
 * do not inflate.
 *
 * Few points have few permutations. In a stretch of up to 15 points the second
 * test is for two cuts with three means (the largest sum of squares that they
 * explain), because the parts left by one cut would be too short to test. Where
 * one cut can reach significance only at all of alpha, its test uses all of it
 * (5 points beside 5 at 0.01). Levels too short even for that (up to 9 points
 * at 0.01) are cut if at most alpha/2 of random samples of the noise of all
 * other levels, each in units of its own sd, look as much like a step.
 *
 * At the end each boundary moves, within +-10 points, to where the sum of absolute
 * deviations from the means of both sides is smallest, values clamped as above. Boundaries
 * whose sides do not differ at alpha are dropped; where there are too few
 * points for this test, those whose sides overlap are.
 *
 * Limits: of short stairs with noise (3 points a step) mostly only one of two
 * steps is found; weakly autocorrelated noise cannot be distinguished from
 * steps in few points (of series of 90 nights at phi = 0.3 one in twelve has a
 * change point; bench/histories).
 *
 * `seed` chooses the permutations: equal input gives equal output. Returns 0,
 * or -1 with *err (no memory).
 */
int stats_segment(const double *x, size_t count, uint64_t seed,
		  struct segments *segments, struct err *err);

/* Frees the contents; a zeroed struct is allowed. */
void segments_free(struct segments *segments);

#endif
