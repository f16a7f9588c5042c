/* Tests of src/stats/segment: series whose changes others have stated. */
#include "base/csv.h"
#include "stats/segment.h"

#include "place.h"
#include "unit.h"

#include <math.h>

#define POINTS_MAX 5000

struct series {
	double x[POINTS_MAX];
	size_t count;
};

static int add_point(void *ctx, const struct csv_row *row, struct err *err)
{
	struct series *s = ctx;

	(void)err;
	if (row->line > 1)
		s->x[s->count++] = row->fields[1].len
				       ? strtod(row->fields[1].text, NULL)
				       : (double)NAN;
	return 0;
}

struct cases {
	char dir[PLACE_SIZE];
	size_t must, informational, informational_met;
	char failed[600];
};

/* Whether every wanted point is found within `near` of it, and, unless others
 * are allowed, every found one is wanted. */
static bool as_wanted(const struct segments *g, const char *wanted, double near,
		      double first_near, bool others)
{
	size_t want[20], nwant = 0, i, k, hits;
	const char *p = wanted;

	while (*p >= '0' && *p <= '9') {
		char *end;

		want[nwant++] = strtoul(p, &end, 10);
		p = end + (*end == ';');
	}
	for (i = 0; i < nwant; i++) {
		double reach = i ? near : first_near;

		for (k = hits = 0; k < g->count; k++)
			hits += fabs((double)g->start[k] - (double)want[i]) <=
				reach;
		if (!hits || (!others && hits > 1))
			return false;
	}
	return others || g->count == nwant;
}

static int check_case(void *ctx, const struct csv_row *row, struct err *err)
{
	static struct series s;
	struct cases *c = ctx;
	const char *name = row->fields[0].text, *rule = row->fields[3].text;
	const char *within = strstr(rule, "+-");
	double near = within ? strtod(within + 2, NULL) : 0, first = near;
	char path[2 * PLACE_SIZE], *text, found[200] = "";
	struct segments g;
	size_t len, i;
	bool ok;

	if (row->line == 1)
		return 0;
	if (strstr(rule, "exact")) /* "1000 within +-10, 3238;... exact" */
		near = 0;
	snprintf(path, sizeof(path), "%s/%.100s.csv", c->dir, name);
	text = place_read(path, &len);
	s.count = 0;
	if (!text || csv_read(text, len, name, 0, add_point, &s, err) ||
	    stats_segment(s.x, s.count, 1, &g, err))
		return -1;
	free(text);
	for (i = 0; i < g.count && strlen(found) < 180; i++)
		sprintf(found + strlen(found), " %zu", g.start[i]);
	if (strstr(rule, "exact")) {
		char all[200];

		snprintf(all, sizeof(all), "%.4s;%s", rule,
			 strchr(rule, ',') + 2);
		ok = as_wanted(&g, all, near, first, false);
	} else {
		ok = as_wanted(&g, rule, near, first,
			       strstr(rule, "others allowed") != NULL);
	}
	segments_free(&g);
	printf("%s %s: found%s; wanted %s (%s)\n", ok ? "ok" : "NOT OK", name,
	       found, rule, row->fields[4].text);
	if (!strcmp(row->fields[4].text, "must")) {
		c->must++;
		return ok ? 0
			  : err_set(err, ERR_VERIFY, "%s: found%s, not %s",
				    name, found, rule);
	}
	c->informational++;
	c->informational_met += ok;
	return 0;
}

START_TEST(stated_changes)
{
	struct cases c = { .must = 0 };
	char path[PLACE_SIZE + 20], *text;
	struct err err = { 0 };
	size_t len;

	if (!place_acceptance(c.dir, "changepoint"))
		return;
	snprintf(path, sizeof(path), "%s/acceptance.csv", c.dir);
	text = place_read(path, &len);
	ck_assert_msg(text != NULL, "cannot read '%s'", path);
	ck_assert_msg(
	    !csv_read(text, len, "acceptance", 0, check_case, &c, &err), "%s",
	    err.text);
	free(text);
	ck_assert_uint_ge(c.must, 27);
	printf("informational: %zu of %zu\n", c.informational_met,
	       c.informational);
}
END_TEST

/* Missing points shift nothing: indices are those of the input. */
START_TEST(missing_points)
{
	double x[60];
	struct segments g;
	size_t i;

	for (i = 0; i < 60; i++)
		x[i] = i % 7 == 3 ? (double)NAN
				  : (i < 30 ? 10 : 12) + 0.1 * (double)(i % 3);
	ck_assert_int_eq(stats_segment(x, 60, 7, &g, NULL), 0);
	ck_assert_uint_eq(g.count, 1);
	ck_assert_uint_eq(g.start[0], 30);
	ck_assert_double_eq(g.alpha, SEGMENT_ALPHA);
	segments_free(&g);
}
END_TEST

START_TEST(degenerate)
{
	static const double few[] = { 1, 2, 3 };
	double x[40];
	struct segments g;
	size_t i;

	ck_assert_int_eq(stats_segment(few, 0, 1, &g, NULL), 0);
	ck_assert_uint_eq(g.count, 0);
	segments_free(&g);
	ck_assert_int_eq(stats_segment(few, 3, 1, &g, NULL), 0);
	ck_assert_uint_eq(g.count, 0);
	ck_assert(g.exploratory);
	segments_free(&g);
	for (i = 0; i < 40; i++)
		x[i] = (double)NAN;
	ck_assert_int_eq(stats_segment(x, 40, 1, &g, NULL), 0);
	ck_assert_uint_eq(g.count, 0);
	segments_free(&g);
	/* a drift is no step, and is said to be one */
	for (i = 0; i < 40; i++)
		x[i] = sin((double)i / 6);
	ck_assert_int_eq(stats_segment(x, 40, 1, &g, NULL), 0);
	ck_assert(g.drifts);
	segments_free(&g);
}
END_TEST

/* Of stationary series at most about alpha have a change. */
START_TEST(false_alarms)
{
	uint64_t seed = 3;
	size_t alarms = 0, round, i, k;

	for (round = 0; round < 400; round++) {
		double x[60];
		struct segments g;

		for (i = 0; i < 60; i++)
			for (x[i] = 0, k = 0; k < 4; k++)
				x[i] += (double)unit_random(&seed, 1000);
		stats_segment(x, 60, round, &g, NULL);
		alarms += g.count > 0;
		segments_free(&g);
	}
	ck_assert_uint_le(alarms, 10); /* 4 expected; P(> 10) < 0.3 % */
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		stated_changes, missing_points, degenerate, false_alarms, NULL,
	};

	return unit_run("segment", tests);
}
