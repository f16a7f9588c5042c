/* Calibration: what verdicts find, and their false alarms, on given noise. */
#ifndef JUDGE_CALIBRATE_H
#define JUDGE_CALIBRATE_H

#include "base/str.h"
#include "judge/history.h"

/* A step counts as found if confirmed within so many nights; the night it began
 * is 1. */
#define CALIBRATE_WITHIN 10

/*
 * The night of history h at which an injected step begins: drawn at random,
 * seeded by the series' name, from the nights with VERDICT_NIGHTS measured
 * nights before them and CALIBRATE_WITHIN from them on. Returns h->count if
 * there are none.
 */
size_t calibrate_night(const struct history *h);

/* Multiplies value[night..count) by 1 + step. */
void calibrate_inject(double *value, size_t count, size_t night, double step);

/* How soon injected steps were found. Zero before use. */
struct calibrate_delays {
	size_t steps;
	size_t found[CALIBRATE_WITHIN + 1]; /* [k]: within k nights */
};

/* Counts one history whose step of sign `step` began at `night`. The step is
 * found if a change of its direction is confirmed within CALIBRATE_WITHIN
 * nights. */
void calibrate_count(struct calibrate_delays *delays,
		     const struct verdict *verdicts, size_t count, size_t night,
		     double step);

/*
 * Measures false alarms and delays on the noise of judged histories. The
 * residuals of each series (ln value minus the median of its level, times
 * sqrt(L / (L - 1)) for a level of L nights, levels as the verdicts found them)
 * are drawn in blocks, of sqrt(nights) nights on average, into new histories of the
 * same length, several of each series: so neighbouring nights resemble each other
 * as they did (stationary bootstrap: Politis and Romano, JASA 89, 1994).
 * Series of fewer than VERDICT_NIGHTS + CALIBRATE_WITHIN measured nights are
 * left out. The new histories are judged as they are and with the step
 * injected. Appends CSV, a row for each of the two:
 *
 *     step,histories,nights,alarms,alarms_per_1000,found_1,found_3,found_5,
 *     found_7,found_10,delay_median,lag1
 *
 * nights: nights judged (with a step, those before it); alarms: the confirmed
 * changes among them; found_K: the share of the steps confirmed within K
 * nights; delay_median: empty if fewer than half were; lag1: the median lag-1
 * autocorrelation of the residuals. Returns 0, or -1 with *err (ERR_USAGE: no series is long enough).
 */
int calibrate(const struct history *histories, size_t count,
	      const size_t *offset, const struct verdict *verdicts, double step,
	      struct str *out, struct err *err);

#endif
