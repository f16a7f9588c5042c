/* Inside judge/: what is said of the subjects of one night. */
#ifndef JUDGE_NIGHT_H
#define JUDGE_NIGHT_H

#include "judge/subjects.h"

/* Of one subject. */
struct night_said {
	const struct subject *subject;
	struct verdict verdict;
	bool baseline; /* the first night of a new one */
	bool holds;    /* its p value, among those of the night */
	size_t from;   /* where the level began that the night was judged by */
	struct verdict_row row;
};

/* Judges the subjects of night k: *said, for free() also on failure, with *n of
 * them. Levels that are confirmed begin. Nothing is stored. 0, or -1 with *err. */
int night_say(struct judge *j, size_t k, struct night_said **said, size_t *n,
	      struct err *err);

/* Suspect, but only for this very night. */
bool night_is_alone(const struct night_said *said);

/* Judges night k and stores what is said of it, whether the machine moved, and
 * its trends. 0, or -1 with *err. */
int night_judge(struct judge *j, size_t k, struct err *err);

#endif
