/* Inside judge/: the verdicts of one night. */
#ifndef JUDGE_NIGHT_H
#define JUDGE_NIGHT_H

#include "judge/subjects.h"
#include "store/verdicts.h"

/* The verdict of one subject. */
struct night_verdict {
	const struct subject *subject;
	struct verdict verdict;
	bool baseline; /* the first night of a new baseline */
	bool holds;    /* its p value is significant among those of the night */
	size_t from;   /* first night of the level it was judged by */
	struct verdict_row row;
};

/* Judges the subjects of night k and adds the levels that this confirms; stores
 * nothing. *said has *n verdicts; release it with free(), also on failure.
 * Returns 0, or -1 with *err. */
int night_judge_subjects(struct judge *j, size_t k, struct night_verdict **said,
			 size_t *n, struct err *err);

/* Whether a subject is suspect only because this night is an outlier. */
bool night_is_alone(const struct night_verdict *said);

/* Judges night k and stores its verdicts, whether the machine moved, and its
 * trends. Returns 0, or -1 with *err. */
int night_judge(struct judge *j, size_t k, struct err *err);

#endif
