/* Comparison of two chosen runs: which series differ, by how much, and why. */
#ifndef JUDGE_COMPARE_H
#define JUDGE_COMPARE_H

#include "stats/interval.h"
#include "stats/verdict.h"
#include "store/two_runs.h"

#define COMPARE_LEVEL 0.95

enum compare_word {
	COMPARE_DIFFERS,
	COMPARE_NO_DIFFERENCE, /* none seen */
	COMPARE_CANNOT_SAY,    /* too few repeats, whatever their values */
	COMPARE_NOT_COMPARED   /* not measured in both runs */
};

/* "differs", "no difference seen", "cannot say", "not compared". */
const char *compare_word(enum compare_word word);

/* One run's part in a comparison. If there is no interval, its bounds are
 * NaN. */
struct compare_side {
	size_t samples;
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
	size_t nights;    /* nights that the noise is known from; 0: compared
			     within the night */
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
 * Without such a history the pair is compared within the night: the effect is
 * exp(the shift of Hodges and Lehmann of the logarithms) - 1, and p is that of
 * the rank test (stats/twosample.h). This cannot distinguish a change of the
 * program from one of the night. compare_runs() decides, from p adjusted over
 * all series of the two runs (Benjamini and Hochberg).
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
 * Compares all series of two runs. Rows are ordered by compare_word; within a
 * word, rows compared between nights come before within-night ones, and larger
 * effects before smaller ones. Returns 0, or -1 with *err and nothing to free.
 */
int compare_runs(struct db *db, int64_t a, int64_t b, struct compare *compare,
		 struct err *err);
void compare_free(struct compare *compare);

#endif
