/*
 * The verdict: did last night change a series, judged against its history?
 *
 * Nights are the evidence. A night's value is the natural logarithm of its
 * time, so that effects are relative; a level is a stretch of nights between
 * two changes.
 */
#ifndef STATS_VERDICT_H
#define STATS_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Part of every stored verdict: raise it when the numbers change. */
#define VERDICT_VERSION 2

#define VERDICT_NIGHTS     20   /* fewer say nothing */
#define VERDICT_MIN_EFFECT 0.01 /* relative; smaller is nobody's business */
#define VERDICT_CONFIRM    0.0018
#define VERDICT_AGAIN      0.0003 /* within 20 nights of a change */
#define VERDICT_SUSPECT_P  0.02
#define VERDICT_WINDOW     400 /* nights of a level, the latest, looked at */

enum verdict_word {
	VERDICT_NOT_MEASURED, /* no value that night */
	VERDICT_NOT_ENOUGH,   /* fewer than VERDICT_NIGHTS nights */
	VERDICT_NO_CHANGE,    /* none seen; `visible` tells what would be */
	VERDICT_SUSPECT,      /* look again; not confirmed */
	VERDICT_IMPROVED,     /* confirmed on this night, faster */
	VERDICT_REGRESSED     /* confirmed on this night, slower */
};

/* "not measured", "not enough nights", "no change seen", "suspect",
 * "improved", "regressed". */
const char *verdict_word(enum verdict_word word);

/* Where a new level begins, and why it is known. */
struct verdict_level {
	size_t start; /* index of its first night */
	/* VERDICT_IMPROVED, VERDICT_REGRESSED: confirmed by a verdict;
	 * VERDICT_NO_CHANGE: a person accepted it as the new baseline */
	enum verdict_word how;
};

struct verdict {
	enum verdict_word word;
	bool outlier;  /* the night alone lies far from the others */
	size_t since;  /* where a suspect or confirmed change begins; the night
			     itself where none was looked for */
	double effect; /* of the likeliest change: 0.05 is 5 % slower */
	double low, high; /* 95 % interval of it, where p <= 0.02; else NaN */
	double p;
	double visible[2]; /* smallest relative change that would be seen with
			      95 % within 3 nights, and within 7 */
	size_t nights;     /* that were looked at: n of "n of 20" */
	/* the change that still holds, VERDICT_NO_CHANGE if none, or if
	 * accepted: later nights say "still regressed since ..." */
	enum verdict_word still;
	size_t still_since;
};

/*
 * Judges night count - 1 of values[0..count), count >= 1: ln(time), NaN where
 * nothing was measured or the night does not count. levels[0..nlevels) are the
 * levels after the first, ascending, each starting below count. When the word
 * is improved or regressed, the caller adds {since, word} to the levels for
 * the nights to come; that is all the state there is. What cannot be told is
 * NaN. Equal input gives equal output: `seed` (of series and night) chooses
 * the permutations.
 *
 * Of the current level's values v_1..v_n, in robust units u = clamp((v -
 * median) / (1.4826 MAD), +-3) minus their mean, the statistic is
 *
 *     T = max over m = 2..min(8, n/2) of
 *         |u_{n-m+1} + .. + u_n| / sqrt(m (n - m) / n V(m))
 *
 * where V(m) = 1 + 2 sum_{k<m} (1 - k/m) phi^k is the variance inflation of a
 * mean of m values of an AR(1) series, phi the lag-1 autocorrelation of the
 * values before the last ten, corrected for its bias (Kendall 1954) and kept in
 * [0, 0.8]. p compares T with up to 3999 orders of the same values (maximally
 * selected statistics, permutation distribution: Hothorn and Lausen 2003). The
 * draws stop early once 80 reach T, which leaves p > 0.02 whatever comes: p =
 * 80 / draws (Besag and Clifford, Sequential Monte Carlo p-values, Biometrika
 * 78, 1991), else (1 + reached) / 4000.
 *
 * Start: T tells that there is a change better than when, above all of nights
 * with memory. It began m = 2..min(12, n/2) nights ago, the m with the least
 *
 *     sum over the last nights of min(e_i^2, 4^2),
 *     e_i = (w_i - phi w_{i-1}) / (sd sqrt(1 - phi^2))
 *
 * where w is v less the level before, or from the start on the level after, of
 * the m that maximises T. That is least squares of what the night before did
 * not foretell; the bound makes an outlier cost the same on either side
 * (Fearnhead and Rigaill, Changepoint detection in the presence of outliers,
 * JASA 114, 2019).
 *
 * Confirmed: p <= 0.0018, |effect| >= 1 %, and the nights since the start are a
 * level: the night itself lies at least one robust sd on the change's side of
 * the level before (a change does not end the night it is confirmed), and more
 * than half of them reach 60 % of the effect, so that a spike beside a night that
 * is merely high is none. Suspect: p <= 0.02, or the night lies more than 3.5
 * robust sd from the median. These keep false alarms, those that follow a false
 * alarm included, at 1 in 1000 nights (bench/histories.txt, which tells what
 * each part does).
 *
 * A level of fewer than 20 nights after a change is judged with the residuals
 * of older levels (from their medians, times sqrt(L / (L - 1))) pooled with its
 * own: they give scale, phi and the null distribution, m goes from 3 up to n -
 * 2, and 0.0003 is asked for.
 *
 * Effect: the difference of the means of both sides, values further than 6
 * robust sd from their side's median drawn in (Huber). Its variance is s^2
 * (V(m) / m + V(n-m) / (n-m)) with s^2 = squares / f, f = n - V(m) - V(n-m), of
 * which the expectation is the nights' variance; its interval is Student's with
 * f / V(n-m) degrees, the number of independent nights (Bayley and Hammersley,
 * Supplement to JRSS 8, 1946), taken at 98.5 %: having been confirmed just then
 * biases a difference, and with the wider one the interval covers the true
 * change in 94 % and more of the confirmed (bench/histories.txt).
 */
void stats_verdict(const double *values, size_t count,
		   const struct verdict_level *levels, size_t nlevels,
		   uint64_t seed, struct verdict *verdict);

#endif
