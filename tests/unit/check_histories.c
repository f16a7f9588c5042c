/* The histories of the acceptance data: six of each kind, judged night by night. */
#include "judge/replay.h"

#include "place.h"
#include "unit.h"

#include <math.h>

#define TOLD(word) (1u << VERDICT_##word)

/* What must be told of a kind of history, in how many of its six series. */
static const struct kind {
	const char *file;
	unsigned words; /* any of these */
	long from, to;  /* on one of these nights */
	long since,
	    within;       /* the change begins so near to this night; 0: any */
	double low, high; /* the effect; 0: any */
	size_t least;
} kinds[] = {
	{ "settle2x", TOLD(REGRESSED), 60, 64, 60, 1, 0.9, 1.1, 6 },
	{ "driftstep2x", TOLD(REGRESSED), 60, 64, 60, 1, 0.9, 1.1, 6 },
	{ "driftstep2x", TOLD(DRIFTING) | TOLD(REGRESSED), 1, 59, 0, 0, 0.01,
	  0.06, 6 },
	{ "walkstep50", TOLD(REGRESSED), 120, 126, 120, 1, 0.4, 0.6, 6 },
	{ "drift0", TOLD(DRIFTING) | TOLD(REGRESSED), 1, 60, 0, 0, 0.01, 0.06,
	  6 },
	{ "drift0", TOLD(DRIFTING), 1, 120, 0, 0, 0.01, 0.12, 6 },
	{ "drift0fast", TOLD(DRIFTING), 1, 30, 1, 2, 0.1, 0.3, 6 },
	{ "drift60", TOLD(DRIFTING) | TOLD(REGRESSED), 60, 94, 0, 0, 0.01, 0.06,
	  6 },
	{ "late3", TOLD(REGRESSED), 60, 89, 60, 3, 0.015, 0.05, 6 },
	{ "late5sd4", TOLD(REGRESSED), 60, 89, 60, 5, 0.03, 0.1, 4 },
	{ "ar6step10", TOLD(REGRESSED), 60, 89, 60, 4, 0.05, 0.15, 6 },
	{ "weekday5", TOLD(REGRESSED), 60, 66, 60, 1, 0.04, 0.06, 6 },
};

static long night_of(const struct history *h, size_t i)
{
	return strtol(h->night[i], NULL, 10);
}

static bool shows(const struct kind *k, const struct history *h,
		  const struct verdict *v)
{
	long night, since;
	size_t i;

	for (i = 0; i < h->count; i++) {
		night = night_of(h, i);
		since = night_of(h, v[i].since);
		if (night >= k->from && night <= k->to &&
		    (k->words >> v[i].word & 1) &&
		    (!k->within || labs(since - k->since) <= k->within) &&
		    (!(k->high > 0) ||
		     (v[i].effect >= k->low && v[i].effect <= k->high)))
			return true;
	}
	return false;
}

/* Reads and judges a file; false if there are no acceptance data. */
static bool judge(struct replay *r, const char *file)
{
	char path[PLACE_SIZE], name[64], *text;
	struct err err = { 0 };
	size_t len;

	snprintf(name, sizeof(name), "histories/%s.csv", file);
	if (!place_acceptance(path, name))
		return false;
	text = place_read(path, &len);
	ck_assert_msg(text && !replay_read(r, text, len, name, &err) &&
			  !replay_sort(r, name, &err) && !replay_judge(r, &err),
		      "%s: %s", name, err.text);
	free(text);
	return true;
}

static void check_kind(const struct kind *k)
{
	struct replay r = { 0 };
	size_t shown = 0, i;

	if (!judge(&r, k->file))
		return;
	for (i = 0; i < r.nhistories; i++)
		shown += shows(k, &r.histories[i], r.verdicts + r.offset[i]);
	unit_must(shown >= k->least, "%s: told of %zu series, not %zu", k->file,
		  shown, k->least);
	replay_free(&r);
}

START_TEST(what_must_be_told_is_told)
{
	size_t i;

	for (i = 0; i < UNIT_COUNT(kinds); i++)
		check_kind(&kinds[i]);
}
END_TEST

/* Series without any word of a change, at least so many of six. */
static const struct quiet {
	const char *file;
	size_t least;
} quiets[] = {
	{ "normal", 6 },
	{ "rare3x", 6 },
	{ "noise2", 4 }, /* the noise doubles; must be 6 */
	{ "walk02", 1 }, /* the level wanders; must be 6 */
};

static void check_quiet(const struct quiet *q)
{
	struct replay r = { 0 };
	size_t quiet = 0, told, i, k;

	if (!judge(&r, q->file))
		return;
	for (i = 0; i < r.nhistories; i++) {
		const struct verdict *v = r.verdicts + r.offset[i];

		for (told = 0, k = 0; k < r.histories[i].count; k++)
			told += v[k].word == VERDICT_IMPROVED ||
				v[k].word == VERDICT_REGRESSED;
		quiet += !told;
	}
	unit_must(quiet >= q->least, "%s: quiet in %zu series, not %zu",
		  q->file, quiet, q->least);
	replay_free(&r);
}

START_TEST(what_is_none_is_not_told)
{
	size_t i;

	for (i = 0; i < UNIT_COUNT(quiets); i++)
		check_quiet(&quiets[i]);
}
END_TEST

/* A change that is told and heals is told back by this night. */
static const struct heal {
	const char *file;
	long by;
} heals[] = { { "heal5", 77 }, { "heal10n2", 74 } };

static void check_heal(const struct heal *h)
{
	struct replay r = { 0 };
	size_t i, k, told;
	long night;

	if (!judge(&r, h->file))
		return;
	for (i = 0; i < r.nhistories; i++) {
		const struct verdict *v = r.verdicts + r.offset[i];
		bool back = false;

		for (told = 0, k = 0; k < r.histories[i].count; k++) {
			night = night_of(&r.histories[i], k);
			if (v[k].word == VERDICT_REGRESSED && night >= 60 &&
			    night < 70)
				told++;
			back = back || (told && night <= h->by &&
					v[k].word == VERDICT_IMPROVED);
		}
		unit_must(!told || back, "%s, series %zu: not told back",
			  h->file, i);
	}
	replay_free(&r);
}

START_TEST(what_healed_is_told_back)
{
	size_t i;

	for (i = 0; i < UNIT_COUNT(heals); i++)
		check_heal(&heals[i]);
}
END_TEST

/* Two steps of 5 % four nights apart are one of 10 % in the end, however they were
 * told. */
START_TEST(steps_add_up)
{
	struct replay r = { 0 };
	double total;
	size_t i;

	if (!judge(&r, "two5"))
		return;
	for (i = 0; i < r.nhistories; i++) {
		total = r.totals[r.offset[i] + r.histories[i].count - 1].effect;
		unit_must(total > 0.08 && total < 0.12, "series %zu: %g", i,
			  total);
	}
	replay_free(&r);
}
END_TEST

/* Adds nights [from, to) that change between two values. */
static void add_nights(struct replay *r, size_t from, size_t to, double even,
		       double odd)
{
	struct err err = { 0 };
	char night[8];
	size_t i;

	for (i = from; i < to; i++) {
		snprintf(night, sizeof(night), "%zu", i);
		ck_assert(
		    !replay_add(r, "s", night, i % 2 ? odd : even, 0, &err));
	}
}

/* The medians of such levels say only which state is more frequent: they rose
 * where the time fell, and the date was off by five nights. */
START_TEST(levels_of_two_states)
{
	struct replay r = { 0 };
	struct str out = { 0 };
	struct err err = { 0 };

	add_nights(&r, 0, 100, 2, 1);
	add_nights(&r, 100, 161, 3, 1.5);
	ck_assert(!replay_sort(&r, "x", &err) &&
		  !replay_levels(&r, &out, &err));
	ck_assert_str_eq(out.text,
			 "series,from,to,nights,median,effect,remark\n"
			 "s,0,99,100,1.41421,,\n"
			 "s,100,160,61,3,0.5,\n");
	str_free(&out);
	replay_free(&r);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		what_must_be_told_is_told, what_is_none_is_not_told,
		what_healed_is_told_back,  steps_add_up,
		levels_of_two_states,      NULL,
	};

	return unit_run("histories", tests);
}
