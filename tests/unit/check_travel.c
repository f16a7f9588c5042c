/* Tests of data that travels: merging, the content hash, thinning, files. */
#include "base/clock.h"
#include "foreign/reader.h"
#include "travel/content.h"
#include "travel/merge.h"
#include "travel/thin.h"
#include "travel/travel.h"

#include "db/statement.h"
#include "store/derive.h"
#include "store/resume.h"
#include "store/write.h"
#include "tiny.h"

#include <math.h>
#include <sys/wait.h>
#include <time.h>

#define STARTED_S 1772600767 /* 2026-03-04T05:06:07Z */
#define RUNS      6 /* different runs, of which the databases have copies */

/* ---- databases to merge ------------------------------------------------ */

static void uuid_of(char uuid[40], unsigned run)
{
	snprintf(uuid, 40, "%08x-2222-4333-8444-555555555555", run);
}

/* Makes an empty database by copying one, because the tests need thousands. */
static struct db *fresh(const char *name, char path[PLACE_SIZE])
{
	static char *blank;
	static size_t len;

	if (!blank) {
		db_close(tiny_open(place_path(path, "blank.db"), DB_WRITE));
		blank = place_read(path, &len);
	}
	place_path(path, name);
	ck_assert(blank && place_write(path, blank, len));
	return tiny_open(path, DB_WRITE);
}

static void hash_of(struct db *db, char hash[17])
{
	struct err err = { 0 };

	ck_assert_msg(!travel_hash(db, hash, &err), "%s", err.text);
}

/* The content hash of the run with id 1. */
static void run_hash_of(struct db *db, char hash[17])
{
	struct content content;
	struct err err = { 0 };

	ck_assert_msg(!content_hash(db, 1, &content, &err), "%s", err.text);
	strcpy(hash, content.hash);
}

static void must_merge(struct db *db, const char *const *paths, size_t count)
{
	struct merge_result result = { 0 };
	struct err err = { 0 };

	ck_assert_msg(!merge_paths(db, db->path, paths, count, &result, &err),
		      "%s", err.text);
	ck_assert_uint_eq(result.conflicts, 0);
}

/* The states in which databases have a run. */
enum state {
	RUNNING, /* has one block of two */
	FINISHED,
	JUDGED, /* with a verdict and a mark */
	UNDONE, /* like JUDGED, but the mark is undone */
	STATES
};

/* Gives the run of a mould more rows, and values of all kinds. */
static void decorate(struct db *db, unsigned run, enum state state)
{
	char sql[800];

	snprintf(sql, sizeof(sql),
		 "UPDATE run SET label = 'run %u', noisy = '', "
		 "  started_utc = '2026-01-%02uT03:04:05Z', "
		 "  utc_offset_s = 1800 * %u, "
		 "  finished_utc = iif(status = 'running', NULL, "
		 "                     '2026-01-%02uT04:04:05Z');"
		 "UPDATE sample SET preemptions = %u;"
		 "UPDATE cell SET bound = 0.1 + %u, error_ulp = 1e-300;",
		 run, run + 1, run, run + 1, run, run);
	tiny_exec(db, sql);
	if (state < JUDGED)
		return;
	tiny_exec(db, "INSERT INTO verdict (run_id, measure, subject, "
		      "series_id, verdict, since_run_id, p, nights, still, "
		      "still_since_run_id, reason, method) "
		      "SELECT 1, 'time', printf('%d', n * 10 + id), id, "
		      "'stable', 1, 0.1 + id, 7, 'so', 1, 'why', 1 "
		      "FROM series ORDER BY id DESC LIMIT 2;"
		      "INSERT INTO verdict (run_id, measure, subject, "
		      "verdict, method) VALUES (1, 'mean', 'a/*', 'no', 1);"
		      "INSERT INTO trend VALUES (1, 'law a', 'a/*', 0.1, "
		      "-1e-300, NULL, 'x');"
		      "INSERT INTO mark (series_id, run_id, kind, reason, "
		      "made_utc) VALUES (1, 1, 'accepted', 'because', "
		      "'2026-02-01T00:00:00Z'), (NULL, 1, 'accepted', "
		      "'all', '2026-02-01T00:00:00Z')");
	if (state == UNDONE)
		tiny_exec(db, "UPDATE mark SET undone_utc = "
			      "'2026-02-02T00:00:00Z'");
}

/* Makes a database with one run (a "mould", which tests merge and change), in
 * file "mould-RUN-STATE.db". */
static void make_mould(unsigned run, enum state state, char path[PLACE_SIZE])
{
	char name[60], uuid[40];
	struct err err = { 0 };
	struct db *db;
	struct tiny t;

	snprintf(name, sizeof(name), "mould-%u-%d.db", run, (int)state);
	db = fresh(name, path);
	tiny_make(&t);
	uuid_of(uuid, run);
	if (state == RUNNING) {
		tiny_begin(db, &t, uuid, NULL);
		ck_assert_int_eq(tiny_block(db, &t, 1000, &err), 0);
	} else {
		tiny_run(db, &t, uuid, NULL);
	}
	decorate(db, run, state);
	db_close(db);
	plan_free(&t.plan);
}

static char mould[RUNS][STATES][PLACE_SIZE];

static void make_moulds(void)
{
	unsigned run;
	int state;

	for (run = 0; run < RUNS; run++)
		for (state = 0; state < STATES; state++)
			make_mould(run, (enum state)state, mould[run][state]);
}

/* Makes a database of random runs, in random order and states. */
static void make_random(const char *name, char path[PLACE_SIZE],
			uint64_t *random)
{
	struct db *db = fresh(name, path);
	size_t count = unit_random(random, 6), i;

	for (i = 0; i < count; i++) {
		const char *one = mould[unit_random(random, RUNS)]
				       [unit_random(random, STATES)];

		must_merge(db, &one, 1);
	}
	db_close(db);
}

/* Merges the databases in this order into a new one, and hashes it. */
static void merged(const char *name, const char *const *paths, size_t count,
		   char path[PLACE_SIZE], char hash[17])
{
	struct db *db = fresh(name, path);

	must_merge(db, paths, count);
	hash_of(db, hash);
	db_close(db);
}

/* ---- merging ----------------------------------------------------------- */

/* All of a database that does not depend on ids, as text for free(). */
static char *content(struct db *db)
{
	return tiny_ask(
	    db,
	    "SELECT s.run_uuid, c.series, s.repeat, s.round, s.status, "
	    "s.total_ns, s.compute_ns, s.preemptions, s.result_bits, s.reason, "
	    "u.median_ns, u.low_ns, x.speedup_ratio, x.base, c.bound, "
	    "c.error_ulp, c.reference, s.cpu_model, s.run_label "
	    "FROM v_sample AS s JOIN v_cell AS c ON c.cell_id = s.cell_id "
	    "LEFT JOIN summary AS u ON u.cell_id = s.cell_id "
	    "LEFT JOIN v_speedup AS x ON x.cell_id = s.cell_id "
	    "ORDER BY 1, 2, 3");
}

static void must_be_sound(struct db *db)
{
	tiny_is(db, "SELECT * FROM v_contradiction", "");
	tiny_is(db, "SELECT * FROM pragma_foreign_key_check", "");
	tiny_is(db, "PRAGMA integrity_check", "ok;");
}

START_TEST(a_merged_run_is_the_same)
{
	char path[PLACE_SIZE], before[17], after[17], *was, *is;
	const char *paths[] = { mould[3][JUDGED], mould[1][FINISHED] };
	struct db *db;

	make_moulds();
	db = tiny_open(paths[0], DB_READ);
	hash_of(db, before);
	was = content(db);
	db_close(db);
	db = fresh("same.db", path);
	must_merge(db, paths, 1);
	hash_of(db, after);
	is = content(db);
	ck_assert_str_eq(before, after);
	ck_assert_str_eq(was, is);
	free(is);
	must_be_sound(db);

	/* after another run, so that its ids differ */
	db_close(db);
	db = fresh("same.db", path);
	must_merge(db, paths + 1, 1);
	must_merge(db, paths, 1);
	tiny_exec(db, "DELETE FROM sample WHERE cell_id <= 6");
	is = content(db);
	ck_assert_str_eq(was, is);
	tiny_is(db, "SELECT count(*), count(DISTINCT series_id) FROM cell",
		"12|6;");
	tiny_is(db,
		"SELECT run_id, since_run_id, still_since_run_id, verdict FROM "
		"verdict ORDER BY measure",
		"2|-|-|no;2|2|2|stable;2|2|2|stable;");
	tiny_is(db, "SELECT run_id, name, low FROM trend",
		"2|law a|-1.0e-300;");
	tiny_is(db,
		"SELECT run_id, series_id IS NULL, reason FROM mark "
		"ORDER BY 2",
		"2|0|because;2|1|all;");
	free(was);
	free(is);
	db_close(db);
}
END_TEST

START_TEST(merge_laws)
{
	char a[PLACE_SIZE], b[PLACE_SIZE], c[PLACE_SIZE], x[PLACE_SIZE],
	    y[PLACE_SIZE], first[17], second[17];
	uint64_t random = 20261122;
	struct db *db;
	int i;

	make_moulds();
	for (i = 0; i < 120; i++) {
		make_random("a.db", a, &random);
		make_random("b.db", b, &random);
		make_random("c.db", c, &random);

		/* a + b = b + a */
		merged("x.db", (const char *[]){ a, b }, 2, x, first);
		merged("y.db", (const char *[]){ b, a }, 2, y, second);
		unit_must(!strcmp(first, second), "case %d: a + b", i);
		/* (a + b) + c = a + (b + c) */
		merged("y.db", (const char *[]){ b, c }, 2, y, second);
		merged("z.db", (const char *[]){ a, y }, 2, b, second);
		merged("y.db", (const char *[]){ x, c }, 2, y, first);
		unit_must(!strcmp(first, second), "case %d: a + b + c", i);
		/* x + x = x, and merging one again adds nothing */
		db = tiny_open(y, DB_WRITE);
		must_merge(db, (const char *[]){ y, x, a, y }, 4);
		hash_of(db, second);
		unit_must(!strcmp(first, second), "case %d: twice", i);
		must_be_sound(db);
		db_close(db);
	}
}
END_TEST

/* Makes the next order of five, lexicographically; false after the last. */
static bool permute(const char *order[5])
{
	int i = 3, k = 4;
	const char *swap;

	while (i >= 0 && order[i] >= order[i + 1])
		i--;
	if (i < 0)
		return false;
	while (order[k] <= order[i])
		k--;
	swap = order[i], order[i] = order[k], order[k] = swap;
	for (i++, k = 4; i < k; i++, k--)
		swap = order[i], order[i] = order[k], order[k] = swap;
	return true;
}

START_TEST(every_order_of_five)
{
	static char path[5][PLACE_SIZE];
	char name[20], x[PLACE_SIZE], first[17], hash[17];
	const char *order[5];
	uint64_t random = 5;
	int i, orders = 0;

	make_moulds();
	for (i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "five-%d.db", i);
		make_random(name, path[i], &random);
		order[i] = path[i];
	}
	do {
		merged("order.db", order, 5, x, hash);
		if (!orders++)
			strcpy(first, hash);
		unit_must(!strcmp(first, hash), "order %d", orders);
	} while (permute(order));
	ck_assert_int_eq(orders, 120);
}
END_TEST

/* The real stderr, while listen() redirects it to a file. */
static int said_fd;

static void listen(void)
{
	char path[PLACE_SIZE];

	said_fd = dup(2);
	ck_assert_ptr_nonnull(
	    freopen(place_path(path, "said.txt"), "w", stderr));
}

/* Ends listen(); returns what was written since, to be released with free(). */
static char *said(void)
{
	char path[PLACE_SIZE];
	size_t len;

	fflush(stderr);
	dup2(said_fd, 2);
	close(said_fd);
	return place_read(place_path(path, "said.txt"), &len);
}

/* Merges a copy that is in conflict, and a new run: the conflict is reported,
 * its run stays as it was, and the new run is added (and removed again). */
static void conflicts(struct db *db, const char *path, const char *part)
{
	const char *paths[] = { path, mould[5][JUDGED] };
	char before[17], after[17], *words;
	struct merge_result result;
	struct err err = { 0 };
	int rc;

	hash_of(db, before);
	listen();
	rc = travel_merge(db->path, paths, 2, &result, &err);
	words = said();
	ck_assert_msg(!rc, "%s", err.text);
	ck_assert_uint_ge(result.conflicts, 1);
	ck_assert_uint_eq(result.added, 1);
	ck_assert_msg(strstr(words, part) != NULL, "%s", words);
	free(words);
	tiny_exec(db, "CREATE TEMP TABLE gone AS SELECT id FROM run "
		      "WHERE uuid LIKE '00000005-%';"
		      "CREATE TEMP TABLE cells AS SELECT id FROM cell "
		      "WHERE run_id IN gone;"
		      "DELETE FROM verdict WHERE run_id IN gone;"
		      "DELETE FROM trend WHERE run_id IN gone;"
		      "DELETE FROM mark WHERE run_id IN gone;"
		      "DELETE FROM speedup WHERE cell_id IN cells;"
		      "DELETE FROM summary WHERE cell_id IN cells;"
		      "DELETE FROM sample WHERE cell_id IN cells;"
		      "DELETE FROM cold WHERE cell_id IN cells;"
		      "UPDATE cell SET base_id = NULL WHERE run_id IN gone;"
		      "DELETE FROM cell WHERE run_id IN gone;"
		      "DELETE FROM control WHERE run_id IN gone;"
		      "DELETE FROM run WHERE id IN gone;"
		      "DROP TABLE cells; DROP TABLE gone");
	hash_of(db, after);
	ck_assert_str_eq(before, after);
}

/* Makes a mould and changes it by sql; returns its path. */
static char *changed(unsigned run, enum state state, const char *sql)
{
	static char path[PLACE_SIZE];
	struct db *db;

	make_mould(run, state, path);
	db = tiny_open(path, DB_WRITE);
	tiny_exec(db, sql);
	db_close(db);
	return path;
}

START_TEST(conflicts_are_named)
{
	static const char *const change[] = {
		"UPDATE sample SET faults = faults + 1 WHERE repeat = 3",
		"UPDATE sample SET result = -0.25, result_bits = 5",
		"UPDATE sample SET reason = 'none' WHERE reason IS NOT NULL",
		"UPDATE cell SET bound = 0.1000000000000001 WHERE id = 3",
		"UPDATE cell SET base_id = 2 WHERE id = 2",
		"UPDATE run SET noisy = NULL",
		"UPDATE run SET label = ''",
		"UPDATE machine SET cpus = 3",
		"UPDATE build SET flags = '-O3'",
		"UPDATE cold SET first_ns = first_ns + 1",
		"UPDATE control SET calls = 2",
		"DELETE FROM control WHERE number = 1",
	};
	const char *one = mould[2][JUDGED];
	char path[PLACE_SIZE], uuid[40];
	struct db *db;
	size_t i;

	make_moulds();
	db = fresh("conflict.db", path);
	must_merge(db, &one, 1);
	uuid_of(uuid, 2);
	for (i = 0; i < UNIT_COUNT(change); i++)
		conflicts(db, changed(2, FINISHED, change[i]), uuid);
	conflicts(db,
		  changed(2, JUDGED,
			  "UPDATE verdict SET p = p + 1e-17 * p + "
			  "1e-10"),
		  "another verdict");
	conflicts(db, changed(2, JUDGED, "UPDATE verdict SET verdict = 'x'"),
		  "not 'x'");
	/* marks that different people made are united */
	one = changed(2, JUDGED, "UPDATE mark SET reason = 'other'");
	must_merge(db, &one, 1);
	tiny_is(db, "SELECT count(*) FROM mark", "4;");
	db_close(db);
}
END_TEST

START_TEST(older_sources_are_refused)
{
	const char *one;
	char path[PLACE_SIZE];
	struct merge_result result;
	struct err err = { 0 };
	struct db *db;

	one = changed(2, FINISHED, "PRAGMA user_version = 1");
	db = fresh("older.db", path);
	ck_assert_int_eq(travel_merge(path, &one, 1, &result, &err), -1);
	ck_assert_msg(strstr(err.text, "dotrec upgrade -d ") != NULL, "%s",
		      err.text);
	db_close(db);
}
END_TEST

/* ---- what travels ------------------------------------------------------ */

/* A new column must travel in a section, or be named here as a local one. */
START_TEST(every_column_travels)
{
	static const char *const of_run[] = { "machine", "build" };
	static const char *const of_cell[] = { "series" };
	static const char *const local = " id run_id cell_id series_id base_id "
					 "machine_id build_id since_run_id "
					 "still_since_run_id ";
	char path[PLACE_SIZE], table[80], column[80], word[90];
	struct err err = { 0 };
	struct db *db = fresh("columns.db", path);
	sqlite3_stmt *s, *rows;
	const struct section *section;
	int i, count = 0;

	ck_assert_int_eq(
	    sqlite3_prepare_v2(db->sqlite,
			       "SELECT s.name, c.name FROM sqlite_schema AS s "
			       "JOIN pragma_table_info(s.name) AS c "
			       "WHERE s.type = 'table' AND s.name <> 'meta'",
			       -1, &s, NULL),
	    SQLITE_OK);
	for (; sqlite3_step(s) == SQLITE_ROW; count++) {
		strcpy(table, (const char *)sqlite3_column_text(s, 0));
		strcpy(column, (const char *)sqlite3_column_text(s, 1));
		snprintf(word, sizeof(word), " %s ", column);
		if (strstr(local, word))
			continue;
		for (i = 0; i < 2; i++)
			if (!strcmp(table, of_run[i]))
				strcpy(table, "run");
		if (!strcmp(table, of_cell[0]))
			strcpy(table, "cell");
		section = section_find(table);
		ck_assert_msg(section != NULL, "no section for table '%s'",
			      table);
		rows = section_rows(db, section, 1, &err);
		for (i = sqlite3_column_count(rows) - 1; i >= 0; i--)
			if (!strcmp(sqlite3_column_name(rows, i), column))
				break;
		ck_assert_msg(i >= 0, "column '%s' of '%s' does not travel",
			      column, table);
	}
	sqlite3_finalize(s);
	ck_assert_int_gt(count, 100);
	db_close(db);
}
END_TEST

/* The `put` statements store every column that the section has. */
START_TEST(every_value_is_stored)
{
	const struct section *section;
	struct section_writer writer;
	struct err err = { 0 };
	char path[PLACE_SIZE];
	struct db *db = fresh("stored.db", path);
	sqlite3_stmt *rows;
	const char *name;
	int i, k;

	for (section = section_table; section->name; section++) {
		const char *names[SECTION_COLUMNS_MAX];

		rows = section_rows(db, section, 1, &err);
		for (i = 0; i < sqlite3_column_count(rows); i++)
			names[i] = sqlite3_column_name(rows, i);
		ck_assert_int_eq(
		    section_writer_make(&writer, db, section, names, i, &err),
		    0);
		for (i = 0; i < writer.columns; i++) {
			for (k = 0; k < 4 && writer.put[k].statement; k++)
				if (writer.put[k].parameter[i])
					break;
			name = names[i];
			ck_assert_msg((k < 4 && writer.put[k].statement) ||
					  !strcmp(name, "run"),
				      "'%s' of '%s' is not stored", name,
				      section->name);
		}
	}
	db_close(db);
}
END_TEST

/* ---- thinning ---------------------------------------------------------- */

/* Repeats the run of a database on each of `nights` later days. */
static void repeat_run(struct db *db, int nights)
{
	char sql[3000];

	snprintf(
	    sql, sizeof(sql),
	    "PRAGMA foreign_keys = OFF;"
	    "CREATE TEMP TABLE night AS WITH i(x) AS (VALUES (1) UNION ALL "
	    "SELECT x + 1 FROM i WHERE x < %d) SELECT x FROM i;"
	    "INSERT INTO run (id, uuid, plan_name, plan_text, plan_hash, seed, "
	    "started_utc, status, machine_id) SELECT 1 + x, "
	    "printf('%%08x-0000', 4096 + x), plan_name, plan_text, plan_hash, "
	    "seed, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', started_utc, '+' || x "
	    "|| ' days'), 'finished', machine_id FROM night, run WHERE id = 1;"
	    "INSERT INTO cell (id, run_id, series_id, base_id, status, "
	    "planned, timeout_ms, calls) SELECT id + 100 * x, 1 + x, "
	    "series_id, base_id + 100 * x, status, planned, timeout_ms, calls "
	    "FROM night, cell WHERE run_id = 1;"
	    "INSERT INTO sample (cell_id, repeat, round, status, start_ns, "
	    "total_ns, spawn_ns, dispatch_ns, compute_ns, collect_ns, "
	    "result_bits) SELECT cell_id + 100 * x, repeat, round, status, "
	    "start_ns, total_ns, spawn_ns, dispatch_ns, compute_ns, "
	    "collect_ns, result_bits FROM night, sample WHERE cell_id < 100",
	    nights);
	tiny_exec(db, sql);
	tiny_exec(db, "PRAGMA foreign_keys = ON");
}

static void rebuild_all(struct db *db)
{
	struct err err = { 0 };
	int64_t run;

	for (run = 1; run <= 405; run++)
		ck_assert_msg(!store_rebuild(db, run, &err), "%s", err.text);
}

static void prune(struct db *db, struct prune_options options, bool only_look,
		  struct prune_result *result)
{
	struct err err = { 0 };

	clock_pretend(1803859200); /* 2027-03-01T00:00:00Z */
	ck_assert_msg(!travel_prune(db, &options, only_look, result, &err),
		      "%s", err.text);
}

#define DERIVED                                                             \
	"SELECT u.*, x.*, v.* FROM cell AS c LEFT JOIN summary AS u ON "    \
	"u.cell_id = c.id LEFT JOIN speedup AS x ON x.cell_id = c.id LEFT " \
	"JOIN verdict AS v ON v.run_id = c.run_id ORDER BY c.id"
#define ACCOUNT                                                          \
	"SELECT cell_id, planned, ok, wrong, failed, timeout, skipped, " \
	"missing FROM v_account ORDER BY cell_id"

START_TEST(old_nights_are_thinned)
{
	struct prune_options all = { 0 };
	struct prune_result result;
	char path[PLACE_SIZE], hash[17], again[17], *derived, *account, *is;
	struct db *db;

	make_mould(0, JUDGED, path);
	db = tiny_open(path, DB_WRITE);
	repeat_run(db, 404); /* 405 nights: 5 lie before the window */
	rebuild_all(db);
	tiny_exec(db, "UPDATE sample SET instructions = 100 + repeat, "
		      "cycles = iif(repeat = 3, NULL, 50) WHERE cell_id = 1");
	derived = tiny_ask(db, DERIVED);
	account = tiny_ask(db, ACCOUNT);
	run_hash_of(db, hash);

	/* only_look changes nothing */
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 5);
	ck_assert_int_eq(result.samples, 5 * TINY_SAMPLES);
	ck_assert_str_eq(result.oldest_utc, "2026-01-01T03:04:05Z");
	ck_assert_str_eq(result.newest_utc, "2026-01-05T03:04:05Z");
	tiny_is(db, "SELECT count(*) FROM sketch", "0;");
	prune(db, (struct prune_options){ .keep = 403 }, true, &result);
	ck_assert_uint_eq(result.runs, 2);
	prune(db, (struct prune_options){ .keep = 10 }, true, &result);
	ck_assert_uint_eq(result.runs, 5);
	/* 422 days before 2027-03-01 is 2026-01-03 */
	prune(db, (struct prune_options){ .days = 422 }, true, &result);
	ck_assert_uint_eq(result.runs, 2);
	prune(db, (struct prune_options){ .days = 1 }, true, &result);
	ck_assert_uint_eq(result.runs, 5);

	prune(db, all, false, &result);
	ck_assert_uint_eq(result.runs, 5);
	tiny_is(db, "SELECT count(*) FROM sample WHERE cell_id < 500", "0;");
	tiny_is(db, "SELECT count(*) FROM sample", "13600;"); /* 400 * 34 */
	tiny_is(db,
		"SELECT count(content_hash), min(id), max(id) FROM run "
		"WHERE content_hash IS NOT NULL",
		"5|1|5;");
	must_be_sound(db);
	is = tiny_ask(db, DERIVED);
	ck_assert_str_eq(is, derived);
	free(is);
	is = tiny_ask(db, ACCOUNT);
	ck_assert_str_eq(is, account);
	free(is);
	/* rebuilding does not lose derived rows of thinned runs */
	rebuild_all(db);
	is = tiny_ask(db, DERIVED);
	ck_assert_str_eq(is, derived);
	free(is);
	run_hash_of(db, again);
	ck_assert_str_eq(hash, again);
	/* computed by hand: serial 1000 takes 1000 + 10 r ns, over 10 calls */
	tiny_is(db,
		"SELECT ok, p05_ns, p25_ns, p75_ns, p95_ns, total_ns, "
		"start_ns, end_ns, results, spawn_ns FROM sketch "
		"WHERE cell_id = 1",
		"7|1003.0|1015.0|1045.0|1057.0|72100|0|6010600|1|49;");
	/* a sum without one of its repeats would be no sum */
	tiny_is(db,
		"SELECT instructions, cycles IS NULL, cache_misses IS NULL, "
		"waits FROM sketch WHERE cell_id = 1",
		"721|1|1|0;");
	tiny_is(db,
		"SELECT ok, wrong, failed, timeout, skipped, results "
		"FROM sketch JOIN cell ON id = cell_id "
		"WHERE status = 'wrong' AND run_id = 1",
		"1|1|1|1|0|2;");
	prune(db, all, false, &result);
	ck_assert_uint_eq(result.runs, 0);
	free(derived);
	free(account);
	db_close(db);
}
END_TEST

/* A run is kept whole while one of its series is within the window. */
START_TEST(the_window_is_never_thinned)
{
	struct prune_options all = { 0 };
	struct prune_result result;
	char path[PLACE_SIZE];
	struct db *db;

	make_mould(0, FINISHED, path);
	db = tiny_open(path, DB_WRITE);
	repeat_run(db, 404);
	rebuild_all(db);
	tiny_exec(db, "UPDATE run SET status = 'interrupted' WHERE id = 2");
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 4);
	tiny_exec(db, "DELETE FROM summary WHERE cell_id = 40002");
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 3);
	/* two runs of a night count as one */
	tiny_exec(db, "UPDATE run SET started_utc = (SELECT started_utc "
		      "FROM run WHERE id = 300) WHERE id = 301");
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 2);
	/* another machine's nights do not count */
	tiny_exec(db, "UPDATE run SET machine_id = NULL WHERE id = 200");
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 1);
	/* excluded runs do not count as nights, but are thinned like others */
	tiny_exec(db, "INSERT INTO mark (run_id, kind, reason, made_utc) "
		      "VALUES (1, 'excluded', '', '')");
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 1);
	tiny_exec(db, "INSERT INTO mark (run_id, kind, reason, made_utc) "
		      "VALUES (250, 'excluded', '', '')");
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 0);
	tiny_exec(db, "UPDATE mark SET undone_utc = ''");
	prune(db, all, true, &result);
	ck_assert_uint_eq(result.runs, 1);
	db_close(db);
}
END_TEST

/* A thinned and a whole copy of a run have the same hash: the whole one stays.
 */
START_TEST(a_thinned_copy_merges)
{
	char path[PLACE_SIZE], other[PLACE_SIZE], hash[17], again[17];
	struct prune_options all = { 0 };
	struct prune_result result;
	struct db *db;
	const char *one;

	make_moulds();
	make_mould(0, JUDGED, path);
	db = tiny_open(path, DB_WRITE);
	repeat_run(db, 400);
	rebuild_all(db);
	prune(db, all, false, &result);
	ck_assert_uint_eq(result.runs, 1);
	hash_of(db, hash);
	db_close(db);

	one = path;
	merged("other.db", &one, 1, other, again);
	ck_assert_str_eq(hash, again);
	db = tiny_open(other, DB_WRITE);
	one = mould[0][FINISHED];
	must_merge(db, &one, 1);
	tiny_is(db,
		"SELECT count(*), count(content_hash) FROM run, v_sample "
		"WHERE run_uuid LIKE '00000000%' AND uuid = run_uuid",
		"34|0;");
	tiny_is(db, "SELECT count(*) FROM sketch", "0;");
	tiny_is(db, "SELECT count(*) FROM verdict", "3;");
	must_be_sound(db);
	one = path;
	must_merge(db, &one, 1);
	tiny_is(db, "SELECT count(*) FROM sketch", "0;");
	db_close(db);
}
END_TEST

/* ---- generations and hashes -------------------------------------------- */

/* Hashes of version 1, computed by the program of schema 5. */
#define HASH1      "780322c68c743262"
#define HASH1_FULL "fc9edaf96c67cd4c"

/* The changes to run 2 for which HASH1 was computed; and those for HASH1_FULL,
 * where all texts are set and the run was measured again. */
#define SQL_HASH1 "UPDATE build SET sqlite = '3.40.1'"
#define SQL_HASH1_FULL                                                      \
	"UPDATE cell SET remeasured = 'base'; UPDATE run SET resumed = 3, " \
	"forced = 'x', owner = 'y', external = 'z', reason = 'why'"

/* Thins the only run; its stored hash is that of version 1, if given. */
static void thin_by(struct db *db, const char *version1)
{
	struct err err = { 0 };

	if (version1) {
		char sql[100];

		ck_assert_int_eq(thin_sketch(db, 1, &err), 0);
		snprintf(sql, sizeof(sql),
			 "UPDATE run SET content_hash = '%s', "
			 "hash_version = 1",
			 version1);
		tiny_exec(db, sql);
	} else {
		ck_assert_int_eq(thin_sketch(db, 1, &err), 0);
	}
	tiny_exec(db, "DELETE FROM sample");
}

/* Makes a copy of run 2 in file NAME, which has the hash HASH1. */
static char *copy_of_run(const char *name, const char *sql, bool thinned,
			 const char *version1)
{
	static char path[8][PLACE_SIZE];
	static unsigned next;
	char *to = path[next++ % 8], *bytes;
	struct db *db;
	size_t len;

	make_mould(2, FINISHED, to);
	bytes = place_read(to, &len);
	place_path(to, name);
	ck_assert(bytes && place_write(to, bytes, len));
	free(bytes);
	db = tiny_open(to, DB_WRITE);
	tiny_exec(db, SQL_HASH1);
	tiny_exec(db, sql);
	if (thinned)
		thin_by(db, version1);
	db_close(db);
	return to;
}

START_TEST(the_old_rule_is_kept)
{
	char *path = copy_of_run("rule.db", "", false, NULL), hash[17];
	struct db *db = tiny_open(path, DB_WRITE);
	struct content old = { .hash = HASH1, .version = 1, .kept = true };
	struct content new;
	struct err err = { 0 };
	bool same;

	ck_assert_int_eq(content_hash(db, 1, &new, &err), 0);
	ck_assert_int_eq(new.version, CONTENT_VERSION);
	strcpy(hash, new.hash);
	ck_assert_int_eq(content_compare(db, 1, &old, db, 1, &new, &same, &err),
			 0);
	ck_assert_str_eq(new.hash, HASH1);
	ck_assert(same);
	/* version 1 ignores the columns that were added later */
	tiny_exec(db, SQL_HASH1_FULL);
	tiny_exec(db, "UPDATE run SET generation = 5");
	ck_assert_int_eq(content_hash(db, 1, &new, &err), 0);
	ck_assert_str_ne(new.hash, hash);
	ck_assert_int_eq(content_compare(db, 1, &old, db, 1, &new, &same, &err),
			 0);
	ck_assert_str_eq(new.hash, HASH1_FULL);
	ck_assert(!same);
	/* the stored hash of an unknown, later version is returned */
	tiny_exec(db, "UPDATE run SET content_hash = 'x', hash_version = 9");
	ck_assert_int_eq(content_hash(db, 1, &new, &err), 0);
	ck_assert_int_eq(new.version, 9);
	db_close(db);
}
END_TEST

/* Adds columns that are NULL to get_run.sql and the others. */
START_TEST(a_new_column_changes_no_hash)
{
	static const char *const names[] = { "run", "cell", "sample", "cold",
					     "control" };
	char *path = copy_of_run("column.db", "", false, NULL), hash[17],
	     again[17], *sql;
	struct db *db = tiny_open(path, DB_WRITE);
	struct err err = { 0 };
	const char *from;
	size_t i;

	run_hash_of(db, hash);
	for (i = 0; i < UNIT_COUNT(names); i++) {
		const char *get = section_find(names[i])->get;
		const char *old = str_file_find(store_sql, get);
		sqlite3_stmt *s = db_statement(db, get, &err);
		size_t k = 0;

		from = strstr(old, "\nFROM ");
		ck_assert(s && from);
		while (db->prepared[k].statement != s)
			k++;
		sqlite3_finalize(s);
		/* one in front of the other columns, and one behind */
		sql =
		    sqlite3_mprintf("SELECT NULL AS hue, %.*s, NULL AS tint%s",
				    (int)(from - strstr(old, "SELECT") - 7),
				    strstr(old, "SELECT") + 7, from);
		ck_assert_int_eq(sqlite3_prepare_v2(db->sqlite, sql, -1,
						    &db->prepared[k].statement,
						    NULL),
				 SQLITE_OK);
		sqlite3_free(sql);
		run_hash_of(db, again);
		ck_assert_str_eq(hash, again);
	}
	db_close(db);
}
END_TEST

/* Tells which copy of a run a database has: by its generation, its label,
 * whether it is thinned and by which rule, and its status. */
#define WHICH                                                           \
	"SELECT generation, label, (SELECT count(*) > 0 FROM sample), " \
	"(SELECT count(*) > 0 FROM sketch), hash_version, status FROM run"

static char *which(const char *path)
{
	struct db *db = tiny_open(path, DB_READ);
	char *text = tiny_ask(db, WHICH);

	must_be_sound(db);
	db_close(db);
	return text;
}

static char *copies[10]; /* of one run, each in a database */

static void make_copies(void)
{
	static const struct {
		const char *sql;
		bool thinned;
		const char *version1;
	} made[] = {
		{ "", false, NULL },
		{ "", true, NULL },
		{ "", true, HASH1 },
		{ "UPDATE run SET label = 'other'", false, NULL },
		{ "UPDATE run SET label = 'other'", true, NULL },
		{ "UPDATE run SET generation = 1, label = 'more'", false,
		  NULL },
		{ "UPDATE run SET generation = 1, label = 'more'", true, NULL },
		{ "UPDATE run SET generation = 1, label = 'apart'", false,
		  NULL },
		{ "UPDATE run SET generation = 2, status = 'interrupted'",
		  false, NULL },
		{ "UPDATE run SET status = 'interrupted', label = 'cut'", false,
		  NULL },
	};
	static char path[UNIT_COUNT(made)][PLACE_SIZE];
	char name[30];
	size_t i;

	for (i = 0; i < UNIT_COUNT(made); i++) {
		snprintf(name, sizeof(name), "copy-%zu.db", i);
		strcpy(path[i], copy_of_run(name, made[i].sql, made[i].thinned,
					    made[i].version1));
		copies[i] = path[i];
	}
}

enum copy {
	WHOLE,
	THIN,
	THIN1,
	OTHER,
	OTHER_THIN,
	MORE,
	MORE_THIN,
	APART,
	OPEN,
	CUT,
	COPIES
};

/* The copy that merging two copies leaves; COPIES means a conflict. */
static const enum copy left_of[COPIES][COPIES] = {
	[WHOLE] = { WHOLE, WHOLE, WHOLE, COPIES, COPIES, MORE, MORE_THIN, APART,
		    COPIES, WHOLE },
	[THIN] = { WHOLE, THIN, THIN, COPIES, COPIES, MORE, MORE_THIN, APART,
		   COPIES, THIN },
	[THIN1] = { WHOLE, THIN, THIN1, COPIES, COPIES, MORE, MORE_THIN, APART,
		    COPIES, THIN1 },
	[OTHER] = { COPIES, COPIES, COPIES, OTHER, OTHER, MORE, MORE_THIN,
		    APART, COPIES, OTHER },
	[OTHER_THIN] = { COPIES, COPIES, COPIES, OTHER, OTHER_THIN, MORE,
			 MORE_THIN, APART, COPIES, OTHER_THIN },
	[MORE] = { MORE, MORE, MORE, MORE, MORE, MORE, MORE, COPIES, COPIES,
		   MORE },
	[MORE_THIN] = { MORE_THIN, MORE_THIN, MORE_THIN, MORE_THIN, MORE_THIN,
			MORE, MORE_THIN, COPIES, COPIES, MORE_THIN },
	[APART] = { APART, APART, APART, APART, APART, COPIES, COPIES, APART,
		    COPIES, APART },
	[OPEN] = { COPIES, COPIES, COPIES, COPIES, COPIES, COPIES, COPIES,
		   COPIES, OPEN, OPEN },
	[CUT] = { WHOLE, THIN, THIN1, OTHER, OTHER_THIN, MORE, MORE_THIN, APART,
		  OPEN, CUT },
};

/* Merges copies in this order into a new database; true without a conflict. */
static bool merge_copies(const enum copy *order, size_t count, char **left)
{
	char path[PLACE_SIZE], *words;
	const char *paths[3];
	struct merge_result result;
	struct err err = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < count; i++)
		paths[i] = copies[order[i]];
	db_close(fresh("left.db", path));
	listen();
	rc = travel_merge(path, paths, count, &result, &err);
	words = said();
	ck_assert_msg(!rc, "%s", err.text);
	ck_assert_msg(!result.conflicts ||
			  strstr(words, "00000002-2222-4333-8444-555555555555"),
		      "%s", words);
	free(words);
	*left = which(path);
	return !result.conflicts;
}

START_TEST(every_two_copies)
{
	enum copy a, b, left;
	char *is, *want;
	bool well;

	make_copies();
	for (a = 0; a < COPIES; a++)
		for (b = 0; b < COPIES; b++) {
			well = merge_copies((enum copy[]){ a, b }, 2, &is);
			left = left_of[a][b];
			want = which(copies[left == COPIES ? a : left]);
			unit_must(well == (left != COPIES) && !strcmp(is, want),
				  "%d and %d: %s, not %s", a, b, is, want);
			free(is);
			free(want);
		}
}
END_TEST

/* The order of three copies does not matter if no two are in conflict. */
START_TEST(every_three_copies)
{
	static const int order[6][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 }
	};
	enum copy c[3];
	char *first, *is;
	int i, cases = 0;

	make_copies();
	for (c[0] = 0; c[0] < COPIES; c[0]++)
		for (c[1] = c[0] + 1; c[1] < COPIES; c[1]++)
			for (c[2] = c[1] + 1; c[2] < COPIES; c[2]++) {
				if (left_of[c[0]][c[1]] == COPIES ||
				    left_of[c[0]][c[2]] == COPIES ||
				    left_of[c[1]][c[2]] == COPIES)
					continue;
				for (i = 0, first = NULL; i < 6; i++) {
					enum copy o[] = { c[order[i][0]],
							  c[order[i][1]],
							  c[order[i][2]] };

					unit_must(merge_copies(o, 3, &is),
						  "a conflict of %d %d %d",
						  c[0], c[1], c[2]);
					unit_must(!first || !strcmp(is, first),
						  "%d %d %d: %s, not %s", c[0],
						  c[1], c[2], is, first);
					free(first);
					first = is;
				}
				free(first);
				cases++;
			}
	ck_assert_int_gt(cases, 10);
}
END_TEST

/* A run that was measured again replaces its earlier copy and the verdicts on
 * that. */
START_TEST(a_later_generation_counts)
{
	const char *why[TINY_CELLS] = { NULL,           NULL, "base",
					"time suspect", NULL, "time suspect" };
	size_t bases[TINY_CELLS] = { SIZE_MAX, 0,        SIZE_MAX,
				     2,        SIZE_MAX, SIZE_MAX };
	char before[PLACE_SIZE], path[PLACE_SIZE], x[PLACE_SIZE], hash[17],
	    again[17];
	const char *paths[] = { before, path };
	struct run_stored run;
	struct err err = { 0 };
	struct db *db;
	struct tiny t;
	size_t len, i;
	char *bytes;

	make_mould(2, JUDGED, path);
	bytes = place_read(path, &len);
	ck_assert(place_write(place_path(before, "before.db"), bytes, len));
	free(bytes);
	db = tiny_open(path, DB_WRITE);
	tiny_exec(db, "UPDATE verdict SET verdict = 'again' "
		      "WHERE measure = 'mean';"
		      "DELETE FROM verdict WHERE measure = 'time'");
	tiny_make(&t);
	for (i = 0; i < t.nsamples; i++) {
		t.samples[i].repeat += t.plan.cells[t.samples[i].cell].repeats;
		t.samples[i].round += 7;
	}
	ck_assert_int_eq(store_run_load(db, 1, &run, &err), 0);
	store_run_again(db, bases, why, run.plan.count);
	for (i = 0; i < TINY_CELLS; i++)
		t.records[i].session = 1;
	ck_assert_msg(!tiny_block(db, &t, 2000, &err), "%s", err.text);
	tiny_is(db, "SELECT generation FROM run", "1;");
	must_be_sound(db);
	hash_of(db, hash);
	db_close(db);
	run_stored_free(&run);

	merged("x.db", paths, 2, x, again);
	ck_assert_str_eq(hash, again);
	db = tiny_open(x, DB_WRITE);
	tiny_is(db, "SELECT verdict FROM verdict", "again;");
	tiny_is(db, "SELECT count(*) FROM mark", "2;");
	db_close(db);
	paths[0] = path;
	paths[1] = before;
	merged("x.db", paths, 2, x, again);
	ck_assert_str_eq(hash, again);
	plan_free(&t.plan);
}
END_TEST

/* ---- files ------------------------------------------------------------- */

static char *exported(const char *path, const char *what, const char *format,
		      size_t *len)
{
	bool writes = !strcmp(what, "summaries");
	struct db *db = tiny_open(path, writes ? DB_WRITE : DB_READ);
	struct err err = { 0 };
	char *text = NULL;
	int64_t *runs;
	size_t count;
	FILE *f = open_memstream(&text, len);

	ck_assert_int_eq(travel_runs(db, &runs, &count, &err), 0);
	ck_assert_msg(!travel_export(db, runs, count, what, format, f, &err),
		      "%s", err.text);
	fclose(f);
	free(runs);
	db_close(db);
	return text;
}

static int import(struct db *db, const char *text, size_t len, const char *map,
		  struct merge_result *result, struct err *err)
{
	struct import_options options = { .map = map,
					  .started.unix_s = STARTED_S };

	return travel_import(db->path, text, len, "file", &options, result,
			     err);
}

static void must_import(struct db *db, const char *text, size_t len,
			const char *map)
{
	struct merge_result result;
	struct err err = { 0 };

	ck_assert_msg(!import(db, text, len, map, &result, &err), "%s",
		      err.text);
}

/* Makes a database of texts and numbers that are hard to export. */
static void make_hard(char path[PLACE_SIZE])
{
	static const char *const labels[] = {
		"=1+1",
		"+x",
		"-x",
		"@x",
		"\t=1",
		"\r",
		"'x",
		"''",
		"",
		" ",
		",",
		"\"",
		"a\nb\r\nc\n",
		"\\n",
		"{\"a\":1}",
		"null",
		"1e5",
		"0x1",
		"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 \xe2\x80\xa8",
		"\x01\x1f\x7f",
	};
	struct db *db;
	size_t i;

	make_mould(0, JUDGED, path);
	db = tiny_open(path, DB_WRITE);
	repeat_run(db, (int)UNIT_COUNT(labels));
	for (i = 0; i < UNIT_COUNT(labels); i++) {
		char *sql = sqlite3_mprintf(
		    "UPDATE run SET label = %Q, reason = %Q, noisy = %Q "
		    "WHERE id = %d;"
		    "UPDATE mark SET reason = %Q WHERE %d = 14",
		    labels[i], labels[i], labels[i], (int)i + 2, labels[i],
		    (int)i);

		tiny_exec(db, sql);
		sqlite3_free(sql);
	}
	tiny_exec(db, "UPDATE run SET seed = -9223372036854775807 - 1 "
		      "WHERE id = 3;"
		      "UPDATE run SET seed = 9223372036854775807 WHERE id = 4;"
		      "UPDATE cell SET bound = 9e999, accurate = -9e999, "
		      "  reference = 4.9e-324 WHERE run_id = 4;"
		      "UPDATE cell SET bound = 0.1 + 0.2, accurate = 1e23, "
		      "  reference = 1.7976931348623157e308 WHERE run_id = 5;"
		      "UPDATE cell SET bound = 2.2250738585072011e-308, "
		      "  accurate = 9007199254740993.0, "
		      "  reference = 5e-324, error_ulp = 123456789012345680.0 "
		      "  WHERE run_id = 6;"
		      "UPDATE sample SET result_bits = -1, result = 1e-5 / 3 "
		      "  WHERE cell_id % 100 = 2;"
		      "UPDATE cell SET samples_hash = NULL WHERE id % 100 = 2;"
		      "UPDATE run SET owner = 'x', status = 'interrupted', "
		      "  finished_utc = NULL WHERE id = 7");
	rebuild_all(db);
	must_be_sound(db);
	db_close(db);
}

static void round_trip(const char *path, const char *format)
{
	char other[PLACE_SIZE], hash[17], again[17], *text;
	struct merge_result result;
	struct err err = { 0 };
	struct db *db = tiny_open(path, DB_READ);
	size_t len;

	hash_of(db, hash);
	db_close(db);
	text = exported(path, "all", format, &len);
	db = fresh("trip.db", other);
	must_import(db, text, len, NULL);
	hash_of(db, again);
	ck_assert_str_eq(hash, again);
	must_be_sound(db);
	/* importing the file again adds nothing */
	ck_assert_int_eq(import(db, text, len, NULL, &result, &err), 0);
	ck_assert_uint_eq(result.added + result.replaced, 0);
	hash_of(db, again);
	ck_assert_str_eq(hash, again);
	db_close(db);
	free(text);
}

START_TEST(files_round_trip)
{
	char path[PLACE_SIZE];
	struct prune_options all = { 0 };
	struct prune_result result;
	struct db *db;

	make_hard(path);
	round_trip(path, "csv");
	round_trip(path, "jsonl");
	make_mould(1, UNDONE, path);
	round_trip(path, "csv");
	round_trip(path, "jsonl");
	make_mould(1, RUNNING, path);
	round_trip(path, "csv");
	round_trip(path, "jsonl");
	make_mould(0, JUDGED, path);
	db = tiny_open(path, DB_WRITE);
	repeat_run(db, 401);
	rebuild_all(db);
	prune(db, all, false, &result);
	ck_assert_uint_eq(result.runs, 2);
	db_close(db);
	round_trip(path, "csv");
}
END_TEST

/* Adds the lines of a text that begin with `begin`, or (without `with`) those
 * that do not. */
static void move_lines(struct str *out, const char *text, const char *begin,
		       bool with)
{
	const char *end;

	for (; *text; text = end) {
		end = strchr(text, '\n') + 1;
		if (!strncmp(text, begin, strlen(begin)) == with)
			str_add_bytes(out, text, (size_t)(end - text));
	}
}

/* The rows of a run may come anywhere behind its own row. */
START_TEST(runs_may_come_in_turns)
{
	static const char *const control[] = { "control,",
					       "{\"table\":\"control\"" };
	static const char *const formats[] = { "csv", "jsonl" };
	char path[2][PLACE_SIZE], other[PLACE_SIZE], hash[17], again[17];
	const char *paths[] = { path[0], path[1] };
	struct str mixed = { 0 };
	struct db *db;
	char *text[2], *rest;
	size_t len, f;

	make_mould(1, FINISHED, path[0]);
	make_mould(2, FINISHED, path[1]);
	merged("both.db", paths, 2, other, hash);
	for (f = 0; f < 2; f++) {
		text[0] = exported(path[0], "all", formats[f], &len);
		text[1] = exported(path[1], "all", formats[f], &len);
		/* run A, cells A, run B, controls A, cells B */
		mixed.len = 0;
		move_lines(&mixed, text[0], control[f], false);
		/* behind B's own row; in CSV its plan has several lines */
		rest = strstr(text[1], f ? "\n" : "\ntable,") + 1;
		str_add_bytes(&mixed, text[1], (size_t)(rest - text[1]));
		if (!f)
			str_add(&mixed, "table,run,number,name,start_ns,"
					"total_ns,calls\n");
		move_lines(&mixed, text[0], control[f], true);
		str_add(&mixed, rest);
		db = fresh("turns.db", other);
		must_import(db, mixed.text, mixed.len, NULL);
		hash_of(db, again);
		ck_assert_str_eq(hash, again);
		db_close(db);
		free(text[0]);
		free(text[1]);
	}
	str_free(&mixed);
}
END_TEST

/* No field begins like a formula; a field with - is a negative number. */
START_TEST(no_formula_is_exported)
{
	char path[PLACE_SIZE], *text, *field;
	size_t len, i, count = 0;

	make_hard(path);
	text = exported(path, "all", "csv", &len);
	for (i = 0; i < len; i++) {
		if (i && text[i - 1] != ',' && text[i - 1] != '\n')
			continue;
		field = text + i + (text[i] == '"');
		unit_must(!strchr("=+@\t\r", *field), "at %zu: %.20s", i,
			  field);
		unit_must(*field != '-' || (field[1] >= '0' && field[1] <= '9'),
			  "at %zu: %.20s", i, field);
		count++;
	}
	ck_assert_uint_gt(count, 1000);
	ck_assert(strstr(text, ",'=1+1,") && strstr(text, ",''x,") &&
		  strstr(text, ",\"'\r\","));
	free(text);
}
END_TEST

START_TEST(parts_travel)
{
	static const char *const formats[] = { "csv", "jsonl" };
	char path[PLACE_SIZE], other[PLACE_SIZE], hash[17], again[17], *text,
	    *derived, *is;
	struct merge_result result;
	struct err err = { 0 };
	struct db *db;
	size_t len, i;

	make_mould(2, JUDGED, path);
	db = tiny_open(path, DB_READ);
	run_hash_of(db, hash);
	derived = tiny_ask(db, "SELECT * FROM v_summary, v_account "
			       "JOIN v_speedup ORDER BY 1, 2, 3");
	db_close(db);
	for (i = 0; i < 2; i++) {
		/* summaries: a thinned run, without its repeats */
		text = exported(path, "summaries", formats[i], &len);
		db = fresh("parts.db", other);
		must_import(db, text, len, NULL);
		free(text);
		run_hash_of(db, again);
		ck_assert_str_eq(hash, again);
		tiny_is(db, "SELECT count(*) FROM sample", "0;");
		tiny_is(db, "SELECT ok, thinned, missing FROM v_account_run",
			"29|34|0;");
		must_be_sound(db);

		/* verdicts: their run must exist */
		text = exported(path, "verdicts", formats[i], &len);
		must_import(db, text, len, NULL);
		tiny_is(db, "SELECT count(*) FROM verdict", "3;");
		db_close(db);
		db = fresh("none.db", other);
		ck_assert_int_eq(import(db, text, len, NULL, &result, &err),
				 -1);
		ck_assert_int_eq(err.kind, ERR_USAGE);
		err_clear(&err);
		free(text);
		db_close(db);

		/* samples: summaries are recomputed with the same bits */
		text = exported(path, "samples", formats[i], &len);
		db = tiny_open(place_path(other, "parts.db"), DB_WRITE);
		must_import(db, text, len, NULL);
		free(text);
		is = tiny_ask(db, "SELECT * FROM v_summary, v_account "
				  "JOIN v_speedup ORDER BY 1, 2, 3");
		ck_assert_str_eq(derived, is);
		free(is);
		hash_of(db, again);
		db_close(db);
		db = tiny_open(path, DB_READ);
		hash_of(db, other);
		ck_assert_str_eq(other, again);
		db_close(db);
	}
	free(derived);
	/* the export of summaries was rolled back in its database */
	db = tiny_open(path, DB_READ);
	tiny_is(db, "SELECT count(*) FROM sketch", "0;");
	tiny_is(db, "SELECT content_hash FROM run", "-;");
	db_close(db);
}
END_TEST

/* A copy of text with the first `old` replaced by `new`, to be released with
 * free(). */
static char *edited(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	struct str out = { 0 };

	ck_assert_msg(at != NULL, "no '%s'", old);
	str_add_bytes(&out, text, (size_t)(at - text));
	str_addf(&out, "%s%s", new, at + strlen(old));
	return out.text;
}

/* Imports `text`, which must fail; returns what is written to stderr. */
static char *complaints(struct db *db, const char *text, const char *map)
{
	char hash[17], again[17], *words;
	struct merge_result result;
	struct err err = { 0 };
	int rc;

	hash_of(db, hash);
	listen();
	rc = import(db, text, strlen(text), map, &result, &err);
	words = said();
	ck_assert_int_eq(rc, -1);
	ck_assert_int_eq(err.kind, ERR_USAGE);
	hash_of(db, again);
	ck_assert_str_eq(hash, again);
	words = realloc(words, strlen(words) + sizeof(err.text) + 1);
	strcat(words, err.text);
	return words;
}

START_TEST(bad_rows_are_named)
{
	static const struct {
		const char *format, *old, *new, *said;
	} cases[] = {
		{ "csv", ",ok,", ",fine,", "CHECK constraint" },
		{ "csv", "sample,00000003-2222-4333-8444-555555555555,0,0,0,",
		  "sample,00000003-2222-4333-8444-555555555555,0,0,x,",
		  "file:15:49: round 'x': not a whole number" },
		{ "csv", "sample,00000003-2222-4333-8444-555555555555,0,0,0,",
		  "sample,00000003-2222-4333-8444-555555555555,0,0,,",
		  "file:15:49: NOT NULL constraint failed: sample.round" },
		{ "csv", "sample,00000003-2222-4333-8444-555555555555,0,1,1,",
		  "sample,00000003-2222-4333-8444-555555555555,0,0,1,",
		  "UNIQUE constraint failed" },
		{ "csv", "sample,00000003-2222-4333-8444-555555555555,0,0,0,",
		  "sample,00000003-2222-4333-8444-555555555555,99,0,0,",
		  "a row names a cell that the file does not have" },
		{ "csv", "sample,00000003-2222-4333-8444-555555555555,0,0,0,",
		  "sample,00000003-2222-4333-8444-555555555555,-1,0,0,",
		  "file:15:45: cell '-1': not the number of a cell" },
		{ "csv", "sample,00000003", "sample,00000004",
		  "file:15:8: no row 'run' of 00000004" },
		{ "csv", "\nsample,0", "\nspecimen,0",
		  "file:15:1: no table 'specimen'" },
		{ "csv", "table,run,cell,repeat,", "table,run,cell,repeated,",
		  "no column 'repeated'" },
		{ "csv", "table,run,cell,repeat,", "table,run,cell,",
		  "fields, but" },
		{ "csv", "2026-01-04T03:04:05Z", "2026-02-30T03:04:05Z",
		  "started_utc '2026-02-30T03:04:05Z': not a time" },
		{ "csv", "\nsummary,00000003-2222-4333-8444-555555555555,0,7,",
		  "\nsummary,00000003-2222-4333-8444-555555555555,0,8,",
		  "the summary counts other repeats" },
		{ "csv", "run 3", "run \xff", "file:2:" },
		{ "csv", "run 3", "run \" 3", "a quote inside a field" },
		{ "jsonl", "\"round\":0", "\"round\":0.5",
		  "file:8:84: round '0.5': not a whole number" },
		{ "jsonl", "\"round\":0", "\"round\":\"0\"",
		  "file:8:84: round is not a number" },
		{ "jsonl", "\"round\":0", "\"round\":[0]", "not a number" },
		{ "jsonl", "\"round\":0", "\"around\":0",
		  "has no column 'around'" },
		{ "jsonl", "\"label\":\"run 3\"", "\"label\":3",
		  "file:1:62: label is not a text" },
		{ "jsonl", "{\"table\":\"cold\"", "{\"table\":\"warm\"",
		  "no \"table\"" },
		{ "jsonl", "{\"table\":\"cold\"", "{\"table\":\"cold\"}",
		  "not a JSON object" },
		{ "jsonl", "run 3", "run \xff", "not UTF-8" },
		{ "jsonl", "\"round\":0", "\"round\":0,\"round\":1",
		  "file:8:94: \"round\" comes twice" },
		{ "jsonl", "\"round\":0", "\"round\":null,\"round\":0",
		  "file:8:97: \"round\" comes twice" },
		{ "jsonl", "\"round\":0", "\"round\":0,\"r\\u006fund\":1",
		  "\"round\" comes twice" },
		{ "jsonl", "{\"table\":\"cold\"",
		  "{\"table\":\"cold\",\"table\":\"run\"",
		  ": \"table\" comes twice" },
		{ "jsonl", "\"round\":0", "\"a\\\"b\":1,\"round\":0",
		  "has no column 'a\"b'" },
		{ "csv", "table,run,cell,repeat,", "table,run,cell,cell,",
		  "name 'cell' twice" },
	};
	char path[PLACE_SIZE], other[PLACE_SIZE], *text, *bad, *words;
	struct db *db;
	size_t i, len;

	make_mould(3, JUDGED, path);
	db = fresh("bad.db", other);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		text = exported(path, "all", cases[i].format, &len);
		bad = edited(text, cases[i].old, cases[i].new);
		words = complaints(db, bad, NULL);
		ck_assert_msg(strstr(words, cases[i].said) != NULL,
			      "case %zu: %s", i, words);
		free(words);
		free(bad);
		free(text);
	}
	db_close(db);
}
END_TEST

/* {"table":"TABLE",NAME:VALUE,NAME:1,NAME:1, ...}, to be released with free().
 * The first value is long: a bug once copied it for each of the others. */
static char *repeated(const char *table, const char *name, const char *value)
{
	struct str line = { 0 };
	int i;

	str_addf(&line, "{\"table\":\"%s\",\"%s\":%s", table, name, value);
	for (i = 0; i < 50; i++)
		str_addf(&line, ",\"%s\":1", name);
	str_add(&line, "}\n");
	return line.text;
}

START_TEST(a_name_that_comes_twice_is_refused)
{
	static const char *const names[][2] = { { "run", "label" },
						{ "cell", "bound" } };
	char path[PLACE_SIZE], value[20100], *text, *words;
	struct db *db = fresh("twice.db", path);
	size_t i;

	for (i = 0; i < UNIT_COUNT(names); i++) {
		snprintf(value, sizeof(value), i ? "1.%0*d" : "\"%0*d\"",
			 i ? 400 : 20000, 0);
		text = repeated(names[i][0], names[i][1], value);
		words = complaints(db, text, NULL);
		ck_assert_msg(strstr(words, "comes twice") != NULL, "%s",
			      words);
		free(words);
		free(text);
	}
	db_close(db);
}
END_TEST

/* SQLite's memory. Request number `fail_at` fails, with `from_there` every
 * later one, too; 0: none fails. */
static sqlite3_mem_methods memory;
static long requests, fail_at;
static bool from_there;

static bool is_refused(void)
{
	requests++;
	return fail_at &&
	       (requests == fail_at || (from_there && requests > fail_at));
}

static void *some_memory(int bytes)
{
	return is_refused() ? NULL : memory.xMalloc(bytes);
}

static void *more_memory(void *old, int bytes)
{
	return is_refused() ? NULL : memory.xRealloc(old, bytes);
}

static void control_memory(void)
{
	sqlite3_mem_methods own;

	sqlite3_shutdown();
	ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory),
			 SQLITE_OK);
	own = memory;
	own.xMalloc = some_memory;
	own.xRealloc = more_memory;
	ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_MALLOC, &own), SQLITE_OK);
	/* without these caches nearly every request asks for memory */
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}

/* One import that lacks memory either fails without blaming the file, or
 * imports everything. */
static void import_in_need(const char *new, const char *text, size_t len,
			   long at, const char *hash)
{
	struct import_options options = { .started.unix_s = STARTED_S };
	struct merge_result result;
	struct err err = { 0 };
	struct db *db;
	char again[17], *words;
	int rc;

	unlink(new);
	requests = 0;
	fail_at = at;
	listen();
	rc = travel_import(new, text, len, "file", &options, &result, &err);
	fail_at = 0;
	words = said();
	unit_must(!*words, "at %ld: %s", at, words);
	free(words);
	if (rc) {
		unit_must(err.kind == ERR_ENVIRONMENT ||
			      err.kind == ERR_STORAGE,
			  "at %ld: %d %s", at, err.kind, err.text);
		return;
	}
	unit_must(!from_there, "at %ld: without any memory", at);
	db = tiny_open(new, DB_READ);
	hash_of(db, again);
	db_close(db);
	unit_must(!strcmp(hash, again), "at %ld: something is missing", at);
}

/* Wherever memory runs out, the file is not blamed, nothing is half stored. */
START_TEST(lack_of_memory_is_no_mistake)
{
	static const char *const formats[] = { "csv", "jsonl" };
	char path[PLACE_SIZE], new[PLACE_SIZE], hash[17], *text;
	struct merge_result result;
	struct import_options options = { .started.unix_s = STARTED_S };
	struct err err = { 0 };
	long i, all, tries = 0;
	struct db *db;
	size_t len, f;

	control_memory();
	make_mould(3, JUDGED, path);
	db = tiny_open(path, DB_READ);
	hash_of(db, hash);
	db_close(db);
	for (f = 0; f < 2; f++) {
		text = exported(path, "all", formats[f], &len);
		place_path(new, f ? "new-jsonl.db" : "new-csv.db");
		requests = 0;
		ck_assert_int_eq(travel_import(new, text, len, "file", &options,
					       &result, &err),
				 0);
		all = requests;
		ck_assert_int_gt(all, 1000);
		for (i = 1; i < all; i += 1 + all / 150, tries++) {
			from_there = tries % 2;
			import_in_need(new, text, len, i, hash);
		}
		free(text);
	}
	ck_assert_int_gt(tries, 200);
}
END_TEST

START_TEST(the_course_table_is_imported)
{
	static const char table[] = ",N,numpy.dot,joblib\n"
				    "0,1000,5.1e-07,0.0021\n"
				    "1,2000.0,6.25e-07,0.0035\n"
				    "2,5000,,0.004\n";
	char path[PLACE_SIZE], hash[17], again[17], *words;
	const char *text = strchr(table, 'N');
	struct db *db = fresh("course.db", path);

	/* the index of a data frame has no name */
	words = complaints(db, text, NULL);
	ck_assert_msg(strstr(words, "file:2:16: 4 fields, but 3 columns"), "%s",
		      words);
	free(words);
	text = "N,numpy.dot,joblib\n1000,5.1e-07,0.0021\n"
	       "2000.0,6.25e-07,0.0035\n5000,,0.004\n";
	must_import(db, text, strlen(text), NULL);
	tiny_is(db,
		"SELECT series, samples, median_ns FROM v_summary "
		"ORDER BY run_id, cell_id",
		"external:numpy.dot/external/f64/1000/1x1|1|510.0;"
		"external:numpy.dot/external/f64/2000/1x1|1|625.0;"
		"external:joblib/external/f64/1000/1x1|1|2100000.0;"
		"external:joblib/external/f64/2000/1x1|1|3500000.0;"
		"external:joblib/external/f64/5000/1x1|1|4000000.0;");
	tiny_is(db,
		"SELECT n, base, printf('%.6f', speedup_ratio) FROM v_speedup",
		"1000|external:numpy.dot/external/f64/1000/1x1|0.000243;"
		"2000|external:numpy.dot/external/f64/2000/1x1|0.000179;");
	tiny_is(db,
		"SELECT started_utc, status, external, uuid LIKE '%-8___-%' "
		"FROM run",
		"2026-03-04T05:06:07Z|finished|file|1;");
	must_be_sound(db);
	hash_of(db, hash);
	must_import(db, text, strlen(text), NULL);
	hash_of(db, again);
	ck_assert_str_eq(hash, again);
	db_close(db);
	round_trip(path, "csv");
	round_trip(path, "jsonl");
}
END_TEST

START_TEST(any_table_is_imported)
{
	static const char text[] = "when,what,ms,size\n"
				   "2025-01-02,a/b,1.5,10\n"
				   "2025-01-01,a/b,2.5,10\n"
				   "2025-01-02,a/b,1.75,10\n"
				   "2025-01-03 03:04:05,c,1,20\n"
				   "2025-01-03 04:05:06,d,3,20\n"
				   "2025-01-03 05:06:07,c,2,20\n";
	static const struct {
		const char *map, *text, *said;
	} bad[] = {
		{ "time", text, "--map: 'time' is not" },
		{ "times=x", text, "--map: 'times=x' is not" },
		{ "time=", text, "--map: 'time=' is not" },
		{ "time=ms,unit=h", text, "unit 'h'" },
		{ "series=what", text, "time=COLUMN" },
		{ "time=sec", text, "no column 'sec'" },
		{ NULL, "a,b\n1,2\n", "it is not clear what the columns are" },
		{ "time=ms,time=mz", text, "no column 'mz' (nearest: 'ms')" },
		{ "time=ms,unit=what", text, "'a/b': not a unit" },
		{ "time=ms,better=most", text, "better=most is not" },
		{ "time=ms,base=x", text, "base=x: 'file' has no such series" },
		{ "series=what+what,time=ms", text,
		  "names column 'what' twice" },
		{ "time=bytes_per_s", "bytes_per_s\n1\n", "better=more" },
		{ "time=t", "t\n", "no times" },
		{ "time=t", "t\n1\n0\n", "file:3:1: '0': not a time above 0" },
		{ "time=t", "t\n-1\n", "file:2:1: '-1': not a time" },
		{ "time=t", "t\n1e99\n", "below 100 days" },
		{ "time=t", "t\nx\n", "file:2:1: 'x'" },
		{ "time=t,n=n", "n,t\n0,1\n", "file:2:1: '0': not a whole" },
		{ "time=t,n=n", "n,t\n1.5,1\n", "not a whole number" },
		{ "time=t,n=n", "n,t\n1,1,1\n", "file:2:5: 3 fields" },
		{ "time=t,date=d", "d,t\n2025-02-29,1\n",
		  "file:2:1: '2025-02-29': not a date" },
		{ "time=t,date=d", "d,t\n2025\n", "2 columns" },
		{ "time=t,date=d", "d,t\n25-1-1,1\n",
		  "file:2:1: '25-1-1': not a date" },
		{ "time=t,date=d", "d,t\n2025-02-,1\n", "not a date" },
		{ "time=t,n=n", "n,t,t\n1,1,1\n",
		  "file:1:5: column 't' comes twice" },
		{ "time=t,series=s", "s,t\n,1\n", "the series has no name" },
		{ "time=t,series=s", "s,t\na/b,1\na:b,1\n",
		  "file:3:5: 'a/b' and 'a:b' would be the same series" },
		{ NULL, "N\n1\n", "no times" },
	};
	char path[PLACE_SIZE], *words;
	struct db *db = fresh("any.db", path);
	size_t i;

	for (i = 0; i < UNIT_COUNT(bad); i++) {
		words = complaints(db, bad[i].text, bad[i].map);
		ck_assert_msg(strstr(words, bad[i].said), "case %zu: %s", i,
			      words);
		free(words);
	}
	must_import(db, text, strlen(text),
		    "series=what,n=size,time=ms,date=when,unit=ms");
	tiny_is(db,
		"SELECT started_utc, series, samples, min_ns, max_ns "
		"FROM v_summary JOIN run ON id = run_id "
		"ORDER BY 1, 2",
		"2025-01-01T00:00:00Z|external:a:b/external/f64/10/1x1|1|"
		"2500000.0|2500000.0;"
		"2025-01-02T00:00:00Z|external:a:b/external/f64/10/1x1|2|"
		"1500000.0|1750000.0;"
		/* one night, until a series comes again */
		"2025-01-03T03:04:05Z|external:c/external/f64/20/1x1|1|"
		"1000000.0|1000000.0;"
		"2025-01-03T03:04:05Z|external:d/external/f64/20/1x1|1|"
		"3000000.0|3000000.0;"
		"2025-01-03T05:06:07Z|external:c/external/f64/20/1x1|1|"
		"2000000.0|2000000.0;");
	must_be_sound(db);
	db_close(db);
}
END_TEST

START_TEST(units_of_others)
{
	static const struct {
		const char *text;
		double ns; /* 0: no unit */
		bool rate;
	} cases[] = {
		{ "s", 1e9, false },
		{ "ms", 1e6, false },
		{ "\xc2\xb5s", 1e3, false },
		{ "\xce\xbcs", 1e3, false },
		{ "Seconds", 1e9, false },
		{ "ps", 1e-3, false },
		{ "ns/op", 1, false },
		{ "ms/iter", 1e6, false },
		{ "secs/op", 1e9, false },
		{ "ops/s", 1e9, true },
		{ "iter/sec", 1e9, true },
		{ "ops/ms", 1e6, true },
		{ "1/us", 1e3, true },
		{ "Hz", 1e9, true },
		{ "", 0, false },
		{ "/", 0, false },
		{ "s/", 0, false },
		{ "/s", 0, false },
		{ "S", 0, false },
		{ "Ms", 0, false },
		{ "MS", 0, false },
		{ "s s", 0, false },
		{ "s/s", 0, false },
		{ "MB/s", 0, false },
		{ "B/op", 0, false },
		{ "Percent", 0, false },
		{ "a unit of more than thirty-one bytes", 0, false },
	};
	static const struct {
		const char *name;
		double ns;
		bool rate;
	} names[] = {
		{ "ms", 1e6, false },
		{ "time_us", 1e3, false },
		{ "Mean (ms)", 1e6, false },
		{ "wall time [s]", 1e9, false },
		{ "ns/op", 1, false },
		{ "us per call", 1e3, false },
		{ "requests_per_s", 1e9, true },
		{ "requests / s", 1e9, true },
		{ "items_per_second", 1e9, true },
		{ "min", 0, false },
		{ "mean", 0, false },
		{ "jobs", 0, false },
		{ "", 0, false },
	};
	struct unit unit;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		bool known = unit_parse(cases[i].text, &unit);

		ck_assert_msg(known == (cases[i].ns > 0), "'%s'",
			      cases[i].text);
		if (known)
			ck_assert_msg(
			    unit.rate == cases[i].rate &&
				!(fabs(unit.ns / cases[i].ns - 1) > 1e-12),
			    "'%s'", cases[i].text);
	}
	for (i = 0; i < UNIT_COUNT(names); i++) {
		bool known = unit_of_name(names[i].name, &unit);

		ck_assert_msg(known == (names[i].ns > 0), "'%s'",
			      names[i].name);
		if (known)
			ck_assert_msg(
			    unit.rate == names[i].rate &&
				!(fabs(unit.ns / names[i].ns - 1) > 1e-12),
			    "'%s'", names[i].name);
	}
}
END_TEST

START_TEST(sizes_in_names)
{
	static const struct {
		const char *name, *rest;
		uint64_t n, workers;
	} cases[] = {
		{ "dot", "dot", 0, 0 },
		{ "dot/1000", "dot", 1000, 0 },
		{ "dot/n:1000/real_time", "dot/real_time", 1000, 0 },
		{ "dot/size=7/threads:4", "dot", 7, 4 },
		{ "dot" FOREIGN_JOIN "1000", "dot", 1000, 0 },
		{ "1000", "1000", 0, 0 },
		{ "dot/2/1000", "dot/2/1000", 0, 0 },
		{ "dot/0", "dot/0", 0, 0 },
		{ "dot/1e3", "dot/1e3", 0, 0 },
		{ "dot/k:5", "dot/k:5", 0, 0 },
		{ "dot//", "dot//", 0, 0 },
		{ "dot/99999999999999999999", "dot/99999999999999999999", 0,
		  0 },
		{ "", "", 0, 0 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		uint64_t n = 0, workers = 0;
		char name[80];

		strcpy(name, cases[i].name);
		foreign_take_size(name, &n, &workers);
		ck_assert_str_eq(name, cases[i].rest);
		ck_assert_uint_eq(n, cases[i].n);
		ck_assert_uint_eq(workers, cases[i].workers);
	}
}
END_TEST

/* ---- many processes ------------------------------------------------------ */

/*
 * With $DOTREC_CROWD_SECONDS, 32 writers and 8 readers run for so long. Without
 * it fewer run for 3 s: even on a busy machine no writer may have to wait for a
 * minute, after which it would give up.
 */
struct crowd {
	unsigned writers, readers;
	int64_t until_ns;
};
#define CROWD_MAX 40

static struct crowd crowd_of(const char *seconds)
{
	int64_t ns = (seconds ? atoi(seconds) : 3) * (int64_t)CLOCK_NS_PER_S;

	return (struct crowd){ seconds ? 32 : 8, seconds ? 8 : 2,
			       clock_ns() + ns };
}

static int complain(const struct err *err)
{
	fprintf(stderr, "%s\n", err->text);
	return -1;
}

/* Writes a run from its beginning to its end, like 'dotrec run'. */
static int write_run(const char *path, const struct tiny *t, unsigned run)
{
	struct err err = { 0 };
	struct facts facts = { .count = 0 };
	struct db *db = db_open(path, DB_WRITE, &err);
	char uuid[40];
	int64_t id;
	int rc;

	if (!db)
		return complain(&err);
	uuid_of(uuid, run);
	id = tiny_begin(db, t, uuid, NULL);
	rc = tiny_block(db, t, 1000, &err) || tiny_block(db, t, 2000, &err) ||
	     store_run_finish(db, id, "finished", NULL, NULL, &facts, &err);
	db_close(db);
	return rc ? complain(&err) : 0;
}

/* The samples of the block of n = 1000: cells 0 and 1, and 4. */
#define BLOCK_SAMPLES (2 * 7 + 4)

/* Reads slowly, row by row of one statement: every run must have no block, the
 * first one or both, never a part of one. */
static int read_slowly(struct db *db, struct err *err)
{
	const struct timespec moment = { 0, CLOCK_NS_PER_MS };
	struct query *query = query_open(
	    db,
	    "SELECT id, (SELECT count(*) FROM v_sample AS s "
	    "WHERE s.run_id = r.id) FROM run AS r ORDER BY id LIMIT 500",
	    NULL, 0, err);
	struct value count;
	int rc = query ? 0 : -1, rows;

	while (!rc && (rc = query_next(query, err)) > 0) {
		query_value(query, 1, &count);
		rows = atoi(count.text);
		rc = 0;
		if (rows && rows != BLOCK_SAMPLES && rows != TINY_SAMPLES)
			rc = err_set(err, ERR_FAILED, "%d rows of a run", rows);
		nanosleep(&moment, NULL);
	}
	query_close(query);
	return rc;
}

static int read_runs(const char *path)
{
	struct err err = { 0 };
	struct db *db = db_open(path, DB_READ, &err);
	char hash[17];
	int rc;

	if (!db)
		return complain(&err);
	rc = read_slowly(db, &err) || travel_hash(db, hash, &err);
	db_close(db);
	return rc ? complain(&err) : 0;
}

/* Starts a process that writes or reads until crowd->until_ns; it writes to
 * `done` how many runs it has written. */
static pid_t start_one(const char *path, const struct tiny *t, unsigned number,
		       const struct crowd *crowd, int done)
{
	bool writes = number < crowd->writers;
	unsigned count = 0;
	pid_t pid = fork();
	int rc = 0;

	if (pid)
		return pid;
	while (!rc && clock_ns() < crowd->until_ns) {
		rc = writes ? write_run(path, t, number << 16 | count)
			    : read_runs(path);
		count += writes && !rc;
	}
	if (write(done, &count, sizeof(count)) != sizeof(count))
		rc = -1;
	_exit(rc ? EXIT_FAILURE : EXIT_SUCCESS);
}

START_TEST(a_crowd_loses_nothing)
{
	char path[PLACE_SIZE], sql[300], want[80];
	unsigned count, total = 0, i;
	struct crowd crowd = crowd_of(getenv("DOTREC_CROWD_SECONDS"));
	pid_t pid[CROWD_MAX];
	struct db *db;
	struct tiny t;
	int status, done[2], failed = 0;

	tiny_make(&t);
	/* readers need an existing database */
	db_close(fresh("crowd.db", path));
	ck_assert_int_eq(pipe(done), 0);
	for (i = 0; i < crowd.writers + crowd.readers; i++)
		pid[i] = start_one(path, &t, i, &crowd, done[1]);
	for (i = 0; i < crowd.writers + crowd.readers; i++) {
		ck_assert_int_eq(waitpid(pid[i], &status, 0), pid[i]);
		failed += status != 0;
	}
	/* all processes have written their count, or have failed */
	close(done[1]);
	while (read(done[0], &count, sizeof(count)) == sizeof(count))
		total += count;
	printf("fault: crowd: %u runs by %u writers beside %u readers, %d "
	       "failed\n",
	       total, crowd.writers, crowd.readers, failed);
	ck_assert_int_eq(failed, 0);
	ck_assert_uint_ge(total, crowd.writers);
	db = tiny_open(path, DB_READ);
	snprintf(sql, sizeof(sql),
		 "SELECT count(*), sum(planned), sum(ok), sum(missing), "
		 "count(*) FILTER (WHERE status <> 'finished'), "
		 "(SELECT count(DISTINCT uuid) FROM run) "
		 "FROM v_account_run");
	snprintf(want, sizeof(want), "%u|%u|%u|0|0|%u;", total,
		 total * TINY_SAMPLES, total * (TINY_SAMPLES - 5), total);
	tiny_is(db, sql, want);
	must_be_sound(db);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		a_merged_run_is_the_same,
		merge_laws,
		every_order_of_five,
		conflicts_are_named,
		older_sources_are_refused,
		every_column_travels,
		every_value_is_stored,
		old_nights_are_thinned,
		the_window_is_never_thinned,
		a_thinned_copy_merges,
		the_old_rule_is_kept,
		a_new_column_changes_no_hash,
		every_two_copies,
		every_three_copies,
		a_later_generation_counts,
		files_round_trip,
		runs_may_come_in_turns,
		no_formula_is_exported,
		parts_travel,
		bad_rows_are_named,
		a_name_that_comes_twice_is_refused,
		lack_of_memory_is_no_mistake,
		the_course_table_is_imported,
		any_table_is_imported,
		units_of_others,
		sizes_in_names,
		a_crowd_loses_nothing,
		NULL,
	};
	int rc;

	if (unit_left_out())
		return 77;
	place_make();
	rc = unit_run("travel", tests);
	place_clear();
	return rc;
}
