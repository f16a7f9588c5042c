/* Inside src/judge: what is judged, with its values night by night. */
#ifndef JUDGE_SUBJECTS_H
#define JUDGE_SUBJECTS_H

#include "stats/verdict.h"
#include "store/nights.h"

/* What is judged: a series, or the mean over sizes of a strategy. */
struct subject {
	const char *measure;
	char name[PLAN_SERIES_SIZE];
	int64_t series_id; /* 0: a mean */
	double *value;     /* [nights] */
	bool *planned;     /* [nights]: that night had it */
	struct verdict_level *levels;
	size_t nlevels;
	size_t sizes;   /* of a mean: so many series are in it */
	bool confirmed; /* a regression, in a night judged now */
};

struct judge {
	struct db *db;
	struct nights nights;
	struct night_cells *cells; /* [nights.count] */
	double *control;           /* [nights.count] */
	struct subject *subject;
	size_t count, cap;
	int64_t *series; /* the ids of all series in these nights, ascending */
	size_t nseries;
	size_t *time_of, *relative_of; /* [nseries]: subject, 0: none, else
					  index + 1 */
	double *room;                  /* [2 * nights.count] */
};

/*
 * Loads the nights up to that of a run, what they measured, and the levels that
 * were confirmed or accepted. 0, or -1 with *err (a run that is excluded is
 * ERR_USAGE); subjects_close() is due after both.
 */
int subjects_open(struct judge *j, struct db *db, int64_t run_id,
		  struct err *err);
void subjects_close(struct judge *j);

/* A level of the subject begins with night `start`. */
void subjects_add_level(struct subject *s, size_t start, enum verdict_word how);

/* How many of its levels have begun by night k. */
size_t subjects_levels_by(const struct subject *s, size_t k);

/* The first of the latest nights that nobody has judged. */
size_t subjects_first_unjudged(const struct judge *j);

/* How far night k lies from the median of the nights before it since `from`, of
 * value[nights]: in robust sd, NaN with fewer than VERDICT_NIGHTS of them; *shift
 * in ln. `room` is for 2 * k numbers. */
double subjects_distance(const double *value, size_t from, size_t k,
			 double *room, double *shift);

#endif
