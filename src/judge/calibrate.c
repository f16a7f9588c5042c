/* Calibration: what verdicts find, and their false alarms, on given noise. */
#include "judge/calibrate.h"

#include "base/mem.h"
#include "base/random.h"
#include "stats/robust.h"
#include "stats/summary.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NIGHTS_MIN (VERDICT_NIGHTS + CALIBRATE_WITHIN)
#define DRAWN_MIN  4      /* histories made of each series, at least */
#define NIGHTS_AIM 100000 /* and more until there are so many nights */
#define DRAWN_MAX  1000
#define NAME_SIZE  24

static uint64_t calibrate_seed(const char *series)
{
	return str_hash(STR_HASH_START, series, strlen(series));
}

static size_t measured(const double *value, size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		n += isnan(value[i]) ? 0 : 1;
	return n;
}

size_t calibrate_night(const struct history *h)
{
	size_t n = measured(h->value, h->count), i, skip;
	uint64_t state = calibrate_seed(h->series);

	if (n < NIGHTS_MIN)
		return h->count;
	skip =
	    VERDICT_NIGHTS + (size_t)random_below(&state, n - NIGHTS_MIN + 1);
	for (i = 0; skip || isnan(h->value[i]); i++)
		skip -= isnan(h->value[i]) ? 0 : 1;
	return i;
}

void calibrate_inject(double *value, size_t count, size_t night, double step)
{
	for (; night < count; night++)
		value[night] *= 1 + step;
}

void calibrate_count(struct calibrate_delays *delays,
		     const struct verdict *verdicts, size_t count, size_t night,
		     double step)
{
	enum verdict_word want =
	    step > 0 ? VERDICT_REGRESSED : VERDICT_IMPROVED;
	size_t nights = 0, i;

	delays->steps++;
	for (i = night; i < count && nights < CALIBRATE_WITHIN; i++) {
		nights += verdicts[i].word != VERDICT_NOT_MEASURED;
		if (verdicts[i].word == want)
			break;
	}
	if (i == count || verdicts[i].word != want)
		return;
	for (; nights <= CALIBRATE_WITHIN; nights++)
		delays->found[nights]++;
}

/* The number of nights within which half of the steps were found; 0 if fewer
 * were. */
static size_t median_delay(const struct calibrate_delays *delays)
{
	size_t k;

	for (k = 1; k <= CALIBRATE_WITHIN; k++)
		if (2 * delays->found[k] >= delays->steps)
			return k;
	return 0;
}

/* Computes the residuals of a judged history from its levels, in order; returns
 * how many. */
static size_t residuals(const struct history *h, const struct verdict *verdicts,
			double *residual, double *work)
{
	size_t n = 0, from, to, i, k, first;
	double median, stretch;

	for (from = 0; from < h->count; from = to) {
		/* the next level begins where a later verdict says so */
		for (to = h->count, i = from; i < h->count; i++)
			if (verdicts[i].word >= VERDICT_IMPROVED &&
			    verdicts[i].since > from && verdicts[i].since < to)
				to = verdicts[i].since;
		first = n;
		for (i = from; i < to; i++)
			if (!isnan(h->value[i]))
				residual[n++] = log(h->value[i]);
		k = n - first;
		if (!k)
			continue;
		median = robust_median(residual + first, k, work);
		stretch = k > 1 ? sqrt((double)k / (double)(k - 1)) : 0;
		for (i = first; i < n; i++)
			residual[i] = (residual[i] - median) * stretch;
	}
	return n;
}

/* Histories drawn, and room for their verdicts. */
struct drawn {
	struct history *histories;
	size_t *offset;
	size_t count, nights;
	double *value;
	const char **name; /* of nights: "0", "1", .. */
	char (*name_text)[NAME_SIZE];
	char (*series)[NAME_SIZE];
	struct verdict *verdicts;
	double *lag1;
	size_t nlag1;
};

static void drawn_free(struct drawn *s)
{
	free(s->histories);
	free(s->offset);
	free(s->value);
	free(s->name);
	free(s->name_text);
	free(s->series);
	free(s->verdicts);
	free(s->lag1);
}

static int drawn_room(struct drawn *s, size_t histories, size_t nights,
		      size_t longest, size_t series, struct err *err)
{
	size_t i;

	s->histories = mem_array(histories, sizeof(*s->histories), err);
	s->offset = mem_array(histories, sizeof(*s->offset), err);
	s->series = mem_array(histories, sizeof(*s->series), err);
	s->value = mem_array(nights, sizeof(*s->value), err);
	s->verdicts = mem_array(nights, sizeof(*s->verdicts), err);
	s->name = mem_array(longest, sizeof(*s->name), err);
	s->name_text = mem_array(longest, sizeof(*s->name_text), err);
	s->lag1 = mem_array(series, sizeof(*s->lag1), err);
	if (!s->histories || !s->offset || !s->series || !s->value ||
	    !s->verdicts || !s->name || !s->name_text || !s->lag1)
		return -1;
	for (i = 0; i < longest; i++) {
		snprintf(s->name_text[i], NAME_SIZE, "%zu", i);
		s->name[i] = s->name_text[i];
	}
	return 0;
}

/* Adds a history of blocks of the residuals, as times around 1. A block begins at a
 * random night and ends with probability 1 / sqrt(count) after each; behind the
 * last night comes the first one. */
static void add_drawn(struct drawn *s, const double *residual, size_t count,
		      uint64_t *state)
{
	struct history *h = &s->histories[s->count];
	double *value = s->value + s->nights, end = 1 / sqrt((double)count);
	size_t i, at = 0;

	for (i = 0; i < count; i++, at++) {
		if (!i || random_unit(state) < end)
			at = (size_t)random_below(state, count);
		value[i] = exp(residual[at % count]);
	}
	snprintf(s->series[s->count], NAME_SIZE, "%zu", s->count);
	*h = (struct history){ .series = s->series[s->count],
			       .night = s->name,
			       .value = value,
			       .count = count };
	s->offset[s->count++] = s->nights;
	s->nights += count;
}

static int draw_histories(struct drawn *s, const struct history *histories,
			  size_t count, const size_t *offset,
			  const struct verdict *verdicts, struct err *err)
{
	size_t longest = 0, nights = 0, series = 0, draws, i, k, n;
	double *residual, *work;
	uint64_t state;
	int rc = -1;

	for (i = 0; i < count; i++) {
		n = measured(histories[i].value, histories[i].count);
		if (n < NIGHTS_MIN)
			continue;
		series++;
		nights += n;
		longest = n > longest ? n : longest;
	}
	if (!series)
		return err_set(err, ERR_USAGE,
			       "no series has %d measured nights; calibrating "
			       "needs as many",
			       NIGHTS_MIN);
	draws = NIGHTS_AIM / nights;
	draws = draws < DRAWN_MIN   ? DRAWN_MIN
		: draws > DRAWN_MAX ? DRAWN_MAX
				    : draws;
	residual = mem_array(longest, sizeof(*residual), err);
	work = mem_array(longest, sizeof(*work), err);
	if (!residual || !work ||
	    drawn_room(s, series * draws, nights * draws, longest, series, err))
		goto out;
	for (i = 0; i < count; i++) {
		if (measured(histories[i].value, histories[i].count) <
		    NIGHTS_MIN)
			continue;
		n = residuals(&histories[i], verdicts + offset[i], residual,
			      work);
		s->lag1[s->nlag1++] = robust_lag1(residual, n);
		state = calibrate_seed(histories[i].series);
		for (k = 0; k < draws; k++)
			add_drawn(s, residual, n, &state);
	}
	rc = 0;
out:
	free(residual);
	free(work);
	return rc;
}

/* Judges the histories drawn, with a step unless `step` is 0, and appends
 * the row of results. */
static int report(struct drawn *s, double step, struct str *out,
		  struct err *err)
{
	static const int within[] = { 1, 3, 5, 7, 10 };
	struct calibrate_delays delays = { 0 };
	const bool stepped = step != 0;
	size_t nights = 0, alarms = 0, i, k, at;

	for (i = 0; stepped && i < s->count; i++) {
		const struct history *h = &s->histories[i];

		calibrate_inject(s->value + s->offset[i], h->count,
				 calibrate_night(h), step);
	}
	if (history_judge_all(s->histories, s->count, s->offset, s->verdicts,
			      err))
		return -1;
	for (i = 0; i < s->count; i++) {
		const struct history *h = &s->histories[i];
		const struct verdict *v = s->verdicts + s->offset[i];

		at = stepped ? calibrate_night(h) : h->count;
		for (k = 0; k < at; k++) {
			nights += v[k].word >= VERDICT_NO_CHANGE;
			alarms += v[k].word >= VERDICT_IMPROVED &&
				  v[k].word != VERDICT_NOISIER;
		}
		if (stepped)
			calibrate_count(&delays, v, h->count, at, step);
	}
	str_addf(out, "%g,%zu,%zu,%zu,%.3g", step, s->count, nights, alarms,
		 nights ? 1000 * (double)alarms / (double)nights : 0);
	for (i = 0; i < sizeof(within) / sizeof(within[0]); i++)
		if (stepped)
			str_addf(out, ",%.3f",
				 (double)delays.found[within[i]] /
				     (double)delays.steps);
		else
			str_add(out, ",");
	k = median_delay(&delays);
	if (stepped && k)
		str_addf(out, ",%zu", k);
	else
		str_add(out, ",");
	str_addf(out, ",%.3f\n", stats_quantile(s->lag1, s->nlag1, 0.5));
	return 0;
}

int calibrate(const struct history *histories, size_t count,
	      const size_t *offset, const struct verdict *verdicts, double step,
	      struct str *out, struct err *err)
{
	struct drawn s = { 0 };
	int rc = draw_histories(&s, histories, count, offset, verdicts, err);

	if (!rc) {
		stats_sort(s.lag1, s.nlag1);
		str_add(out,
			"step,histories,nights,alarms,alarms_per_1000,found_1,"
			"found_3,found_5,found_7,found_10,delay_median,lag1\n");
		rc = report(&s, 0, out, err);
	}
	if (!rc)
		rc = report(&s, step, out, err);
	drawn_free(&s);
	return rc;
}
