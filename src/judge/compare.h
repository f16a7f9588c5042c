/* Comparison of two chosen runs: which series differ, by how much, and why. */
#ifndef JUDGE_COMPARE_H
#define JUDGE_COMPARE_H

#include "stats/interval.h"
#include "verdict/verdict.h"
#include "store/two_runs.h"

#define COMPARE_LEVEL    0.95
#define COMPARE_SESSIONS 4 /* of each run; with fewer, repeats are compared */
#define COMPARE_GAP      0.25 /* of the longer interval, between two intervals */

enum compare_word {
	COMPARE_DIFFERS,
	COMPARE_MOMENT,        /* the repeats differ: the program, or the moment
				  in which each run was made */
	COMPARE_NO_DIFFERENCE, /* none seen */
	COMPARE_CANNOT_SAY,    /* too few repeats, whatever their values */
	COMPARE_NOT_COMPARED   /* not measured in both runs */
};

/* "differs", "cannot tell program from moment", "no difference seen", "cannot
 * say", "not compared". */
const char *compare_word(enum compare_word word);

/* What a comparison is based on: what was repeated, and could differ by
 * chance. */
enum compare_basis { COMPARE_NIGHTS, COMPARE_IN_SESSIONS, COMPARE_REPEATS };

/* One run's part in a comparison. If there is no interval, its bounds are
 * NaN. From COMPARE_SESSIONS sessions on, median and interval are those of the
 * session medians. */
struct compare_side {
	size_t samples, sessions;
	double median_ns; /* per call; NaN without samples */
	struct interval interval;
};

struct comparison {
	char series[PLAN_SERIES_SIZE];
	enum compare_word word;
	struct compare_side side[2]; /* of runs a and b */
	double effect;               /* b / a - 1; NaN where there is none */
	struct interval interval;    /* of the effect */
	double p, adjusted_p;        /* NaN where there is none */
	enum compare_basis basis;
	size_t nights;    /* of COMPARE_NIGHTS: how many the noise is known
			     from */
	bool apart;       /* of COMPARE_IN_SESSIONS: see compare_pair() */
	char reason[260]; /* why there is no verdict or interval; may be
			     empty */
};

/*
 * Compares a pair as two nights if there are VERDICT_NIGHTS stable ones of the
 * series on this machine. They are the nights of the latest level (between
 * confirmed or accepted changes) that has so many among the last NIGHTS_BACK
 * (store/nights.h). With their N values v = ln(median), the effect is exp(v_b -
 * v_a) - 1; its interval is that of Student's t with N - 1 degrees of freedom
 * and the variance 2 s^2, where s is the standard deviation of the N values.
 * The two runs are among the N only if fewer than VERDICT_NIGHTS are left
 * without them. The pair differs if the interval excludes 0 and |effect| is
 * more than VERDICT_MIN_EFFECT.
 *
 * Without such a history, two samples are compared: the session medians if both
 * runs have COMPARE_SESSIONS sessions, else the repeats. The effect is exp(the
 * shift of Hodges and Lehmann of the logarithms) - 1, and p is that of the rank
 * test (stats/twosample.h). compare_runs() decides, from p adjusted over all
 * series of the two runs (Benjamini and Hochberg).
 *
 * Sessions differ if, besides, the intervals of both medians (below 6 sessions,
 * which have no interval: the ranges of their medians) are apart by more than
 * COMPARE_GAP of the longer one, in logarithms. The rank test alone is not
 * enough: the sessions of a run are neighbours in time, so that two runs of one
 * program differ more than their sessions do (bench/compare.txt). Repeats
 * within one session share even more, so that a difference between them is
 * never one of the program: COMPARE_MOMENT.
 *
 * Returns 0, or -1 with *err (no memory); overwrites the samples.
 */
int compare_pair(struct pair *pair, struct comparison *c, struct err *err);

struct compare {
	struct comparison *row; /* the most important first */
	size_t count;
	bool same_machine;
	size_t both;    /* series measured in both runs; of these: */
	double sum[2];  /* the sums of their medians, ns */
	double geomean; /* of b / a; NaN without series */
};

/*
 * Compares all series of two runs. Rows are ordered by compare_word, then by
 * compare_basis; larger effects come before smaller ones. Returns 0, or -1 with *err and nothing to free.
 */
int compare_runs(struct db *db, int64_t a, int64_t b, struct compare *compare,
		 struct err *err);
void compare_free(struct compare *compare);

#endif
