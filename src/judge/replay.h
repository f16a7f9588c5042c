/* Replay: what the verdicts of past nights would have been, as CSV. */
#ifndef JUDGE_REPLAY_H
#define JUDGE_REPLAY_H

#include "base/str.h"
#include "judge/history.h"

/* A night of a series, in the order it was added. */
struct replay_row {
	char *series, *night;
	double value;          /* a time; NaN: not measured */
	size_t line;           /* in the file it was read from; 0: none */
	size_t history, place; /* set by replay_sort(): index of its history,
				  and of its verdict */
};

/* Zero before use. */
struct replay {
	struct replay_row *rows;
	size_t count, cap;
	/* set by replay_sort(): series in order of their names, the nights of
	 * each in the order they were added */
	struct history *histories;
	size_t nhistories;
	size_t *offset;      /* of the first night of each history */
	const char **nights; /* of all histories, one after the other */
	long *days;          /* the same; see struct history */
	double *values;
	struct verdict *verdicts;
	struct levels_effect *totals;
};

/* Adds a night; texts are copied. Returns 0, or -1 with *err. */
int replay_add(struct replay *replay, const char *series, const char *night,
	       double value, size_t line, struct err *err);

/*
 * Adds the rows of the CSV in text[0..len). Its header has the columns series,
 * night and value in any order; others are ignored. A value is a time above 0,
 * or empty if nothing was measured. A mistake is ERR_USAGE, reported as
 * "NAME:LINE:COLUMN: what; remedy". Returns 0, or -1 with *err.
 */
int replay_read(struct replay *replay, const char *text, size_t len,
		const char *name, struct err *err);

/* Divides the added nights into histories. A night that occurs twice in a
 * series is ERR_USAGE, with its line in file `name`. Returns 0, or -1 with
 * *err. */
int replay_sort(struct replay *replay, const char *name, struct err *err);

/* Judges each of the sorted histories on its own. Returns 0, or -1 with
 * *err. */
int replay_judge(struct replay *replay, struct err *err);

/* Appends `series,night,verdict,since,effect,p,total`, a row per added row. An
 * effect of 0.05 is 5 % slower; the total is that of the present level against the
 * one before the first confirmed change. Numbers that could not be determined are
 * empty. */
void replay_csv(const struct replay *replay, struct str *out);

/*
 * Appends the levels of each sorted history, found in the whole history
 * afterwards (stats/segment.h): `series,from,to,nights,median,effect,remark`, a
 * row per level. The median is a time; the effect is the median of all relative
 * differences between a night of the level and one of the level before (Hodges and
 * Lehmann 1963), because the medians of nights with two states tell only which state
 * is more frequent. Returns 0, or -1 with *err.
 */
int replay_levels(const struct replay *replay, struct str *out,
		  struct err *err);

void replay_free(struct replay *replay);

#endif
