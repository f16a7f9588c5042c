/* How much of a series' noise is the night's: what measuring again cannot mend. */
#ifndef JUDGE_NIGHT_SHARE_H
#define JUDGE_NIGHT_SHARE_H

#include "store/nights.h"

/*
 * The share of the variance of a night's value that is common to all of the
 * night: night / (night + session), by a one-way analysis of variance
 * (stats/variance.h) of the ln of medians. They are those of the sessions of a
 * night, or, where the night `last` had one session, those of its repeats of
 * odd and of even rounds: what differs between sessions then counts as the
 * night's, and the share is no smaller than it is.
 *
 * Looks at night[first..end); measure is "time" or "relative". *share is NaN
 * with fewer than VARIANCE_NIGHTS nights of two medians, or no noise at all.
 * Returns 0, or -1 with *err.
 */
int night_share(struct db *db, const struct night *night, size_t first,
		size_t end, size_t last, const char *measure, int64_t series_id,
		double *share, struct err *err);

#endif
