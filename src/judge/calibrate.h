/* Calibration: what the verdict would find, and invent, on given noise. */
#ifndef JUDGE_CALIBRATE_H
#define JUDGE_CALIBRATE_H

#include "base/str.h"
#include "judge/history.h"

/* A step counts as found within so many nights: 1 is the night it began. */
#define CALIBRATE_WITHIN 10

/*
 * The night of history h at which a step is to begin: drawn, seeded by the
 * series' name, from those with VERDICT_NIGHTS measured nights before them and
 * CALIBRATE_WITHIN from them on; h->count where there is none.
 */
size_t calibrate_night(const struct history *h);

/* Multiplies value[night..count) by 1 + step. */
void calibrate_inject(double *value, size_t count, size_t night, double step);

/* How soon injected steps were found. Zero before use. */
struct calibrate_delays {
	size_t steps;
	size_t found[CALIBRATE_WITHIN + 1]; /* [k]: within k nights */
};

/* Counts one history whose step of sign `step` began at `night`: found is a
 * confirmed change of that direction, within CALIBRATE_WITHIN nights. */
void calibrate_count(struct calibrate_delays *delays,
		     const struct verdict *verdicts, size_t count, size_t night,
		     double step);

/*
 * False alarms and delays on the noise of judged histories. The residuals of
 * each series - ln value minus the median of its level, times sqrt(L / (L -
 * 1)), levels as the verdicts found them - are shuffled into new histories of
 * the same length, several of each series; series of fewer than VERDICT_NIGHTS
 * + CALIBRATE_WITHIN measured nights are left out. They are judged as they are
 * and with the step injected. Appends CSV, a row for each:
 *
 *     step,histories,nights,alarms,alarms_per_1000,found_1,found_3,found_5,
 *     found_7,found_10,delay_median,lag1
 *
 * nights: those judged (and, with a step, before it); alarms: the confirmed
 * changes among them; found_K: the share of the steps confirmed within K
 * nights; delay_median: empty where fewer than half were; lag1: the median
 * lag-1 autocorrelation of the residuals in their true order, which shuffling
 * takes away: where it is well above 0 there are more alarms than these.
 * Returns 0, or -1 with *err (ERR_USAGE: no series is long enough).
 */
int calibrate(const struct history *histories, size_t count,
	      const size_t *offset, const struct verdict *verdicts, double step,
	      struct str *out, struct err *err);

#endif
