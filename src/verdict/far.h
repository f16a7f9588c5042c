/* Inside the verdict: changes that are far larger than the noise. */
#ifndef STATS_FAR_H
#define STATS_FAR_H

#include "verdict/sight.h"

/*
 * Finds the shortest window of m = 2..12 latest nights that lie all above, or
 * all below, all earlier nights of the level (at least 10), with a gap between
 * both of more than 6 sd for m = 2, 3.5 for m = 3, 2.5 from m = 4 on. The sd is
 * the larger one of successive differences (sight_difference_scale()) of all
 * earlier nights and of the last 20: a level that settles, drifts or wanders
 * has a large spread, but no large differences. p is the chance that the latest
 * m of n exchangeable nights are the m largest or the m smallest, 2 / C(n, m),
 * whatever their distribution. Returns false if there is none.
 */
bool far_find(const struct sight *sight, struct sight_change *change);

/*
 * Whether a change to a far state may be one that comes and goes. A change of
 * more than 20 sd must last 4 nights. Where earlier nights, values[0..count)
 * before the last m, were beyond three quarters of a change of more than 8 sd
 * for up to 7 nights and left it, the change must last more than twice as long
 * as the longest such visit. `effect` is the logarithm of the change from `before`.
 */
bool far_may_be_visit(const struct sight *sight, const double *values,
		      size_t count, size_t m, double before, double effect);

#endif
