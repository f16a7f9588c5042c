/* Inside judge/: did the machine move? */
#ifndef JUDGE_MOVED_H
#define JUDGE_MOVED_H

#include "judge/subjects.h"

/* 1 when most series and the control kernel became slower, -1 faster, else 0;
 * *shift: by how much, the median of those that moved. */
int moved_night(const struct judge *j, size_t k, double *shift,
		struct err *err);

#endif
