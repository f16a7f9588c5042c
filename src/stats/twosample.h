/* Two sets of measurements: tests of a difference, its size and interval. */
#ifndef STATS_TWOSAMPLE_H
#define STATS_TWOSAMPLE_H

#include "base/err.h"
#include "stats/interval.h"

#include <stdbool.h>
#include <stddef.h>

struct mannwhitney {
	double u;         /* pairs with a > b, plus half of those with a = b */
	double p;         /* two-sided */
	double p_less;    /* P(U <= u) if a and b do not differ */
	double p_greater; /* P(U >= u) if a and b do not differ */
	bool exact;       /* false: by the normal approximation */
};

/*
 * The rank test of Mann and Whitney (1947), na and nb >= 1, no NaN; sorts both.
 *
 * The test is exact for na, nb <= 50, and for any sizes that take no more work
 * (about min^2 max (na + nb)): it counts U over all ways to deal the pooled
 * values, ties included, to the two sets (one group of ties after another, as
 * in Cheung and Klotz 1997). Larger sets use the normal approximation with the
 * variance for ties (Lehmann 1975, eq. 1.35) and a continuity correction of
 * 1/2, like R's wilcox.test. The two-sided p is twice the smaller of the tails,
 * at most 1, as in R and SciPy. When all values are equal, p is 1. Returns 0,
 * or -1 with *err when memory is short.
 */
int stats_mannwhitney(double *a, size_t na, double *b, size_t nb,
		      struct mannwhitney *test, struct err *err);

/*
 * The smallest two-sided p that na + nb values without ties can give. If it is
 * above the level of a test, no data can be significant at that level.
 */
double stats_mannwhitney_least(size_t na, size_t nb);

/*
 * The shift of Hodges and Lehmann (1963): the median of all differences b - a.
 * All finite, na and nb >= 1; sorts both. Every difference is counted but none
 * stored: (na + nb) steps for each of 64 bits.
 */
double stats_hodges_lehmann(double *a, size_t na, double *b, size_t nb);

/*
 * The interval of that shift (Moses 1953; Hollander and Wolfe 1999, 4.3): D_(k)
 * .. D_(na nb + 1 - k) of the sorted differences with the largest k for which 2
 * P(U <= k - 1) <= 1 - confidence. P, and with it `level`, is exact or
 * approximate as in stats_mannwhitney(). Ties make the interval wider than
 * necessary. Returns 1, 0 if no such k exists (3 + 4 values at 0.95), or -1
 * with *err.
 */
int stats_hodges_lehmann_interval(double *a, size_t na, double *b, size_t nb,
				  double confidence, struct interval *interval,
				  struct err *err);

struct ttest {
	double t, df;
	double p; /* two-sided */
};

/*
 * Welch's test (1947) of the means of a and b, na and nb >= 2, all finite, with
 * the degrees of freedom of Satterthwaite (1946); sorts both. If neither set
 * has any spread, t is 0 and p 1 for equal means, else t is infinite and p 0.
 */
void stats_welch(double *a, size_t na, double *b, size_t nb,
		 struct ttest *test);

/*
 * Replaces p values by the adjusted ones of Benjamini and Hochberg (1995), like
 * R's p.adjust(). Those of at most q are the discoveries at a false discovery
 * rate of q. Returns 0, or -1 with *err when memory is short.
 */
int stats_benjamini_hochberg(double *p, size_t count, struct err *err);

#endif
