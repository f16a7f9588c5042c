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

/* A series to be measured again. */
struct suspicion {
	char series[PLAN_SERIES_SIZE];
	char why[80]; /* "time suspect", "time suspect, relative improved" */
};

struct suspicions {
	struct suspicion *item; /* for free() */
	size_t count, cap;
};

/* So much of a series' variance may be common to all of a night: a further
 * session sees that part again, so the gain falls with it (bench/again.txt). */
#define CHECK_NIGHT_SHARE 0.1

/*
 * The series of a run that check_run() would find suspect, regressed or
 * improved now, in their time or relative to serial, and that are worth being
 * measured again the same night: the night's share of their variance since the
 * last change (judge/night_share.h) is known and below CHECK_NIGHT_SHARE. What is to
 * be confirmed is measured again, too: of the false alarms that leaves a fifth,
 * and steps are still found sooner than without. None where the night has been
 * judged. Stores nothing; adds to *list. Returns 0, or -1 with *err.
 */
int check_suspicions(struct db *db, int64_t run_id, struct suspicions *list,
		     struct err *err);

/* What the nights of a run's machine would be told, night by night: see
 * judge/replay.h. Adds the times of all series. 0, or -1 with *err. */
struct replay;
int check_replay(struct db *db, int64_t run_id, struct replay *replay,
		 struct err *err);

#endif
