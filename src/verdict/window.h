/* Inside the verdict: do the latest nights differ from the nights before? */
#ifndef STATS_WINDOW_H
#define STATS_WINDOW_H

#include "verdict/sight.h"

/*
 * Tests windows of the latest m nights: with `longer`, m = 10, 12, .. SIGHT_LONG,
 * else m = 2..SIGHT_SHORT (3.. in a young level); m <= n / 2 (n - 2 in a young
 * level). With the level's values in robust units, u,
 *
 *     T(phi) = max over m of c_m |u_{n-m+1} + .. + u_n| /
 *	       sqrt(m (n - m) / n V(m, phi))
 *
 * where c_2 = 0.9, because a new pair of nights comes every night, and the others are
 * 1. p(phi) is the share of random permutations of the same values (in a young
 * level: of samples of the pooled residuals) whose T is as large; with V = 1,
 * because a permutation has no memory (maximally selected statistics,
 * permutation distribution: Hothorn and Lausen 2003).
 *
 * How much memory phi the nights have is not known, above all in a short level: p is
 * the mean of p(phi) over phi = 0, 0.1, .. 0.9, each weighted with
 *
 *     (1 - phi)^2 sqrt(1 - phi^2) (1 - 2 phi r + phi^2)^(-n/2),
 *
 * its likelihood, where r is the estimate from n nights, and (1 - phi)^2, because little
 * memory is more usual than much. change->m is the window of the likeliest phi.
 *
 * Permutations are the same ones for every series, so that equal values give
 * equal p. Drawing stops once 80 of them, weighted, reach T, because p > 0.02 is then
 * nearly certain: p = 80 / draws (Besag and Clifford, Sequential Monte Carlo
 * p-values, Biometrika 78, 1991); otherwise p = (1 + reached) / 40001, whose
 * standard error at 0.0018 is 0.0002.
 *
 * Returns false, with p NaN, if the level is too short for any window.
 */
bool window_test(const struct sight *sight, bool longer,
		 struct sight_change *change);

#endif
