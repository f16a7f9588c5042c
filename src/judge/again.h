/* Which series of a night are measured again before the night is judged. */
#ifndef JUDGE_AGAIN_H
#define JUDGE_AGAIN_H

#include "store/nights.h"

/* A series to be measured again. */
struct suspicion {
	char series[PLAN_SERIES_SIZE];
	char why[80]; /* "time suspect", "time suspect, relative improved" */
};

struct suspicions {
	struct suspicion *item; /* release with free() */
	size_t count, cap;
};

/* The share of a series' variance that may be common to a night: another
 * session of the same night repeats that part, so the gain of measuring again
 * falls with it (bench/again.txt). */
#define AGAIN_NIGHT_SHARE 0.1

/*
 * Finds the series of a run that check_run() would now call suspect, regressed
 * or improved, in their time or relative to serial, and that are worth
 * measuring again the same night: the night's share of their variance since the
 * last change (judge/night_share.h) is known and below AGAIN_NIGHT_SHARE.
 * Changes that would be confirmed are measured again, too: this leaves a fifth
 * of the false alarms, and steps are still found sooner than without. Finds
 * none if the night has been judged. Stores nothing; adds to *list. Returns 0,
 * or -1 with *err.
 */
int again_find(struct db *db, int64_t run_id, struct suspicions *list,
	       struct err *err);

#endif
