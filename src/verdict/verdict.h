/*
 * The verdict: did last night change a series, judged against its history?
 *
 * The unit of evidence is a night. Its value is the natural logarithm of its
 * time, so that effects are relative. A level is a stretch of nights between
 * two changes.
 */
#ifndef STATS_VERDICT_H
#define STATS_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stored with every verdict; raise it when the method's numbers change. */
#define VERDICT_VERSION 5

#define VERDICT_NIGHTS     20    /* fewer nights give no verdict */
#define VERDICT_MIN_EFFECT 0.01  /* relative; smaller changes do not count */
#define VERDICT_CONFIRM    0.003 /* p that confirms a change */
#define VERDICT_LATE       0.0015 /* the same, of the windows of 10 to 56 nights */
#define VERDICT_AGAIN      0.0005 /* the same, within 20 nights of a change */
#define VERDICT_SUSPECT_P  0.02
#define VERDICT_WINDOW     400 /* the latest nights of a level are used */

enum verdict_word {
	VERDICT_NOT_MEASURED, /* no value that night */
	VERDICT_NOT_ENOUGH,   /* fewer than VERDICT_NIGHTS nights */
	VERDICT_NO_CHANGE,    /* `visible` says what would be seen */
	VERDICT_SUSPECT,      /* not confirmed; look again */
	VERDICT_IMPROVED,     /* confirmed on this night: faster */
	VERDICT_REGRESSED,    /* confirmed: slower */
	VERDICT_DRIFTING,     /* confirmed: slower or faster night by night */
	VERDICT_NOISIER       /* confirmed: the nights scatter more */
};

/* "not measured", "not enough nights", "no change seen", "suspect",
 * "improved", "regressed", "drifting", "noisier". */
const char *verdict_word(enum verdict_word word);

/* The word that a text is; VERDICT_NO_CHANGE if it is none of these. */
enum verdict_word verdict_of_text(const char *text);

/* Where a new level begins, and how this is known. */
struct verdict_level {
	size_t start; /* index of its first night */
	/* VERDICT_IMPROVED, VERDICT_REGRESSED: confirmed by a verdict;
	 * VERDICT_NO_CHANGE: a person accepted it as the new baseline */
	enum verdict_word how;
};

struct verdict {
	enum verdict_word word;
	bool outlier;     /* the night itself lies far from the others */
	size_t since;     /* where a suspect or confirmed change begins; the
			  judged night if none was searched for */
	double effect;    /* of the likeliest change: 0.05 is 5 % slower */
	double low, high; /* 95 % interval of the effect if p <= 0.02; else
			     NaN */
	double p;
	double rate; /* of a drift, a night: 0.001 is 0.1 % slower; 0: it has
			ended; else NaN */
	double visible[2]; /* smallest relative change that would be seen
			      with a probability of 95 % within 3 nights, and
			      within 7 */
	size_t nights;     /* the nights used: n of "n of 20" */
	/* the confirmed change that still holds, which later nights report as
	 * "still regressed since ..."; VERDICT_NO_CHANGE if there is none or it
	 * was accepted */
	enum verdict_word still;
	size_t still_since;
};

/*
 * Judges night count - 1 of values[0..count), count >= 1. Values are ln(time),
 * NaN where nothing was measured or the night does not count. days[i] is the day of
 * night i, in days since any day, ascending; NULL: not known.
 * levels[0..nlevels) are the levels after the first, ascending, each starting
 * below count. When the word is improved or anything behind it, the caller adds
 * {since, word} to the levels for the nights to come; there is no other state. A
 * number that cannot be determined is NaN. Equal values give equal verdicts.
 *
 * What is peculiar to a day of the week is taken out of the values first
 * (verdict/week.h). Then the level's course is looked at (verdict/course.h): a drift of
 * 1 % or more is told once, with its rate, and taken out of the values; so is a row of
 * told changes in one direction that in truth is a drift.
 *
 * Four tests look for a change of the current level; each can confirm it:
 *
 * - the latest 2 to 8 nights against those before (verdict/window.h): a new change
 *   of any size, p <= VERDICT_CONFIRM;
 * - the latest 10 to 56 nights, for a change so small that a week does not show
 *   it, p <= VERDICT_LATE;
 * - the latest nights lie far outside all earlier ones (verdict/far.h): a large
 *   change of a level that drifts, settles or wanders, whose spread hides it from
 *   the others;
 * - the last confirmed change is over (verdict/back.h).
 *
 * Besides, |effect| must be >= 1 %; and the first two need nights since the start
 * that form a level (verdict/change.h), and that louder noise does not explain about
 * as well (louder_explains()). A change to a far state that was visited
 * before, or began less than four nights ago, is not confirmed yet
 * (far_may_be_visit()). A change that fits a ramp better than any step (by 2, see
 * verdict/course.h) is told as a drift. If there is no
 * change, the noise of the latest 20 nights is compared with that of those before
 * (verdict/louder.h): noisier, if it is 1.4 times as large, by more than 4 standard
 * errors. Suspect: p <= 0.02, or the night lies more than 3.5
 * robust sd from the median. What each part is worth: bench/histories.txt.
 *
 * A level of fewer than 20 nights after a change is judged with its own
 * residuals pooled with those of older levels (from the level's median, times
 * sqrt(L / (L - 1)) for a level of L nights). The pooled residuals give scale,
 * phi and the null distribution, and p <= VERDICT_AGAIN is required. Up to 60
 * nights, residuals of older levels take part in phi.
 */
void stats_verdict(const double *values, const long *days, size_t count,
		   const struct verdict_level *levels, size_t nlevels,
		   struct verdict *verdict);

#endif
