/* Judges each night of a history given as arrays: for replay and calibration. */
#ifndef JUDGE_HISTORY_H
#define JUDGE_HISTORY_H

#include "base/err.h"
#include "verdict/levels.h"
#include "verdict/verdict.h"

#include <stdbool.h>
#include <stddef.h>

/* A person's mark of a night. It applies to the verdicts of nights from `known`
 * on; verdicts of earlier nights stay. */
struct mark {
	enum { MARK_ACCEPTED, MARK_EXCLUDED } kind;
	size_t night; /* accepted: a new baseline begins here */
	size_t known; /* the first night judged with it, >= night */
};

struct history {
	const char *series;       /* its name */
	const char *const *night; /* the name of each night */
	const double *value;      /* time of each night, > 0; NaN: not
				     measured */
	const long *day;          /* of each night; NULL: not known */
	size_t count;
	const struct mark *marks; /* ascending by `known` */
	size_t nmarks;
};

/* The day that the name of a night tells, "2026-11-28", with anything behind it,
 * or a whole number up to six digits: in days since a fixed one. Returns whether
 * it tells one. */
bool history_day(const char *night, long *day);

/* Adds a level that begins at night `start` to levels[0..count), which are in the order
 * of their starts, and returns the new count. A level that is told replaces those that
 * were told to begin there or later. A level that a person accepted (VERDICT_NO_CHANGE)
 * replaces one that was told to begin there, whichever of both is added first, and
 * leaves the later ones. Accepting the first night adds no level. */
size_t history_add_level(struct verdict_level *levels, size_t count,
			 size_t start, enum verdict_word how);

/*
 * Judges every night against the nights before it, into verdicts[0..count): the
 * verdicts that would have been given night by night. A verdict depends only on
 * the values of the nights up to its own. Returns 0, or -1 with *err (no
 * memory).
 */
int history_judge(const struct history *history, struct verdict *verdicts,
		  struct err *err);

/*
 * Compares the level of every night with the accepted one (levels_total()), as
 * judged into verdicts[0..count), a change confirmed that night included, into
 * totals[0..count). Returns 0, or -1 with *err (no memory).
 */
int history_totals(const struct history *history,
		   const struct verdict *verdicts, struct levels_effect *totals,
		   struct err *err);

/*
 * Judges many histories in one process per CPU; the verdicts of history i go to
 * verdicts[offset[i]..). Returns 0, or -1 with *err.
 */
int history_judge_all(const struct history *histories, size_t count,
		      const size_t *offset, struct verdict *verdicts,
		      struct err *err);

#endif
