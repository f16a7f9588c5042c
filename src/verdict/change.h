/* Inside the verdict: how large a change is, and when it began. */
#ifndef STATS_CHANGE_H
#define STATS_CHANGE_H

#include "verdict/sight.h"

/*
 * The start of a change that the test found with m nights; T shows better that
 * there is a change than when, above all in autocorrelated series. Among m =
 * 2..max(12, 3/2 of the found), at most half of the level, it is the one with
 * the smallest
 *
 *     sum over the last nights of min(e_i^2, 4^2),
 *     e_i = (w_i - phi w_{i-1}) / (sd sqrt(1 - phi^2))
 *
 * where w is v minus the level before the change or, from the start on, minus
 * the level after it. This is least squares of what the previous night does not
 * predict; the bound makes an outlier cost the same on either side (Fearnhead
 * and Rigaill, Changepoint detection in the presence of outliers, JASA 114,
 * 2019).
 */
size_t change_start(const struct sight *sight, size_t found, double phi);

/*
 * Sets effect, low, high and since of a change that began `change->m` nights
 * ago. The effect is the difference of the means of both sides, with values
 * further than 6 robust sd from their side's median clamped (Huber). Its
 * variance is s^2 (V(m) / m + V(n-m) / (n-m)) with s^2 = squares / f, f = n -
 * V(m) - V(n-m), whose expectation is the nights' variance. Its interval is
 * that of Student's t with f / V(n-m) degrees of freedom, the number of
 * independent nights (Bayley and Hammersley, Supplement to JRSS 8, 1946), taken
 * at 98.5 %: a change that was just confirmed is estimated with a bias, and the
 * wider interval covers the true change in 94 % and more of the confirmed ones
 * (bench/histories.txt). There is no interval (NaN) if p is above
 * VERDICT_SUSPECT_P.
 *
 * Returns whether the m nights form a level: the judged night lies at least one
 * robust sd on the change's side of the level before (a change is not confirmed
 * on the night that ends it), and more than half of them reach 60 % of the
 * effect, so that a spike beside a slightly high night is no level.
 */
bool change_estimate(const struct sight *sight,
		     const struct sight_change *change, double phi,
		     struct verdict *verdict);

#endif
