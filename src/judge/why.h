/* Inside judge/: why a subject changed. */
#ifndef JUDGE_WHY_H
#define JUDGE_WHY_H

#include "judge/night.h"

/* The causes found for the verdicts of one night. */
struct why {
	/* [2 * nights]: what else changed on that night; the second half: for subjects
	 * that exchange data, for which other nights are set apart */
	struct str *changes;
	bool *known;        /* [2 * nights]: whether this has been looked up */
	struct str *moved;  /* [count]: which phases changed, in words */
	struct str *phases; /* [count]: the same as JSON */
	size_t nights, count;
};

/* Makes room for the causes of `count` verdicts. Returns 0, or -1 with *err;
 * call why_close() in both cases. */
int why_open(struct why *w, const struct judge *j, size_t count,
	     struct err *err);
void why_close(struct why *w);

/*
 * Finds out why the subject of verdict i changed, where a change is suspected or
 * confirmed: row->reason is what else changed in program, libraries and machine
 * when the change began (store_night_changes()); row->moved and
 * row->phases, of a confirmed change of a series, say which parts of its time
 * changed between the latest LEVELS_NIGHTS nights before and those since. Each may
 * be NULL; they belong to *w. Returns 0, or -1 with *err.
 */
int why_find(struct why *w, struct judge *j, const struct night_verdict *said,
	     size_t i, size_t k, struct verdict_row *row, struct err *err);

#endif
