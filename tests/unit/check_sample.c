/* Tests of src/sample: phases that balance, clocks that disagree, results. */
#include "sample/columns.h"

#include "unit.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static int64_t phases(const struct sample *s)
{
	return s->spawn_ns + s->dispatch_ns + s->compute_ns + s->collect_ns;
}

static bool none_below_zero(const struct sample *s)
{
	return s->spawn_ns >= 0 && s->dispatch_ns >= 0 && s->compute_ns >= 0 &&
	       s->collect_ns >= 0 && s->skew_ns >= 0;
}

START_TEST(one_call)
{
	/* begin, end, started, compute, ended, first ended */
	static const struct {
		struct call_marks marks;
		int64_t spawn, dispatch, compute, collect, skew;
	} cases[] = {
		{ { 100, 200, 110, 50, 190, 180 }, 10, 30, 50, 10, 10 },
		{ { 100, 200, 100, 100, 200, 200 }, 0, 0, 100, 0, 0 },
		{ { 100, 100, 100, 0, 100, 100 }, 0, 0, 0, 0, 0 },
		/* no worker had work */
		{ { 100, 200, 100, 0, 100, INT64_MAX }, 0, 0, 0, 100, 0 },
		/* the worker's clock is ahead: it ended after the caller */
		{ { 100, 200, 110, 50, 205, 195 }, 10, 40, 50, 0, 5 },
		/* the worker's clock is behind: it started before the caller
		 * began */
		{ { 100, 200, 90, 50, 190, 180 }, 0, 40, 50, 10, 10 },
		{ { 100, 200, 90, 10, 95, 95 }, 0, 0, 0, 100, 0 },
		{ { 100, 200, 210, 50, 220, 215 }, 100, 0, 0, 0, 0 },
		/* more time in the kernel than the call took */
		{ { 100, 200, 110, 500, 190, 180 }, 10, 0, 80, 10, 10 },
		{ { 100, 200, 110, -5, 190, 180 }, 10, 80, 0, 10, 10 },
		/* the first ended before the last one started */
		{ { 100, 200, 150, 20, 190, 120 }, 50, 20, 20, 10, 40 },
		{ { 100, 200, 110, 50, 190, 195 }, 10, 30, 50, 10, 0 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct sample s = { 0 };

		sample_add_call(&s, &cases[i].marks);
		ck_assert_msg(s.spawn_ns == cases[i].spawn &&
				  s.dispatch_ns == cases[i].dispatch &&
				  s.compute_ns == cases[i].compute &&
				  s.collect_ns == cases[i].collect &&
				  s.skew_ns == cases[i].skew,
			      "case %zu: %" PRId64 " %" PRId64 " %" PRId64
			      " %" PRId64 ", skew %" PRId64,
			      i, s.spawn_ns, s.dispatch_ns, s.compute_ns,
			      s.collect_ns, s.skew_ns);
	}
}
END_TEST

START_TEST(calls_add_up)
{
	uint64_t seed = 1;
	int round, call;

	for (round = 0; round < 20000; round++) {
		struct sample s = { 0 };
		int64_t all = 0;

		for (call = 0; call < 5; call++) {
			struct call_marks m;
			int64_t length = (int64_t)unit_random(&seed, 1000);

			/* any marks, also impossible ones */
			m.begin_ns = (int64_t)unit_random(&seed, 1000);
			m.end_ns = m.begin_ns + length;
			m.started_ns = (int64_t)unit_random(&seed, 2500) - 200;
			m.ended_ns = (int64_t)unit_random(&seed, 2500) - 200;
			m.first_ended_ns =
			    (int64_t)unit_random(&seed, 2500) - 200;
			m.compute_ns = (int64_t)unit_random(&seed, 1500) - 200;
			sample_add_call(&s, &m);
			all += length;
		}
		unit_must(phases(&s) == all && none_below_zero(&s),
			  "round %d: %" PRId64 ", not %" PRId64, round,
			  phases(&s), all);
	}
}
END_TEST

START_TEST(apportion_keeps_the_total)
{
	uint64_t seed = 2;
	int round;

	for (round = 0; round < 100000; round++) {
		/* from a few nanoseconds to months */
		uint64_t below = UINT64_C(2) << unit_random(&seed, 56);
		int64_t total = (int64_t)unit_random(&seed, below), whole;
		struct sample s = { 0 }, before;
		int part;

		for (part = 0; part < 4; part++)
			if (unit_random(&seed, 4))
				*(part == 0   ? &s.spawn_ns
				  : part == 1 ? &s.dispatch_ns
				  : part == 2 ? &s.compute_ns
					      : &s.collect_ns) =
				    (int64_t)unit_random(&seed, below / 4 + 1);
		s.skew_ns =
		    (int64_t)unit_random(&seed, (uint64_t)phases(&s) + 1);
		before = s;
		whole = phases(&s);
		sample_apportion(&s, total);
		unit_must(s.total_ns == total && phases(&s) == total &&
			      none_below_zero(&s),
			  "round %d: %" PRId64 ", not %" PRId64, round,
			  phases(&s), total);
		unit_must(s.skew_ns <= total, "round %d: skew", round);
		if (!whole)
			continue;
		/* each share is right to 1 ns; dispatch gets the rest */
		unit_must(fabsl((long double)s.compute_ns -
				(long double)total * before.compute_ns /
				    whole) <= 1 &&
			      fabsl((long double)s.dispatch_ns -
				    (long double)total * before.dispatch_ns /
					whole) <= 3,
			  "round %d: compute %" PRId64 ", dispatch %" PRId64,
			  round, s.compute_ns, s.dispatch_ns);
	}
}
END_TEST

START_TEST(apportion_by_hand)
{
	/* marked phases, total; then the phases of the total */
	static const struct {
		int64_t marked[4], total, phases[4];
	} cases[] = {
		{ { 10, 20, 30, 40 }, 1000, { 100, 200, 300, 400 } },
		{ { 1, 1, 1, 0 }, 100, { 33, 34, 33, 0 } },
		{ { 0, 0, 0, 0 }, 77, { 0, 0, 77, 0 } },
		{ { 0, 1, 0, 0 }, 77, { 0, 77, 0, 0 } },
		{ { 5, 5, 5, 5 }, 0, { 0, 0, 0, 0 } },
		{ { 5, 5, 5, 5 }, 3, { 0, 3, 0, 0 } },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct sample s = { .spawn_ns = cases[i].marked[0],
				    .dispatch_ns = cases[i].marked[1],
				    .compute_ns = cases[i].marked[2],
				    .collect_ns = cases[i].marked[3] };

		sample_apportion(&s, cases[i].total);
		ck_assert_int_eq(s.total_ns, cases[i].total);
		ck_assert_int_eq(s.spawn_ns, cases[i].phases[0]);
		ck_assert_int_eq(s.dispatch_ns, cases[i].phases[1]);
		ck_assert_int_eq(s.compute_ns, cases[i].phases[2]);
		ck_assert_int_eq(s.collect_ns, cases[i].phases[3]);
	}
}
END_TEST

START_TEST(results_that_differ)
{
	/* the same bits, not equal values: 0.0 and -0.0 are two results */
	static const struct {
		double results[3];
		bool differs;
	} cases[] = {
		{ { 1, 1, 1 }, false },
		{ { 1, 1, 1 + 0x1p-52 }, true },
		{ { 1, 2, 1 }, true },
		{ { 2, 1, 1 }, true },
		{ { 0.0, -0.0, 0.0 }, true },
		{ { (double)NAN, (double)NAN, (double)NAN }, false },
	};
	size_t i, k;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct sample s = { 0 };

		for (k = 0; k < 3; k++) {
			sample_add_result(&s, cases[i].results[k]);
			ck_assert(s.has_result);
			ck_assert_uint_eq(sample_bits(s.result),
					  sample_bits(cases[i].results[k]));
		}
		ck_assert_int_eq(s.differs, cases[i].differs);
	}
	ck_assert_uint_eq(sample_bits(1.0), UINT64_C(0x3ff0000000000000));
}
END_TEST

/* What a peer does not know is no value; what it knows to be 0 is one. */
START_TEST(unknown_is_no_value)
{
	static const struct {
		int column;
		bool known;
	} cases[] = {
		{ COLUMN_total_ns, true },     { COLUMN_spawn_ns, true },
		{ COLUMN_dispatch_ns, false }, { COLUMN_skew_ns, false },
		{ COLUMN_active, false },      { COLUMN_mark_every, true },
		{ COLUMN_sent_bytes, false },  { COLUMN_received_bytes, true },
		{ COLUMN_result_bits, false }, { COLUMN_instructions, false },
		{ COLUMN_cache_misses, true },
	};
	struct sample s = { .status = SAMPLE_OK,
			    .total_ns = 5,
			    .dispatch_ns = SAMPLE_UNKNOWN,
			    .skew_ns = SAMPLE_UNKNOWN,
			    .active = (uint32_t)SAMPLE_UNKNOWN,
			    .mark_every = 1,
			    .sent_bytes = (uint64_t)SAMPLE_UNKNOWN,
			    .noise.instructions = SAMPLE_UNKNOWN };
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(column_is_known(&column_table[cases[i].column],
					      &s) == cases[i].known,
			      "%s", column_table[cases[i].column].name);
}
END_TEST

START_TEST(status_words)
{
	/* stored in databases: never renamed */
	static const struct {
		enum sample_status status;
		const char *name;
	} cases[] = {
		{ SAMPLE_OK, "ok" },           { SAMPLE_WRONG, "wrong" },
		{ SAMPLE_FAILED, "failed" },   { SAMPLE_TIMEOUT, "timeout" },
		{ SAMPLE_SKIPPED, "skipped" },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_str_eq(sample_status_name(cases[i].status),
				 cases[i].name);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		one_call,
		calls_add_up,
		apportion_keeps_the_total,
		apportion_by_hand,
		results_that_differ,
		unknown_is_no_value,
		status_words,
		NULL,
	};

	return unit_run("sample", tests);
}
