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
#define VERDICT_VERSION 2

#define VERDICT_NIGHTS     20     /* fewer nights give no verdict */
#define VERDICT_MIN_EFFECT 0.01   /* relative; smaller changes do not count */
#define VERDICT_CONFIRM    0.0018 /* p that confirms a change */
#define VERDICT_AGAIN      0.0003 /* the same, within 20 nights of a change */
#define VERDICT_SUSPECT_P  0.02
#define VERDICT_WINDOW     400 /* the latest nights of a level are used */

enum verdict_word {
	VERDICT_NOT_MEASURED, /* no value that night */
	VERDICT_NOT_ENOUGH,   /* fewer than VERDICT_NIGHTS nights */
	VERDICT_NO_CHANGE,    /* `visible` says what would be seen */
	VERDICT_SUSPECT,      /* not confirmed; look again */
	VERDICT_IMPROVED,     /* confirmed on this night, faster */
	VERDICT_REGRESSED     /* confirmed on this night, slower */
};

/* "not measured", "not enough nights", "no change seen", "suspect",
 * "improved", "regressed". */
const char *verdict_word(enum verdict_word word);

/* A verdict in the words in which it is reported: "still regressed" where an
 * earlier change holds (`still`, or NULL or ""), unless the night is suspect
 * itself; else the verdict. The only place where these words are put together. */
#define VERDICT_TOLD_SIZE 48
void verdict_told(const char *verdict, const char *still,
		  char text[VERDICT_TOLD_SIZE]);

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
 * NaN where nothing was measured or the night does not count.
 * levels[0..nlevels) are the levels after the first, ascending, each starting
 * below count. When the word is improved or regressed, the caller adds {since,
 * word} to the levels for the nights to come; there is no other state. A number
 * that cannot be determined is NaN. Equal input gives equal output: `seed` (of
 * series and night) chooses the permutations.
 *
 * The statistic: with the current level's values v_1..v_n in robust units, u =
 * clamp((v - median) / (1.4826 MAD), +-3) minus their mean,
 *
 *     T = max over m = 2..min(8, n/2) of
 *         |u_{n-m+1} + .. + u_n| / sqrt(m (n - m) / n V(m))
 *
 * where V(m) = 1 + 2 sum_{k<m} (1 - k/m) phi^k is the factor by which
 * autocorrelation inflates the variance of a mean of m values of an AR(1)
 * series. phi is the lag-1 autocorrelation of the values before the last ten,
 * corrected for its bias (Kendall 1954) and limited to [0, 0.8]. p compares T
 * with up to 3999 permutations of the same values (maximally selected
 * statistics, permutation distribution: Hothorn and Lausen 2003). Drawing stops
 * once 80 permutations reach T, because p > 0.02 is then certain: p = 80 /
 * draws (Besag and Clifford, Sequential Monte Carlo p-values, Biometrika 78,
 * 1991), otherwise (1 + reached) / 4000.
 *
 * The start of the change: T shows better that there is a change than when,
 * above all in autocorrelated series. The change began m = 2..min(12, n/2)
 * nights ago, for the m with the smallest
 *
 *     sum over the last nights of min(e_i^2, 4^2),
 *     e_i = (w_i - phi w_{i-1}) / (sd sqrt(1 - phi^2))
 *
 * where w is v minus the level before the change or, from the start on, minus
 * the level after it, both taken for the m that maximises T. This is least
 * squares of what the previous night does not predict; the bound makes an
 * outlier cost the same on either side (Fearnhead and Rigaill, Changepoint
 * detection in the presence of outliers, JASA 114, 2019).
 *
 * Confirmed: p <= 0.0018, |effect| >= 1 %, and the nights since the start form
 * a level. They do if the judged night lies at least one robust sd on the
 * change's side of the level before (a change is not confirmed on the night
 * that ends it), and more than half of them reach 60 % of the effect, so that a
 * spike beside a slightly high night is no level. Suspect: p <= 0.02, or the
 * night lies more than 3.5 robust sd from the median. These rules keep false
 * alarms, including those that follow a false alarm, at 1 in 1000 nights
 * (bench/histories.txt, which shows what each rule contributes).
 *
 * A level of fewer than 20 nights after a change is judged with its own
 * residuals pooled with those of older levels (from the level's median, times
 * sqrt(L / (L - 1)) for a level of L nights). The pooled residuals give scale,
 * phi and the null distribution; m goes from 3 up to n - 2, and p <= 0.0003 is
 * required.
 *
 * The effect is the difference of the means of both sides, with values further
 * than 6 robust sd from their side's median clamped (Huber). Its variance is
 * s^2 (V(m) / m + V(n-m) / (n-m)) with s^2 = squares / f, f = n - V(m) -
 * V(n-m), whose expectation is the nights' variance. Its interval is that of
 * Student's t with f / V(n-m) degrees of freedom, the number of independent
 * nights (Bayley and Hammersley, Supplement to JRSS 8, 1946), taken at 98.5 %:
 * a change that was just confirmed is estimated with a bias, and the wider
 * interval covers the true change in 94 % and more of the confirmed ones
 * (bench/histories.txt).
 */
void stats_verdict(const double *values, size_t count,
		   const struct verdict_level *levels, size_t nlevels,
		   uint64_t seed, struct verdict *verdict);

#endif
