/* Tests of src/judge/compare and src/store/two_runs: two chosen runs. */
#include "judge/compare.h"

#include "db/open.h"
#include "tiny.h"

#include <math.h>

#define UUID_A "11111111-2222-4333-8444-555555555555"
#define UUID_B "21111111-2222-4333-8444-555555555555"

/* Makes a pair with these times; release it with two_runs_free(). */
static struct pair *make(struct two_runs *pairs, const double *a, size_t na,
			 const double *b, size_t nb)
{
	struct pair *pair;

	pairs->pair = pair = mem_array(1, sizeof(*pair), NULL);
	pairs->count = 1;
	strcpy(pair->series, "shm/native/f64/1000/2x1");
	pair->side[0].there = pair->side[1].there = true;
	pair->side[0].count = na;
	pair->side[1].count = nb;
	pair->side[0].ns = mem_array(na, sizeof(*a), NULL);
	pair->side[1].ns = mem_array(nb, sizeof(*b), NULL);
	memcpy(pair->side[0].ns, a, na * sizeof(*a));
	memcpy(pair->side[1].ns, b, nb * sizeof(*b));
	return pair;
}

/* Adds nights of a level whose times alternate around 1000 ns by +-noise. */
static void add_nights(struct pair *pair, size_t count, int64_t level,
		       double noise)
{
	size_t i;

	pair->night =
	    realloc(pair->night, (pair->nights + count) * sizeof(*pair->night));
	for (i = 0; i < count; i++)
		pair->night[pair->nights++] =
		    (struct pair_night){ .median_ns =
					     1000 * exp(i % 2 ? noise : -noise),
					 .level = level };
}

static struct comparison compared(struct two_runs *pairs)
{
	struct comparison c;
	struct err err = { 0 };

	ck_assert_int_eq(compare_pair(&pairs->pair[0], &c, &err), 0);
	two_runs_free(pairs);
	return c;
}

static const double thousand[] = { 1000, 1000, 1000, 1000, 1000, 1000 };

/* Compares `thousand`, multiplied by `factor`, with itself, after `nights`. */
static struct comparison after(double factor, size_t nights, double noise)
{
	struct two_runs pairs;
	double b[6];
	size_t i;

	for (i = 0; i < 6; i++)
		b[i] = factor * thousand[i];
	add_nights(make(&pairs, thousand, 6, b, 6), nights, 0, noise);
	return compared(&pairs);
}

START_TEST(between_nights)
{
	/* t of 19 degrees at 97.5 %, R: qt(0.975, 19) */
	double half = 2.093024054408263 * sqrt(2) * 0.01 * sqrt(20.0 / 19);
	struct comparison c = after(1.05, 20, 0.01);

	ck_assert_uint_eq(c.nights, 20);
	ck_assert_double_le(fabs(c.effect - 0.05), 1e-12);
	ck_assert_double_le(fabs(c.interval.low - expm1(log(1.05) - half)),
			    1e-9);
	ck_assert_double_le(fabs(c.interval.high - expm1(log(1.05) + half)),
			    1e-9);
	ck_assert_double_eq(c.interval.level, 0.95);
	ck_assert(c.p > 0.001 && c.p < 0.01);
	ck_assert_int_eq(c.word, COMPARE_DIFFERS);
	ck_assert_str_eq(c.reason, "");
	ck_assert_double_eq(c.side[0].median_ns, 1000);
	ck_assert_double_eq(c.side[0].interval.low, 1000);

	/* the same repeats in noisier nights: no difference */
	c = after(1.05, 20, 0.02);
	ck_assert_int_eq(c.word, COMPARE_NO_DIFFERENCE);
	ck_assert(c.interval.low < 0 && c.interval.high > 0 && c.p > 0.05);
	/* certain, but too small to count */
	c = after(1.009, 20, 1e-4);
	ck_assert_int_eq(c.word, COMPARE_NO_DIFFERENCE);
	ck_assert_double_gt(c.interval.low, 0);
	ck_assert_str_eq(c.reason, "less than 1 %");
	c = after(0.989, 20, 1e-4);
	ck_assert_int_eq(c.word, COMPARE_DIFFERS);
	ck_assert_double_lt(c.interval.high, 0);
	/* nights without any noise */
	c = after(1.02, 20, 0);
	ck_assert_int_eq(c.word, COMPARE_DIFFERS);
	ck_assert_double_eq(c.p, 0);
	c = after(1, 20, 0);
	ck_assert_int_eq(c.word, COMPARE_NO_DIFFERENCE);
	ck_assert_double_eq(c.p, 1);
}
END_TEST

START_TEST(which_nights)
{
	static const struct {
		size_t nights[3]; /* of levels 0, 1, 2 */
		size_t compared;  /* number of the last nights that are
				     compared */
		size_t want;
	} cases[] = {
		{ { 19, 0, 0 }, 0, 0 },   { { 20, 0, 0 }, 0, 20 },
		{ { 22, 0, 0 }, 2, 20 },  { { 21, 0, 0 }, 2, 21 },
		{ { 20, 0, 0 }, 2, 20 },  { { 19, 0, 0 }, 2, 0 },
		{ { 25, 5, 0 }, 0, 25 },  { { 25, 21, 0 }, 0, 21 },
		{ { 25, 30, 8 }, 2, 30 }, { { 10, 10, 10 }, 0, 0 },
		{ { 30, 19, 1 }, 0, 30 },
	};
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct comparison c;
		struct two_runs pairs;
		struct pair *pair = make(&pairs, thousand, 6, thousand, 6);

		for (k = 0; k < 3; k++)
			add_nights(pair, cases[i].nights[k], (int64_t)k, 0.01);
		for (k = 0; k < cases[i].compared; k++)
			pair->night[pair->nights - 1 - k].compared = true;
		c = compared(&pairs);
		ck_assert_msg(c.nights == cases[i].want, "case %zu: %zu nights",
			      i, c.nights);
	}
}
END_TEST

START_TEST(within_night)
{
	static const double a[] = { 100, 101, 102, 103, 104, 105, 106 };
	static const double b[] = { 110, 112, 113, 111, 115, 116, 117 };
	struct comparison c;
	struct two_runs pairs;

	make(&pairs, a, 7, b, 7);
	c = compared(&pairs);
	ck_assert_uint_eq(c.nights, 0);
	ck_assert_double_le(fabs(c.p - 2.0 / 3432), 1e-15);
	ck_assert(c.effect > 0.09 && c.effect < 0.12);
	ck_assert(c.interval.low < c.effect && c.effect < c.interval.high);
	ck_assert_double_ge(c.interval.level, 0.95);
	ck_assert_double_eq(c.side[0].median_ns, 103);
	ck_assert_double_eq(c.side[1].median_ns, 113);
	ck_assert_double_eq(c.side[1].interval.high, 117);
	ck_assert_str_eq(c.reason, "");

	/* all times doubled: exactly the shift of the logarithms */
	make(&pairs, thousand, 6, (const double[]){ 2000, 2000, 2000, 2000 },
	     4);
	c = compared(&pairs);
	ck_assert_double_le(fabs(c.effect - 1), 1e-14);
	ck_assert_str_eq(c.reason, "no interval of a median below 6 repeats");
	make(&pairs, thousand, 6, thousand, 6);
	c = compared(&pairs);
	ck_assert_double_eq(c.p, 1);
	ck_assert_int_eq(c.word, COMPARE_NO_DIFFERENCE);
	ck_assert_str_eq(c.reason, "all values are equal");

	make(&pairs, a, 3, b, 3);
	c = compared(&pairs);
	ck_assert_int_eq(c.word, COMPARE_CANNOT_SAY);
	ck_assert(isnan(c.interval.low) && !isnan(c.effect));
	ck_assert_ptr_nonnull(strstr(c.reason, "3 and 3 repeats are too few"));
	ck_assert_ptr_nonnull(strstr(c.reason, "; no interval of a median"));
}
END_TEST

/* Compares two runs by their session medians; each session has two repeats. */
static struct comparison sessions(const double *a, size_t na, const double *b,
				  size_t nb)
{
	const double *x[] = { a, b };
	const size_t n[] = { na, nb };
	struct two_runs pairs;
	struct pair *pair = make(&pairs, thousand, 6, thousand, 6);
	size_t i, k;

	for (i = 0; i < 2; i++) {
		struct pair_side *side = &pair->side[i];

		side->sessions = n[i];
		side->session = mem_array(n[i], sizeof(*a), NULL);
		memcpy(side->session, x[i], n[i] * sizeof(*a));
		side->count = 2 * n[i];
		side->ns = realloc(side->ns, 2 * n[i] * sizeof(*a));
		for (k = 0; k < side->count; k++)
			side->ns[k] = x[i][k / 2];
	}
	return compared(&pairs);
}

START_TEST(between_sessions)
{
	static const double a[] = { 100, 103, 101, 102, 105, 104, 106 };
	static const double b[] = { 111, 112, 110, 115, 113, 114, 116 };
	static const double near[] = { 104.5, 107, 108, 109, 110, 111 };
	struct comparison c = sessions(a, 6, b, 6);

	ck_assert_int_eq(c.basis, COMPARE_IN_SESSIONS);
	ck_assert_uint_eq(c.side[0].sessions, 6);
	ck_assert_uint_eq(c.side[0].samples, 12);
	ck_assert(c.apart);
	ck_assert_double_le(fabs(c.p - 2.0 / 924), 1e-15);
	/* medians and intervals are those of the sessions */
	ck_assert_double_eq(c.side[0].median_ns, 102.5);
	ck_assert_double_eq(c.side[1].interval.low, 110);
	ck_assert_double_eq(c.side[1].interval.high, 115);
	ck_assert(c.interval.low > 0.05 && c.interval.high < 0.16);
	ck_assert_str_eq(c.reason, "");

	/* significant, but one session lies among those of the other run */
	c = sessions(a, 6, near, 6);
	ck_assert_double_le(c.p, 0.01);
	ck_assert(!c.apart);
	/* no session among those of the other run, but hardly any distance */
	c = sessions(a, 6, (const double[]){ 105.5, 107, 108, 109, 110, 111 },
		     6);
	ck_assert_double_le(fabs(c.p - 2.0 / 924), 1e-15);
	ck_assert(!c.apart);
	/* the interval of 10 sessions leaves out the outermost */
	c = sessions(
	    (const double[]){ 91, 92, 93, 94, 95, 96, 97, 98, 99, 199 }, 10,
	    (const double[]){ 50, 112, 113, 114, 115, 116, 117, 118, 119, 120 },
	    10);
	ck_assert(c.apart);

	/* 4 sessions have no interval; their ranges are compared */
	c = sessions(a, 4, b, 4);
	ck_assert_int_eq(c.basis, COMPARE_IN_SESSIONS);
	ck_assert(c.apart && isnan(c.side[0].interval.low));
	ck_assert_str_eq(c.reason, "no interval of a median below 6 sessions");
	c = sessions(a, 6, near, 4);
	ck_assert(!c.apart);
	/* 3 sessions in one run are too few: the repeats are compared */
	c = sessions(a, 6, b, 3);
	ck_assert_int_eq(c.basis, COMPARE_REPEATS);
	ck_assert_double_le(c.p, 0.001);
}
END_TEST

START_TEST(refused)
{
	static const double zero[] = { 5, 0, 7, 8, 9, 10 };
	struct comparison c;
	struct two_runs pairs;
	struct pair *pair;

	pair = make(&pairs, thousand, 6, thousand, 0);
	pair->side[1].there = false;
	add_nights(pair, 30, 0, 0.01);
	c = compared(&pairs);
	ck_assert_int_eq(c.word, COMPARE_NOT_COMPARED);
	ck_assert_str_eq(c.reason, "only in a");
	ck_assert_double_eq(c.side[0].median_ns, 1000);
	ck_assert(isnan(c.side[1].median_ns) && isnan(c.p) && isnan(c.effect));

	pair = make(&pairs, thousand, 0, thousand, 6);
	strcpy(pair->side[0].status, "skipped");
	strcpy(pair->side[0].reason, "no OpenMP");
	c = compared(&pairs);
	ck_assert_str_eq(c.reason, "nothing measured in a: skipped: no OpenMP");
	make(&pairs, zero, 6, thousand, 6);
	c = compared(&pairs);
	ck_assert_int_eq(c.word, COMPARE_NOT_COMPARED);
	ck_assert_str_eq(c.reason, "a time of 0 in a has no ratio");
}
END_TEST

/* ---- runs in a database ------------------------------------------------ */

static const struct comparison *row_of(const struct compare *compare,
				       const char *series)
{
	size_t i;

	for (i = 0; i < compare->count; i++)
		if (!strncmp(compare->row[i].series, series, strlen(series)))
			return &compare->row[i];
	ck_abort_msg("no row '%s'", series);
}

/* One test among many: a small p may be chance. */
START_TEST(among_many)
{
	struct compare compare;
	struct db *db;
	char path[PLACE_SIZE];
	struct err err = { 0 };
	struct tiny t;
	size_t i;

	tiny_make(&t);
	db = tiny_open(place_path(path, "many.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	/* shm 1000 is 17 ns slower, and its rounds spread over 30 ns: U is 6,
	 * in 2 * 30 of 3432 deals */
	for (i = 0; i < t.nsamples; i++)
		if (t.samples[i].cell == 1) {
			t.samples[i].total_ns += 17 * TINY_CALLS;
			t.samples[i].compute_ns += 17 * TINY_CALLS;
		}
	tiny_run(db, &t, UUID_B, NULL);
	ck_assert(!compare_runs(db, 1, 2, &compare, &err));
	for (i = 0; i < compare.count; i++) {
		const struct comparison *c = &compare.row[i];

		ck_assert_int_gt(c->word, COMPARE_MOMENT);
		if (c->p <= 0.05)
			ck_assert_str_eq(c->reason,
					 "p = 0.017 is 0.087 adjusted for 5 "
					 "series");
	}
	ck_assert_double_le(row_of(&compare, "shm/native/f64/1000")->p, 0.05);
	compare_free(&compare);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(runs)
{
	struct compare compare;
	const struct comparison *c;
	struct db *db;
	char path[PLACE_SIZE];
	struct err err = { 0 };
	struct tiny t;
	size_t i;

	tiny_make(&t);
	db = tiny_open(place_path(path, "compare.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	/* the second run: shm 2000 is twice as fast, serial 1000 is 0.1 %
	 * slower, the fork cell is missing, and one cell is not in the first
	 * run */
	for (i = 0; i < t.nsamples; i++) {
		struct sample *s = &t.samples[i];

		if (s->cell == 3)
			s->total_ns /= 2;
		if (s->cell == 0)
			s->total_ns += s->total_ns / 1000;
		if (s->status == SAMPLE_OK)
			s->compute_ns = s->total_ns - s->spawn_ns -
					s->dispatch_ns - s->collect_ns;
	}
	for (i = 0; i < t.nsamples; i++)
		if (t.samples[i].cell == 3) {
			t.samples[i].spawn_ns = t.samples[i].dispatch_ns = 0;
			t.samples[i].collect_ns = 0;
			t.samples[i].compute_ns = t.samples[i].total_ns;
		}
	strcpy(t.plan.cells[5].strategy, "ring");
	tiny_run(db, &t, UUID_B, NULL);
	ck_assert_msg(!compare_runs(db, 1, 2, &compare, &err), "%s", err.text);
	ck_assert(compare.same_machine);
	ck_assert_uint_eq(compare.count, 7);

	/* series that differ come first, those not compared last */
	c = &compare.row[0];
	ck_assert_str_eq(c->series, "shm/native/f64/2000/2x1");
	ck_assert_int_eq(c->word, COMPARE_MOMENT);
	ck_assert_double_le(fabs(c->effect + 0.5), 1e-12);
	ck_assert_double_eq(c->side[0].median_ns, 4000);
	ck_assert_double_eq(c->side[1].median_ns, 2000);
	/* 2 / C(14, 7), times 5 tests */
	ck_assert_double_le(fabs(c->p - 2.0 / 3432), 1e-15);
	ck_assert_double_le(fabs(c->adjusted_p - 10.0 / 3432), 1e-15);
	c = row_of(&compare, "serial/native/f64/1000");
	ck_assert_int_eq(c->word, COMPARE_NO_DIFFERENCE);
	ck_assert_double_gt(c->p, 0.05);
	ck_assert_str_eq(c->reason, "");
	c = row_of(&compare, "pipe");
	ck_assert_int_eq(c->word, COMPARE_CANNOT_SAY);
	ck_assert_str_eq(row_of(&compare, "fork")->reason, "only in a");
	ck_assert_str_eq(row_of(&compare, "ring")->reason, "only in b");
	ck_assert_int_eq(compare.row[5].word, COMPARE_NOT_COMPARED);
	ck_assert_int_eq(compare.row[6].word, COMPARE_NOT_COMPARED);

	ck_assert_uint_eq(compare.both, 5);
	ck_assert_double_eq(compare.sum[0], 1030 + 515 + 2060 + 4000 + 3000);
	ck_assert_double_le(
	    fabs(compare.sum[1] - (1031 + 515 + 2060 + 2000 + 3000)), 0.2);
	ck_assert_double_le(fabs(compare.geomean - pow(0.5 * 1031 / 1030, 0.2)),
			    1e-4);
	compare_free(&compare);

	/* different machines are reported, and share no nights */
	tiny_exec(db, "INSERT INTO machine SELECT 77, 'other', cpu_model, "
		      "architecture, cpus, numa_nodes, l1d_bytes, l2_bytes, "
		      "l3_bytes, memory_bytes FROM machine");
	tiny_exec(db, "UPDATE run SET machine_id = 77 WHERE id = 2");
	ck_assert(!compare_runs(db, 1, 2, &compare, &err));
	ck_assert(!compare.same_machine);
	ck_assert_uint_eq(compare.count, 7);
	compare_free(&compare);
	/* a run compared with itself */
	ck_assert(!compare_runs(db, 2, 2, &compare, &err));
	ck_assert_double_eq(compare.geomean, 1);
	compare_free(&compare);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

/*
 * Nights: run i is on day i of January, with a median of 1000 + i ns for every
 * series; two runs on day 5, of which the second counts; an unfinished one on
 * day 9, one of another machine on day 10.
 */
static void make_nights(struct db *db)
{
	tiny_exec(db,
		  "WITH RECURSIVE day (i) AS (SELECT 3 UNION ALL SELECT i + 1 "
		  "FROM day WHERE i < 29) "
		  "INSERT INTO run (id, uuid, plan_name, plan_text, plan_hash, "
		  "seed, started_utc, status, machine_id, build_id) "
		  "SELECT i, 'night ' || i, plan_name, plan_text, plan_hash, "
		  "seed, printf('2026-01-%02dT03:04:05Z', i), "
		  "iif(i = 9, 'interrupted', 'finished'), "
		  "iif(i = 10, 77, machine_id), build_id FROM run, day "
		  "WHERE run.id = 1");
	tiny_exec(db,
		  "INSERT INTO run (id, uuid, plan_name, plan_text, plan_hash, "
		  "seed, started_utc, status, machine_id, build_id) "
		  "SELECT 500, 'again', plan_name, plan_text, plan_hash, seed, "
		  "'2026-01-05T23:00:00Z', status, machine_id, build_id "
		  "FROM run WHERE id = 5");
	tiny_exec(db,
		  "INSERT INTO cell (run_id, series_id, status, planned, "
		  "timeout_ms) SELECT r.id, c.series_id, 'ok', 7, 1000 FROM "
		  "run AS r, cell AS c WHERE c.run_id = 1 AND r.id > 2");
	tiny_exec(db,
		  "INSERT INTO summary (cell_id, samples, min_ns, median_ns, "
		  "mean_ns, max_ns, deviation_ns, mad_ns) SELECT id, 7, 1, "
		  "1000 + run_id, 1, 1, 1, 1 FROM cell WHERE run_id > 2");
}

/* The nights of shm 1000 as "median/level" with a * if compared. */
static char *nights_of(struct db *db, int64_t a, int64_t b)
{
	struct str out = { 0 };
	struct two_runs pairs;
	struct err err = { 0 };
	const struct pair *pair;
	size_t i;

	ck_assert_msg(!two_runs_read(db, a, b, &pairs, &err), "%s", err.text);
	for (pair = pairs.pair;
	     strncmp(pair->series, "shm/native/f64/1000", 19); pair++)
		ck_assert(pair + 1 < pairs.pair + pairs.count);
	for (i = 0; i < pair->nights; i++)
		str_addf(&out, "%s%.0f/%" PRId64 "%s", i ? " " : "",
			 pair->night[i].median_ns, pair->night[i].level,
			 pair->night[i].compared ? "*" : "");
	two_runs_free(&pairs);
	return out.text ? out.text : strdup("");
}

#define is_nights(db, a, b, want)                       \
	do {                                            \
		char *got_ = nights_of((db), (a), (b)); \
		ck_assert_str_eq(got_, (want));         \
		free(got_);                             \
	} while (0)

START_TEST(nights)
{
	struct db *db;
	char path[PLACE_SIZE];
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "nights.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	tiny_exec(db, "INSERT INTO machine SELECT 77, 'other', cpu_model, "
		      "architecture, cpus, numa_nodes, l1d_bytes, l2_bytes, "
		      "l3_bytes, memory_bytes FROM machine");
	make_nights(db);
	tiny_exec(db, "DELETE FROM summary WHERE cell_id IN (SELECT id FROM "
		      "cell WHERE run_id > 13 AND run_id < 28)");
	is_nights(db, 1, 8,
		  "515/0* 1003/0 1004/0 1500/0 1006/0 1007/0 1008/0* 1011/0 "
		  "1012/0 1013/0 1028/0 1029/0");
	/* a level begins where a person accepts it, for this series or all,
	 * and where a change was confirmed; not on another machine */
	tiny_exec(
	    db, "INSERT INTO mark (series_id, run_id, kind, reason, made_utc, "
		"undone_utc) SELECT NULL, 4, 'accepted', 'x', 'now', NULL "
		"UNION ALL SELECT s.id, 6, 'accepted', 'x', 'now', NULL FROM "
		"series AS s WHERE strategy = 'shm' AND n = 1000 "
		"UNION ALL SELECT s.id, 7, 'accepted', 'x', 'now', NULL FROM "
		"series AS s WHERE strategy = 'shm' AND n = 2000 "
		"UNION ALL SELECT NULL, 8, 'accepted', 'x', 'now', 'undone' "
		"UNION ALL SELECT NULL, 8, 'note', 'x', 'now', NULL "
		"UNION ALL SELECT NULL, 10, 'accepted', 'x', 'now', NULL");
	tiny_exec(
	    db,
	    "INSERT INTO verdict (run_id, measure, subject, series_id, "
	    "verdict, since_run_id, method) SELECT 13, 'time', s.id, s.id, "
	    "'improved', 12, 1 FROM series AS s WHERE strategy = 'shm' "
	    "UNION ALL SELECT 14, 'relative', s.id, s.id, 'improved', 14, 1 "
	    "FROM series AS s UNION ALL SELECT 28, 'time', s.id, s.id, "
	    "'suspect', 28, 1 FROM series AS s");
	is_nights(db, 1, 8,
		  "515/0* 1003/0 1004/1 1500/1 1006/2 1007/2 1008/2* 1011/2 "
		  "1012/3 1013/3 1028/3 1029/3");
	/* other distances of the CPUs matter where workers exchange data */
	tiny_exec(db, "INSERT INTO control (run_id, number, name, start_ns, "
		      "total_ns, calls) SELECT id, 900, 'distance', 0, "
		      "iif(id IN (3, 4, 12), 400, 90), 1 FROM run");
	is_nights(db, 1, 8,
		  "515/0* 1500/1 1006/2 1007/2 1008/2* 1011/2 "
		  "1013/3 1028/3 1029/3");
	tiny_exec(db, "UPDATE series SET workers = 1 WHERE strategy = 'shm'");
	is_nights(db, 1, 8,
		  "515/0* 1003/0 1004/1 1500/1 1006/2 1007/2 1008/2* 1011/2 "
		  "1012/3 1013/3 1028/3 1029/3");
	/* a run of another machine has no nights to compare with */
	is_nights(db, 1, 10, "");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(runs_after_nights)
{
	struct compare compare;
	struct db *db;
	char path[PLACE_SIZE];
	struct err err = { 0 };
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "history.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	tiny_exec(db, "INSERT INTO machine SELECT 77, 'other', cpu_model, "
		      "architecture, cpus, numa_nodes, l1d_bytes, l2_bytes, "
		      "l3_bytes, memory_bytes FROM machine");
	make_nights(db);
	ck_assert(!compare_runs(db, 1, 1, &compare, &err));
	/* 25 finished nights on this machine, without the compared one */
	ck_assert_uint_eq(row_of(&compare, "shm/native/f64/1000")->nights, 25);
	ck_assert_int_eq(row_of(&compare, "shm/native/f64/1000")->word,
			 COMPARE_NO_DIFFERENCE);
	compare_free(&compare);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		between_nights, which_nights, within_night, between_sessions,
		refused,        runs,         nights,       runs_after_nights,
		among_many,     NULL,
	};
	int rc;

	place_make();
	rc = unit_run("compare", tests);
	place_clear();
	return rc;
}
