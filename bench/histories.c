/*
 * Measures which changes the verdict finds, and how many false alarms it raises, in
 * simulated histories with known noise, judged night by night as in `dotrec replay`.
 * usage: histories [HISTORIES [SEED]]     (of each kind; 2000, seed 0)
 */
#include "bench.h"
#include "series.h"

#include "base/random.h"
#include "judge/calibrate.h"
#include "judge/history.h"
#include "stats/segment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NIGHTS      90 /* in a history without a change; judged from the 21st */
#define STEP_AFTER  10
#define DRIFT_AFTER 84
#define LONG        140 /* in a history of another kind, without a change */
#define NIGHT_SD    0.02

struct room {
	size_t count;
	uint64_t seed;
	struct history *histories;
	size_t *offset;
	double *value;
	struct verdict *verdicts;
	char (*series)[24];
	char name_text[SERIES_MAX][8];
	const char *name[SERIES_MAX];
	long day[SERIES_MAX];
};

static void room_make(struct room *r, size_t count)
{
	size_t i;

	r->count = count;
	r->histories = calloc(count, sizeof(*r->histories));
	r->offset = calloc(count, sizeof(*r->offset));
	r->value = calloc(count * SERIES_MAX, sizeof(*r->value));
	r->verdicts = calloc(count * SERIES_MAX, sizeof(*r->verdicts));
	r->series = calloc(count, sizeof(*r->series));
	for (i = 0; i < SERIES_MAX; i++) {
		snprintf(r->name_text[i], sizeof(r->name_text[i]), "%zu", i);
		r->name[i] = r->name_text[i];
		r->day[i] = (long)i;
	}
	for (i = 0; i < count; i++)
		snprintf(r->series[i], sizeof(r->series[i]), "%zu", i);
}

/* Makes and judges `room->count` histories of so many nights. */
static void judge(struct room *r, const struct series *series, size_t nights)
{
	struct err err = { 0 };
	uint64_t state =
	    random_mix(r->seed) + 1000 * (uint64_t)series->noise + nights;
	size_t h;

	for (h = 0; h < r->count; h++) {
		double *value = r->value + h * nights;

		series_make(series, value, nights, &state);
		r->offset[h] = h * nights;
		r->histories[h] = (struct history){ .series = r->series[h],
						    .night = r->name,
						    .day = r->day,
						    .value = value,
						    .count = nights };
	}
	if (history_judge_all(r->histories, r->count, r->offset, r->verdicts,
			      &err))
		bench_die(&err);
}

/* What is told of histories in which nothing changes. */
struct told {
	size_t first, corrections; /* changes and drifts */
	size_t drifting, noisier, suspect;
};

/* Counts the nights of a history. A change against the direction of the false one
 * that holds is its correction. */
static void count_told(const struct verdict *v, size_t nights, struct told *t)
{
	int holds = 0, way;
	size_t i;

	for (i = VERDICT_NIGHTS; i < nights; i++) {
		t->drifting += v[i].word == VERDICT_DRIFTING ? 1 : 0;
		t->noisier += v[i].word == VERDICT_NOISIER ? 1 : 0;
		t->suspect += v[i].word == VERDICT_SUSPECT ? 1 : 0;
		if (v[i].word < VERDICT_IMPROVED ||
		    v[i].word == VERDICT_NOISIER)
			continue;
		way = v[i].effect > 0 ? 1 : -1;
		if (way == -holds) {
			t->corrections++;
			holds = 0;
		} else {
			t->first++;
			holds = way;
		}
	}
}

static void alarms(struct room *r, const char *name,
		   const struct series *series, size_t nights, double goal)
{
	double judged = (double)(r->count * (nights - VERDICT_NIGHTS)) / 1000;
	char claim[80], measured[80], text[24];
	struct told t = { 0 };
	double rate;
	size_t h;

	judge(r, series, nights);
	for (h = 0; h < r->count; h++)
		count_told(r->verdicts + r->offset[h], nights, &t);
	rate = (double)(t.first + t.corrections) / judged;
	snprintf(claim, sizeof(claim), "false alarms per 1000: %s%s", name,
		 series->sessions > 1 ? ", mean of 3 sessions" : "");
	snprintf(measured, sizeof(measured), "%.2f = %.2f + %.2f", rate,
		 (double)t.first / judged, (double)t.corrections / judged);
	snprintf(text, sizeof(text), "<= %.1f", goal);
	bench_row(claim, measured, text, rate <= goal);
	snprintf(measured, sizeof(measured), "%.1f; %.1f, %.0f",
		 (double)t.drifting / judged, (double)t.noisier / judged,
		 (double)t.suspect / judged);
	bench_row("  drifts among them; noisier, suspect nights", measured, "",
		  -1);
}

/* The share of histories without a change that are divided into levels. */
static void points(enum series_noise noise, size_t nights, size_t count,
		   double goal)
{
	const struct series series = { .noise = noise, .sd = NIGHT_SD };
	uint64_t state = 1000 * (uint64_t)noise + nights;
	double value[SERIES_MAX], percent;
	size_t cut = 0, found = 0, h, i;
	char claim[80], measured[80], text[24];
	struct segments g;
	struct err err = { 0 };

	for (h = 0; h < count; h++) {
		series_make(&series, value, nights, &state);
		for (i = 0; i < nights; i++)
			value[i] = log(value[i]);
		if (stats_segment(value, nights, h, &g, &err))
			bench_die(&err);
		cut += g.count > 0 ? 1 : 0;
		found += g.count;
		segments_free(&g);
	}
	percent = 100 * (double)cut / (double)count;
	snprintf(claim, sizeof(claim), "change points in %zu nights: %s",
		 nights, series_noise_name(noise));
	snprintf(measured, sizeof(measured), "%.1f %% (%.2f each)", percent,
		 (double)found / (double)count);
	snprintf(text, sizeof(text), "<= %.0f %%", goal);
	bench_row(claim, measured, text, percent <= goal);
}

/* Shares of steps: found within some nights, right start, covered by interval. */
struct found {
	struct calibrate_delays delays;
	size_t confirmed, near, covered;
};

static void find(const struct room *r, const struct series *series,
		 size_t nights, struct found *found)
{
	size_t h, i;

	memset(found, 0, sizeof(*found));
	for (h = 0; h < r->count; h++) {
		const struct verdict *v = r->verdicts + r->offset[h];

		calibrate_count(&found->delays, v, nights, SERIES_CHANGE,
				series->size);
		for (i = SERIES_CHANGE; i < nights; i++)
			if (v[i].word == VERDICT_REGRESSED)
				break;
		if (i == nights)
			continue;
		found->confirmed++;
		found->near += v[i].since + 1 >= SERIES_CHANGE &&
			       v[i].since <= SERIES_CHANGE + 1;
		found->covered +=
		    v[i].low <= series->size && series->size <= v[i].high;
	}
}

static void share(const char *what, const struct series *series,
		  const char *detail, size_t part, size_t all, double goal)
{
	double percent = 100 * (double)part / (double)all;
	char claim[80], measured[24], text[24] = "";

	snprintf(claim, sizeof(claim), "%.0f %% at %.0f %%%s, %s: %s%s",
		 100 * series->size, 100 * series->sd,
		 series->sessions > 1 ? " x 3" : "",
		 series_noise_name(series->noise), what, detail);
	snprintf(measured, sizeof(measured), "%.1f %%", percent);
	if (goal > 0)
		snprintf(text, sizeof(text), ">= %.0f %%", goal);
	bench_row(claim, measured, text, goal > 0 ? percent >= goal : -1);
}

/* A step after SERIES_CHANGE nights, with goals for finding it within 3, 4, 5
 * and 7 nights (0: no goal). */
static void step(struct room *r, enum series_noise noise, double size,
		 double sd, size_t sessions, const double goal[4])
{
	static const size_t within[4] = { 3, 4, 5, 7 };
	const struct series series = {
		.noise = noise, .sd = sd, .sessions = sessions, .size = size
	};
	struct found found;
	char detail[16];
	size_t i;

	judge(r, &series, SERIES_CHANGE + STEP_AFTER);
	find(r, &series, SERIES_CHANGE + STEP_AFTER, &found);
	for (i = 0; i < 4; i++) {
		snprintf(detail, sizeof(detail), "%zu nights", within[i]);
		share("found within ", &series, detail,
		      found.delays.found[within[i]], r->count, goal[i]);
	}
	share("start within +-1 night", &series, "", found.near,
	      found.confirmed, 88);
	share("interval covers the step", &series, "", found.covered,
	      found.confirmed, 94);
}

/* A slow drift: how many nights pass until it is first confirmed. */
static void drift(struct room *r, double weekly)
{
	const struct series series = { .kind = SERIES_BEND,
				       .sd = NIGHT_SD,
				       .slope = log1p(weekly) / 7 };
	size_t found[DRIFT_AFTER / 7 + 1] = { 0 }, h, i, week;
	const size_t nights = SERIES_CHANGE + DRIFT_AFTER;
	char claim[80], measured[24];

	judge(r, &series, nights);
	for (h = 0; h < r->count; h++) {
		for (i = SERIES_CHANGE; i < nights; i++)
			if (r->verdicts[r->offset[h] + i].word ==
				VERDICT_REGRESSED ||
			    r->verdicts[r->offset[h] + i].word ==
				VERDICT_DRIFTING)
				break;
		for (week = (i - SERIES_CHANGE) / 7 + 1;
		     week <= DRIFT_AFTER / 7; week++)
			found[week]++;
	}
	for (week = 4; week <= 12; week += 4) {
		double percent = 100 * (double)found[week] / (double)r->count;

		snprintf(claim, sizeof(claim),
			 "drift of %.0f %% a week, normal: within %zu weeks",
			 100 * weekly, week);
		snprintf(measured, sizeof(measured), "%.1f %%", percent);
		bench_row(claim, measured, week == 8 ? ">= 95 %" : "",
			  week == 8 ? percent >= 95 : -1);
	}
}

/* ---- histories that do more than stay or step ------------------------------ */

enum shown {
	TOLD,       /* confirmed slower within `within` nights from `from` on */
	DRIFTS,     /* the same, at once or night by night */
	BACK,       /* of those confirmed, confirmed faster in that time */
	TAKEN_BACK, /* the same, but there the change lasts */
	TOTAL /* the level against the accepted one is right within 15 % */
};

static const struct hard {
	const char *claim;
	struct series series;
	size_t nights, from, within;
	enum shown shown;
	double goal; /* percent: the most of TAKEN_BACK, else the least */
} hard[] = {
	{ "settles by 6 %, then x2: within 5 nights",
	  { .kind = SERIES_SETTLE, .sd = 0.004, .size = 1 },
	  120,
	  SERIES_CHANGE,
	  5,
	  TOLD,
	  95 },
	{ "the same at sd 1 %",
	  { .kind = SERIES_SETTLE, .sd = 0.01, .size = 1 },
	  120,
	  SERIES_CHANGE,
	  5,
	  TOLD,
	  95 },
	{ "drift of 0.1 % a night, then x2: within 5 nights",
	  { .kind = SERIES_DRIFT, .sd = 0.01, .size = 1, .slope = 0.001 },
	  120,
	  SERIES_CHANGE,
	  5,
	  TOLD,
	  95 },
	{ "drift of 0.1 % a night, then x10: within 5 nights",
	  { .kind = SERIES_DRIFT, .sd = 0.01, .size = 9, .slope = 0.001 },
	  120,
	  SERIES_CHANGE,
	  5,
	  TOLD,
	  95 },
	{ "walk of 0.5 % a night, then +50 %: within 7 nights",
	  { .kind = SERIES_WALK, .sd = 0.01, .size = 0.5, .slope = 0.005 },
	  150,
	  SERIES_LATER,
	  7,
	  TOLD,
	  95 },
	{ "drift of 0.1 % a night: told within 60 nights",
	  { .kind = SERIES_DRIFT, .sd = 0.01, .slope = 0.001 },
	  120,
	  0,
	  60,
	  DRIFTS,
	  95 },
	{ "drift of 0.1 % from night 61: told within 35 nights",
	  { .kind = SERIES_BEND, .sd = 0.01, .slope = 0.001 },
	  120,
	  SERIES_CHANGE,
	  35,
	  DRIFTS,
	  95 },
	{ "drift of 1 % a night: told within 30 nights",
	  { .kind = SERIES_DRIFT, .sd = 0.01, .slope = 0.01 },
	  120,
	  0,
	  30,
	  DRIFTS,
	  100 },
	{ "5 % at 2 % for 5 nights: told back within 12",
	  { .kind = SERIES_HEAL, .sd = 0.02, .size = 0.05, .nights = 5 },
	  160,
	  SERIES_CHANGE + 5,
	  12,
	  BACK,
	  95 },
	{ "10 % at 2 % for 2 nights: told back within 12",
	  { .kind = SERIES_HEAL, .sd = 0.02, .size = 0.1, .nights = 2 },
	  160,
	  SERIES_CHANGE + 2,
	  12,
	  BACK,
	  95 },
	{ "5 % at 2 % that lasts: taken back within 90 nights",
	  { .sd = 0.02, .size = 0.05 },
	  160,
	  SERIES_CHANGE,
	  90,
	  TAKEN_BACK,
	  2 },
	{ "3 % at 2 %: within 30 nights",
	  { .sd = 0.02, .size = 0.03 },
	  120,
	  SERIES_CHANGE,
	  30,
	  TOLD,
	  93 },
	{ "5 % at 4 %: within 30 nights",
	  { .sd = 0.04, .size = 0.05 },
	  120,
	  SERIES_CHANGE,
	  30,
	  TOLD,
	  85 },
	{ "10 % at 2 %, AR(0.6): within 30 nights",
	  { .noise = SERIES_AR_6, .sd = 0.02, .size = 0.1 },
	  120,
	  SERIES_CHANGE,
	  30,
	  TOLD,
	  90 },
	{ "two steps of 5 % at 2 %, 4 nights apart: total",
	  { .kind = SERIES_TWO_STEPS, .sd = 0.02, .size = 0.05, .nights = 4 },
	  120,
	  SERIES_CHANGE,
	  40,
	  TOTAL,
	  80 },
	{ "days of the week (3 %), 5 % at 1 %: within 7 nights",
	  { .kind = SERIES_WEEK, .sd = 0.01, .size = 0.05 },
	  120,
	  SERIES_CHANGE,
	  7,
	  TOLD,
	  90 },
	{ "rare far state, 10 % at 2 %: within 7 nights",
	  { .kind = SERIES_RARE, .sd = 0.02, .size = 0.1 },
	  120,
	  SERIES_CHANGE,
	  7,
	  TOLD,
	  80 },
};

/* The first night of [from, to) with a verdict of `word`; `to` if none has
 * it. */
static size_t first_of(const struct verdict *v, size_t from, size_t to,
		       enum verdict_word word)
{
	while (from < to && v[from].word != word)
		from++;
	return from;
}

/* The level on the night before `end` against the one before the first change, in
 * logarithms. */
static double total(const struct history *h, const struct verdict *v,
		    size_t end)
{
	struct levels_effect totals[SERIES_MAX];
	struct err err = { 0 };

	if (history_totals(h, v, totals, &err))
		bench_die(&err);
	return log1p(totals[end - 1].effect);
}

/* Whether a history counts (*counts) and shows what is asked for. */
static bool shows(const struct hard *c, const struct history *h,
		  const struct verdict *v, bool *counts)
{
	size_t end = c->from + c->within, told;
	double truth = 2 * log1p(c->series.size);

	*counts = true;
	if (c->shown == TOLD || c->shown == DRIFTS)
		return first_of(v, c->from, end, VERDICT_REGRESSED) < end ||
		       (c->shown == DRIFTS &&
			first_of(v, c->from, end, VERDICT_DRIFTING) < end);
	if (c->shown == TOTAL)
		return fabs(total(h, v, end) - truth) <= 0.15 * truth;
	told = first_of(v, SERIES_CHANGE, end, VERDICT_REGRESSED);
	*counts = told < end;
	return first_of(v, told, end, VERDICT_IMPROVED) < end;
}

static void show_hard(struct room *r, const struct hard *c)
{
	bool most = c->shown == TAKEN_BACK, counts;
	size_t count = 0, shown = 0, h;
	char measured[40], goal[24];
	double percent;

	judge(r, &c->series, c->nights);
	for (h = 0; h < r->count; h++) {
		shown += shows(c, &r->histories[h], r->verdicts + r->offset[h],
			       &counts);
		count += counts;
	}
	percent = count ? 100 * (double)shown / (double)count : 0;
	snprintf(measured, sizeof(measured), "%.1f %% of %zu", percent, count);
	snprintf(goal, sizeof(goal), "%s %.0f %%", most ? "<=" : ">=", c->goal);
	bench_row(c->claim, measured, goal,
		  most ? percent <= c->goal : percent >= c->goal);
}

int main(int argc, char **argv)
{
	static const double none[4] = { 0, 0, 0, 0 };
	static const double slow[4] = { 50, 74, 85, 96 };
	static const double fast[4] = { 96, 0, 0, 0 };
	static const double mean[4] = { 94, 0, 0, 0 };
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
	struct room room = { .seed =
				 argc > 2 ? strtoull(argv[2], NULL, 10) : 0 };
	enum series_noise noise;
	size_t i;

	if (!count) {
		fprintf(stderr, "usage: histories [HISTORIES [SEED]]\n");
		return 2;
	}
	room_make(&room, count);
	printf("%lu histories of each kind, seed %llu, nights of sd 2 %%, "
	       "judged from the 21st\n"
	       "false alarms = first ones + corrections, which take a false "
	       "one back\n\n%-58s %-24s %s\n",
	       count, (unsigned long long)room.seed, "claim", "measured",
	       "goal");
	for (noise = SERIES_NORMAL; noise < SERIES_NOISES; noise++) {
		const struct series quiet = { .noise = noise, .sd = NIGHT_SD };

		alarms(&room, series_noise_name(noise), &quiet, NIGHTS,
		       noise < SERIES_AR_3 ? 1.0 : 2.2);
	}
	alarms(&room, "normal",
	       &(const struct series){ .sd = NIGHT_SD, .sessions = 3 }, NIGHTS,
	       1.0);
	alarms(&room, "sd doubles",
	       &(const struct series){ .kind = SERIES_LOUDER, .sd = 0.01 },
	       LONG, 2);
	alarms(&room, "walk of 0.2 % a night, sd 1 %",
	       &(const struct series){
		   .kind = SERIES_WALK, .sd = 0.01, .slope = 0.002 },
	       LONG, 4);
	alarms(&room, "rare far state",
	       &(const struct series){ .kind = SERIES_RARE, .sd = 0.02 }, LONG,
	       4);
	step(&room, SERIES_NORMAL, 0.05, 0.02, 1, slow);
	step(&room, SERIES_NORMAL, 0.10, 0.02, 1, fast);
	step(&room, SERIES_NORMAL, 0.05, 0.01, 1, fast);
	step(&room, SERIES_NORMAL, 0.05, 0.02, 3, mean);
	for (noise = SERIES_LOG_NORMAL; noise < SERIES_NOISES; noise++)
		step(&room, noise, 0.05, 0.02, 1, none);
	drift(&room, 0.01);
	for (i = 0; i < sizeof(hard) / sizeof(hard[0]); i++)
		show_hard(&room, &hard[i]);
	for (noise = SERIES_NORMAL; noise < SERIES_NOISES; noise++) {
		points(noise, 90, (count + 3) / 4,
		       noise < SERIES_AR_3 ? 2 : 10);
		points(noise, 200, (count + 3) / 4,
		       noise < SERIES_AR_3 ? 2 : 10);
	}
	return 0;
}
