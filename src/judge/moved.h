/* Inside judge/: whether the whole machine got slower or faster. */
#ifndef JUDGE_MOVED_H
#define JUDGE_MOVED_H

#include "judge/subjects.h"

/* Returns 1 if most series and the control kernel became slower in night k, or
 * faster, else 0, or -1 with *err; *shift is the median change of the series
 * that moved, in ln. */
int moved_night(const struct judge *j, size_t k, double *shift,
		struct err *err);

#endif
