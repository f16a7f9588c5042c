/* How far one level lies from another, with an interval. */
#ifndef STATS_LEVELS_H
#define STATS_LEVELS_H

#include "verdict/verdict.h"

#include <stddef.h>

#define LEVELS_NIGHTS 20 /* the latest measured nights of a level that count */

struct levels_effect {
	double effect; /* 0.05: the second level is 5 % higher; NaN: one of
			     them has no measured night */
	double low,
	    high; /* 95 % interval; NaN where there are too few nights */
};

/*
 * Compares the level values[from..to) with a later one, values[now..end).
 * Values are ln(time), NaN where nothing was measured. Only the latest
 * LEVELS_NIGHTS measured nights of a level count, because it may have drifted.
 * Effect and interval are those of change_estimate() (verdict/change.h), so that
 * a change has the same kind of interval on the night that confirms it and on
 * later ones.
 */
void levels_compare(const double *values, size_t from, size_t to, size_t now,
		    size_t end, struct levels_effect *effect);

/* The number of levels[0..nlevels) without those at the end that began with growing
 * noise only: the last of them began with the last change, or was accepted. */
size_t levels_changed(const struct verdict_level *levels, size_t nlevels);

/* The index of the first level after the accepted one, nlevels if there is none;
 * *start is the first night of the accepted level: of that which a person accepted
 * last, else of the first one. */
size_t levels_accepted(const struct verdict_level *levels, size_t nlevels,
		       size_t *start);

/*
 * Compares the accepted level with the present one, on night count - 1. Levels are
 * those of stats_verdict(). The accepted level is the one before the first change
 * that was confirmed since a person accepted a level, or since the beginning; growing
 * noise is no change of it. All numbers are NaN if there was no change, or one of
 * the levels has no measured night.
 */
void levels_total(const double *values, const struct verdict_level *levels,
		  size_t nlevels, size_t count, struct levels_effect *effect);

#endif
