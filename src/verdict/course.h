/* Inside the verdict: does a level stand still, or does it drift? */
#ifndef STATS_COURSE_H
#define STATS_COURSE_H

#include "verdict/sight.h"

/* A ramp: flat up to night `from` of a level, then a straight line up to night
 * `to`, then flat. Indices are those of sight.value. */
struct course {
	size_t from, to;
	double rise;   /* from `from` to `to`, in logarithms */
	double z;      /* rise / its standard error */
	double better; /* twice the logarithm of the likelihood ratio of normal
			  noise: the ramp against steps */
	double over; /* the same against the best ramp up to the latest night */
};

#define COURSE_LEAST 16 /* nights of the shortest ramp that is told */

/*
 * Fits the ramp of at least COURSE_LEAST nights with the least squares, over a
 * grid of 32 beginnings and ends. A night that lies more than 3 sd (of
 * differences) from the median of the five around it is moved to that distance.
 * The standard error and the likelihoods take the residuals' variance times (1 +
 * phi) / (1 - phi), where phi is their lag-1 autocorrelation, corrected for the
 * four numbers fitted. The steps are the best single one, or those with which
 * levels were told to begin, at nights told[0..ntold), ascending. Returns false if
 * there are fewer nights, or they do not vary.
 */
bool course_find(const struct sight *sight, const size_t *told, size_t ntold,
		 struct course *course);

/* Whether the level drifts: z > 5 and better > 2. */
bool course_drifts(const struct course *course);

/* Whether the ramp ended before the latest night: over > 6. */
bool course_is_over(const struct course *course);

/* The relative change a night on the ramp: 0.001 is 0.1 % slower. */
double course_rate(const struct course *course);

/* Subtracts what lies between each night's place on the ramp and its end, so
 * that the latest nights keep their values. */
void course_straighten(struct sight *sight, const struct course *course);

#endif
