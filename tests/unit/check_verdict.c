/* Tests of src/stats/verdict and src/judge/history: words, dates, state. */
#include "base/csv.h"
#include "judge/history.h"
#include "judge/replay.h"
#include "stats/distribution.h"
#include "verdict/verdict.h"

#include "place.h"
#include "unit.h"

#include <math.h>

#define NIGHTS_MAX 400

static double normal(uint64_t *seed)
{
	return stats_normal_quantile(
	    ((double)unit_random(seed, 1000000) + 0.5) / 1e6);
}

/* A history of nights "0", "1", .. on successive days. */
struct tale {
	long day[NIGHTS_MAX];
	char text[NIGHTS_MAX][8];
	const char *name[NIGHTS_MAX];
	double value[NIGHTS_MAX];
	struct verdict verdicts[NIGHTS_MAX];
	struct history h;
};

static void tale_make(struct tale *t, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		snprintf(t->text[i], sizeof(t->text[i]), "%zu", i);
		t->name[i] = t->text[i];
		t->day[i] = (long)i;
	}
	t->h = (struct history){ .series = "s",
				 .night = t->name,
				 .value = t->value,
				 .day = t->day,
				 .count = count };
}

static void tale_judge(struct tale *t)
{
	struct err err = { 0 };

	ck_assert_msg(!history_judge(&t->h, t->verdicts, &err), "%s", err.text);
}

/* Noise of 1 %, `factor` from night `at` on. */
static void tale_step(struct tale *t, size_t count, size_t at, double factor)
{
	uint64_t seed = 12;
	size_t i;

	tale_make(t, count);
	for (i = 0; i < count; i++)
		t->value[i] =
		    1000 * exp(0.01 * normal(&seed)) * (i >= at ? factor : 1);
	tale_judge(t);
}

/* The first confirmed night from `from` on, or NIGHTS_MAX. */
static size_t confirmed(const struct tale *t, size_t from)
{
	for (; from < t->h.count; from++)
		if (t->verdicts[from].word >= VERDICT_IMPROVED)
			return from;
	return NIGHTS_MAX;
}

START_TEST(regression_is_dated_once)
{
	static struct tale t;
	size_t at, i;

	tale_step(&t, 70, 40, 1.08);
	for (i = 0; i < 19; i++)
		ck_assert_int_eq(t.verdicts[i].word, VERDICT_NOT_ENOUGH);
	ck_assert_uint_eq(t.verdicts[18].nights, 19);
	at = confirmed(&t, 0);
	ck_assert_uint_ge(at, 41);
	ck_assert_uint_le(at, 43);
	ck_assert_int_eq(t.verdicts[at].word, VERDICT_REGRESSED);
	ck_assert_uint_eq(t.verdicts[at].since, 40);
	ck_assert_double_le(t.verdicts[at].low, 0.08);
	ck_assert_double_ge(t.verdicts[at].high, 0.08);
	ck_assert_double_le(t.verdicts[at].p, VERDICT_CONFIRM);
	/* not reported again, but as still regressed */
	ck_assert_uint_eq(confirmed(&t, at + 1), NIGHTS_MAX);
	ck_assert_int_eq(t.verdicts[at].still, VERDICT_NO_CHANGE);
	ck_assert_int_eq(t.verdicts[69].still, VERDICT_REGRESSED);
	ck_assert_uint_eq(t.verdicts[69].still_since, 40);
}
END_TEST

START_TEST(improvement_and_return)
{
	static struct tale t;
	size_t at, i;

	tale_step(&t, 60, 30, 0.9);
	at = confirmed(&t, 0);
	ck_assert_int_eq(t.verdicts[at].word, VERDICT_IMPROVED);
	ck_assert_uint_eq(t.verdicts[at].since, 30);
	ck_assert_double_lt(t.verdicts[at].high, 0);
	/* back after 10 nights: seen with the help of the older residuals */
	for (i = 40; i < 60; i++)
		t.value[i] /= 0.9;
	tale_judge(&t);
	at = confirmed(&t, 40);
	ck_assert_uint_le(at, 44);
	ck_assert_int_eq(t.verdicts[at].word, VERDICT_REGRESSED);
	ck_assert_uint_eq(t.verdicts[at].since, 40);
}
END_TEST

START_TEST(missing_nights)
{
	static struct tale t;
	size_t i, at;

	tale_step(&t, 80, 50, 1.1);
	for (i = 5; i < 80; i += 5)
		t.value[i] = (double)NAN;
	tale_judge(&t);
	for (i = 5; i < 80; i += 5)
		ck_assert_int_eq(t.verdicts[i].word, VERDICT_NOT_MEASURED);
	at = confirmed(&t, 0);
	ck_assert_uint_le(at, 54);
	/* night 50 was not measured: the level begins with 51, give or take
	 * one */
	ck_assert_uint_ge(t.verdicts[at].since, 49);
	ck_assert_uint_le(t.verdicts[at].since, 52);
}
END_TEST

/* A single outlier is suspect, not confirmed. */
START_TEST(outlier_is_suspect)
{
	static struct tale t;
	size_t i;

	tale_step(&t, 60, 60, 1);
	t.value[40] *= 3;
	tale_judge(&t);
	ck_assert_int_eq(t.verdicts[40].word, VERDICT_SUSPECT);
	ck_assert_uint_eq(confirmed(&t, 0), NIGHTS_MAX);
	for (i = 41; i < 45; i++)
		ck_assert_int_eq(t.verdicts[i].word, VERDICT_NO_CHANGE);
	ck_assert_double_gt(t.verdicts[59].visible[0],
			    t.verdicts[59].visible[1]);
	ck_assert_double_gt(t.verdicts[59].visible[1], 0.01);
	ck_assert_double_lt(t.verdicts[59].visible[0], 0.06);
}
END_TEST

/* Judges the last night as if no earlier night had been judged. */
static void judge_last(const struct tale *t, struct verdict *v)
{
	double ln[NIGHTS_MAX];
	size_t i;

	for (i = 0; i < t->h.count; i++)
		ln[i] = log(t->value[i]);
	stats_verdict(ln, NULL, t->h.count, NULL, 0, v);
}

/* A change is not confirmed on a night that has left the new level. */
START_TEST(night_is_on_the_new_side)
{
	static struct tale t;
	struct verdict v;

	tale_step(&t, 60, 56, 1.1);
	judge_last(&t, &v);
	ck_assert_int_eq(v.word, VERDICT_REGRESSED);
	ck_assert_uint_eq(v.since, 56);
	t.value[59] = 1000;
	judge_last(&t, &v);
	ck_assert_double_le(v.p, VERDICT_CONFIRM);
	ck_assert_int_eq(v.word, VERDICT_SUSPECT);
}
END_TEST

/* A spike beside a night that is a little high is no level; two similar nights
 * are. */
START_TEST(nights_of_a_level_agree)
{
	static struct tale t;
	struct verdict v;

	tale_step(&t, 60, 58, 1.1);
	t.value[56] = t.value[57] = 1000; /* these nights do not belong to
					     the change */
	judge_last(&t, &v);
	ck_assert_int_eq(v.word, VERDICT_REGRESSED);
	t.value[58] = 1300;
	t.value[59] = 1030;
	judge_last(&t, &v);
	ck_assert_double_le(v.p, VERDICT_CONFIRM);
	ck_assert_int_eq(v.word, VERDICT_SUSPECT);
	t.value[58] = 1030;
	t.value[59] = 1300;
	judge_last(&t, &v);
	ck_assert_int_eq(v.word, VERDICT_SUSPECT);
}
END_TEST

/* In autocorrelated noise the first night of a change says more than the next
 * ones, and a spike just before it says nothing: the start is dated correctly
 * all the same. */
START_TEST(start_is_dated)
{
	static struct tale t;
	uint64_t seed = 26;
	double last = 0;
	size_t i, at;

	tale_make(&t, 90);
	for (i = 0; i < 90; i++) {
		last = 0.6 * last + 0.008 * normal(&seed);
		t.value[i] = 1000 * exp(last) * (i >= 60 ? 1.06 : 1);
	}
	t.value[57] *= 1.2;
	tale_judge(&t);
	at = confirmed(&t, 59);
	ck_assert_uint_le(at, 70);
	ck_assert_uint_eq(t.verdicts[at].since, 60);
}
END_TEST

START_TEST(equal_values)
{
	static struct tale t;
	size_t i;

	tale_make(&t, 50);
	for (i = 0; i < 50; i++)
		t.value[i] = 42;
	tale_judge(&t);
	for (i = 19; i < 50; i++)
		ck_assert_int_eq(t.verdicts[i].word, VERDICT_NO_CHANGE);
	for (i = 40; i < 50; i++)
		t.value[i] = 50;
	tale_judge(&t);
	i = confirmed(&t, 0);
	ck_assert_uint_le(i, 43);
	ck_assert_uint_eq(t.verdicts[i].since, 40);
	/* too small to count, however certain */
	for (i = 40; i < 50; i++)
		t.value[i] = 42.2;
	tale_judge(&t);
	ck_assert_uint_eq(confirmed(&t, 0), NIGHTS_MAX);
}
END_TEST

START_TEST(marks)
{
	static struct tale t;
	struct mark accepted = { MARK_ACCEPTED, 40, 41 };
	struct mark excluded[] = { { MARK_EXCLUDED, 40, 40 },
				   { MARK_EXCLUDED, 41, 41 },
				   { MARK_EXCLUDED, 42, 42 } };
	static struct verdict before[80];
	size_t i;

	tale_step(&t, 80, 40, 1.08);
	memcpy(before, t.verdicts, sizeof(before));
	t.h.marks = &accepted;
	t.h.nmarks = 1;
	tale_judge(&t);
	ck_assert_uint_eq(confirmed(&t, 0), NIGHTS_MAX);
	ck_assert_int_eq(t.verdicts[79].still, VERDICT_NO_CHANGE);
	/* verdicts before the mark was known stay */
	ck_assert(!memcmp(before, t.verdicts, 41 * sizeof(*before)));
	/* three bad nights that are excluded */
	tale_step(&t, 80, 80, 1);
	for (i = 40; i < 43; i++)
		t.value[i] *= 1.2;
	tale_judge(&t);
	ck_assert_uint_le(confirmed(&t, 0), 43);
	t.h.marks = excluded;
	t.h.nmarks = 3;
	tale_judge(&t);
	ck_assert_uint_eq(confirmed(&t, 0), NIGHTS_MAX);
	ck_assert_int_eq(t.verdicts[41].word, VERDICT_NOT_MEASURED);
}
END_TEST

/* A verdict depends on the nights up to its own only, and on nothing else. */
/* Levels that are told and accepted, in whatever order that happened. */
START_TEST(levels_are_kept)
{
	struct verdict_level level[8];
	size_t n;

	n = history_add_level(level, 0, 30, VERDICT_REGRESSED);
	n = history_add_level(level, n, 60, VERDICT_DRIFTING);
	/* accepted afterwards: what was told to begin later stays told */
	n = history_add_level(level, n, 40, VERDICT_NO_CHANGE);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(level[1].start, 40);
	ck_assert_int_eq(level[1].how, VERDICT_NO_CHANGE);
	ck_assert_int_eq(level[2].how, VERDICT_DRIFTING);
	/* told of earlier nights: replaces what was told, not what was accepted */
	n = history_add_level(level, n, 35, VERDICT_IMPROVED);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(level[1].start, 35);
	ck_assert_uint_eq(level[2].start, 40);
	/* the night that begins a level is accepted; the first night needs none */
	n = history_add_level(level, n, 35, VERDICT_NO_CHANGE);
	n = history_add_level(level, n, 0, VERDICT_NO_CHANGE);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(level[0].start, 30);
	ck_assert_int_eq(level[1].how, VERDICT_NO_CHANGE);
	n = history_add_level(level, n, 35, VERDICT_REGRESSED);
	ck_assert_uint_eq(n, 3);
	ck_assert_int_eq(level[1].how, VERDICT_NO_CHANGE);
}
END_TEST

START_TEST(repeatable)
{
	static struct tale t;
	static struct verdict all[70];

	tale_step(&t, 70, 40, 1.03);
	memcpy(all, t.verdicts, sizeof(all));
	memset(t.verdicts, 0xa5, sizeof(t.verdicts));
	t.h.count = 50;
	tale_judge(&t);
	ck_assert(!memcmp(all, t.verdicts, 50 * sizeof(*all)));
}
END_TEST

/* All histories of pure noise together: about 0.8 alarms per 1000 nights. */
START_TEST(seldom_cries_wolf)
{
	static struct tale t;
	uint64_t seed = 99;
	size_t round, i, alarms = 0, found = 0, at;

	for (round = 0; round < 150; round++) {
		char series[16];

		tale_make(&t, 100);
		snprintf(series, sizeof(series), "%zu", round);
		t.h.series = series;
		for (i = 0; i < 100; i++)
			t.value[i] =
			    exp(0.02 * normal(&seed) + (i < 90 ? 0 : log(1.1)));
		tale_judge(&t);
		for (i = 20; i < 90; i++)
			alarms += t.verdicts[i].word >= VERDICT_IMPROVED;
		at = confirmed(&t, 90);
		found += at < 100 && t.verdicts[at].word == VERDICT_REGRESSED;
	}
	/* 10,500 nights: 8 expected, P(> 19) < 0.1 % */
	ck_assert_uint_le(alarms, 19);
	ck_assert_uint_ge(found, 146);
}
END_TEST

/* ---- histories that do more than stay or step ----------------------------------- */

/* How many of `count` histories, whose time without noise is shape(night), are
 * told to be `word` in nights [from, to). */
static size_t told(double (*shape)(size_t night, uint64_t *seed), double sd,
		   size_t count, size_t from, size_t to, enum verdict_word word)
{
	static struct tale t;
	uint64_t seed = 7;
	size_t found = 0, k, i;

	for (k = 0; k < count; k++) {
		tale_make(&t, to);
		for (i = 0; i < to; i++)
			t.value[i] =
			    1000 * exp(shape(i, &seed) + sd * normal(&seed));
		tale_judge(&t);
		for (i = from; i < to; i++)
			if (t.verdicts[i].word == word)
				break;
		found += i < to;
	}
	return found;
}

static double settles(size_t i, uint64_t *seed)
{
	(void)seed;
	return (i < 20 ? 0.003 * (double)(20 - i) : 0) + (i >= 60 ? log(2) : 0);
}

static double drifts(size_t i, uint64_t *seed)
{
	(void)seed;
	return 0.001 * (double)i + (i >= 60 ? log(10) : 0);
}

static double walks(size_t i, uint64_t *seed)
{
	static double level;

	level = i ? level + 0.005 * normal(seed) : 0;
	return level + (i >= 80 ? log(1.5) : 0);
}

/* A large step is confirmed within 5 nights whatever the level did before. */
START_TEST(no_history_hides_a_large_step)
{
	ck_assert_uint_ge(told(settles, 0.004, 40, 60, 65, VERDICT_REGRESSED),
			  39);
	ck_assert_uint_ge(told(drifts, 0.01, 40, 60, 65, VERDICT_REGRESSED),
			  39);
	ck_assert_uint_ge(told(walks, 0.01, 40, 80, 85, VERDICT_REGRESSED), 38);
}
END_TEST

static double lasts(size_t i, uint64_t *seed)
{
	(void)seed;
	return i >= 60 ? 0.05 : 0;
}

static double small(size_t i, uint64_t *seed)
{
	(void)seed;
	return i >= 60 ? 0.015 : 0;
}

/* A step of 1.5 sd is hardly ever seen in a week, but not lost for ever; now and
 * then it looks like a drift. */
START_TEST(small_steps_are_told_late)
{
	size_t drifts = told(small, 0.01, 40, 60, 95, VERDICT_DRIFTING);

	ck_assert_uint_le(told(small, 0.01, 40, 60, 67, VERDICT_REGRESSED), 30);
	ck_assert_uint_ge(
	    told(small, 0.01, 40, 60, 95, VERDICT_REGRESSED) + drifts, 37);
	ck_assert_uint_le(drifts, 4);
}
END_TEST

static double creeps(size_t i, uint64_t *seed)
{
	(void)seed;
	return 0.001 * (double)i;
}

static double runs_away(size_t i, uint64_t *seed)
{
	(void)seed;
	return 0.01 * (double)i;
}

/* A drift is told as one, and a fast one at once, although it inflates the spread
 * of the level; neither noise nor steps are drifts. */
START_TEST(drifts_are_told)
{
	ck_assert_uint_ge(told(creeps, 0.01, 40, 0, 90, VERDICT_DRIFTING), 35);
	ck_assert_uint_eq(told(runs_away, 0.01, 40, 0, 30, VERDICT_DRIFTING),
			  40);
	ck_assert_uint_le(told(runs_away, 0.01, 40, 0, 90, VERDICT_REGRESSED),
			  2);
	ck_assert_uint_eq(told(lasts, 0.01, 40, 20, 100, VERDICT_DRIFTING), 0);
}
END_TEST

/* A drift so fast that each of its weeks is told as a step begins a level every few
 * nights, in none of which it can be seen: once it was told as 13 regressions. */
START_TEST(a_row_of_steps_is_a_drift)
{
	static struct tale t;
	uint64_t seed = 5;
	size_t round, i, steps, drifts, good = 0;

	for (round = 0; round < 40; round++) {
		tale_make(&t, 140);
		for (i = 0; i < 140; i++)
			t.value[i] =
			    exp(0.006 * normal(&seed) +
				(i > 60 ? 0.004 * (double)(i - 60) : 0));
		tale_judge(&t);
		for (i = 60, steps = drifts = 0; i < 140; i++) {
			steps += t.verdicts[i].word == VERDICT_REGRESSED;
			drifts += t.verdicts[i].word == VERDICT_DRIFTING;
		}
		good += steps <= 4 && drifts >= 1 && drifts <= 2;
	}
	ck_assert_uint_ge(good, 36);
}
END_TEST

/* Told once, with its rate, which later nights repeat. */
START_TEST(a_drift_has_a_rate)
{
	static struct tale t;
	uint64_t seed = 3;
	size_t i, at, times = 0;

	tale_make(&t, 80);
	for (i = 0; i < 80; i++)
		t.value[i] = exp(0.01 * normal(&seed) - 0.004 * (double)i);
	tale_judge(&t);
	at = confirmed(&t, 0);
	ck_assert_int_eq(t.verdicts[at].word, VERDICT_DRIFTING);
	ck_assert_double_eq_tol(t.verdicts[at].rate, -0.004, 0.0015);
	ck_assert_double_le(t.verdicts[at].low, t.verdicts[at].effect);
	ck_assert_double_lt(t.verdicts[at].high, 0);
	ck_assert_uint_le(t.verdicts[at].since, 6);
	for (i = 0; i < 80; i++)
		times += t.verdicts[i].word >= VERDICT_IMPROVED;
	ck_assert_uint_eq(times, 1);
	ck_assert_int_eq(t.verdicts[79].still, VERDICT_DRIFTING);
	ck_assert_double_eq_tol(t.verdicts[79].rate, -0.004, 0.0008);
}
END_TEST

static double louder(size_t i, uint64_t *seed)
{
	return i >= 60 ? 0.025 * normal(seed) : 0;
}

/* Noise that grows is told, unless it looked like a change before that. */
START_TEST(noise_that_grows_is_told)
{
	ck_assert_uint_ge(told(louder, 0.01, 40, 60, 100, VERDICT_NOISIER), 20);
	ck_assert_uint_le(told(lasts, 0.01, 40, 20, 100, VERDICT_NOISIER), 3);
}
END_TEST

static double weekly(size_t i, uint64_t *seed)
{
	static const double day[7] = { 0.03, -0.04, 0.01, 0.02,
				       0.05, -0.03, -0.04 };

	(void)seed;
	return day[i % 7] + (i >= 60 ? 0.05 : 0);
}

/* Days of the week that differ hide no step, and are none themselves. */
START_TEST(days_of_the_week_are_taken_out)
{
	ck_assert_uint_ge(told(weekly, 0.01, 40, 60, 67, VERDICT_REGRESSED),
			  39);
	ck_assert_uint_le(told(weekly, 0.01, 40, 20, 60, VERDICT_REGRESSED), 3);
}
END_TEST

START_TEST(days_of_nights)
{
	long a, b;

	ck_assert(history_day("2026-03-01T02:00:00Z", &a));
	ck_assert(history_day("2026-02-28", &b));
	ck_assert_int_eq(a - b, 1);
	ck_assert(history_day("2028-03-01", &a) &&
		  history_day("2028-02-28", &b));
	ck_assert_int_eq(a - b, 2);
	ck_assert(history_day("17", &a) && a == 17);
	ck_assert(!history_day("e8a6c1a", &a));
	ck_assert(!history_day("12a", &a));
	ck_assert(!history_day("1234567", &a));
	ck_assert(!history_day("2026-13-01", &a));
	ck_assert(!history_day("", &a));
}
END_TEST

static double heals(size_t i, uint64_t *seed)
{
	(void)seed;
	return i >= 60 && i < 65 ? 0.05 : 0;
}
/* A change of 5 sd that is over is told back; one that lasts is not. */
START_TEST(what_healed_is_told_back)
{
	ck_assert_uint_eq(told(heals, 0.01, 40, 60, 65, VERDICT_REGRESSED), 40);
	ck_assert_uint_eq(told(heals, 0.01, 40, 65, 77, VERDICT_IMPROVED), 40);
	ck_assert_uint_le(told(lasts, 0.01, 40, 65, 100, VERDICT_IMPROVED), 1);
}
END_TEST

static double visits(size_t i, uint64_t *seed)
{
	(void)seed;
	return i % 25 == 3 || i % 50 == 4 ? log(3) : 0;
}

/* A far state that is left after a night or two is no change, but one that
 * lasts is. */
START_TEST(visits_are_no_change)
{
	ck_assert_uint_eq(told(visits, 0.02, 20, 20, 100, VERDICT_REGRESSED),
			  0);
	ck_assert_uint_eq(told(drifts, 0.02, 20, 60, 66, VERDICT_REGRESSED),
			  20);
}
END_TEST

/* The verdict knows values only: neither the series nor the nights by name. */
START_TEST(names_do_not_matter)
{
	static struct tale t;
	static struct verdict before[70];
	size_t i;

	tale_step(&t, 70, 40, 1.03);
	memcpy(before, t.verdicts, sizeof(before));
	t.h.series = "another";
	for (i = 0; i < 70; i++)
		snprintf(t.text[i], sizeof(t.text[i]), "n%zu", i);
	tale_judge(&t);
	ck_assert(!memcmp(before, t.verdicts, sizeof(before)));
}
END_TEST

static int add_point(void *ctx, const struct csv_row *row, struct err *err)
{
	struct tale *t = ctx;

	(void)err;
	if (row->line > 1)
		t->value[t->h.count++] = strtod(row->fields[1].text, NULL);
	return 0;
}

/* The consensus changes of a real project's year, each within 6 nights. */
START_TEST(tigerbeetle_night_by_night)
{
	static const size_t changes[] = { 15, 71, 95, 131, 192, 212 };
	static struct tale t;
	char path[PLACE_SIZE], *text;
	size_t len, i, at;

	if (!place_acceptance(path, "changepoint/otava_tigerbeetle.csv"))
		return;
	tale_make(&t, NIGHTS_MAX);
	t.h.count = 0;
	text = place_read(path, &len);
	ck_assert(text &&
		  !csv_read(text, len, "tigerbeetle", 0, add_point, &t, NULL));
	free(text);
	tale_judge(&t);
	for (i = 0; i < UNIT_COUNT(changes); i++) {
		for (at = confirmed(&t, changes[i]); at < NIGHTS_MAX;
		     at = confirmed(&t, at + 1))
			if (t.verdicts[at].since + 2 >= changes[i])
				break;
		unit_must(at <= changes[i] + 6, "change at %zu", changes[i]);
		unit_must(t.verdicts[at].since <= changes[i] + 2 &&
			      t.verdicts[at].since + 2 >= changes[i],
			  "change at %zu dated %zu", changes[i],
			  t.verdicts[at].since);
	}
}
END_TEST

/* An empty input is no error, and no null pointer is added to (reported by
 * clang's -fsanitize=pointer-overflow). */
START_TEST(replay_of_nothing)
{
	static const struct {
		const char *text, *verdicts;
	} cases[] = {
		{ "series,night,value\n", "" },
		{ "series,night,value\na,1,\n", "a,1,not measured,,,,\n" },
		{ "value,night,series\n,1,a\n,2,a\n,1,b\n",
		  "a,1,not measured,,,,\na,2,not measured,,,,\n"
		  "b,1,not measured,,,,\n" },
	};
	const char *header = "series,night,verdict,since,effect,p,total\n";
	size_t i, skip = strlen(header);

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct replay r = { 0 };
		struct str out = { 0 }, levels = { 0 };
		struct err err = { 0 };

		ck_assert_int_eq(replay_read(&r, cases[i].text,
					     strlen(cases[i].text), "x.csv",
					     &err),
				 0);
		ck_assert_int_eq(replay_sort(&r, "x.csv", &err), 0);
		ck_assert_int_eq(replay_judge(&r, &err), 0);
		replay_csv(&r, &out);
		ck_assert_int_eq(strncmp(out.text, header, skip), 0);
		ck_assert_str_eq(out.text + skip, cases[i].verdicts);
		ck_assert_msg(!replay_levels(&r, &levels, &err), "%s",
			      err.text);
		replay_free(&r);
		str_free(&out);
		str_free(&levels);
	}
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		regression_is_dated_once,
		improvement_and_return,
		missing_nights,
		outlier_is_suspect,
		night_is_on_the_new_side,
		nights_of_a_level_agree,
		start_is_dated,
		equal_values,
		marks,
		levels_are_kept,
		repeatable,
		seldom_cries_wolf,
		no_history_hides_a_large_step,
		small_steps_are_told_late,
		drifts_are_told,
		a_row_of_steps_is_a_drift,
		a_drift_has_a_rate,
		noise_that_grows_is_told,
		days_of_the_week_are_taken_out,
		days_of_nights,
		what_healed_is_told_back,
		visits_are_no_change,
		names_do_not_matter,
		tigerbeetle_night_by_night,
		replay_of_nothing,
		NULL,
	};

	return unit_run("verdict", tests);
}
