/* The share of a series' variance that is common to a night; measuring again
 * the same night cannot reduce it. */
#ifndef JUDGE_NIGHT_SHARE_H
#define JUDGE_NIGHT_SHARE_H

#include "store/nights.h"

/*
 * The share of the variance of a night's value that is common to the whole
 * night: night / (night + session), by a one-way analysis of variance
 * (stats/variance.h) of the ln of medians. The medians are those of the
 * sessions of a night or, if the night `last` had one session, those of its
 * repeats of odd and of even rounds. In the latter case differences between
 * sessions count as the night's, so the result is not smaller than the true
 * share.
 *
 * Reads those of night[first..end) that are not set apart; measure is "time" or
 * "relative"; exchanges: as of a subject (judge/subjects.h). *share is NaN with
 * fewer than VARIANCE_NIGHTS nights of two medians, or if there is no noise at
 * all. Returns 0, or -1 with *err.
 */
int night_share(struct db *db, const struct night *night, size_t first,
		size_t end, size_t last, const char *measure, int64_t series_id,
		bool exchanges, double *share, struct err *err);

#endif
