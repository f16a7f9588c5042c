/* Which series of a night are measured again before anything is said of them. */
#ifndef JUDGE_AGAIN_H
#define JUDGE_AGAIN_H

#include "store/nights.h"

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
#define AGAIN_NIGHT_SHARE 0.1

/*
 * The series of a run that check_run() would find suspect, regressed or
 * improved now, in their time or relative to serial, and that are worth being
 * measured again the same night: the night's share of their variance since the
 * last change (judge/night_share.h) is known and below AGAIN_NIGHT_SHARE. What is to
 * be confirmed is measured again, too: of the false alarms that leaves a fifth,
 * and steps are still found sooner than without. None where the night has been
 * judged. Stores nothing; adds to *list. Returns 0, or -1 with *err.
 */
int again_find(struct db *db, int64_t run_id, struct suspicions *list,
	       struct err *err);

#endif
