/*
 * Measures which changes the verdict finds, and how many false alarms it raises, in
 * simulated histories with known noise, judged night by night as in `dotrec replay`.
 * usage: histories [HISTORIES [SEED]]     (of each kind; 2000, seed 0)
 */
#include "bench.h"

#include "base/random.h"
#include "judge/calibrate.h"
#include "judge/history.h"
#include "stats/distribution.h"
#include "stats/segment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NIGHTS      90 /* in a history without a change; judged from the 21st */
#define BEFORE      60 /* nights before a change */
#define STEP_AFTER  10
#define DRIFT_AFTER 84
#define NIGHTS_MAX  (BEFORE + DRIFT_AFTER)
#define NIGHT_SD    0.02

enum kind {
	NORMAL,
	LOG_NORMAL,
	STUDENT_3,
	BIMODAL_30,
	BIMODAL_10,
	SPIKES,
	AR_3,
	AR_6,
	KINDS
};

/* All have mean 0 and sd 1, except that spikes are added to a normal noise. */
static const char *const kind_name[KINDS] = {
	"normal",        "log-normal", "t, 3 df", "bimodal 70/30",
	"bimodal 90/10", "3 % spikes", "AR(0.3)", "AR(0.6)",
};

static double normal(uint64_t *state)
{
	return stats_normal_quantile(random_unit(state));
}

/* Two modes, the upper one with probability q; the sd of each is a quarter of
 * their distance. */
static double bimodal(double q, uint64_t *state)
{
	double upper = random_unit(state) < q ? 1 : 0;

	return (upper - q + 0.25 * normal(state)) /
	       sqrt(q * (1 - q) + 0.25 * 0.25);
}

/* The next value of a series; *last is the previous one (for AR). */
static double noise(enum kind kind, double *last, uint64_t *state)
{
	double phi = kind == AR_3 ? 0.3 : 0.6, z, square = 0;
	int i;

	switch (kind) {
	case LOG_NORMAL: /* of a normal with sd 1: mean e^.5, variance e(e-1) */
		return (exp(normal(state)) - exp(0.5)) /
		       sqrt(exp(1) * (exp(1) - 1));
	case STUDENT_3: /* whose variance is 3 */
		for (i = 0; i < 3; i++) {
			z = normal(state);
			square += z * z;
		}
		return normal(state) / sqrt(square / 3) / sqrt(3);
	case BIMODAL_30:
		return bimodal(0.3, state);
	case BIMODAL_10:
		return bimodal(0.1, state);
	case SPIKES: /* 10 to 50 % slower at an sd of 2 % */
		z = normal(state);
		if (random_unit(state) < 0.03)
			z += 5 + 20 * random_unit(state);
		return z;
	case AR_3:
	case AR_6:
		*last = phi * *last + sqrt(1 - phi * phi) * normal(state);
		return *last;
	default:
		return normal(state);
	}
}

/* A set of histories of one kind, and their verdicts. */
struct set {
	enum kind kind;
	double sd;
	size_t sessions; /* a night's value is the mean of these */
	size_t nights;
	double step, weekly; /* change from night BEFORE on; drift per week */
};

struct room {
	size_t count;
	uint64_t seed;
	struct history *histories;
	size_t *offset;
	double *value;
	struct verdict *verdicts;
	char (*series)[24];
	char name_text[NIGHTS_MAX][8];
	const char *name[NIGHTS_MAX];
};

static void room_make(struct room *r, size_t count)
{
	size_t i;

	r->count = count;
	r->histories = calloc(count, sizeof(*r->histories));
	r->offset = calloc(count, sizeof(*r->offset));
	r->value = calloc(count * NIGHTS_MAX, sizeof(*r->value));
	r->verdicts = calloc(count * NIGHTS_MAX, sizeof(*r->verdicts));
	r->series = calloc(count, sizeof(*r->series));
	for (i = 0; i < NIGHTS_MAX; i++) {
		snprintf(r->name_text[i], sizeof(r->name_text[i]), "%zu", i);
		r->name[i] = r->name_text[i];
	}
	for (i = 0; i < count; i++)
		snprintf(r->series[i], sizeof(r->series[i]), "%zu", i);
}

static double night_value(const struct set *set, size_t night, double *last,
			  uint64_t *state)
{
	double sum = 0, v, since = (double)night - BEFORE;
	size_t i;

	for (i = 0; i < set->sessions; i++)
		sum += noise(set->kind, last, state);
	v = set->sd * sum / (double)set->sessions;
	if (since >= 0)
		v += log1p(set->step) + log1p(set->weekly) * since / 7;
	return exp(v);
}

static void judge(struct room *r, const struct set *set)
{
	struct err err = { 0 };
	uint64_t state =
	    random_mix(r->seed) + 1000 * (uint64_t)set->kind + set->nights;
	double last;
	size_t h, i;

	for (h = 0; h < r->count; h++) {
		double *value = r->value + h * set->nights;

		last = normal(&state);
		for (i = 0; i < set->nights; i++)
			value[i] = night_value(set, i, &last, &state);
		r->offset[h] = h * set->nights;
		r->histories[h] = (struct history){ .series = r->series[h],
						    .night = r->name,
						    .value = value,
						    .count = set->nights };
	}
	if (history_judge_all(r->histories, r->count, r->offset, r->verdicts,
			      &err))
		bench_die(&err);
}

static void alarms(struct room *r, enum kind kind, size_t sessions, double goal)
{
	const struct set set = { .kind = kind,
				 .sd = NIGHT_SD,
				 .sessions = sessions,
				 .nights = NIGHTS };
	size_t confirmed = 0, suspect = 0, h, i;
	char claim[80], measured[80], text[24];
	double nights = (double)(r->count * (NIGHTS - VERDICT_NIGHTS)), rate;

	judge(r, &set);
	for (h = 0; h < r->count; h++)
		for (i = VERDICT_NIGHTS; i < NIGHTS; i++) {
			const struct verdict *v =
			    &r->verdicts[r->offset[h] + i];

			confirmed += v->word >= VERDICT_IMPROVED ? 1 : 0;
			suspect += v->word == VERDICT_SUSPECT ? 1 : 0;
		}
	rate = 1000 * (double)confirmed / nights;
	snprintf(claim, sizeof(claim), "false alarms per 1000: %s%s",
		 kind_name[kind], sessions > 1 ? ", mean of 3 sessions" : "");
	snprintf(measured, sizeof(measured), "%.2f (suspect %.0f)", rate,
		 1000 * (double)suspect / nights);
	snprintf(text, sizeof(text), "<= %.1f", goal);
	bench_row(claim, measured, text, rate <= goal);
}

/* The share of histories without a change that are divided into levels. */
static void points(enum kind kind, size_t nights, size_t count, double goal)
{
	const struct set set = {
		.kind = kind, .sd = NIGHT_SD, .sessions = 1, .nights = nights
	};
	uint64_t state = 1000 * (uint64_t)kind + nights;
	double value[200], last, percent;
	size_t cut = 0, found = 0, h, i;
	char claim[80], measured[80], text[24];
	struct segments g;
	struct err err = { 0 };

	for (h = 0; h < count; h++) {
		last = normal(&state);
		for (i = 0; i < nights; i++)
			value[i] = log(night_value(&set, i, &last, &state));
		if (stats_segment(value, nights, h, &g, &err))
			bench_die(&err);
		cut += g.count > 0 ? 1 : 0;
		found += g.count;
		segments_free(&g);
	}
	percent = 100 * (double)cut / (double)count;
	snprintf(claim, sizeof(claim), "change points in %zu nights: %s",
		 nights, kind_name[kind]);
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

static void find(const struct room *r, const struct set *set,
		 struct found *found)
{
	size_t h, i;

	memset(found, 0, sizeof(*found));
	for (h = 0; h < r->count; h++) {
		const struct verdict *v = r->verdicts + r->offset[h];

		calibrate_count(&found->delays, v, set->nights, BEFORE,
				set->step);
		for (i = BEFORE; i < set->nights; i++)
			if (v[i].word == VERDICT_REGRESSED)
				break;
		if (i == set->nights)
			continue;
		found->confirmed++;
		found->near +=
		    v[i].since + 1 >= BEFORE && v[i].since <= BEFORE + 1;
		found->covered +=
		    v[i].low <= set->step && set->step <= v[i].high;
	}
}

static void share(const char *what, const struct set *set, const char *detail,
		  size_t part, size_t all, double goal)
{
	double percent = 100 * (double)part / (double)all;
	char claim[80], measured[24], text[24] = "";

	snprintf(claim, sizeof(claim), "%.0f %% at %.0f %%%s, %s: %s%s",
		 100 * set->step, 100 * set->sd,
		 set->sessions > 1 ? " x 3" : "", kind_name[set->kind], what,
		 detail);
	snprintf(measured, sizeof(measured), "%.1f %%", percent);
	if (goal > 0)
		snprintf(text, sizeof(text), ">= %.0f %%", goal);
	bench_row(claim, measured, text, goal > 0 ? percent >= goal : -1);
}

/* A step after BEFORE nights, with goals for finding it within 3, 4, 5 and 7
 * nights (0: no goal). */
static void step(struct room *r, enum kind kind, double size, double sd,
		 size_t sessions, const double goal[4])
{
	static const size_t within[4] = { 3, 4, 5, 7 };
	const struct set set = { .kind = kind,
				 .sd = sd,
				 .sessions = sessions,
				 .nights = BEFORE + STEP_AFTER,
				 .step = size };
	struct found found;
	char detail[16];
	size_t i;

	judge(r, &set);
	find(r, &set, &found);
	for (i = 0; i < 4; i++) {
		snprintf(detail, sizeof(detail), "%zu nights", within[i]);
		share("found within ", &set, detail,
		      found.delays.found[within[i]], r->count, goal[i]);
	}
	share("start within +-1 night", &set, "", found.near, found.confirmed,
	      88);
	share("interval covers the step", &set, "", found.covered,
	      found.confirmed, 94);
}

/* A slow drift: how many nights pass until it is first confirmed. */
static void drift(struct room *r, double weekly)
{
	const struct set set = { .sd = NIGHT_SD,
				 .sessions = 1,
				 .nights = BEFORE + DRIFT_AFTER,
				 .weekly = weekly };
	size_t found[DRIFT_AFTER / 7 + 1] = { 0 }, h, i, week;
	char claim[80], measured[24];

	judge(r, &set);
	for (h = 0; h < r->count; h++) {
		for (i = BEFORE; i < set.nights; i++)
			if (r->verdicts[r->offset[h] + i].word ==
			    VERDICT_REGRESSED)
				break;
		for (week = (i - BEFORE) / 7 + 1; week <= DRIFT_AFTER / 7;
		     week++)
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

int main(int argc, char **argv)
{
	static const double none[4] = { 0, 0, 0, 0 };
	static const double slow[4] = { 50, 74, 85, 96 };
	static const double fast[4] = { 96, 0, 0, 0 };
	static const double mean[4] = { 94, 0, 0, 0 };
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
	struct room room = { .seed =
				 argc > 2 ? strtoull(argv[2], NULL, 10) : 0 };
	int kind;

	if (!count) {
		fprintf(stderr, "usage: histories [HISTORIES [SEED]]\n");
		return 2;
	}
	room_make(&room, count);
	printf("%lu histories of each kind, seed %llu, nights of sd 2 %%, "
	       "judged from the 21st\n\n%-58s %-24s %s\n",
	       count, (unsigned long long)room.seed, "claim", "measured",
	       "goal");
	for (kind = 0; kind < KINDS; kind++)
		alarms(&room, (enum kind)kind, 1, kind < AR_3 ? 1.0 : 2.2);
	alarms(&room, NORMAL, 3, 1.0);
	step(&room, NORMAL, 0.05, 0.02, 1, slow);
	step(&room, NORMAL, 0.10, 0.02, 1, fast);
	step(&room, NORMAL, 0.05, 0.01, 1, fast);
	step(&room, NORMAL, 0.05, 0.02, 3, mean);
	for (kind = LOG_NORMAL; kind < KINDS; kind++)
		step(&room, (enum kind)kind, 0.05, 0.02, 1, none);
	drift(&room, 0.01);
	for (kind = 0; kind < KINDS; kind++) {
		points((enum kind)kind, 90, (count + 3) / 4,
		       kind < AR_3 ? 2 : 10);
		points((enum kind)kind, 200, (count + 3) / 4,
		       kind < AR_3 ? 2 : 10);
	}
	return 0;
}
