/* The nights of a series in order, and the verdict of each. */
#ifndef JUDGE_HISTORY_H
#define JUDGE_HISTORY_H

#include "base/err.h"
#include "stats/verdict.h"

#include <stddef.h>

/* What a person has said of a night; it holds for verdicts from `known` on,
 * those written before stay. */
struct mark {
	enum { MARK_ACCEPTED, MARK_EXCLUDED } kind;
	size_t night; /* accepted: a new baseline begins here */
	size_t known; /* the first night judged with it, >= night */
};

struct history {
	const char *series;       /* seeds the verdicts, with the night */
	const char *const *night; /* the name of each night */
	const double *value;      /* its time, > 0; NaN: not measured */
	size_t count;
	const struct mark *marks; /* ascending by `known` */
	size_t nmarks;
};

/* A level begins at a night: added to levels[0..count), where what was said of
 * later ones is void. Returns the new count. An accepted first night is no
 * change. */
size_t history_add_level(struct verdict_level *levels, size_t count,
			 size_t start, enum verdict_word how);

/*
 * Judges every night with those before it, into verdicts[0..count): what would
 * have been said, night by night. A verdict depends on the names and on nights
 * up to its own alone. Returns 0, or -1 with *err (no memory).
 */
int history_judge(const struct history *history, struct verdict *verdicts,
		  struct err *err);

/*
 * Judges many histories, in a process per CPU: those of history i into
 * verdicts[offset[i]..). Returns 0, or -1 with *err.
 */
int history_judge_all(const struct history *histories, size_t count,
		      const size_t *offset, struct verdict *verdicts,
		      struct err *err);

#endif
