/* Inside the verdict: has the noise grown? */
#ifndef STATS_LOUDER_H
#define STATS_LOUDER_H

#include "verdict/sight.h"

/* The noise of the latest 20 nights of a level. */
struct louder {
	double ratio; /* to that of the nights before them */
	double z;     /* how far the ratio is above 1, in standard errors */
	size_t
	    since; /* the index of the first night with the new noise: at least
			 20 nights ago */
};

/*
 * Compares successive differences, their sizes clamped to four times their
 * median, because levels and trends do not inflate them: the mean of the latest
 * 20 with that of those before (a test of Levene's kind, 1960). Returns false
 * if there are fewer than 20 before. `since` is where two means of the sizes fit
 * best, by the likelihood of exponential variables.
 */
bool louder_find(const struct sight *sight, struct louder *louder);

#endif
