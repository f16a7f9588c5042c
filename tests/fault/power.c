/*
 * The power fails after each call that writes: committed data are kept, the
 * database is sound, and dotrec can go on with it.
 */
#include "database.h"
#include "disk.h"
#include "fault.h"
#include "fixture.h"

#include "../unit/tiny.h"
#include "base/log.h"
#include "db/backup.h"
#include "store/write.h"
#include "travel/travel.h"

#include <dirent.h>

#define BASE "base" /* the fixture */
#define DISK "disk" /* the watched directory */
#define CUT  "cut"  /* that directory as found after the power failure */

#define MARKS_MAX 100
#define UUID_A    "11111111-2222-4333-8444-555555555555"
#define UUID_B    "22222222-2222-4333-8444-555555555555"

/* A promise made after so many calls: from then on, the query `question` to the
 * database `file` must return 1. */
struct mark {
	size_t calls;
	const char *file, *question;
};

static struct mark marks[MARKS_MAX];
static size_t nmarks;
static struct tiny tiny;

static void promise(const char *file, const char *question)
{
	ck_assert_uint_lt(nmarks, MARKS_MAX);
	marks[nmarks++] = (struct mark){ disk_calls(), file, question };
}

#define must(call, err) ck_assert_msg(!(call), "%s", (err).text)

/* ---- the workloads ------------------------------------------------------------- */

/* Records a run in a new database, block by block. */
static void record(struct db *db, const char *file)
{
	struct facts facts = { .count = 0 };
	struct err err = { 0 };
	int64_t id = tiny_begin(db, &tiny, UUID_A, NULL);

	promise(file, "SELECT count(*) = 6 FROM cell JOIN run ON run.id = "
		      "run_id WHERE uuid = '" UUID_A "'");
	must(tiny_block(db, &tiny, 1000, &err), err);
	promise(file, "SELECT count(*) >= 18 FROM sample");
	must(tiny_block(db, &tiny, 2000, &err), err);
	promise(file, "SELECT count(*) = 34 FROM sample");
	must(store_run_finish(db, id, "finished", NULL, "", &facts, &err), err);
	promise(file, "SELECT status = 'finished' FROM run WHERE uuid = "
		      "'" UUID_A "'");
}

static void do_record(void)
{
	struct db *db = tiny_open(DISK "/new.db", DB_WRITE);

	record(db, "new.db");
	db_close(db);
}

static void do_travel(void)
{
	static const char *const others[] = { BASE "/m.db" };
	struct import_options import = { .started.unix_s = 1767323045 };
	struct prune_options prune = { 0 };
	struct merge_result merged;
	struct prune_result pruned;
	struct err err = { 0 };
	char *text = fault_read(BASE, "x.jsonl");
	struct db *db;

	must(travel_import(DISK "/p.db", text, strlen(text), "x.jsonl", &import,
			   &merged, &err),
	     err);
	promise("p.db", "SELECT count(*) >= 463 FROM run");
	must(travel_merge(DISK "/p.db", others, 1, &merged, &err), err);
	promise("p.db", "SELECT count(*) = 464 FROM run");
	db = tiny_open(DISK "/p.db", DB_WRITE);
	must(travel_prune(db, &prune, false, &pruned, &err), err);
	promise("p.db", "SELECT count(*) >= 60 FROM sketch");
	must(db_backup(db, DISK "/b.db", true, &err), err);
	promise("b.db", "SELECT count(*) = 464 FROM run");
	db_close(db);
	free(text);
}

static void do_upgrade(void)
{
	db_close(tiny_open(DISK "/o.db", DB_WRITE));
	promise("o.db", "SELECT count(*) = 3 FROM run JOIN v_account_run ON "
			"run_id = id WHERE missing = 0");
}

static const struct workload {
	const char *name;
	void (*work)(void);
	const char *db;      /* the database it works on */
	const char *thinned; /* see database_check() */
	const char *copy;    /* a database that must be complete or missing */
	unsigned points[2];  /* power failures: short, long form */
} workloads[] = {
	{ "record", do_record, "new.db", NULL, NULL, { 40, 1000 } },
	{ "travel", do_travel, "p.db", "sample", "b.db", { 40, 1000 } },
	{ "upgrade", do_upgrade, "o.db", NULL, "o.db.v%d-backup", { 20, 500 } },
};

/* ---- checks after the power failure -------------------------------------------- */

static bool is_there(const char *dir, const char *name)
{
	char path[FAULT_PATH_SIZE];

	return !access(fault_path(path, dir, name, ""), F_OK);
}

/* Checks the promises that were made before the power failed. */
static void check_promises(const char *what, size_t calls)
{
	sqlite3 *sqlite;
	size_t i;

	for (i = 0; i < nmarks && marks[i].calls <= calls; i++) {
		sqlite = database_copy(CUT, marks[i].file);
		if (!sqlite || database_number(sqlite, marks[i].question) != 1)
			fault_bad(FAULT_LOST, "%s: not true in %s: %s", what,
				  marks[i].file, marks[i].question);
		sqlite3_close(sqlite);
	}
}

/* Checks that dotrec can open the database and record another run. */
static void go_on(const char *what, const char *name)
{
	char path[FAULT_PATH_SIZE], *text;
	struct facts facts = { .count = 0 };
	struct err err = { 0 };
	struct db *db =
	    db_open(fault_path(path, CUT, name, ""), DB_WRITE, &err);
	int64_t id;

	if (!db) {
		fault_bad(FAULT_CORRUPT, "%s: %s", what, err.text);
		return;
	}
	id = tiny_begin(db, &tiny, UUID_B, NULL);
	if (tiny_block(db, &tiny, 1000, &err) ||
	    tiny_block(db, &tiny, 2000, &err) ||
	    store_run_finish(db, id, "finished", NULL, "", &facts, &err))
		fault_bad(FAULT_WRONG, "%s: then: %s", what, err.text);
	text = tiny_ask(db, "SELECT integrity_check FROM "
			    "pragma_integrity_check UNION ALL SELECT what "
			    "FROM v_contradiction");
	if (strcmp(text, "ok;"))
		fault_bad(FAULT_CORRUPT, "%s: then: %s", what, text);
	free(text);
	db_close(db);
}

static void check_copy(const char *what, const char *pattern)
{
	char name[FAULT_PATH_SIZE];
	sqlite3 *sqlite;
	char *text;

	snprintf(name, sizeof(name), pattern, db_version() - 1);
	if (!is_there(CUT, name))
		return;
	sqlite = database_copy(CUT, name);
	text = database_text(sqlite, "PRAGMA integrity_check");
	if (strcmp(text, "ok\n") ||
	    database_number(sqlite, "SELECT count(*) FROM run") <= 0)
		fault_bad(FAULT_CORRUPT, "%s: %s is not whole: %s", what, name,
			  text);
	free(text);
	sqlite3_close(sqlite);
}

/* A new database has no old version, so no copy of one may exist. */
static void check_spurious(const char *what)
{
	char *names = fault_names(CUT);

	if (strstr(names, "-backup"))
		fault_bad(FAULT_LEFT, "%s: a backup of a new database", what);
	free(names);
}

static void check_point(const struct workload *w, size_t calls, size_t all,
			enum disk_luck luck)
{
	static const char *const lucks[] = { "nothing", "all", "sectors",
					     "pages" };
	char what[200], before[FAULT_PATH_SIZE];

	snprintf(
	    what, sizeof(what),
	    "%s, power fails after call %zu of %zu, unsynced data kept: %s",
	    w->name, calls, all, lucks[luck]);
	disk_after(CUT, calls, luck);
	check_promises(what, calls);
	if (is_there(BASE, w->db))
		database_check(what, CUT, w->db,
			       fault_path(before, BASE, w->db, ""), w->thinned);
	if (w->copy)
		check_copy(what, w->copy);
	go_on(what, w->db);
	if (!is_there(BASE, w->db))
		check_spurious(what);
}

/* The log is complete: with everything that it has, the directory is as the
 * program left it. */
static void check_log(const struct workload *w, size_t calls)
{
	char is[FAULT_PATH_SIZE], made[FAULT_PATH_SIZE];
	DIR *dir = opendir(DISK);
	struct dirent *entry;
	size_t len;

	disk_after(CUT, calls, DISK_ALL);
	while (dir && (entry = readdir(dir))) {
		len = strlen(entry->d_name);
		if (*entry->d_name == '.' ||
		    (len > 4 && !strcmp(entry->d_name + len - 4, "-shm")))
			continue;
		ck_assert_msg(
		    fault_same(fault_path(is, DISK, entry->d_name, ""),
			       fault_path(made, CUT, entry->d_name, "")),
		    "%s: the log of calls misses a part of '%s'", w->name,
		    entry->d_name);
	}
	closedir(dir);
}

static size_t suffer(const struct workload *w)
{
	static const enum disk_luck turns[] = { DISK_NOTHING, DISK_SECTORS,
						DISK_PAGES,   DISK_ALL,
						DISK_SECTORS, DISK_PAGES };
	size_t points = w->points[fault_long()], calls, i;
	char from[FAULT_PATH_SIZE], to[FAULT_PATH_SIZE];

	nmarks = 0;
	fault_remove(DISK);
	ck_assert_int_eq(mkdir(DISK, 0777), 0);
	fault_copy(fault_path(from, BASE, w->db, ""),
		   fault_path(to, DISK, w->db, ""));
	disk_watch(DISK);
	w->work();
	calls = disk_stop();
	check_log(w, calls);
	for (i = 0; i < points; i++)
		check_point(w, (i * calls + fault_random(calls)) / points + 1,
			    calls, turns[i % UNIT_COUNT(turns)]);
	printf("%-8s %4zu points, %zu calls, %zu promises\n", w->name, points,
	       calls, nmarks);
	disk_forget();
	return points;
}

START_TEST(power_fails)
{
	size_t points = 0, i;

	fault_begin("power");
	log_set_level(LOG_ERROR);
	fixture_make(BASE);
	tiny_make(&tiny);
	for (i = 0; i < UNIT_COUNT(workloads); i++)
		points += suffer(&workloads[i]);
	ck_assert_int_eq(fault_end(points, "power cuts"), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("power");
	TCase *tcase = tcase_create("power");
	SRunner *runner = srunner_create(suite);
	const char *form = getenv("DOTREC_FAULT");
	int failed;

	if (form && !strcmp(form, "no")) {
		puts("skipped: DOTREC_FAULT is no");
		return 77;
	}
	tcase_add_test(tcase, power_fails);
	tcase_set_timeout(tcase, 3600);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
