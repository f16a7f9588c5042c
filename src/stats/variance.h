/* Variance components: noise of repeats, sessions, nights; what reduces it. */
#ifndef STATS_VARIANCE_H
#define STATS_VARIANCE_H

#include <stddef.h>

/* A one-way analysis of variance: groups are nights (or sessions), values
 * their repeats. */
struct variance {
	size_t groups, count;
	double between_ms, within_ms; /* mean squares; NaN without degrees of
					 freedom */
	double f;                     /* between_ms / within_ms */
	double within; /* variance of a repeat around its night's level */
	double night;  /* variance of the levels of nights, >= 0 */
	double share;  /* night / (night + within); NaN: 0/0 */
};

/*
 * Splits the variance of x[0..count), where value i belongs to group[i] in [0,
 * groups). within = MSw, night = max(0, (MSb - MSw) / R), where R is the number
 * of repeats per night, or with unequal numbers r_i R = (N - sum r_i^2 / N) /
 * (groups - 1) (Searle, Casella, McCulloch: Variance Components, 1992, section
 * 3.6). Means are subtracted before squaring, so that no digits cancel. Empty
 * groups do not count. `means` and `counts` have room for `groups` values each.
 */
void stats_variance(const double *x, const size_t *group, size_t count,
		    size_t groups, double *means, size_t *counts,
		    struct variance *variance);

enum variance_advice {
	VARIANCE_UNKNOWN,       /* fewer than 2 nights or repeats */
	VARIANCE_MORE_REPEATS,  /* most of a night's noise is that of repeats */
	VARIANCE_MORE_SESSIONS, /* nights differ; more repeats do not help */
	VARIANCE_MORE_NIGHTS    /* too few nights to tell */
};

/* Nights needed to know the night's variance to a factor of about 3. */
#define VARIANCE_NIGHTS 6

/*
 * Says what would make the mean of a night, of variance night + within / R,
 * more certain: more repeats if within / R is more than half of that variance;
 * otherwise more sessions in a night (they average the differences between
 * sessions) and more nights. *gain is the factor by which twice the repeats
 * would change the mean's sd: near 1 they do not help, 0.71 is the best
 * possible.
 */
enum variance_advice stats_variance_advice(const struct variance *variance,
					   double *gain);

#endif
