/* Inside the verdict: do the days of the week differ? */
#ifndef STATS_WEEK_H
#define STATS_WEEK_H

#include "verdict/sight.h"

/* By how much each day of the week differs from their mean, in logarithms; 0 for
 * all where no difference was shown. */
struct week {
	double day[7];
};

/*
 * Tests whether the days of the week differ in value[0..count), and finds by how
 * much. day[i] is the day of value[i], in days since any day, ascending. A night
 * deviates from the mean of the nights at most three days away, so that changes
 * of level hardly matter; the nights of a day of the week have a median
 * deviation. The test is one-way ANOVA of the deviations by day, each clamped to 4
 * robust sd from its median: F > 8, because neighbouring deviations are not
 * independent. It needs 28 nights, and 3 of every day.
 */
void week_find(const double *value, const long *day, size_t count,
	       struct week *week);

/* What is peculiar to a day. */
double week_of(const struct week *week, long day);

#endif
