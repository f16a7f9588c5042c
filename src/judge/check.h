/*
 * Last night against history: the verdicts of a run, made once and kept.
 *
 * Three measures are judged: the time of a series; its time relative to the
 * serial one of the same night, which the machine's moods do not touch; and the
 * mean of the latter over the sizes of a strategy, where noise averages out.
 */
#ifndef JUDGE_CHECK_H
#define JUDGE_CHECK_H

#include "store/nights.h"

#include <stdbool.h>

struct check {
	size_t nights; /* of history, this one among them */
	size_t judged; /* now: this one, and those nobody had judged before */
	size_t confirmed; /* regressions confirmed in them that still hold */
	char noisy[400];  /* why the run counts as noisy; or "" */
};

/*
 * Judges the night of a run, and the unjudged nights since the last judged one,
 * and stores what is said in the tables verdict and trend. A night that has
 * verdicts keeps them. A series that the night before had and this one has not
 * is `not measured`; a first night after an accepted change, or of a machine
 * where others have a history, is a `new baseline`. A `suspect` by its p value
 * must hold against all subjects of the night (Benjamini and Hochberg, q =
 * 0.05). `machine moved`: 8 or more series, of which more than half moved the
 * same way by more than two robust sd, and so did the control kernel.
 *
 * Returns 0, or -1 with *err: an unfinished or excluded run is ERR_USAGE.
 */
int check_run(struct db *db, int64_t run_id, struct check *check,
	      struct err *err);

/* What the nights of a run's machine would be told, night by night: see
 * judge/replay.h. Adds the times of all series. 0, or -1 with *err. */
struct replay;
int check_replay(struct db *db, int64_t run_id, struct replay *replay,
		 struct err *err);

#endif
