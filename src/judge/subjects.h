/* Inside judge/: what is judged, with its values night by night. */
#ifndef JUDGE_SUBJECTS_H
#define JUDGE_SUBJECTS_H

#include "judge/apart.h"
#include "verdict/verdict.h"
#include "store/nights.h"

/* A subject of verdicts: a measure of a series, or the mean over sizes of a
 * strategy. */
struct subject {
	const char *measure;
	char name[PLAN_SERIES_SIZE];
	int64_t series_id; /* 0: a mean */
	double *value;     /* [nights] */
	bool *planned;     /* [nights]: whether that night had it */
	struct verdict_level *levels;
	size_t nlevels;
	size_t sizes;   /* of a mean: the number of series in it */
	bool exchanges; /* its workers exchange data between CPUs */
	bool confirmed; /* a finding of a night judged now: it gets slower */
};

struct judge {
	struct db *db;
	struct nights nights;
	struct night_cells *cells; /* [nights.count] */
	double *control; /* [nights.count]: ln ns of the control kernel */
	/* how the night that is judged differs; [1]: for subjects that exchange data */
	struct apart apart[2];
	struct subject *subject;
	size_t count, cap;
	int64_t *series; /* the ids of all series in these nights, ascending */
	size_t nseries;
	size_t *time_of, *relative_of; /* [nseries]: index of the subject +
					  1; 0: none */
	long *day;                     /* [nights.count] */
	const long *days;              /* the same, or NULL: not known */
	size_t
	    slower; /* subjects that the night judged last confirmed to be slower */
	struct verdict_level *steps; /* [nights.count + 1]: scratch space */
	double *room,
	    *seen; /* [2 * nights.count], [nights.count]: scratch space */
};

/*
 * Loads the nights up to that of a run, what they measured, and the levels that
 * were confirmed or accepted. Returns 0, or -1 with *err (ERR_USAGE if the run
 * is excluded); call subjects_close() in both cases.
 */
int subjects_open(struct judge *j, struct db *db, int64_t run_id,
		  struct err *err);
void subjects_close(struct judge *j);

/* Adds a level of the subject that begins with night `start`. */
void subjects_add_level(struct subject *s, size_t start, enum verdict_word how);

/* The number of the subject's levels that have begun by night k. */
size_t subjects_levels_by(const struct subject *s, size_t k);

/* The first night after the latest judged one; nights.count if there is
 * none. */
size_t subjects_first_unjudged(const struct judge *j);

/* The first `count` of a subject's values, with NaN on the nights that are set
 * apart (judge/apart.h); valid until the next call. */
const double *subjects_seen(struct judge *j, const struct subject *s,
			    size_t count);

/* How far value[k] lies from the median of value[from..k) without the nights set
 * apart, in robust sd; NaN if fewer than VERDICT_NIGHTS of these were measured.
 * *shift is that distance in ln. `exchanges`: as of a subject. */
double subjects_distance(const struct judge *j, const double *value,
			 bool exchanges, size_t from, size_t k, double *shift);

#endif
