/*
 * Measures the size of a database with years of nights, and how fast queries to it
 * are. The nights are written by the store, as in a run; the times are random, from
 * plausible laws with a fixed seed.
 *
 *     growth [--big] [--keep]
 *     growth --machines N FILE
 *
 * --big: ten years of 200 series instead of 2 million repeats; --keep: does not
 * remove the file, which is in $TMPDIR or /tmp.
 *
 * --machines: measures nothing, but makes FILE the database of a fleet, for
 * bench/fleet.sh. If FILE does not exist, it gets the year of one machine up to
 * yesterday: 5 series, repeats of the last 90 nights, sketches of the nights
 * before. Then all that FILE says of its only machine, verdicts included, is
 * copied for N - 1 others. Their times are the same: what grows is what matters.
 */
#include "base/entropy.h"
#include "base/mem.h"
#include "base/random.h"
#include "bench.h"
#include "db/statement.h"
#include "host/host.h"
#include "host/machine.h"
#include "host/program.h"
#include "store/block.h"
#include "store/nights.h"
#include "store/query.h"
#include "store/write.h"
#include "travel/thin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define REPEATS 45
#define TRIES   11

/* What a machine of a fleet has. */
#define FLEET_NIGHTS 365
#define FLEET_SERIES 5
#define FLEET_WHOLE  90 /* nights with repeats */

/* A strategy's time per call is fixed + elements / workers * per_element. */
struct law {
	const char *strategy;
	uint32_t workers;
	double fixed_ns, per_element_ns;
};
static const struct law laws[] = {
	{ "serial", 1, 10, 0.15 }, { "fork", 2, 300000, 0.2 },
	{ "pipe", 2, 50000, 4 },   { "shm", 2, 250, 0.15 },
	{ "ring", 2, 110, 0.15 },
};
#define LAWS (sizeof(laws) / sizeof(laws[0]))

struct years {
	size_t nights, series;
	unsigned days_ago; /* the last night */
	struct plan plan;
	size_t *bases;
	struct cell_record *cells;
	struct sample *samples; /* of one night */
	uint64_t random;
};

static double normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(random_unit(state)));

	return radius * cos(2 * M_PI * random_unit(state));
}

static void plan_make(struct years *y)
{
	size_t i;

	y->plan.name = strdup("growth");
	y->plan.text = strdup("strategy,n,workers\n");
	y->plan.count = y->series;
	y->plan.cells = calloc(y->series, sizeof(*y->plan.cells));
	y->bases = calloc(y->series, sizeof(*y->bases));
	y->cells = calloc(y->series, sizeof(*y->cells));
	y->samples = calloc(y->series * REPEATS, sizeof(*y->samples));
	for (i = 0; i < y->series; i++) {
		const struct law *law = &laws[i % LAWS];
		struct cell *c = &y->plan.cells[i];

		strcpy(c->strategy, law->strategy);
		strcpy(c->kernel, "native");
		strcpy(c->dtype, "f64");
		strcpy(c->placement, "free");
		c->n = (uint64_t)(1000 * pow(1.25, (double)(i / LAWS)));
		c->workers = law->workers;
		c->chunks = 1;
		c->repeats = REPEATS;
		c->timeout_ms = 60000;
		y->bases[i] = i % LAWS ? i - i % LAWS : SIZE_MAX;
	}
}

/* Makes a repeat with 2 % noise and, now and then, a disturbance. */
static void sample_make(struct years *y, struct sample *s, double call_ns,
			int64_t *now_ns)
{
	double factor = 1 + fabs(0.02 * normal(&y->random));

	if (!random_below(&y->random, 50))
		factor *= 1.5;
	s->status = SAMPLE_OK;
	s->total_ns = (int64_t)(call_ns * factor * s->calls);
	s->spawn_ns = 0;
	s->dispatch_ns = s->total_ns / 5;
	s->collect_ns = s->total_ns / 7;
	s->compute_ns = s->total_ns - s->dispatch_ns - s->collect_ns;
	s->skew_ns = s->total_ns / 20;
	s->start_ns = *now_ns;
	*now_ns += s->total_ns + 50000;
	s->mark_every = s->calls > 1 ? 16 : 1;
	s->active = 2;
	s->received_bytes = 256 * (uint64_t)s->calls;
	s->noise.waits = (uint32_t)random_below(&y->random, 3);
	s->noise.preemptions = !random_below(&y->random, 40);
	s->noise.cpu = (int)random_below(&y->random, 2);
	s->has_result = true;
	s->result = (double)y->plan.cells[s->cell].n / 3;
}

static void night_make(struct years *y)
{
	double night = 1 + 0.01 * normal(&y->random);
	int64_t now_ns = 1000000;
	size_t i, k;

	for (i = 0; i < y->series; i++) {
		const struct law *law = &laws[i % LAWS];
		const struct cell *cell = &y->plan.cells[i];
		struct cell_record *c = &y->cells[i];
		double call_ns = night * (law->fixed_ns + law->per_element_ns *
							      (double)cell->n /
							      law->workers);

		*c = (struct cell_record){
			.cell = (uint32_t)i,
			.status = SAMPLE_OK,
			.colds = 1,
			.repeats = REPEATS,
			.calls = 1 + (uint32_t)(20000 / call_ns),
			.warmups = 8,
			.settled = true,
			.open_ns = 100000,
			.first_ns = 20000,
			.has_reference = true,
			.exact = true,
			.reference = (double)cell->n / 3,
			.bound = 1e-10,
			.accurate = (double)cell->n / 3,
			.error_ulp = 0.5,
		};
		for (k = 0; k < REPEATS; k++) {
			struct sample *s = &y->samples[i * REPEATS + k];

			s->cell = (uint32_t)i;
			s->repeat = s->round = (uint32_t)k;
			s->noise.instructions = SAMPLE_UNKNOWN;
			s->noise.cycles = SAMPLE_UNKNOWN;
			s->noise.cache_misses = SAMPLE_UNKNOWN;
			s->calls = c->calls;
			sample_make(y, s, call_ns, &now_ns);
		}
	}
}

static void night_store(struct db *db, struct years *y,
			const struct machine *machine,
			const struct build *build, const struct facts *facts,
			struct err *err)
{
	char uuid[ENTROPY_UUID_SIZE];
	struct run_start start = { uuid, "nightly", 1, 1, 1, "growth", true };
	struct sample_sink *sink;
	int64_t run_id;

	entropy_uuid(uuid);
	night_make(y);
	if (store_run_begin(db, &start, &y->plan, y->bases, &run_id, err) ||
	    store_run_describe(db, run_id, machine, build, facts, err))
		bench_die(err);
	sink = store_sink(db);
	if (sink->block(sink->ctx,
			&(struct batch){ .cells = y->cells,
					 .ncells = y->series,
					 .samples = y->samples,
					 .nsamples = y->series * REPEATS },
			err) ||
	    store_run_finish(db, run_id, "finished", NULL, "", facts, err))
		bench_die(err);
}

/* Makes one night per day; the last one was `days_ago`. */
static void spread_nights(struct db *db, unsigned days_ago, struct err *err)
{
	char sql[400];

	snprintf(sql, sizeof(sql),
		 "UPDATE run SET "
		 "started_utc = strftime('%%Y-%%m-%%dT02:00:00Z', 'now', "
		 "  (id - (SELECT max(id) FROM run) - %u) || ' days'), "
		 "finished_utc = strftime('%%Y-%%m-%%dT02:01:00Z', 'now', "
		 "  (id - (SELECT max(id) FROM run) - %u) || ' days')",
		 days_ago, days_ago);
	if (db_exec(db, sql, err))
		bench_die(err);
}

static void fill(const char *path, struct years *y)
{
	struct err err = { 0 };
	struct db *db = db_open(path, DB_WRITE, &err);
	struct facts facts = { .count = 0 };
	struct machine machine;
	struct build build;
	size_t i;

	if (!db)
		bench_die(&err);
	machine_describe(&machine);
	program_build(&build);
	host_facts(&facts, HOST_CLOCKS | HOST_BANDWIDTH);
	plan_make(y);
	for (i = 0; i < y->nights; i++) {
		night_store(db, y, &machine, &build, &facts, &err);
		if (i % 100 == 99)
			fprintf(stderr, "\r%zu of %zu nights", i + 1,
				y->nights);
	}
	fprintf(stderr, "\n");
	spread_nights(db, y->days_ago, &err);
	db_close(db);
}

/* ---- questions ----------------------------------------------------------- */

static double ask(struct db *db, const char *name, const char *key,
		  const char *value, size_t *rows)
{
	struct param param = { key, value };
	struct err err = { 0 };
	int64_t begin_ns = clock_ns();
	struct query *q = query_open_named(db, name, &param, key ? 1 : 0, &err);

	if (!q)
		bench_die(&err);
	for (*rows = 0; query_next(q, &err) > 0;)
		++*rows;
	query_close(q);
	if (err.kind)
		bench_die(&err);
	return (double)(clock_ns() - begin_ns);
}

/* Times a query: the first answer, for which pages may have to be read from the
 * disk, and the median of the next ones. */
static void time_query(struct db *db, const char *name, const char *key,
		       const char *value, double goal_ms)
{
	struct contender c = { 0 };
	char claim[80], measured[64], goal[32] = "";
	size_t rows, tries = 0;
	double first_ms, ms;

	first_ms = ask(db, name, key, value, &rows) / 1e6;
	/* a query that takes seconds is not repeated as often */
	do
		c.ns[tries] = ask(db, name, key, value, &rows);
	while (c.ns[tries++] < 1e9 && tries < TRIES);
	ms = bench_median(&c, tries) / 1e6;
	snprintf(claim, sizeof(claim), "query %s%s%s%s%s", name, key ? " " : "",
		 key ? key : "", key ? "=" : "", key ? value : "");
	snprintf(measured, sizeof(measured), "%.3g, %.3g ms, %zu rows",
		 first_ms, ms, rows);
	if (goal_ms > 0)
		snprintf(goal, sizeof(goal), "<= %g ms", goal_ms);
	bench_row(claim, measured, goal, goal_ms > 0 ? ms <= goal_ms : -1);
}

static void time_open(const char *path)
{
	struct contender c = { 0 };
	struct err err = { 0 };
	char measured[32];
	size_t i, rows;

	for (i = 0; i < TRIES; i++) {
		int64_t begin_ns = clock_ns();
		struct db *db = db_open(path, DB_READ, &err);

		if (!db)
			bench_die(&err);
		ask(db, "caption", NULL, NULL, &rows);
		c.ns[i] = (double)(clock_ns() - begin_ns);
		db_close(db);
	}
	snprintf(measured, sizeof(measured), "%.3g ms",
		 bench_median(&c, TRIES) / 1e6);
	bench_row("opened, and the last run's caption", measured, "", -1);
}

static void time_questions(const char *path, bool big)
{
	static const char *const latest[] = {
		"summary",   "speedup",   "course",     "account", "phases",
		"best",      "crossings", "throughput", "payback", "changes",
		"quantiles", "slowest",   "night",      "pays",    "trend",
		"history",   "levels"
	};
	static const char *const all[] = {
		"runs",    "nights", "series",      "plans",         "builds",
		"control", "sizes",  "account_run", "contradictions"
	};
	struct err err = { 0 };
	struct db *db = db_open(path, DB_READ, &err);
	size_t i;

	if (!db)
		bench_die(&err);
	/* the goals are for the small database: 445 nights, and 60 of 100 series */
	time_query(db, "series_history", "series", "shm/native/f64/1000/2x1",
		   big ? -1 : 5);
	time_query(db, "histories", "nights", "60", big ? -1 : 300);
	time_query(db, "series_history", "nights", "60", -1);
	for (i = 0; i < sizeof(latest) / sizeof(latest[0]); i++)
		time_query(db, latest[i], NULL, NULL, -1);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		time_query(db, all[i], NULL, NULL, -1);
	db_close(db);
}

/* Times a command as a whole process; exit code 1 (check: a change) is allowed. */
static void time_command(const char *claim, const char *arguments,
			 const char *path, double limit_s)
{
	char command[420], measured[32], goal[32] = "";
	int64_t begin_ns = clock_ns();
	double took_s;
	int status;

	snprintf(command, sizeof(command),
		 "exec ./dotrec %s -d %s >/dev/null 2>&1", arguments, path);
	status = system(command);
	took_s = (double)(clock_ns() - begin_ns) / 1e9;
	snprintf(measured, sizeof(measured), "%.3g s", took_s);
	if (limit_s > 0)
		snprintf(goal, sizeof(goal), "<= %g s", limit_s);
	if (WIFEXITED(status) && WEXITSTATUS(status) <= 1)
		bench_row(claim, measured, goal,
			  limit_s > 0 ? took_s <= limit_s : -1);
	else
		printf("skipped: no ./dotrec %s\n", arguments);
}

/* Times judging all nights except the last one at once, then the last one alone,
 * as after every night. A check judges at most NIGHTS_BACK nights. */
static void time_check(const char *path, const struct years *y, bool big)
{
	char check[40], claim[80];
	size_t back;

	for (back = y->nights; back > NIGHTS_BACK;) {
		back -= NIGHTS_BACK;
		snprintf(check, sizeof(check), "check last~%zu", back);
		time_command("dotrec check, 500 nights at once", check, path,
			     -1);
	}
	snprintf(claim, sizeof(claim), "dotrec check, %s nights at once",
		 big ? "the other" : "all");
	time_command(claim, "check last~1", path, big ? -1 : 4);
	time_command("dotrec check, a night", "check last", path,
		     big ? 2 : 0.5);
	time_command("dotrec compare", "compare last~1 last", path, 1);
}

/* Times all reports, written to a directory beside the database. */
static void time_report(const char *path, const char *directory)
{
	char arguments[200];

	snprintf(arguments, sizeof(arguments), "report -o %s/report",
		 directory);
	time_command("dotrec report", arguments, path, 15);
}

static void tell_size(const char *path, const struct years *y, double goal_gb)
{
	double rows = (double)(y->nights * y->series * REPEATS);
	char measured[64], goal[32] = "";
	struct stat st;

	if (stat(path, &st)) {
		perror(path);
		exit(1);
	}
	snprintf(measured, sizeof(measured), "%.3g GB, %.1f B a repeat",
		 (double)st.st_size / 1e9, (double)st.st_size / rows);
	if (goal_gb > 0)
		snprintf(goal, sizeof(goal), "<= %g GB", goal_gb);
	bench_row("size of the file", measured, goal,
		  goal_gb > 0 ? (double)st.st_size <= goal_gb * 1e9 : -1);
}

static void need_room(const char *directory, double bytes)
{
	struct statvfs fs;

	if (statvfs(directory, &fs) ||
	    (double)fs.f_bavail * (double)fs.f_frsize < bytes) {
		fprintf(stderr,
			"bench: less than %.0f GB free in '%s'; set TMPDIR\n",
			bytes / 1e9, directory);
		exit(1);
	}
}

/* ---- a fleet ------------------------------------------------------------- */

/* The tables that have rows of a machine's runs, parents first, and what differs
 * in the next machine's rows. one_TABLE has the rows of the machine before. */
#define RUNS    " + (SELECT count(*) FROM one_run)"
#define CELLS   " + (SELECT count(*) FROM one_cell)"
#define MACHINE "(SELECT id FROM one_machine)"
static const struct {
	const char *table, *change;
} fleet_rows[] = {
	{ "machine", "id = id + 1, key = printf('%016x', id + 1), "
		     "cpu_model = 'machine ' || (id + 1)" },
	{ "run", "id = id" RUNS ", machine_id = " MACHINE ", "
		 "uuid = printf('%08x', " MACHINE ") || substr(uuid, 9)" },
	{ "cell", "id = id" CELLS ", run_id = run_id" RUNS
		  ", base_id = base_id" CELLS },
	{ "cold", "cell_id = cell_id" CELLS },
	{ "control", "run_id = run_id" RUNS },
	{ "sample", "cell_id = cell_id" CELLS },
	{ "sketch", "cell_id = cell_id" CELLS },
	{ "summary", "cell_id = cell_id" CELLS },
	{ "speedup", "cell_id = cell_id" CELLS ", base_id = base_id" CELLS },
	{ "trend", "run_id = run_id" RUNS },
	{ "verdict", "run_id = run_id" RUNS ", "
		     "since_run_id = since_run_id" RUNS ", "
		     "still_since_run_id = still_since_run_id" RUNS },
};
#define FLEET_TABLES (sizeof(fleet_rows) / sizeof(fleet_rows[0]))

static void fleet_exec(struct db *db, const char *sql)
{
	struct err err = { 0 };

	if (db_exec(db, sql, &err))
		bench_die(&err);
}

/* Copies the rows of the only machine to temporary tables, without the columns
 * that SQLite computes. */
static void fleet_remember(struct db *db)
{
	char sql[200];
	size_t i;

	for (i = 0; i < FLEET_TABLES; i++) {
		snprintf(sql, sizeof(sql),
			 "CREATE TEMP TABLE one_%1$s AS SELECT * FROM %1$s",
			 fleet_rows[i].table);
		fleet_exec(db, sql);
	}
	fleet_exec(db, "ALTER TABLE one_machine DROP COLUMN travel_key;"
		       "ALTER TABLE one_run DROP COLUMN night");
}

static void fleet_add(struct db *db)
{
	struct err err = { 0 };
	char sql[400];
	size_t i;

	if (db_begin(db, &err))
		bench_die(&err);
	for (i = 0; i < FLEET_TABLES; i++) {
		snprintf(sql, sizeof(sql),
			 "UPDATE one_%1$s SET %2$s;"
			 "INSERT INTO %1$s SELECT * FROM one_%1$s",
			 fleet_rows[i].table, fleet_rows[i].change);
		fleet_exec(db, sql);
	}
	if (db_end(db, 0, &err))
		bench_die(&err);
}

/* Makes the year of the first machine. */
static void fleet_begin(const char *path)
{
	struct years y = { .nights = FLEET_NIGHTS,
			   .series = FLEET_SERIES,
			   .days_ago = 1,
			   .random = 1 };
	struct err err = { 0 };
	struct db *db;
	int64_t run_id;

	fill(path, &y);
	db = db_open(path, DB_WRITE, &err);
	if (!db || db_begin(db, &err))
		bench_die(&err);
	for (run_id = 1; run_id <= FLEET_NIGHTS - FLEET_WHOLE; run_id++)
		if (thin_run(db, run_id, &err))
			bench_die(&err);
	if (db_end(db, 0, &err))
		bench_die(&err);
	db_close(db);
}

static int fleet_make(const char *path, unsigned machines)
{
	struct err err = { 0 };
	struct db *db;
	unsigned i;

	if (access(path, F_OK))
		fleet_begin(path);
	db = db_open(path, DB_WRITE, &err);
	if (!db)
		bench_die(&err);
	fleet_remember(db);
	for (i = 2; i <= machines; i++)
		fleet_add(db);
	db_close(db);
	return 0;
}

static bool has(char **argv, const char *option)
{
	while (*argv && strcmp(*argv, option))
		argv++;
	return *argv != NULL;
}

static int measure(char **argv)
{
	bool big = has(argv, "--big");
	struct years y = { .nights = big ? 3650 : 445,
			   .series = big ? 200 : 100,
			   .random = 1 };
	const char *tmp = getenv("TMPDIR");
	char directory[150], path[180], command[180], measured[64];
	double repeats = (double)(y.nights * y.series * REPEATS), seconds;
	int64_t begin_ns = clock_ns();

	snprintf(directory, sizeof(directory), "%s/dotrec-growth-XXXXXX",
		 tmp ? tmp : "/tmp");
	if (!mkdtemp(directory)) {
		perror(directory);
		return 1;
	}
	snprintf(path, sizeof(path), "%s/x.db", directory);
	need_room(directory, 150 * repeats);
	printf("%zu nights x %zu series x %d repeats = %.3g million\n",
	       y.nights, y.series, REPEATS, repeats / 1e6);
	fill(path, &y);
	seconds = (double)(clock_ns() - begin_ns) / 1e9;
	snprintf(measured, sizeof(measured), "%.3g s, %.2g us a repeat",
		 seconds, 1e6 * seconds / repeats);
	bench_row("made", measured, "", -1);
	tell_size(path, &y, big ? 3 : -1);
	time_open(path);
	time_questions(path, big);
	time_check(path, &y, big);
	time_report(path, directory);
	time_command("dotrec status --verify", "status --verify", path,
		     big ? 10 : 1);
	if (has(argv, "--keep")) {
		printf("kept: %s\n", path);
		return 0;
	}
	snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	return system(command) ? 1 : 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "--machines"))
		return fleet_make(argv[3], (unsigned)atoi(argv[2]));
	return measure(argv);
}
