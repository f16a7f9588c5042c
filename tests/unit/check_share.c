/* Tests of src/judge/night_share: a night's share of the variance, against
 * known answers. */
#include "judge/night_share.h"
#include "stats/variance.h"

#include "db/open.h"
#include "tiny.h"

#include <math.h>

#define NIGHTS 8
#define SHIFT  0.01 /* of nights, alternately up and down */

/* Adds a repeat of both cells of a night. */
static void add_repeat(struct db *db, int night, int number, int64_t base,
		       int64_t own)
{
	char sql[500];

	snprintf(sql, sizeof(sql),
		 "INSERT INTO sample (cell_id, repeat, round, status, "
		 "start_ns, total_ns, spawn_ns, dispatch_ns, compute_ns, "
		 "collect_ns, skew_ns, mark_every, active, sent_bytes, "
		 "received_bytes) SELECT column1, %d, %d, 'ok', 0, column2, "
		 "0, 0, column2, 0, 0, 1, 1, 0, 0 FROM "
		 "(VALUES (%d, %" PRId64 "), (%d, %" PRId64 "))",
		 number, number, 2 * night - 1, base, 2 * night, own);
	tiny_exec(db, sql);
}

/*
 * NIGHTS runs of a serial cell (series 1, cell 2 i - 1 of run i) and of a
 * parallel one (series 2, cell 2 i), with 4 repeats each. Logarithms of repeats
 * lie `apart` above and below the night's level, in turn by even and odd rounds
 * or, if `sessions` is 2, by the first and second half. Times relative to
 * serial lie half as far apart.
 */
static struct db *make_nights(const char *path, int sessions, double apart)
{
	struct db *db = tiny_open(path, DB_WRITE);
	char sql[900];
	int i, k;

	tiny_exec(db,
		  "INSERT INTO series (strategy, kernel, dtype, n, workers, "
		  "chunks, placement) VALUES "
		  "('serial', 'native', 'f64', 1000, 1, 1, ''), "
		  "('shm', 'native', 'f64', 1000, 2, 1, '')");
	for (i = 1; i <= NIGHTS; i++) {
		snprintf(sql, sizeof(sql),
			 "INSERT INTO run (uuid, plan_name, plan_text, "
			 "plan_hash, seed, started_utc, sessions) VALUES "
			 "('%d', '', '', '', 1, '2026-01-0%dT00:00:00Z', %d);"
			 "INSERT INTO cell (run_id, series_id, base_id, "
			 "planned, timeout_ms, calls) VALUES "
			 "(%d, 1, NULL, 4, 1, 1), (%d, 2, %d, 4, 1, 1)",
			 i, i, sessions, i, i, 2 * i - 1);
		tiny_exec(db, sql);
		for (k = 0; k < 4; k++) {
			bool up = sessions == 2 ? k < 2 : k % 2;
			double level = i % 2 ? SHIFT : -SHIFT;
			double from = up ? apart : -apart;
			double ns = 1e9 * exp(level + from);

			add_repeat(db, i, k, (int64_t)ns,
				   (int64_t)(ns * exp(level + from / 2)));
		}
	}
	return db;
}

static double share(struct db *db, size_t nights, const char *measure,
		    int64_t series_id)
{
	struct night night[NIGHTS] = { { .run_id = 0 } };
	struct err err = { 0 };
	double value;
	size_t i;

	for (i = 0; i < NIGHTS; i++)
		night[i].run_id = (int64_t)i + 1;
	ck_assert_msg(!night_share(db, night, 0, nights, NIGHTS - 1, measure,
				   series_id, false, &value, &err),
		      "%s", err.text);
	return value;
}

/* The expected share. Means are SHIFT from 0, so MSb = 2 NIGHTS SHIFT^2 /
 * (NIGHTS - 1); MSw = 2 apart^2 is the variance of a median, and a whole
 * session has `part` of it. */
static double expected(double apart, double part)
{
	double between = 2.0 * NIGHTS * SHIFT * SHIFT / (NIGHTS - 1);
	double within = 2 * apart * apart;
	double night = fmax(0, (between - within) / 2);

	return night / (night + within * part);
}

START_TEST(sessions_tell)
{
	char path[PLACE_SIZE];
	struct db *db = make_nights(place_path(path, "sessions.db"), 2, 0.01);

	ck_assert_double_eq_tol(share(db, NIGHTS, "time", 1), expected(0.01, 1),
				1e-6);
	ck_assert_double_eq_tol(share(db, NIGHTS, "relative", 2),
				expected(0.005, 1), 1e-6);
	/* repeats that measured the series again are not counted */
	tiny_exec(db, "UPDATE cell SET planned = 6, remeasured = 'x' "
		      "WHERE id = 7");
	tiny_exec(db,
		  "INSERT INTO sample (cell_id, repeat, round, "
		  "status, start_ns, total_ns, spawn_ns, dispatch_ns, "
		  "compute_ns, collect_ns, skew_ns, mark_every, active, "
		  "sent_bytes, received_bytes, waits, preemptions, faults, "
		  "cpu, moved, result_bits, result, reason) "
		  "SELECT cell_id, repeat + 2, round + 2, "
		  "status, start_ns, 3 * total_ns, spawn_ns, dispatch_ns, "
		  "3 * compute_ns, collect_ns, skew_ns, mark_every, active, "
		  "sent_bytes, received_bytes, waits, preemptions, faults, "
		  "cpu, moved, result_bits, result, reason FROM sample "
		  "WHERE cell_id = 7 AND repeat >= 2");
	ck_assert_double_eq_tol(share(db, NIGHTS, "time", 1), expected(0.01, 1),
				1e-6);
	db_close(db);
}
END_TEST

/* Half a session has twice the variance of a session. */
START_TEST(halves_tell)
{
	char path[PLACE_SIZE];
	struct db *db = make_nights(place_path(path, "halves.db"), 1, 0.01);

	ck_assert_double_eq_tol(share(db, NIGHTS, "time", 1),
				expected(0.01, 0.5), 1e-6);
	ck_assert_double_eq_tol(share(db, NIGHTS, "relative", 2),
				expected(0.005, 0.5), 1e-6);
	/* bad repeats do not count, as in a night's value */
	tiny_exec(db, "UPDATE sample SET total_ns = 9 * total_ns, "
		      "compute_ns = 9 * compute_ns, status = 'wrong' "
		      "WHERE cell_id = 5 AND repeat < 2");
	ck_assert_double_eq_tol(share(db, NIGHTS, "time", 1),
				expected(0.01, 0.5), 1e-6);
	db_close(db);
}
END_TEST

START_TEST(what_cannot_be_told)
{
	char path[PLACE_SIZE];
	struct db *db = make_nights(place_path(path, "few.db"), 2, 0.02);

	ck_assert_double_eq_tol(share(db, VARIANCE_NIGHTS, "time", 1), 0,
				1e-12);
	ck_assert_double_nan(share(db, VARIANCE_NIGHTS - 1, "time", 1));
	ck_assert_double_nan(share(db, 0, "time", 1));
	/* serial has no time relative to serial */
	ck_assert_double_nan(share(db, NIGHTS, "relative", 1));
	tiny_exec(db, "DELETE FROM sample");
	ck_assert_double_nan(share(db, NIGHTS, "time", 1));
	db_close(db);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		sessions_tell,
		halves_tell,
		what_cannot_be_told,
		NULL,
	};
	int rc;

	place_make();
	rc = unit_run("share", tests);
	place_clear();
	return rc;
}
