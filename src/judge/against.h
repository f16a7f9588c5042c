/* Inside judge/: a night's level against the accepted one. */
#ifndef JUDGE_AGAINST_H
#define JUDGE_AGAINST_H

#include "judge/night.h"

/*
 * Replaces effect, interval, `last` and the word of the earlier change that
 * holds in the row of a verdict on night k by those that are told.
 *
 * The accepted level is the one before the first change that was confirmed since
 * a person accepted a level, or since the beginning. `effect` is the level now
 * against the accepted one, `last` against the one before the last change, be
 * that confirmed or suspected; both are equal after a single change. Where
 * nothing has changed, `last` is NaN and `effect` stays that of the likeliest
 * change.
 *
 * What still holds: after changes of one direction, that; after changes of both
 * directions, that of the effect, or nothing if its interval has 0 in it or it is
 * below VERDICT_MIN_EFFECT.
 */
void against_accepted(struct judge *j, const struct night_verdict *said,
		      size_t k, struct verdict_row *row);

#endif
