/* Where the noise comes from: repeats, sessions or nights; what would help. */
#ifndef STATS_VARIANCE_H
#define STATS_VARIANCE_H

#include <stddef.h>

/* A one-way analysis of variance: groups are nights (or sessions), values
 * their repeats. */
struct variance {
	size_t groups, count;
	double between_ms, within_ms; /* mean squares; NaN without freedom */
	double f;                     /* between_ms / within_ms */
	double within; /* variance of a repeat around its night's level */
	double night;  /* variance of the levels of nights, >= 0 */
	double share; /* of a repeat's variance that is the night's; NaN: 0/0 */
};

/*
 * Splits the variance of x[0..count), value i in group[i] in [0, groups).
 * within = MSw, night = max(0, (MSb - MSw) / R), where R is the number of
 * repeats a night, or with unequal numbers r_i
 * R = (N - sum r_i^2 / N) / (groups - 1) (Searle, Casella, McCulloch: Variance
 * Components, 1992, section 3.6). Means are taken off first and sums of squares
 * are of deviations, so that digits do not cancel. Empty groups do not count.
 * `means` and `counts` are room for `groups` each.
 */
void stats_variance(const double *x, const size_t *group, size_t count,
		    size_t groups, double *means, size_t *counts,
		    struct variance *variance);

enum variance_advice {
	VARIANCE_UNKNOWN,       /* fewer than 2 nights or repeats */
	VARIANCE_MORE_REPEATS,  /* repeats are most of a night's noise */
	VARIANCE_MORE_SESSIONS, /* nights differ: more repeats are in vain */
	VARIANCE_MORE_NIGHTS    /* too few nights to tell */
};

/* Nights needed before the night's variance is known to a factor of 3 or so. */
#define VARIANCE_NIGHTS 6

/*
 * What makes the mean of a night, of variance night + within / R, more certain:
 * more repeats where within / R is more than half of it, else more sessions in
 * a night (they average what differs between sessions) and nights. *gain is the
 * factor by which the mean's sd would shrink with twice the repeats: near 1 is
 * in vain, 0.71 the most there is.
 */
enum variance_advice stats_variance_advice(const struct variance *variance,
					   double *gain);

#endif
