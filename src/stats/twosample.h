/* Two sets of measurements: do they differ, by how much, how sure is it. */
#ifndef STATS_TWOSAMPLE_H
#define STATS_TWOSAMPLE_H

#include "base/err.h"
#include "stats/interval.h"

#include <stdbool.h>
#include <stddef.h>

struct mannwhitney {
	double u;         /* pairs with a > b, and half of those with a = b */
	double p;         /* two-sided */
	double p_less;    /* of a's U, or a smaller one, by chance */
	double p_greater; /* of a's U, or a greater one */
	bool exact;       /* not the normal approximation */
};

/*
 * The rank test of Mann and Whitney (1947), na and nb >= 1, no NaN; sorts both.
 *
 * Exact where na, nb <= 50 and wherever that takes no more work (about
 * min^2 max (na + nb)): the distribution of U over all ways to deal the pooled
 * values, ties and all, to the two sets (counted group of ties by group, as in
 * Cheung and Klotz 1997). Beyond, the normal approximation with the variance
 * for ties (Lehmann 1975, eq. 1.35) and a continuity correction of 1/2, as
 * R's wilcox.test has it. The two-sided p is twice the smaller of the tails, at
 * most 1, as in R and SciPy. When all values are equal, p is 1.
 * Returns 0, or -1 with *err when memory is short.
 */
int stats_mannwhitney(double *a, size_t na, double *b, size_t nb,
		      struct mannwhitney *test, struct err *err);

/*
 * The least p, two-sided, that na + nb values without ties can give: where it
 * is above the level wanted, no data whatever would differ at that level.
 */
double stats_mannwhitney_least(size_t na, size_t nb);

/*
 * The shift of Hodges and Lehmann (1963): the median of all differences b - a.
 * All finite, na and nb >= 1; sorts both. Every difference is counted but none
 * stored: (na + nb) steps for each of 64 bits.
 */
double stats_hodges_lehmann(double *a, size_t na, double *b, size_t nb);

/*
 * Its interval (Moses 1953; Hollander and Wolfe 1999, 4.3): D_(k) ..
 * D_(na nb + 1 - k) of the sorted differences with the largest k for which
 * 2 P(U <= k - 1) <= 1 - confidence, exact or approximate as above, and then
 * `level` with it. Ties make it wider than need be. Returns 1, 0 where there is
 * no such k (3 + 4 values at 0.95), or -1 with *err.
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
 * the degrees of freedom of Satterthwaite (1946); sorts both. Without any
 * spread t is 0 and p 1 when the means are equal, else t is infinite and p 0.
 */
void stats_welch(double *a, size_t na, double *b, size_t nb,
		 struct ttest *test);

/*
 * The adjusted p values of Benjamini and Hochberg (1995), in place, as R's
 * p.adjust() has them: those up to q are the discoveries at a false discovery
 * rate of q. Returns 0, or -1 with *err when memory is short.
 */
int stats_benjamini_hochberg(double *p, size_t count, struct err *err);

#endif
