/* Inside the verdict: is a change over that was confirmed earlier? */
#ifndef STATS_BACK_H
#define STATS_BACK_H

#include "verdict/sight.h"

/*
 * Weighs the level before the last change, whose nights are old[0..count), against
 * the level since, which is `sight`. For the latest j = 2..14 nights,
 * but at least 6 if the levels are less than 5 sd apart, the logarithm of the
 * likelihood ratio of normal noise,
 *
 *     sum of (c_i^2 - b_i^2) / 2 / ((1 + phi) / (1 - phi)),
 *
 * where b_i is the distance of a night from the old level, and c_i that from
 * three quarters of the way to the new one, in sd, both clamped to 4. The
 * change is over if the largest one exceeds 5, the median of those nights is
 * nearer to the old level, and the judged night is not clearly at the new one.
 * Three quarters, because a change that was just confirmed is estimated too
 * large. p is e^-5 or less: a bound of the chance that such a ratio is ever
 * reached while the change lasts (Ville 1939), if both levels were known. They
 * are estimated: of changes of 5 % at an sd of 2 % that last, 4 % are taken back
 * within 90 nights (bench/histories.txt).
 *
 * `how` is VERDICT_IMPROVED or VERDICT_REGRESSED, the last change. Returns false
 * if it still holds, or nothing can be said.
 */
bool back_find(const struct sight *sight, const double *old, size_t count,
	       enum verdict_word how, struct sight_change *change);

#endif
