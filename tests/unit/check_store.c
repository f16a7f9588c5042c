/* Tests of src/db and src/store: opening, writing, deriving, querying. */
#include "base/clock.h"
#include "db/db.h"
#include "sample/columns.h"
#include "stats/summary.h"
#include "store/derive.h"
#include "store/find.h"
#include "store/marks.h"
#include "store/nights.h"
#include "store/recording.h"
#include "store/samples_hash.h"
#include "store/write.h"
#include "tiny.h"

#include <errno.h>
#include <math.h>
#include <sys/stat.h>
#include <time.h>

#define UUID_A "11111111-2222-4333-8444-555555555555"
#define UUID_B "11119999-2222-4333-8444-555555555555"
#define UUID_C "abcdef00-2222-4333-8444-555555555555"

/* ---- opening ----------------------------------------------------------- */

/* Runs SQL on a file with SQLite alone, without dotrec. */
static void make_other(const char *path, const char *sql)
{
	sqlite3 *sqlite;

	ck_assert_int_eq(sqlite3_open(path, &sqlite), SQLITE_OK);
	ck_assert_msg(!sqlite3_exec(sqlite, sql, NULL, NULL, NULL), "%s: %s",
		      sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* Whether a database is in WAL mode, by its header:
 * https://sqlite.org/fileformat.html */
static bool is_wal(const char *path)
{
	size_t len;
	char *text = place_read(path, &len);
	bool wal = text && len >= 100 && text[18] == 2 && text[19] == 2;

	free(text);
	return wal;
}

START_TEST(open_makes_and_finds)
{
	char path[PLACE_SIZE];
	struct db *db;

	place_path(path, "new.db");
	db = tiny_open(path, DB_WRITE);
	tiny_is(db, "PRAGMA application_id", "1685349731;");
	tiny_is(db,
		"SELECT user_version = 9, count(*) > 10 FROM "
		"pragma_user_version, sqlite_schema",
		"1|1;");
	ck_assert(is_wal(path));
	tiny_is(db, "PRAGMA synchronous", "3;");
	tiny_is(db, "PRAGMA foreign_keys", "1;");
	tiny_is(db, "SELECT count(*) FROM run", "0;");
	db_close(db);
	ck_assert_int_eq(db_version(), 9);
	ck_assert_int_eq(DB_APPLICATION_ID, 1685349731);

	db = tiny_open(path, DB_READ);
	tiny_is(db, "SELECT count(*) FROM v_sample", "0;");
	db_close(db);
	db = tiny_open(path, DB_WRITE);
	tiny_is(db, "PRAGMA integrity_check", "ok;");
	db_close(db);
	db_close(NULL);

	/* an empty file is a new database; a URI is taken as a file name */
	ck_assert(place_write(place_path(path, "empty.db"), "", 0));
	db_close(tiny_open(path, DB_WRITE));
	ck_assert_int_eq(chdir(place_root), 0);
	db_close(tiny_open("file:x?mode=memory", DB_WRITE));
	ck_assert_int_eq(access("file:x?mode=memory", F_OK), 0);
	ck_assert_str_eq(db_library_version(), sqlite3_libversion());
}
END_TEST

/* A hash of all bytes of a file; 0 if it does not exist. */
static uint64_t fingerprint(const char *path)
{
	size_t len;
	char *text = place_read(path, &len);
	uint64_t hash = text ? str_hash(STR_HASH_START, text, len) : 0;

	free(text);
	return hash;
}

START_TEST(open_refuses)
{
	static const struct {
		const char *name;
		enum db_mode mode;
		const char *parts[2]; /* of the message */
	} cases[] = {
		{ "dir.db", DB_READ, { "is a directory", "" } },
		{ "dir.db", DB_WRITE, { "is a directory", "" } },
		{ "link.db", DB_READ, { "symbolic link", "" } },
		{ "link.db", DB_WRITE, { "symbolic link", "" } },
		{ "dangling.db", DB_WRITE, { "symbolic link", "" } },
		{ "fifo.db", DB_WRITE, { "not a regular file", "" } },
		{ "text.db", DB_READ, { "not a database", "" } },
		{ "text.db", DB_WRITE, { "not a database", "" } },
		{ "short.db", DB_WRITE, { "not a database", "" } },
		{ "other.db", DB_READ, { "not a dotrec database", "4242" } },
		{ "other.db", DB_WRITE, { "not a dotrec database", "4242" } },
		{ "plain.db", DB_READ, { "not a dotrec database", "" } },
		{ "plain.db", DB_WRITE, { "not a dotrec database", "" } },
		{ "zero.db", DB_READ, { "not a dotrec database", "" } },
		{ "newer.db",
		  DB_READ,
		  { "schema version 99", "knows up to 9" } },
		{ "newer.db",
		  DB_WRITE,
		  { "schema version 99", "knows up to 9" } },
		{ "older.db", DB_READ, { "schema version 0", "upgrades" } },
		{ "missing.db", DB_READ, { "no database", "" } },
		{ "no-dir/x.db", DB_WRITE, { "cannot open", "" } },
		{ "text.db/x.db", DB_WRITE, { "cannot open", "" } },
	};
	char path[PLACE_SIZE], target[PLACE_SIZE], aside[PLACE_SIZE + 10];
	size_t i, k;

	place_path(path, "dir.db");
	ck_assert_int_eq(mkdir(path, 0700), 0);
	db_close(tiny_open(place_path(target, "target.db"), DB_WRITE));
	ck_assert_int_eq(symlink(target, place_path(path, "link.db")), 0);
	ck_assert_int_eq(symlink("nowhere", place_path(path, "dangling.db")),
			 0);
	ck_assert_int_eq(mkfifo(place_path(path, "fifo.db"), 0600), 0);
	memset(target, 'x', sizeof(target));
	ck_assert(place_write(place_path(path, "text.db"), target, 512));
	ck_assert(place_write(place_path(path, "short.db"), "xy", 2));
	ck_assert(place_write(place_path(path, "zero.db"), "", 0));
	make_other(place_path(path, "other.db"),
		   "PRAGMA application_id = 4242; CREATE TABLE t (x)");
	make_other(place_path(path, "plain.db"), "CREATE TABLE t (x)");
	make_other(place_path(path, "newer.db"),
		   "PRAGMA application_id = 1685349731; "
		   "PRAGMA user_version = 99; CREATE TABLE t (x)");
	make_other(place_path(path, "older.db"),
		   "PRAGMA application_id = 1685349731; CREATE TABLE t (x)");

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		uint64_t before;

		place_path(path, cases[i].name);
		before =
		    strcmp(cases[i].name, "fifo.db") ? fingerprint(path) : 0;
		ck_assert_msg(!db_open(path, cases[i].mode, &err),
			      "%s is opened", cases[i].name);
		ck_assert_int_eq(err.kind, ERR_STORAGE);
		ck_assert_msg(strstr(err.text, path) &&
				  strstr(err.text, cases[i].parts[0]) &&
				  strstr(err.text, cases[i].parts[1]),
			      "%s: %s", cases[i].name, err.text);
		/* the file is unchanged, and no file is made beside it */
		if (strcmp(cases[i].name, "fifo.db"))
			ck_assert_uint_eq(fingerprint(path), before);
		for (k = 0; k < 3; k++) {
			static const char *const with[] = { "-journal", "-wal",
							    "-shm" };

			snprintf(aside, sizeof(aside), "%s%s", path, with[k]);
			ck_assert_msg(access(aside, F_OK), "%s is there",
				      aside);
		}
	}
	ck_assert(access(place_path(path, "missing.db"), F_OK));
}
END_TEST

START_TEST(open_needs_permission)
{
	char dir[PLACE_SIZE], path[PLACE_SIZE + 20];
	struct err err = { 0 };

	place_path(dir, "locked");
	ck_assert_int_eq(mkdir(dir, 0755), 0);
	snprintf(path, sizeof(path), "%s/there.db", dir);
	db_close(tiny_open(path, DB_WRITE));
	ck_assert_int_eq(chmod(path, 0444), 0);
	ck_assert_int_eq(chmod(dir, 0555), 0);
	ck_assert_int_eq(chmod(place_root, 0755), 0);
	/* root may write everywhere, so change to another user */
	if (!geteuid() && setresuid(54321, 54321, 54321)) {
		printf("skipped: cannot change the user\n");
		return;
	}
	ck_assert_ptr_null(db_open(path, DB_WRITE, &err));
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	ck_assert_msg(strstr(err.text, "Permission denied") != NULL, "%s",
		      err.text);
	err_clear(&err);
	snprintf(path, sizeof(path), "%s/new.db", dir);
	ck_assert_ptr_null(db_open(path, DB_WRITE, &err));
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	ck_assert_msg(strstr(err.text, path) != NULL, "%s", err.text);
	ck_assert(access(path, F_OK));
}
END_TEST

START_TEST(busy_is_said)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct err err = { 0 };
	struct tiny t;
	struct run_start start = { UUID_A, NULL, 1, 1, 1, "me", true };
	size_t bases[TINY_CELLS];
	int64_t id;
	sqlite3 *other;

	tiny_make(&t);
	memset(bases, 0xff, sizeof(bases)); /* SIZE_MAX: no base */
	db = tiny_open(place_path(path, "busy.db"), DB_WRITE);
	sqlite3_busy_timeout(db->sqlite, 20);
	ck_assert_int_eq(sqlite3_open(path, &other), SQLITE_OK);
	ck_assert_int_eq(
	    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(store_run_begin(db, &start, &t.plan, bases, &id, &err),
			 -1);
	ck_assert_int_eq(err.kind, ERR_BUSY);
	ck_assert_msg(strstr(err.text, path) != NULL, "%s", err.text);
	/* after the other connection has ended, it succeeds */
	ck_assert_int_eq(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL),
			 SQLITE_OK);
	err_clear(&err);
	ck_assert_msg(!store_run_begin(db, &start, &t.plan, bases, &id, &err),
		      "%s", err.text);
	/* the run has its cells from the first moment */
	tiny_is(db, "SELECT count(*) FROM cell WHERE status = 'missing'", "6;");
	sqlite3_close(other);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

/* ---- the schema -------------------------------------------------------- */

/* The schema of a database as text, in the form of sql/schema.sql. */
static char *schema_of(struct db *db)
{
	struct err err = { 0 };
	struct str out = { 0 };
	struct query *q = query_open(
	    db,
	    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name "
	    "NOT LIKE 'sqlite_%' ORDER BY type, name",
	    NULL, 0, &err);
	struct value v;

	ck_assert_msg(q != NULL, "%s", err.text);
	while (query_next(q, &err) > 0) {
		query_value(q, 0, &v);
		str_addf(&out, "%s;\n", v.text);
	}
	query_close(q);
	return out.text;
}

/* Makes a database by the migrations and views, without checking the result. */
static void migrate_by_hand(const char *path)
{
	struct str sql = { 0 };
	size_t i;

	for (i = 0; store_sql[i].name; i++)
		if (!strncmp(store_sql[i].name, "schema/", 7) ||
		    !strncmp(store_sql[i].name, "view/", 5))
			str_add(&sql, store_sql[i].text);
	str_addf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
		 DB_APPLICATION_ID, db_version());
	make_other(path, sql.text);
	str_free(&sql);
}

/* What sql/schema.sql should be, as migrations and views make it. */
static char *schema_by_hand(void)
{
	char path[PLACE_SIZE], *made;
	struct db other = { 0 };

	migrate_by_hand(place_path(path, "schema.db"));
	ck_assert_int_eq(sqlite3_open(path, &other.sqlite), SQLITE_OK);
	made = schema_of(&other);
	sqlite3_close(other.sqlite);
	return made;
}

/* No test, but what `make update-schema` runs: writes the snapshot to the file that the
 * environment names. This program still has the old one. */
START_TEST(write_schema)
{
	const char *file = getenv("DOTREC_UPDATE_SCHEMA");
	char *made = schema_by_hand();

	ck_assert_msg(place_write(file, made, strlen(made)),
		      "cannot write '%s'", file);
	free(made);
}
END_TEST

START_TEST(schema_is_as_committed)
{
	const char *file = UNIT_SOURCE "/sql/schema.sql";
	char path[PLACE_SIZE], *made, *committed;
	struct db *db;
	size_t len;

	made = schema_by_hand();
	committed = place_read(file, &len);
	ck_assert_msg(committed != NULL, "cannot read '%s'", file);
	ck_assert_msg(!strcmp(made, committed),
		      "the schema is not that of sql/schema.sql; if this is "
		      "meant: make update-schema");
	free(made);
	db = tiny_open(place_path(path, "opened.db"), DB_WRITE);
	made = schema_of(db);
	ck_assert_str_eq(made, committed);
	free(made);
	free(committed);
	db_close(db);
}
END_TEST

/* Whether the line of `sql` that begins with the word `name` has a comment. */
static bool is_explained(const char *sql, const char *name)
{
	size_t len = strlen(name);
	const char *line, *end, *comment;
	char added[100];

	for (line = sql; *line; line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		line += strspn(line, " ");
		if (strncmp(line, name, len) || !strchr(" ,\n", line[len]))
			continue;
		comment = strstr(line, "--");
		return comment && comment < end && end - comment > 4;
	}
	/* a column added by ALTER TABLE: ", name TYPE <comment>" */
	snprintf(added, sizeof(added), ", %s ", name);
	line = strstr(sql, added);
	if (!line)
		return false;
	line += strlen(added);
	return !strncmp(line + strcspn(line, " ,)"), " /* ", 4);
}

START_TEST(schema_is_explained)
{
	struct str missing = { 0 };
	char path[PLACE_SIZE];
	struct db *db;
	struct err err = { 0 };
	struct query *q;
	struct value v;
	char table[100], sql[8000];
	size_t columns = 0;

	db = tiny_open(place_path(path, "explained.db"), DB_WRITE);
	q = query_open(db,
		       "SELECT s.name, s.sql, c.name FROM sqlite_schema AS s "
		       "JOIN pragma_table_info(s.name) AS c "
		       "WHERE s.type = 'table' ORDER BY s.name, c.cid",
		       NULL, 0, &err);
	ck_assert_msg(q != NULL, "%s", err.text);
	for (; query_next(q, &err) > 0; columns++) {
		query_value(q, 0, &v);
		snprintf(table, sizeof(table), "CREATE TABLE %s", v.text);
		query_value(q, 1, &v);
		ck_assert_uint_lt(v.size, sizeof(sql));
		strcpy(sql, v.text);
		query_value(q, 2, &v);
		if (!is_explained(sql, table))
			str_addf(&missing, " %s", table + 13);
		if (!is_explained(sql, v.text))
			str_addf(&missing, " %s.%s", table + 13, v.text);
	}
	query_close(q);
	db_close(db);
	ck_assert_uint_gt(columns, 50);
	ck_assert_msg(!missing.len, "without a comment:%s", missing.text);
}
END_TEST

/* src/sample/columns.def lists exactly the columns of the table sample, and the
 * statement that stores a block has them in the order of the table. */
START_TEST(columns_are_those_of_the_table)
{
	char path[PLACE_SIZE], sql[200], want[40];
	struct db *db = tiny_open(place_path(path, "columns.db"), DB_WRITE);
	char *names;
	size_t i;

	snprintf(want, sizeof(want), "%d;", (int)COLUMN_COUNT);
	tiny_is(db, "SELECT count(*) - 1 FROM pragma_table_info('sample')",
		want);
	for (i = 0; i < COLUMN_COUNT; i++) {
		snprintf(sql, sizeof(sql),
			 "SELECT name FROM pragma_table_info('sample') "
			 "WHERE name = '%s'",
			 column_table[i].name);
		snprintf(want, sizeof(want), "%s;", column_table[i].name);
		tiny_is(db, sql, want);
	}
	names =
	    tiny_ask(db, "SELECT group_concat(name, ', ') FROM (SELECT name "
			 "FROM pragma_table_info('sample') ORDER BY cid)");
	names[strcspn(names, ";")] = '\0';
	ck_assert_ptr_nonnull(
	    strstr(str_file_find(store_sql, "store/sample"), names));
	free(names);
	db_close(db);
}
END_TEST

START_TEST(statements_prepare)
{
	sqlite3_stmt *statement;
	char path[PLACE_SIZE];
	struct db *db;
	const char *rest;
	size_t i, kept = 0;

	db = tiny_open(place_path(path, "prepare.db"), DB_WRITE);
	ck_assert(!recording_begin(db, 0, NULL));
	ck_assert(!samples_hash_function(db, NULL));
	for (i = 0; store_sql[i].name; i++) {
		const char *name = store_sql[i].name;

		/* run already, or by a connection's set-up only, or printf()
		 * formats */
		if (!strncmp(name, "schema", 6) || !strncmp(name, "view/", 5) ||
		    !strcmp(name, "db/reader") || !strcmp(name, "db/writer") ||
		    !strcmp(name, "db/copy") || !strcmp(name, "db/temporary") ||
		    !strcmp(name, "travel/give_back") ||
		    !strcmp(name, "db/stamp") || !strcmp(name, "travel/drop") ||
		    !strcmp(name, "travel/drop_said") ||
		    !strcmp(name, "db/drop_view") ||
		    !strcmp(name, "db/shadow_view"))
			continue;
		kept += strncmp(name, "query/", 6) != 0;
		for (rest = store_sql[i].text; *rest;) {
			ck_assert_msg(
			    sqlite3_prepare_v2(db->sqlite, rest, -1, &statement,
					       &rest) == SQLITE_OK,
			    "%s: %s", name, sqlite3_errmsg(db->sqlite));
			sqlite3_finalize(statement);
		}
	}
	/* a connection has space for all of them */
	ck_assert_uint_le(kept, DB_STATEMENTS_MAX);
	ck_assert_uint_gt(kept, 20);
	db_close(db);
}
END_TEST

START_TEST(views_are_made_anew)
{
	char path[PLACE_SIZE], *before, *after;
	struct db *db;

	db = tiny_open(place_path(path, "views.db"), DB_WRITE);
	before = schema_of(db);
	/* as if an older version of dotrec had made the views */
	tiny_exec(db, "DROP VIEW v_account; DROP VIEW v_speedup;"
		      "CREATE VIEW v_speedup AS SELECT 1 AS old");
	db_close(db);
	db = tiny_open(path, DB_WRITE);
	after = schema_of(db);
	ck_assert_str_eq(before, after);
	tiny_is(db, "SELECT count(*) FROM v_speedup", "0;");
	db_close(db);
	free(before);
	free(after);
}
END_TEST

/* ---- changes by another program ---------------------------------------- */

static void make_good(const char *path)
{
	struct db *db;
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(path, DB_WRITE);
	tiny_run(db, &t, UUID_A, "a label");
	db_close(db);
	plan_free(&t.plan);
}

START_TEST(changed_tables_are_refused)
{
	static const struct {
		const char *sql, *part; /* of the message; NULL: accepted */
	} cases[] = {
		{ "ALTER TABLE cell ADD COLUMN evil INTEGER", "table 'cell'" },
		{ "ALTER TABLE run ADD COLUMN g TEXT AS (hex(label))",
		  "table 'run'" },
		{ "DROP TABLE control", "'control' is missing" },
		{ "DROP TABLE summary; CREATE VIEW summary AS SELECT 1 AS x",
		  "view 'summary'" },
		{ "DROP TABLE meta; CREATE TABLE META (x)", "table 'META'" },
		{ "DROP INDEX run_by_time", "'run_by_time' is missing" },
		{ "DROP INDEX run_by_time; CREATE INDEX run_by_time ON run "
		  "(label) WHERE label IS NULL",
		  "index 'run_by_time'" },
		{ "DROP VIEW v_account; CREATE TABLE v_account (x)",
		  "table 'v_account'" },
		{ "CREATE TABLE json_each (value)", "table 'json_each'" },
		{ "CREATE VIEW pragma_user_version AS SELECT 9 AS user_version",
		  "view 'pragma_user_version'" },
		{ "CREATE TABLE Memory_Sample (x)", "table 'Memory_Sample'" },
		{ "CREATE TABLE mine (x); CREATE VIEW v_mine AS SELECT * FROM "
		  "run; CREATE INDEX mine_by_label ON run (label); CREATE "
		  "TRIGGER mine_too AFTER INSERT ON run BEGIN DELETE FROM "
		  "sample; END",
		  NULL },
	};
	static const enum db_mode modes[] = { DB_READ, DB_WRITE };
	char path[PLACE_SIZE], name[20];
	size_t i, m;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		snprintf(name, sizeof(name), "changed%zu.db", i);
		make_good(place_path(path, name));
		make_other(path, cases[i].sql);
		for (m = 0; m < UNIT_COUNT(modes); m++) {
			uint64_t before = fingerprint(path);
			struct err err = { 0 };
			struct db *db = db_open(path, modes[m], &err);

			ck_assert_msg(!db == !!cases[i].part, "%s: %s",
				      cases[i].sql, err.text);
			ck_assert_msg(
			    !cases[i].part ||
				(err.kind == ERR_STORAGE &&
				 strstr(err.text, path) &&
				 strstr(err.text, "by another program") &&
				 strstr(err.text, cases[i].part)),
			    "%s: %s", cases[i].sql, err.text);
			db_close(db);
			ck_assert_uint_eq(fingerprint(path), before);
		}
	}
}
END_TEST

START_TEST(changed_views_are_not_used)
{
	/* only v_cell changes; the other views are the same, but read it */
	static const char *const changes[] = {
		"DROP VIEW v_cell; CREATE VIEW v_cell AS SELECT NULL AS "
		"cell_id, NULL AS run_id, NULL AS status",
		"DROP VIEW v_cell",
		"DROP VIEW v_cell; CREATE VIEW v_cell AS WITH t (i) AS (SELECT "
		"1 UNION ALL SELECT i + 1 FROM t) SELECT i AS cell_id FROM t",
	};
	static const char *const all = "SELECT * FROM v_summary, v_account "
				       "USING (cell_id) ORDER BY cell_id";
	char path[PLACE_SIZE], name[20], *want, *got, *schema, *made;
	struct db *db;
	size_t i;

	for (i = 0; i < UNIT_COUNT(changes); i++) {
		uint64_t before;

		snprintf(name, sizeof(name), "views%zu.db", i);
		make_good(place_path(path, name));
		db = tiny_open(path, DB_READ);
		want = tiny_ask(db, all);
		schema = schema_of(db);
		db_close(db);
		ck_assert_uint_gt(strlen(want), 100);

		make_other(path, changes[i]);
		before = fingerprint(path);
		db = tiny_open(path, DB_READ);
		got = tiny_ask(db, all);
		ck_assert_str_eq(want, got);
		free(got);
		db_close(db);
		ck_assert_uint_eq(fingerprint(path), before);

		db_close(tiny_open(path, DB_WRITE));
		db = tiny_open(path, DB_READ);
		made = schema_of(db);
		ck_assert_str_eq(schema, made);
		db_close(db);
		free(made);
		free(schema);
		free(want);
	}
}
END_TEST

/* An upgrade that fails half way leaves no change and no copy. */
START_TEST(an_upgrade_is_whole)
{
	char path[PLACE_SIZE], aside[PLACE_SIZE + 20];
	struct str sql = { 0 };
	struct db *db;
	struct err err = { 0 };

	str_add(&sql, str_file_find(store_sql, "schema/0001-base"));
	str_addf(&sql,
		 "PRAGMA journal_mode = WAL; PRAGMA user_version = 1;"
		 "PRAGMA application_id = %d;",
		 DB_APPLICATION_ID);
	make_other(place_path(path, "old.db"), sql.text);
	/* the fourth migration creates a table of this name */
	make_other(path, "CREATE VIEW sketch AS SELECT 1 AS x");
	ck_assert_ptr_null(db_open(path, DB_WRITE, &err));
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	snprintf(aside, sizeof(aside), "%s.v1-backup", path);
	ck_assert(access(aside, F_OK));
	make_other(path, "DROP VIEW sketch");
	db = tiny_open(path, DB_WRITE);
	ck_assert_int_eq(db_old_version(db), 1);
	ck_assert(!access(aside, F_OK));
	db_close(db);
	/* a table changed by another program: no migration is kept */
	make_other(place_path(path, "other.db"), sql.text);
	make_other(path, "ALTER TABLE series ADD COLUMN evil INTEGER");
	err_clear(&err);
	ck_assert_ptr_null(db_open(path, DB_WRITE, &err));
	ck_assert_msg(strstr(err.text, "table 'series'") != NULL, "%s",
		      err.text);
	snprintf(aside, sizeof(aside), "%s.v1-backup", path);
	ck_assert(access(aside, F_OK));
	make_other(place_path(path, "negative.db"), sql.text);
	make_other(path, "PRAGMA user_version = -3");
	err_clear(&err);
	ck_assert_ptr_null(db_open(path, DB_WRITE, &err));
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	str_free(&sql);
}
END_TEST

/* Every option and limit is set; see https://sqlite.org/security.html. */
START_TEST(hardening_stands)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
	};
	static const struct {
		int what, most;
	} limits[] = {
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LENGTH, 100000000 },
		{ SQLITE_LIMIT_SQL_LENGTH, 200000 },
		{ SQLITE_LIMIT_COLUMN, 200 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 50 },
		{ SQLITE_LIMIT_VDBE_OP, 50000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 100 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, 250 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};
	static const struct {
		const char *sql, *part;
	} refused[] = {
		{ "SELECT load_extension('x')", "not authorized" },
		{ "SELECT fts3_tokenizer('simple')", "fts3_tokenizer" },
		{ "SELECT * FROM uses_tokenizer", "fts3_tokenizer" },
		{ "SELECT * FROM uses_memory", "memory_sample" },
		{ "PRAGMA query_only = OFF", "not authorized" },
		{ "PRAGMA trusted_schema = ON", "not authorized" },
		{ "PRAGMA writable_schema = ON", "not authorized" },
		{ "PRAGMA wal_checkpoint", "not authorized" },
		{ "PRAGMA optimize", "not authorized" },
		{ "ATTACH 'x' AS x", "not authorized" },
		{ "SELECT \"nothing\"", "no such column" },
		{ "SELECT zeroblob(100000000)", "too big" },
	};
	static const enum db_mode modes[] = { DB_READ, DB_WRITE };
	char path[PLACE_SIZE];
	struct db *db;
	size_t m, i;
	int value;

	make_good(place_path(path, "hard.db"));
	make_other(path,
		   "CREATE VIEW uses_tokenizer AS SELECT "
		   "fts3_tokenizer('simple'); CREATE VIEW uses_memory AS "
		   "SELECT * FROM memory_sample; CREATE TRIGGER t AFTER UPDATE "
		   "ON run BEGIN DELETE FROM sample; END");
	for (m = 0; m < UNIT_COUNT(modes); m++) {
		db = tiny_open(path, modes[m]);
		for (i = 0; i < UNIT_COUNT(options); i++) {
			sqlite3_db_config(db->sqlite, options[i].option, -1,
					  &value);
			ck_assert_msg(value == options[i].value,
				      "option %d is %d", options[i].option,
				      value);
		}
		for (i = 0; i < UNIT_COUNT(limits); i++)
			ck_assert_int_le(
			    sqlite3_limit(db->sqlite, limits[i].what, -1),
			    limits[i].most);
		for (i = 0; i < UNIT_COUNT(refused); i++) {
			char *said = tiny_ask(db, refused[i].sql);

			/* on a reader, the table memory_sample does not
			 * exist */
			ck_assert_msg(strstr(said, "error: ") &&
					  strstr(said, refused[i].part),
				      "%s: %s", refused[i].sql, said);
			free(said);
		}
		tiny_is(db, "PRAGMA cell_size_check", "1;");
		tiny_is(db, "PRAGMA mmap_size", "0;");
		tiny_is(db, "PRAGMA trusted_schema", "0;");
		tiny_is(db, "PRAGMA query_only",
			modes[m] == DB_READ ? "1;" : "0;");
		ck_assert_int_eq(sqlite3_db_readonly(db->sqlite, "main"),
				 modes[m] == DB_READ);
		db_close(db);
	}
	db = tiny_open(path, DB_WRITE);
	ck_assert_int_eq(sqlite3_exec(db->sqlite, "UPDATE run SET label = 'b'",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	tiny_is(db, "SELECT count(*) > 0 FROM sample", "1;");
	ck_assert_int_eq(
	    sqlite3_exec(
		db->sqlite,
		"CREATE TRIGGER u AFTER UPDATE ON run BEGIN SELECT 1; END",
		NULL, NULL, NULL) &
		0xff,
	    SQLITE_AUTH);
	db_close(db);
}
END_TEST

/* The header identifies the file before anything else in it is read. */
START_TEST(identity_comes_first)
{
	static const enum db_mode modes[] = { DB_READ, DB_WRITE };
	char path[PLACE_SIZE];
	struct err err = { 0 };
	size_t m;

	make_other(place_path(path, "broken.db"),
		   "PRAGMA application_id = 4242; CREATE TABLE t (x);"
		   "PRAGMA writable_schema = ON;"
		   "UPDATE sqlite_schema SET sql = 'nonsense'");
	for (m = 0; m < UNIT_COUNT(modes); m++) {
		err_clear(&err);
		ck_assert_ptr_null(db_open(path, modes[m], &err));
		ck_assert_msg(strstr(err.text, "application id 4242") != NULL,
			      "%s", err.text);
	}
}
END_TEST

START_TEST(constraints_hold)
{
	/* the schema itself refuses these, whatever program writes */
	static const char *const refused[] = {
		"INSERT INTO cell (run_id, series_id, planned, timeout_ms) "
		"VALUES (99, 1, 1, 1)",
		"INSERT INTO cell (run_id, series_id, planned, timeout_ms) "
		"VALUES (1, 99, 1, 1)",
		"UPDATE cell SET base_id = 99",
		"UPDATE cell SET status = 'fine'",
		"UPDATE cell SET planned = 0",
		"UPDATE run SET machine_id = 99",
		"UPDATE run SET status = 'well'",
		"UPDATE run SET seed = 'x'",
		"DELETE FROM run",
		"DELETE FROM cell",
		"UPDATE series SET n = 0",
		"UPDATE series SET workers = 0",
		"UPDATE sample SET status = 'fine' WHERE cell_id = 1",
		"UPDATE sample SET total_ns = NULL WHERE cell_id = 1",
		"UPDATE sample SET total_ns = total_ns + 1 WHERE cell_id = 1",
		"UPDATE sample SET compute_ns = compute_ns - 1 "
		"WHERE cell_id = 1",
		"UPDATE sample SET spawn_ns = -1, dispatch_ns = "
		"dispatch_ns + spawn_ns + 1 WHERE cell_id = 1",
		"INSERT INTO sample (cell_id, repeat, round, status) "
		"VALUES (1, 0, 0, 'failed')",
		"INSERT INTO run (uuid, plan_name, plan_text, plan_hash, "
		"seed, started_utc) VALUES ('" UUID_A "', '', '', '', 0, '')",
	};
	struct db *db;
	char path[PLACE_SIZE], *before, *after;
	struct tiny t;
	size_t i;

	tiny_make(&t);
	db = tiny_open(place_path(path, "constraints.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	before = tiny_ask(db, "SELECT * FROM v_sample");
	for (i = 0; i < UNIT_COUNT(refused); i++)
		ck_assert_msg(sqlite3_exec(db->sqlite, refused[i], NULL, NULL,
					   NULL) == SQLITE_CONSTRAINT ||
				  (sqlite3_errcode(db->sqlite) & 0xff) ==
				      SQLITE_CONSTRAINT,
			      "%s: %s", refused[i], sqlite3_errmsg(db->sqlite));
	after = tiny_ask(db, "SELECT * FROM v_sample");
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

/* ---- writing ----------------------------------------------------------- */

START_TEST(run_row)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;
	struct str want = { 0 };
	int64_t id;

	tiny_make(&t);
	db = tiny_open(place_path(path, "run.db"), DB_WRITE);
	id = tiny_begin(db, &t, UUID_A, "a label");
	ck_assert_int_eq(id, 1);
	/* committed before anything runs, so that a killed run is visible */
	tiny_is(db,
		"SELECT uuid, label, plan_name, status, reason, finished_utc, "
		"started_utc GLOB '20[0-9][0-9]-*T*Z' FROM run",
		UUID_A "|a label|tiny.csv|running|-|-|1;");
	/* 64 bits, stored as a signed integer */
	str_addf(&want, "%" PRId64 ";", (int64_t)UINT64_C(0xfedcba9876543210));
	tiny_is(db, "SELECT seed FROM run", want.text);
	str_free(&want);
	str_addf(&want, "%s|%016" PRIx64 ";", TINY_PLAN, t.plan.hash);
	tiny_is(db, "SELECT plan_text, plan_hash FROM run", want.text);
	str_free(&want);
	tiny_is(db,
		"SELECT json_extract(host_before, '$.load'), "
		"json_extract(host_before, '$.kernel'), host_after FROM run",
		"0.12 \"x\"|6.1|-;");
	tiny_is(db,
		"SELECT m.key, m.cpu_model, m.cpus, m.memory_bytes "
		"FROM run JOIN machine AS m ON m.id = machine_id",
		"0123456789abcdef|Test CPU \"One\"|2|8589934592;");
	tiny_is(db,
		"SELECT b.version, b.source, b.blas, b.sqlite = "
		"sqlite_version() FROM run JOIN build AS b "
		"ON b.id = build_id",
		"0.1.0|abc|none|1;");
	tiny_is(db, "SELECT status, planned FROM cell ORDER BY id",
		"missing|7;missing|7;missing|7;missing|7;missing|4;"
		"missing|2;");
	tiny_is(db, "SELECT sum(missing), sum(planned) FROM v_account",
		"34|34;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(round_trip)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct str want = { 0 };
	struct tiny t;
	size_t i;

	tiny_make(&t);
	db = tiny_open(place_path(path, "trip.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	for (i = 0; i < t.nsamples; i++) {
		const struct sample *s = &t.samples[i];

		str_addf(&want, "%u|%u|%u|%s|", s->cell + 1, s->repeat,
			 s->round, sample_status_name(s->status));
		if (s->status == SAMPLE_SKIPPED)
			str_add(&want, "-|");
		else
			str_addf(&want, "%" PRId64 "|", s->start_ns);
		if (s->status > SAMPLE_WRONG)
			str_add(&want, "-|-|-|-|-|-|-|-|-|-|-");
		else
			str_addf(&want,
				 "%" PRId64 "|%" PRId64 "|%" PRId64 "|%" PRId64
				 "|%" PRId64 "|%" PRId64 "|%u|%u|%" PRIu64
				 "|%" PRIu64 "|%" PRId64,
				 s->total_ns, s->spawn_ns, s->dispatch_ns,
				 s->compute_ns, s->collect_ns, s->skew_ns,
				 s->mark_every, s->active, s->sent_bytes,
				 s->received_bytes,
				 (int64_t)sample_bits(s->result));
		str_addf(&want, "|%s;", s->reason[0] ? s->reason : "-");
	}
	tiny_is(db,
		"SELECT cell_id, repeat, round, status, start_ns, total_ns, "
		"spawn_ns, dispatch_ns, compute_ns, collect_ns, skew_ns, "
		"mark_every, active, sent_bytes, received_bytes, result_bits, "
		"reason FROM sample ORDER BY cell_id, repeat",
		want.text);
	str_free(&want);
	/* the same through the view v_sample, calls included */
	tiny_is(db,
		"SELECT strategy, kernel, dtype, n, workers, chunks, "
		"placement, status, calls, round(result, 6), count(*) "
		"FROM v_sample WHERE run_id = 1 GROUP BY cell_id, status "
		"ORDER BY cell_id, status",
		"serial|native|f64|1000|1|1|free|ok|10|0.0|7;"
		"shm|native|f64|1000|2|1|free|ok|10|0.1|7;"
		"serial|native|f64|2000|1|1|free|ok|10|0.2|7;"
		"shm|native|f64|2000|2|1|free|ok|10|0.3|7;"
		"pipe|native|f64|1000|2|1|free|failed|10|-|1;"
		"pipe|native|f64|1000|2|1|free|ok|10|0.4|1;"
		"pipe|native|f64|1000|2|1|free|timeout|10|-|1;"
		"pipe|native|f64|1000|2|1|free|wrong|10|-7.25|1;"
		"fork|native|f64|2000|3|1|free|skipped|-|-|2;");
	tiny_is(db,
		"SELECT id, status, calls, warmups, open_ns, first_ns, "
		"reference, reference_bits IS NULL, bound, "
		"length(samples_hash), base_id FROM cell",
		"1|ok|10|3|5000|6000|0.0|0|1.0e-12|16|-;"
		"2|ok|10|3|5001|6001|0.1|0|1.0e-12|16|1;"
		"3|ok|10|3|5002|6002|0.2|0|1.0e-12|16|-;"
		"4|ok|10|3|5003|6003|0.3|0|1.0e-12|16|3;"
		"5|wrong|10|3|5004|6004|0.4|0|1.0e-12|16|1;"
		"6|skipped|-|0|-|-|-|1|-|16|3;");
	tiny_is(db,
		"SELECT status, finished_utc > '2024', host_after "
		"FROM run",
		"finished|1|{};");
	tiny_is(db,
		"SELECT series, planned, ok, wrong, failed, timeout, skipped, "
		"missing FROM v_account",
		"serial/native/f64/1000/1x1|7|7|0|0|0|0|0;"
		"shm/native/f64/1000/2x1|7|7|0|0|0|0|0;"
		"serial/native/f64/2000/1x1|7|7|0|0|0|0|0;"
		"shm/native/f64/2000/2x1|7|7|0|0|0|0|0;"
		"pipe/native/f64/1000/2x1|4|1|1|1|1|0|0;"
		"fork/native/f64/2000/3x1|2|0|0|0|0|2|0;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(a_nan_is_not_the_reference)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;

	/* SQLite has no NaN: only the bits of a wrong NaN are stored */
	tiny_make(&t);
	t.samples[29].result = (double)NAN;
	ck_assert_int_eq(t.samples[29].status, SAMPLE_WRONG);
	db = tiny_open(place_path(path, "nan.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	tiny_is(db,
		"SELECT result, result_bits FROM v_sample "
		"WHERE status = 'wrong'",
		"-|9221120237041090560;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(results_come_back)
{
	/* a result other than the reference, one equal to it, a zero equal to
	 * it, and a zero of the other sign; the next repeats have no result */
	static const double results[] = { 0.25, 0.125, 0.0, -0.0 };
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;
	size_t i;

	tiny_make(&t);
	for (i = 0; i < 4; i++) {
		t.records[i].exact = i == 0;
		t.records[i].reference = i < 2 ? 0.125 : 0.0;
		t.samples[7 * i].result = results[i];
		t.samples[7 * i + 1].has_result = false;
	}
	db = tiny_open(place_path(path, "results.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	for (i = 0; i < 4; i++) {
		char sql[200], want[100];

		snprintf(sql, sizeof(sql),
			 "SELECT result_bits, result FROM v_sample WHERE "
			 "cell_id = %zu AND repeat < 2 ORDER BY repeat",
			 i + 1);
		/* SQLite has no negative zero, but the bits show the sign */
		snprintf(want, sizeof(want), "%" PRId64 "|%s;-|-;",
			 (int64_t)sample_bits(results[i]),
			 i == 0   ? "0.25"
			 : i == 1 ? "0.125"
				  : "0.0");
		tiny_is(db, sql, want);
	}
	tiny_is(db, "SELECT cell_id, exact FROM v_cell",
		"1|1;2|0;3|0;4|0;5|1;6|-;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(blocks_are_whole)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct err err = { 0 };
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "whole.db"), DB_WRITE);
	tiny_begin(db, &t, UUID_A, NULL);
	/* the phases of the block's last sample do not add up: the whole block
	 * is refused */
	t.samples[27].dispatch_ns += 1;
	ck_assert_int_eq(tiny_block(db, &t, 2000, &err), -1);
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	ck_assert_msg(strstr(err.text, "CHECK") != NULL, "%s", err.text);
	tiny_is(db, "SELECT count(*) FROM sample", "0;");
	tiny_is(db, "SELECT count(*) FROM summary", "0;");
	tiny_is(db, "SELECT count(*) FROM cell WHERE status <> 'missing'",
		"0;");
	/* the next block is stored, and so is this one once it is correct */
	err_clear(&err);
	ck_assert_msg(!tiny_block(db, &t, 1000, &err), "%s", err.text);
	t.samples[27].dispatch_ns -= 1;
	ck_assert_msg(!tiny_block(db, &t, 2000, &err), "%s", err.text);
	tiny_is(db, "SELECT count(*) FROM sample", "34;");
	/* a block with repeats that are stored already is refused */
	ck_assert_int_eq(tiny_block(db, &t, 1000, &err), -1);
	tiny_is(db, "SELECT count(*) FROM sample", "34;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(how_runs_end)
{
	struct facts facts = { .fact = { { "x", "1" } }, .count = 1 };
	struct err err = { 0 };
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;
	int64_t a, b;

	tiny_make(&t);
	db = tiny_open(place_path(path, "end.db"), DB_WRITE);
	a = tiny_begin(db, &t, UUID_A, NULL);
	b = tiny_begin(db, &t, UUID_B, NULL);
	ck_assert_int_eq(store_run_finish(db, b, "failed", "no 'memory'", "hog",
					  &facts, &err),
			 0);
	ck_assert_int_eq(
	    store_run_finish(db, a, "well", NULL, NULL, &facts, &err), -1);
	tiny_is(db, "SELECT id, status, reason, host_after FROM run",
		"1|running|-|-;2|failed|no 'memory'|{\"x\":\"1\"};");
	/* the same machine, build and series are stored once */
	tiny_is(db,
		"SELECT (SELECT count(*) FROM machine), "
		"(SELECT count(*) FROM build), (SELECT count(*) FROM series), "
		"(SELECT count(*) FROM cell)",
		"1|1|6|12;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

/* ---- deriving ---------------------------------------------------------- */

START_TEST(measure_time_by_hand)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "measure.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	/*
	 * serial 1000: 1000, 1010 .. 1060 ns per call. Mean 1030, deviation
	 * with 1/n 20 (2 for 0 .. 6), 7 repeats of 10 calls, 7210 ns in total.
	 */
	tiny_is(db,
		"SELECT curve, round(average * 1e9, 6), "
		"round(deviation * 1e9, 6), round(min_exec * 1e9, 6), "
		"round(max_exec * 1e9, 6), repeat, number, "
		"round(ttime * 1e9, 6), size FROM v_measure_time",
		"serial/native|1030.0|20.0|1000.0|1060.0|7|10|7210.0|1000;"
		"shm/native 2x1|515.0|10.0|500.0|530.0|7|10|3605.0|1000;"
		"serial/native|2060.0|40.0|2000.0|2120.0|7|10|14420.0|2000;"
		"shm/native 2x1|4000.0|0.0|4000.0|4000.0|7|10|28000.0|2000;"
		"pipe/native 2x1|3000.0|0.0|3000.0|3000.0|1|10|3000.0|1000;");
	/* the same computed from the samples instead of the summary */
	tiny_is(db,
		"SELECT m.cell_id, count(*), "
		"abs(avg(1e-9 * s.total_ns / s.calls) - m.average) < 1e-15, "
		"abs(sum(1e-9 * s.total_ns / s.calls) - m.ttime) < 1e-15, "
		"abs(sqrt(avg(1e-18 * s.total_ns * s.total_ns / s.calls / "
		"s.calls) - m.average * m.average) - m.deviation) < 1e-12 "
		"FROM v_measure_time AS m JOIN v_sample AS s "
		"ON s.cell_id = m.cell_id AND s.status = 'ok' "
		"WHERE m.deviation > 0 GROUP BY m.cell_id",
		"1|7|1|1|1;2|7|1|1|1;3|7|1|1|1;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(summary_and_speedup_by_hand)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "speedup.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	/* 7 samples: the interval is x_(1) .. x_(7), at 98.4375 %; the sd of
	 * 0 .. 6 with 1/(n-1) is sqrt(14/3). Fewer than 6 samples have no
	 * interval. */
	tiny_is(db,
		"SELECT cell_id, samples, median_ns, low_ns, high_ns, "
		"round(level, 9), round(sd_ns, 6), mad_ns FROM summary",
		"1|7|1030.0|1000.0|1060.0|0.984375|21.602469|20.0;"
		"2|7|515.0|500.0|530.0|0.984375|10.801234|10.0;"
		"3|7|2060.0|2000.0|2120.0|0.984375|43.204938|40.0;"
		"4|7|4000.0|4000.0|4000.0|0.984375|0.0|0.0;"
		"5|1|3000.0|-|-|-|-|0.0;");
	tiny_is(db,
		"SELECT series, base, rounds, round(speedup_ratio, 6), "
		"round(low_speedup_ratio, 6), round(high_speedup_ratio, 6), "
		"round(efficiency_ratio, 6), base_median_ns, median_ns "
		"FROM v_speedup ORDER BY cell_id",
		"shm/native/f64/1000/2x1|serial/native/f64/1000/1x1|7|2.0|2.0|"
		"2.0|1.0|1030.0|515.0;"
		"shm/native/f64/2000/2x1|serial/native/f64/2000/1x1|7|0.515|"
		"0.5|0.53|0.2575|2060.0|4000.0;"
		"pipe/native/f64/1000/2x1|serial/native/f64/1000/1x1|1|"
		"0.333333|-|-|0.166667|1030.0|3000.0;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(only_common_rounds_count)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;
	size_t i;

	tiny_make(&t);
	/* serial fails in rounds 0 and 3, shm in 3 and 4: four are common */
	for (i = 0; i < t.nsamples; i++) {
		struct sample *s = &t.samples[i];

		if ((s->cell == 0 && (s->round == 0 || s->round == 3)) ||
		    (s->cell == 1 && (s->round == 3 || s->round == 4)))
			s->status = SAMPLE_FAILED;
	}
	db = tiny_open(place_path(path, "rounds.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	tiny_is(db,
		"SELECT rounds, ratio, low_ratio FROM speedup "
		"WHERE cell_id = 2",
		"4|2.0|-;");
	tiny_is(db,
		"SELECT samples, median_ns FROM summary "
		"WHERE cell_id < 3",
		"5|1040.0;5|510.0;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

#define DERIVED                                                          \
	"SELECT * FROM summary LEFT JOIN speedup USING (cell_id) ORDER " \
	"BY cell_id"

/* Stores the block of 2000 as session k, in which serial takes 100 k ns longer
 * than it does in TINY_PLAN's run. */
static void add_session(struct db *db, const struct tiny *t, uint32_t k)
{
	struct tiny now = *t;
	struct err err = { 0 };
	size_t i;

	for (i = 0; i < TINY_CELLS; i++)
		now.records[i].session = k;
	for (i = 0; i < now.nsamples; i++) {
		struct sample *s = &now.samples[i];

		if (s->cell == 2) {
			s->total_ns += TINY_CALLS * 100 * (int64_t)k;
			s->compute_ns += TINY_CALLS * 100 * (int64_t)k;
		}
		s->repeat += k * now.records[s->cell].repeats;
		s->round += k * 7;
	}
	ck_assert_msg(!tiny_block(db, &now, 2000, &err), "%s", err.text);
}

#define UNIT                                                                  \
	"SELECT x.rounds, x.sessions, round(x.speedup_ratio, 6), "            \
	"round(x.low_speedup_ratio, 6), round(x.high_speedup_ratio, 6), "     \
	"x.interval_over, u.samples, u.sessions, u.median_ns, u.low_ns, "     \
	"u.high_ns, u.interval_over FROM v_speedup AS x JOIN v_summary AS u " \
	"ON u.series = x.base WHERE x.n = 2000"

START_TEST(sessions_are_the_unit)
{
	char path[PLACE_SIZE], *before, *after;
	struct db *db;
	struct err err = { 0 };
	struct tiny t;
	uint32_t k;

	tiny_make(&t);
	db = tiny_open(place_path(path, "sessions.db"), DB_WRITE);
	tiny_begin(db, &t, UUID_A, NULL);
	tiny_exec(db, "UPDATE run SET sessions = 6;"
		      "UPDATE cell SET planned = 6 * planned");
	for (k = 0; k < 5; k++)
		add_session(db, &t, k);
	/* 5 sessions are too few: the interval is over the 35 rounds,
	 * x_(12) .. x_(24) */
	tiny_is(db, UNIT,
		"35|-|0.565|0.545|0.585|rounds within this run|"
		"35|-|2260.0|2180.0|2340.0|repeats within this run;");
	tiny_is(db, "SELECT round(level, 6) FROM v_speedup", "0.95904;");

	/* 6 are enough: their medians are 0.515 0.54 0.565 0.59 0.615 0.64 */
	add_session(db, &t, 5);
	tiny_is(db, UNIT,
		"42|6|0.5775|0.515|0.64|6 sessions|"
		"42|6|2310.0|2060.0|2560.0|6 sessions;");
	tiny_is(db, "SELECT level FROM v_speedup", "0.96875;");
	/* the other statistics are still over the repeats */
	tiny_is(db,
		"SELECT min_ns, max_ns FROM v_summary WHERE n = 2000 AND "
		"strategy = 'serial'",
		"2000.0|2620.0;");
	before = tiny_ask(db, DERIVED);
	ck_assert_msg(!store_rebuild(db, 1, &err), "%s", err.text);
	after = tiny_ask(db, DERIVED);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);

	/* a session whose repeats all failed does not count */
	tiny_exec(db, "UPDATE sample SET status = 'failed' "
		      "WHERE cell_id = 4 AND repeat < 7");
	ck_assert_msg(!store_rebuild(db, 1, &err), "%s", err.text);
	tiny_is(db, "SELECT rounds, sessions FROM speedup", "35|-;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(rebuild_changes_nothing)
{
	char path[PLACE_SIZE], *before, *after;
	struct db *db;
	struct err err = { 0 };
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "rebuild.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	tiny_run(db, &t, UUID_B, NULL);
	before = tiny_ask(db, DERIVED);
	ck_assert_msg(!store_rebuild(db, 1, &err), "%s", err.text);
	after = tiny_ask(db, DERIVED);
	ck_assert_str_eq(before, after);
	free(after);

	/* lost and wrong derived rows are restored, of the given run only */
	tiny_exec(db, "DELETE FROM speedup WHERE cell_id = 2;"
		      "UPDATE summary SET mean_ns = 1 WHERE cell_id = 1;"
		      "INSERT INTO speedup VALUES (3, 1, 1, 1, 1, 1, 1, 1);"
		      "UPDATE summary SET mean_ns = 2 WHERE cell_id = 7");
	ck_assert_msg(!store_rebuild(db, 1, &err), "%s", err.text);
	tiny_is(db, "SELECT mean_ns FROM summary WHERE cell_id = 7", "2.0;");
	ck_assert_msg(!store_rebuild(db, 2, &err), "%s", err.text);
	after = tiny_ask(db, DERIVED);
	ck_assert_str_eq(before, after);
	free(after);

	/* if the samples change, so do the derived rows */
	tiny_exec(db, "UPDATE sample SET total_ns = 2 * total_ns, compute_ns"
		      " = compute_ns + total_ns WHERE cell_id = 1");
	ck_assert_msg(!store_rebuild(db, 1, &err), "%s", err.text);
	tiny_is(db, "SELECT median_ns FROM summary WHERE cell_id = 1",
		"2060.0;");
	tiny_is(db, "SELECT ratio FROM speedup WHERE cell_id = 2", "4.0;");
	/* a run that does not exist has nothing to rebuild */
	ck_assert_int_eq(store_rebuild(db, 99, &err), 0);
	free(before);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(samples_hash_tells)
{
	struct samples_hash_differing cell;
	struct err err = { 0 };
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "hash.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	t.samples[3].skew_ns++;
	t.samples[7 + 2].result += 1;
	t.samples[14].status = SAMPLE_FAILED;
	t.samples[14].has_result = false;
	t.samples[15].skew_ns = SAMPLE_UNKNOWN;
	tiny_run(db, &t, UUID_B, NULL);
	/* equal samples have equal hashes; one different value changes it */
	tiny_is(db,
		"SELECT a.id, a.samples_hash = b.samples_hash FROM cell AS a "
		"JOIN cell AS b USING (series_id) "
		"WHERE a.run_id = 1 AND b.run_id = 2 ORDER BY a.id",
		"1|0;2|0;3|0;4|1;5|1;6|1;");
	/* the repeats in the file have the hashes of those in memory */
	ck_assert_int_eq(samples_hash_find(db, 1, 99, true, &cell, &err), 0);
	tiny_exec(db, "UPDATE sample SET active = active + 1 "
		      "WHERE cell_id = 9 AND repeat = 6");
	ck_assert_int_eq(samples_hash_find(db, 1, 8, true, &cell, &err), 0);
	ck_assert_int_eq(samples_hash_find(db, 10, 99, true, &cell, &err), 0);
	ck_assert_int_eq(samples_hash_find(db, 9, 9, true, &cell, &err), 1);
	ck_assert_ptr_nonnull(strstr(cell.name, "run " UUID_B ", "));
	ck_assert_str_ne(cell.made, cell.stored);
	/* one with the hash of a later rule cannot be judged */
	tiny_exec(db, "UPDATE cell SET samples_hash = '2:' || samples_hash "
		      "WHERE id = 9");
	ck_assert_int_eq(samples_hash_find(db, 1, 99, true, &cell, &err), 0);
	/* one without samples can be left out, and is if they were thinned */
	tiny_exec(db, "DELETE FROM sample WHERE cell_id = 8");
	ck_assert_int_eq(samples_hash_find(db, 1, 99, false, &cell, &err), 0);
	ck_assert_int_eq(samples_hash_find(db, 1, 99, true, &cell, &err), 1);
	tiny_exec(db,
		  "INSERT INTO sketch (cell_id, ok, wrong, failed, timeout, "
		  "skipped, results) VALUES (8, 7, 0, 0, 0, 0, 1)");
	ck_assert_int_eq(samples_hash_find(db, 1, 99, true, &cell, &err), 0);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

/* ---- querying ---------------------------------------------------------- */

START_TEST(runs_are_found)
{
	static const struct {
		const char *text;
		int64_t id;       /* 0: refused */
		const char *part; /* of the message */
	} cases[] = {
		{ "1", 1, "" },
		{ "3", 3, "" },
		{ "03", 3, "" },
		{ "last", 4, "" },
		{ "last~0", 4, "" },
		{ "last~1", 3, "" },
		{ "last~3", 1, "" },
		{ "last~4", 0, "no run 'last~4'" },
		{ "last~", 0, "no run" },
		{ "last~x", 0, "no run" },
		{ "last~-1", 0, "no run" },
		{ "last~99999999999999999999", 0, "no run" },
		{ "last~18446744073709551615", 0, "no run" },
		{ "night", 4, "" }, /* the newest with this label */
		{ "noon", 2, "" },
		{ "Night", 0, "no run" },
		{ "nigh", 0, "no run" },
		{ "100", 3, "" }, /* no such id, but a label */
		{ UUID_A, 1, "" },
		{ "11111", 1, "" },
		{ "11119", 2, "" },
		{ "abcdef", 3, "" },
		{ "1111", 0, "more than one run" },
		{ "abc", 0, "no run" }, /* too short for a uuid */
		{ "ABCDEF", 0, "no run" },
		{ "5", 0, "no run '5'" },
		{ "0", 0, "no run" },
		{ "-1", 0, "no run" },
		{ "", 0, "no run" },
		{ "' OR 1 = 1 --", 0, "no run" },
		{ "%", 0, "no run" },
		{ "9223372036854775808", 0, "no run" },
	};
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;
	size_t i;

	tiny_make(&t);
	db = tiny_open(place_path(path, "find.db"), DB_WRITE);
	tiny_begin(db, &t, UUID_A, "night");
	tiny_begin(db, &t, UUID_B, "noon");
	tiny_begin(db, &t, UUID_C, "100");
	tiny_begin(db, &t, "fedc0000-2222-4333-8444-555555555555", "night");
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		int64_t id = 0;
		int rc = store_run_find(db, cases[i].text, &id, &err);

		if (cases[i].id) {
			ck_assert_msg(rc == 0 && id == cases[i].id,
				      "'%s': run %d: %s", cases[i].text,
				      (int)id, err.text);
			continue;
		}
		ck_assert_msg(rc == -1, "'%s': run %d", cases[i].text, (int)id);
		ck_assert_int_eq(err.kind, ERR_USAGE);
		ck_assert_msg(strstr(err.text, cases[i].part) != NULL,
			      "'%s': %s", cases[i].text, err.text);
	}
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(queries_refused)
{
	static const struct {
		const char *sql, *key, *part; /* part of the message */
	} cases[] = {
		{ "SELECT :a", "b", "no parameter 'b'; it has: a" },
		{ "SELECT 1", "b", "it has: none" },
		{ "SELECT :a, @b, $c", "d", "it has: a b c" },
		{ "", NULL, "no statement" },
		{ "-- only a comment", NULL, "no statement" },
		{ "SELECT 1; SELECT 2", NULL, "more than one statement" },
		{ "SELECT 1; DELETE FROM run", NULL, "more than one" },
		{ "SELECT 1; nonsense", NULL, "more than one" },
		{ "DELETE FROM run", NULL, "only reads" },
		{ "INSERT INTO meta VALUES ('a', 'b') RETURNING name", NULL,
		  "only reads" },
		{ "UPDATE meta SET value = 1", NULL, "only reads" },
		{ "DROP TABLE sample", NULL, "only reads" },
		{ "CREATE TABLE x (y)", NULL, "only reads" },
		{ "BEGIN", NULL, "only reads" },
		{ "VACUUM", NULL, "only reads" },
		{ "PRAGMA user_version = 7", NULL, "only reads" },
		{ "PRAGMA journal_mode = DELETE", NULL, "only reads" },
		{ "ATTACH ':memory:' AS x", NULL, "only reads" },
		{ "SELEC 1", NULL, "syntax error" },
		{ "SELECT * FROM nowhere", NULL, "no such table" },
		{ "SELECT \"nowhere\"", NULL, "no such column" },
		{ "SELECT load_extension('x')", NULL, "not authorized" },
		{ "SELECT :run", "run", "no run" },
	};
	static const enum db_mode modes[] = { DB_WRITE, DB_READ };
	char path[PLACE_SIZE], *before, *after;
	struct db *db;
	size_t i, m;

	for (m = 0; m < UNIT_COUNT(modes); m++) {
		db = tiny_open(place_path(path, "refuse.db"), modes[m]);
		before = schema_of(db);
		for (i = 0; i < UNIT_COUNT(cases); i++) {
			struct param param = { cases[i].key, "77" };
			struct err err = { 0 };
			struct query *q =
			    query_open(db, cases[i].sql, &param,
				       cases[i].key ? 1 : 0, &err);
			int rc = q ? query_next(q, &err) : -1;

			ck_assert_msg(rc == -1, "'%s' is taken", cases[i].sql);
			ck_assert_msg(err.kind == ERR_USAGE &&
					  strstr(err.text, cases[i].part),
				      "'%s': kind %d: %s", cases[i].sql,
				      (int)err.kind, err.text);
			query_close(q);
		}
		tiny_is(db, "SELECT user_version FROM pragma_user_version",
			"9;");
		ck_assert(is_wal(path));
		after = schema_of(db);
		ck_assert_str_eq(before, after);
		free(before);
		free(after);
		db_close(db);
	}
}
END_TEST

START_TEST(query_parameters)
{
	/* numbers are bound as numbers, or n = '1000' would find nothing */
	static const struct {
		const char *text, *type;
	} cases[] = {
		{ "1000", "integer" },
		{ "0", "integer" },
		{ "9223372036854775807", "integer" },
		{ "18446744073709551615", "real" },
		{ "0.5", "real" },
		{ "-3", "real" },
		{ "1e3", "real" },
		{ "shm", "text" },
		{ "", "text" },
		{ "it's", "text" },
		{ "nan", "text" },
		{ "0x10", "text" },
	};
	struct db *db;
	char path[PLACE_SIZE];
	struct err err = { 0 };
	struct query *q;
	struct value v;
	size_t i;

	db = tiny_open(place_path(path, "params.db"), DB_WRITE);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct param params[] = { { "a", cases[i].text } };

		q = query_open(db, "SELECT typeof(:a), :a, :b", params, 1,
			       &err);
		ck_assert_msg(q != NULL, "%s", err.text);
		ck_assert_int_eq(q->columns, 3);
		ck_assert_int_eq(query_next(q, &err), 1);
		query_value(q, 0, &v);
		ck_assert_str_eq(v.text, cases[i].type);
		query_value(q, 1, &v);
		if (v.type == VALUE_TEXT)
			ck_assert_str_eq(v.text, cases[i].text);
		else
			ck_assert_double_eq(v.real,
					    strtod(cases[i].text, NULL));
		query_value(q, 2, &v);
		ck_assert_int_eq(v.type, VALUE_NULL);
		ck_assert_int_eq(query_next(q, &err), 0);
		query_close(q);
	}
	db_close(db);
}
END_TEST

START_TEST(query_values)
{
	struct db *db;
	char path[PLACE_SIZE];
	struct err err = { 0 };
	struct query *q;
	struct value v;

	db = tiny_open(place_path(path, "values.db"), DB_WRITE);
	q = query_open(db,
		       "SELECT -7 AS i, 2.5 AS r, 'a' || char(233) AS t, "
		       "x'00ff' AS b, NULL AS n",
		       NULL, 0, &err);
	ck_assert_int_eq(query_next(q, &err), 1);
	ck_assert_str_eq(query_column(q, 2), "t");
	query_value(q, 0, &v);
	ck_assert(v.type == VALUE_INTEGER && v.integer == -7 && v.real == -7 &&
		  !strcmp(v.text, "-7"));
	query_value(q, 1, &v);
	ck_assert(v.type == VALUE_REAL && v.real == 2.5 &&
		  !strcmp(v.text, "2.5"));
	query_value(q, 2, &v);
	ck_assert(v.type == VALUE_TEXT && v.size == 3 &&
		  !strcmp(v.text, "a\xc3\xa9"));
	query_value(q, 3, &v);
	ck_assert(v.type == VALUE_BLOB && v.size == 2 &&
		  !memcmp(v.blob, "\0\xff", 2));
	query_value(q, 4, &v);
	ck_assert(v.type == VALUE_NULL && !*v.text);
	query_close(q);
	db_close(db);
}
END_TEST

START_TEST(medians)
{
	static const struct {
		const char *sql, *answer;
	} cases[] = {
		{ "SELECT median(value) FROM json_each('[3, 1, 2]')", "2.0;" },
		{ "SELECT median(value) FROM json_each('[4, 1, 3, 2]')",
		  "2.5;" },
		{ "SELECT median(value) FROM json_each('[7]')", "7.0;" },
		{ "SELECT median(value) FROM json_each('[]')", "-;" },
		{ "SELECT median(value) FROM json_each('[null, 5, null, 6]')",
		  "5.5;" },
		{ "SELECT median(value) FROM json_each('[null]')", "-;" },
		{ "SELECT median(value) FROM json_each('[1, 1.5]')", "1.25;" },
		{ "SELECT value % 2, median(value) FROM "
		  "json_each('[1, 2, 3, 4, 5, 6, 8]') GROUP BY 1",
		  "0|5.0;1|3.0;" },
	};
	struct db *db;
	char path[PLACE_SIZE];
	struct tiny t;
	size_t i;

	tiny_make(&t);
	db = tiny_open(place_path(path, "median.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, NULL);
	for (i = 0; i < UNIT_COUNT(cases); i++)
		tiny_is(db, cases[i].sql, cases[i].answer);
	/* median() agrees with the stored medians */
	tiny_is(db,
		"SELECT s.cell_id, median(1.0 * s.total_ns / s.calls) = "
		"u.median_ns FROM v_sample AS s JOIN summary AS u "
		"ON u.cell_id = s.cell_id WHERE s.status = 'ok' "
		"GROUP BY s.cell_id",
		"1|1;2|1;3|1;4|1;5|1;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

/* Whether this SQLite has the table that a query needs, by its first line. */
static bool runs_here(const char *line)
{
	return !strstr(line, "Needs dbstat") ||
	       sqlite3_compileoption_used("ENABLE_DBSTAT_VTAB");
}

/* Whether the query may return this number of rows, by its first line. */
static bool may_give(const char *line, size_t rows)
{
	if (strstr(line, "Always empty"))
		return rows == 0;
	return rows > 0 || strstr(line, "mpty where");
}

START_TEST(named_queries_run)
{
	struct db *db;
	char path[PLACE_SIZE], line[300];
	const char *name;
	struct tiny t;
	size_t i, rows;

	tiny_make(&t);
	db = tiny_open(place_path(path, "named.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, "one");
	tiny_exec(db,
		  "INSERT INTO mark (run_id, kind, reason, made_utc) VALUES "
		  "(1, 'excluded', 'x', 'now'); INSERT INTO verdict (run_id, "
		  "measure, subject, verdict, method) VALUES (1, 'time', 's', "
		  "'suspect', 1); INSERT INTO trend (run_id, name, subject) "
		  "VALUES (1, 'break-even', 's')");
	db_close(db);
	db = tiny_open(path, DB_READ);
	for (i = 0; query_list(i, &name, line, sizeof(line)); i++) {
		struct param run = { "run", "one" };
		struct err err = { 0 };
		/* a query that takes a run has this in its first line */
		bool takes_run = strstr(line, "run=RUN") != NULL;
		struct query *q;

		if (!runs_here(line))
			continue;
		q = query_open_named(db, name, &run, takes_run ? 1 : 0, &err);
		ck_assert_msg(q != NULL, "%s: %s", name, err.text);
		ck_assert_msg(strstr(line, "ne row") != NULL, "%s: %s", name,
			      line);
		for (rows = 0; query_next(q, &err) > 0;)
			rows++;
		ck_assert_msg(err.kind == ERR_NONE && may_give(line, rows),
			      "%s: %zu rows: %s", name, rows, err.text);
		query_close(q);
		if (!takes_run) {
			ck_assert_ptr_null(
			    query_open_named(db, name, &run, 1, &err));
			ck_assert_int_eq(err.kind, ERR_USAGE);
			continue;
		}
		/* without a run it takes the last one */
		q = query_open_named(db, name, NULL, 0, &err);
		ck_assert_msg(q != NULL, "%s: %s", name, err.text);
		ck_assert_int_eq(query_next(q, &err), rows > 0);
		query_close(q);
	}
	ck_assert_uint_ge(i, 25);
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

/* Asserts the rows of a canned query, as tiny_rows() writes them. */
static void named_is(struct db *db, const char *name,
		     const struct param *params, size_t nparams,
		     const char *want)
{
	struct err err = { 0 };
	struct query *query = query_open_named(db, name, params, nparams, &err);
	char *answer = tiny_rows(query, &err);

	ck_assert_msg(!strcmp(answer, want), "%s\ngives %s\nnot   %s", name,
		      answer, want);
	free(answer);
}

/* The expected numbers are computed by hand from those of tiny.h. */
START_TEST(named_queries_say)
{
	static const struct {
		const char *name;
		struct param param;
		const char *want;
	} cases[] = {
		/* clang-format off */
		{ "crossings", { NULL, NULL },
		  "shm/native 2x1|2|1000|2000|1|1|1|sometimes|-|1210|2.0;"
		  "pipe/native 2x1|1|1000|1000|0|0|0|never|-|-|0.333333333333333;" },
		{ "series_history", { "series", "shm/native/f64/1000/2x1" },
		  "1|one|2026-01-02T03:04:05Z|1|1|7|515.0|500.0|530.0|500.0|10.0|-;" },
		{ "series_history", { "series", "shm/native/f64/7/2x1" },
		  "" },
		{ "histories", { "series", "shm/*" },
		  "shm/native/f64/1000/2x1|1|2026-01-02T03:04:05Z|1|7|515.0|500.0|530.0;"
		  "shm/native/f64/2000/2x1|1|2026-01-02T03:04:05Z|1|7|4000.0|4000.0|4000.0;" },
		{ "cost", { NULL, NULL },
		  "shm/native 2x1|1000|2|2.0|1.0|1.0|1.0|515.0|515.0|0.0|1030.0;"
		  "shm/native 2x1|2000|2|0.515|0.2575|0.25|0.265|4000.0|1030.0|2970.0|8000.0;"
		  "pipe/native 2x1|1000|2|0.333333333333333|0.166666666666667|-|-|3000.0|515.0|2485.0|6000.0;" },
		{ "scaling", { "n", "1000" },
		  "pipe|native|f64|1000|2|1|free|0.333333333333333|-|-|0.166666666666667|5.0;"
		  "shm|native|f64|1000|2|1|free|2.0|2.0|2.0|1.0|0.0;" },
		{ "best", { NULL, NULL },
		  "f64|1000|shm/native/f64/1000/2x1|515.0|500.0|530.0|1030.0|2.0|serial/native/f64/1000/1x1|1030.0|2.0|1;"
		  "f64|2000|serial/native/f64/2000/1x1|2060.0|2000.0|2120.0|2060.0|1.0|shm/native/f64/2000/2x1|4000.0|1.94174757281553|1;" },
		{ "overhead", { NULL, NULL },
		  "serial/native/f64/1000/1x1|1000|1|0.7|256.8|515.0|257.5|515.0|0.3|-;"
		  "shm/native/f64/1000/2x1|1000|2|0.7|128.071428571429|257.5|128.728571428571|257.5|0.3|515.0;"
		  "pipe/native/f64/1000/2x1|1000|2|0.7|749.3|1500.0|750.0|1500.0|0.3|515.0;"
		  "serial/native/f64/2000/1x1|2000|1|0.7|514.3|1030.0|515.0|1030.0|0.3|-;"
		  "shm/native/f64/2000/2x1|2000|2|0.7|999.3|2000.0|1000.0|2000.0|0.3|1030.0;" },
		{ "bytes", { NULL, NULL },
		  "serial/native/f64/1000/1x1|16000|10.0|20.3|0.00189375|0.0294174757281553;"
		  "shm/native/f64/1000/2x1|16000|10.1|20.3|0.0019|0.0590291262135922;"
		  "pipe/native/f64/1000/2x1|16000|10.4|20.0|0.0019|0.0101333333333333;"
		  "serial/native/f64/2000/1x1|32000|10.2|20.3|0.000953125|0.0148058252427184;"
		  "shm/native/f64/2000/2x1|32000|10.3|20.3|0.00095625|0.00765;" },
		{ "payback", { NULL, NULL },
		  "shm/native 2x1|1000|11002.0|1030.0|515.0|515.0|21;"
		  "shm/native 2x1|2000|11006.0|2060.0|4000.0|-1940.0|-;"
		  "pipe/native 2x1|1000|11008.0|1030.0|3000.0|-1970.0|-;" },
		{ "throughput", { NULL, NULL },
		  "serial/native/f64/1000/1x1|16000.0|15.5339805825243|1.94174757281553|l1|-|-;"
		  "shm/native/f64/1000/2x1|16000.0|31.0679611650485|3.88349514563107|l1|-|-;"
		  "pipe/native/f64/1000/2x1|16000.0|5.33333333333333|0.666666666666667|l1|-|-;"
		  "serial/native/f64/2000/1x1|32000.0|15.5339805825243|1.94174757281553|l1|-|-;"
		  "shm/native/f64/2000/2x1|32000.0|8.0|1.0|l1|-|-;" },
		{ "precision", { NULL, NULL },
		  "serial/native/f64/1000/1x1|7|10|10300.0|1030.0|2.9126213592233|1.94174757281553|60;"
		  "shm/native/f64/1000/2x1|7|10|5150.0|515.0|2.9126213592233|1.94174757281553|60;"
		  "serial/native/f64/2000/1x1|7|10|20600.0|2060.0|2.9126213592233|1.94174757281553|60;"
		  "shm/native/f64/2000/2x1|7|10|40000.0|4000.0|0.0|0.0|6;"
		  "pipe/native/f64/1000/2x1|1|10|30000.0|3000.0|-|0.0|-;" },
		{ "quantiles", { NULL, NULL },
		  "serial/native/f64/1000/1x1|7|1000.0|1006.0|1030.0|1054.0|1057.0|1059.4|1060.0|1.02854368932039;"
		  "shm/native/f64/1000/2x1|7|500.0|503.0|515.0|527.0|528.5|529.7|530.0|1.02854368932039;"
		  "pipe/native/f64/1000/2x1|1|3000.0|3000.0|3000.0|3000.0|3000.0|3000.0|3000.0|1.0;"
		  "serial/native/f64/2000/1x1|7|2000.0|2012.0|2060.0|2108.0|2114.0|2118.8|2120.0|1.02854368932039;"
		  "shm/native/f64/2000/2x1|7|4000.0|4000.0|4000.0|4000.0|4000.0|4000.0|4000.0|1.0;" },
		{ "sessions", { NULL, NULL },
		  "serial/native/f64/1000/1x1|0|7|1030.0|20.0|1.0;"
		  "shm/native/f64/1000/2x1|0|7|515.0|10.0|1.0;"
		  "pipe/native/f64/1000/2x1|0|1|3000.0|0.0|1.0;"
		  "serial/native/f64/2000/1x1|0|7|2060.0|40.0|1.0;"
		  "shm/native/f64/2000/2x1|0|7|4000.0|0.0|1.0;" },
		{ "drift", { NULL, NULL },
		  "serial/native/f64/1000/1x1|1015.0|1050.0|0.0344827586206897|0.0571428571428571;"
		  "shm/native/f64/1000/2x1|507.5|525.0|0.0344827586206897|0.0571428571428571;"
		  "pipe/native/f64/1000/2x1|3000.0|-|-|-;"
		  "serial/native/f64/2000/1x1|2030.0|2100.0|0.0344827586206897|0.0571428571428571;"
		  "shm/native/f64/2000/2x1|4000.0|4000.0|0.0|1.0;" },
		{ "slowest", { "top", "2" },
		  "serial/native/f64/1000/1x1|6|6|0.006|1060.0|1030.0|1.02912621359223|0|0|0|0|0|compute;"
		  "shm/native/f64/1000/2x1|6|6|0.006000001|530.0|515.0|1.02912621359223|0|0|0|0|0|compute;" },
		{ "cpus", { NULL, NULL },
		  "0|29|0|0|1.0;" },
		{ "wrong", { NULL, NULL },
		  "pipe/native/f64/1000/2x1|1|1|-7.25|0.4|-7.65|0|c01d000000000000|3fd999999999999a|it's \"odd\", isn't it;" },
		{ "calendar", { NULL, NULL },
		  "2026-01-02|not judged|1|0|0|0|0|0|"
		  "11111111-2222-4333-8444-555555555555;" },
		
		{ "distrust", { NULL, NULL },
		  "Not all repeats are ok: of 34 planned, 1 gave a wrong result, "
		  "1 failed, 1 took too long, 2 were skipped.|account;"
		  "The run has one session: the intervals cover how much repeats "
		  "differ, but not how much one start of the program differs from "
		  "the next. With --sessions 6 they cover that, too.|sessions;" },
		{ "front", { NULL, NULL },
		  "serial/native|1000|1.03e-06|1.0e-06|1.06e-06|-|-|-|-|-|2048|-|-|1.03e-06|7|repeats within this run;"
		  "serial/native|2000|2.06e-06|2.0e-06|2.12e-06|-|-|-|-|-|2048|-|-|2.06e-06|7|repeats within this run;"
		  "shm/native 2x1|1000|5.15e-07|5.0e-07|5.3e-07|2.0|2.0|2.0|-|1000|2048|-|-|5.15e-07|7|repeats within this run;"
		  "shm/native 2x1|2000|4.0e-06|4.0e-06|4.0e-06|0.515|0.5|0.53|-|1000|2048|-|-|4.0e-06|7|repeats within this run;"
		  "pipe/native 2x1|1000|3.0e-06|-|-|0.333333333333333|-|-|-|-|2048|-|-|3.0e-06|1|-;" },
		{ "host", { NULL, NULL },
		  "kernel|6.1|-;"
		  "load|0.12 \"x\"|-;" },
		/* clang-format on */
	};
	struct db *db;
	char path[PLACE_SIZE];
	struct tiny t;
	size_t i;

	tiny_make(&t);
	db = tiny_open(place_path(path, "say.db"), DB_WRITE);
	tiny_run(db, &t, UUID_A, "one");
	for (i = 0; i < UNIT_COUNT(cases); i++)
		named_is(db, cases[i].name, &cases[i].param,
			 cases[i].param.key ? 1 : 0, cases[i].want);

	/* a speed-up above the number of workers, and why */
	tiny_exec(db, "UPDATE run SET sessions = 2, noisy = 'a hog ran'; "
		      "UPDATE speedup SET ratio = 5, low_ratio = 4 "
		      "WHERE ratio = 2; UPDATE machine SET l1d_bytes = 10240");
	named_is(
	    db, "distrust", NULL, 0,
	    "Not all repeats are ok: of 34 planned, 1 gave a wrong result, "
	    "1 failed, 1 took too long, 2 were skipped.|account;"
	    "The machine was noisy: a hog ran. Measure again when it is quiet; "
	    "'dotrec doctor' says what helps.|noise;"
	    "shm/native 2x1 is 5 times as fast as serial at n = 1000, with 2 "
	    "workers: the part of a worker (7 KiB) fits L1 (10 KiB), and the "
	    "whole (15 KiB) does not.|speed-up;");
	tiny_exec(db, "UPDATE machine SET l1d_bytes = 4096; "
		      "UPDATE run SET noisy = ''");
	named_is(
	    db, "distrust", NULL, 0,
	    "Not all repeats are ok: of 34 planned, 1 gave a wrong result, "
	    "1 failed, 1 took too long, 2 were skipped.|account;"
	    "shm/native 2x1 is 5 times as fast as serial at n = 1000, with 2 "
	    "workers: the sizes of the caches do not explain it, so look at "
	    "the clock and at what else ran.|speed-up;");

	/* the roof is the bandwidth of the cache or memory that holds the
	 * vectors; for several workers that of all CPUs */
	tiny_exec(db, "UPDATE machine SET l1d_bytes = 16000, "
		      "l3_bytes = 32000; UPDATE run SET host_before = "
		      "json_object('read_l1_gb_per_s', '62.135922330097', "
		      "'read_l1_all_gb_per_s', '80', "
		      "'read_l3_gb_per_s', '40', "
		      "'read_memory_gb_per_s', '7')");
	named_is(db, "throughput", NULL, 0,
		 "serial/native/f64/1000/1x1|16000.0|15.5339805825243|"
		 "1.94174757281553|l1|62.135922330097|25.0;"
		 "shm/native/f64/1000/2x1|16000.0|31.0679611650485|"
		 "3.88349514563107|l1|80.0|38.8349514563107;"
		 "pipe/native/f64/1000/2x1|16000.0|5.33333333333333|"
		 "0.666666666666667|l1|80.0|6.66666666666667;"
		 "serial/native/f64/2000/1x1|32000.0|15.5339805825243|"
		 "1.94174757281553|l3|40.0|38.8349514563107;"
		 "shm/native/f64/2000/2x1|32000.0|8.0|1.0|l1|80.0|10.0;");

	/* slow repeats, far CPUs, cells that had not settled, a slow BLAS */
	tiny_exec(db,
		  "UPDATE speedup SET ratio = 1, low_ratio = 1; "
		  "UPDATE summary SET median_ns = median_ns / 3; "
		  "UPDATE cell SET settled = 0; "
		  "DELETE FROM sample WHERE status <> 'ok'; "
		  "UPDATE series SET kernel = 'blas'; "
		  "INSERT INTO control SELECT id, 900, 'distance', 0, 300, 1 "
		  "FROM run; UPDATE run SET host_before = json_object("
		  "'blas_behind', 'its core X uses SSE')");
	named_is(
	    db, "distrust", NULL, 0,
	    "Not all repeats are ok: of 34 planned, 5 are missing.|account;"
	    "29 of 29 repeats (100 %) took more than twice as long as the "
	    "median of their cell, and one of them 3.1 times as long. Use the "
	    "medians, because such repeats spoil means.|outliers;"
	    "6 of 6 cells still became faster or slower when their repeats "
	    "began (v_cell.settled). More repeats help.|settled;"
	    "The CPUs were far apart: a cache line took up to 300 ns there and "
	    "back, which every exchange pays, where some 100 ns are usual. "
	    "Choose CPUs that share a cache, with lscpu -e and taskset -c, if "
	    "there are any.|distance;"
	    "The BLAS may be slower than it could be: its core X uses SSE. "
	    "'dotrec doctor' says what helps.|blas;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(unknown_query)
{
	struct db *db;
	char path[PLACE_SIZE];
	struct err err = { 0 };

	db = tiny_open(place_path(path, "unknown.db"), DB_WRITE);
	ck_assert_ptr_null(query_open_named(db, "nothing", NULL, 0, &err));
	ck_assert_int_eq(err.kind, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "no query 'nothing'"));
	err_clear(&err);
	/* other files of sql/ are not queries */
	ck_assert_ptr_null(
	    query_open_named(db, "../write/cell", NULL, 0, &err));
	db_close(db);
}
END_TEST

START_TEST(json_texts)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a \"b\" \\c", "\"a \\\"b\\\" \\\\c\"" },
		{ "a\nb\tc", "\"a\\nb\\tc\"" },
		{ "\x01", "\"\\u0001\"" },
		{ "\xc3\xa9", "\"\xc3\xa9\"" },
	};
	struct db *db;
	char path[PLACE_SIZE];
	size_t i;

	db = tiny_open(place_path(path, "json.db"), DB_WRITE);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct str out = { 0 };
		struct err err = { 0 };

		ck_assert_int_eq(query_json_text(db, cases[i].text, &out, &err),
				 0);
		ck_assert_str_eq(out.text, cases[i].json);
		str_free(&out);
	}
	db_close(db);
}
END_TEST

/* A night is the last finished run of a date on a machine that is not excluded;
 * the nights until a run are those of earlier dates, and the run itself. */
START_TEST(nights_are)
{
	char path[PLACE_SIZE];
	struct db *db;

	db = tiny_open(place_path(path, "nights.db"), DB_WRITE);
	tiny_exec(
	    db,
	    "INSERT INTO machine VALUES (1, 'a', '', '', 1, 1, 0, 0, 0, 0), "
	    "(2, 'b', '', '', 1, 1, 0, 0, 0, 0);"
	    "INSERT INTO run (id, machine_id, started_utc, status, uuid, "
	    "plan_name, plan_text, plan_hash, seed) "
	    "SELECT column1, column2, column3, column4, column1, '', '', '', 0 "
	    "FROM (VALUES (1, 1, '2026-01-01T01:00:00Z', 'finished'), "
	    /* the last of a date by time; at equal times, by id */
	    "(2, 1, '2026-01-02T03:00:00Z', 'finished'), "
	    "(3, 1, '2026-01-02T03:00:00Z', 'finished'), "
	    "(4, 1, '2026-01-02T02:00:00Z', 'finished'), "
	    /* run 7, the last one, did not finish, and run 6 is excluded */
	    "(5, 1, '2026-01-03T00:00:00Z', 'finished'), "
	    "(6, 1, '2026-01-03T23:59:58Z', 'finished'), "
	    "(7, 1, '2026-01-03T23:59:59Z', 'interrupted'), "
	    /* another machine, and an unknown one */
	    "(8, 2, '2026-01-02T04:00:00Z', 'finished'), "
	    "(9, NULL, '2026-01-02T05:00:00Z', 'finished'), "
	    "(10, NULL, '2026-01-02T06:00:00Z', 'finished'));"
	    "INSERT INTO mark (run_id, kind, reason, made_utc, undone_utc) "
	    "VALUES (6, 'excluded', '', '', NULL), (3, 'excluded', '', '', "
	    "''), "
	    "(5, 'accepted', '', '', NULL)");
	tiny_is(db, "SELECT run_id, machine_id, date FROM v_night ORDER BY 1",
		"1|1|2026-01-01;3|1|2026-01-02;5|1|2026-01-03;8|2|2026-01-02;"
		"10|-|2026-01-02;");
	tiny_is(db,
		"SELECT until_id, group_concat(run_id) FROM "
		"(SELECT * FROM v_night_until ORDER BY until_id, started_utc) "
		"GROUP BY 1",
		"1|1;2|1,2;3|1,3;4|1,4;5|1,3,5;6|1,3,6;7|1,3,7;8|8;9|9;10|10;");
	db_close(db);
}
END_TEST

/* Machines are the same if they differ in a tenth of their memory at most, or if a
 * mark that is in force says so; this connects others, too. */
START_TEST(machines_are_the_same)
{
	const char *of_machine =
	    "SELECT machine_id, group_concat(other_id) FROM "
	    "(SELECT * FROM v_same_machine ORDER BY 1, 2) "
	    "GROUP BY 1";
	char path[PLACE_SIZE];
	struct db *db;

	db = tiny_open(place_path(path, "same.db"), DB_WRITE);
	tiny_exec(db,
		  "INSERT INTO machine VALUES "
		  "(1, 'a', 'x', 'y', 4, 1, 0, 0, 9, 24000), "
		  "(2, 'b', 'x', 'y', 4, 1, 0, 0, 9, 21600), " /* 90 % of 1 */
		  "(3, 'c', 'x', 'y', 4, 1, 0, 0, 9, 20000), " /* of 2 */
		  "(4, 'd', 'x', 'y', 4, 1, 0, 0, 9, 17999), "
		  "(5, 'e', 'x', 'y', 2, 1, 0, 0, 9, 24001), "
		  "(6, 'f', 'x', 'y', 2, 1, 0, 0, 8, 24002)");
	tiny_is(db, of_machine, "-|-;1|1,2,3;2|1,2,3;3|1,2,3;4|4;5|5;6|6;");
	tiny_exec(
	    db,
	    "INSERT INTO run (id, machine_id, started_utc, status, uuid, "
	    "plan_name, plan_text, plan_hash, seed) VALUES "
	    "(1, 3, '2026-01-01T01:00:00Z', 'finished', 'a', '', '', '', 0), "
	    "(2, 1, '2026-01-01T02:00:00Z', 'finished', 'b', '', '', '', 0), "
	    "(3, 5, '2026-01-02T01:00:00Z', 'finished', 'c', '', '', '', 0), "
	    "(4, NULL, '2026-01-01T01:00:00Z', 'running', 'd', '', '', '', 0);"
	    "INSERT INTO mark (run_id, kind, reason, made_utc, machine_key) "
	    "VALUES (3, 'same machine', '', '', 'b'), "
	    "(3, 'same machine', '', '', 'unknown'), "
	    "(4, 'same machine', '', '', 'd')");
	tiny_is(db, of_machine,
		"-|-;1|1,2,3,5;2|1,2,3,5;3|1,2,3,5;4|4;5|1,2,3,5;6|6;");
	/* of a date the last run on any of them is the night */
	tiny_is(db, "SELECT run_id, machine_id FROM v_night", "2|1;3|5;");
	tiny_is(db,
		"SELECT run_id FROM v_night_until WHERE until_id = 3 "
		"ORDER BY 1",
		"2;3;");
	tiny_exec(db, "UPDATE mark SET undone_utc = ''");
	tiny_is(db, of_machine, "-|-;1|1,2,3;2|1,2,3;3|1,2,3;4|4;5|5;6|6;");
	tiny_is(db, "SELECT run_id FROM v_night_until WHERE until_id = 3",
		"3;");
	db_close(db);
}
END_TEST

/* The date of a night is the local one of its start; the order is that of the
 * starts. What is dated in the future is no night, and hides none. */
START_TEST(nights_have_local_dates)
{
	char path[PLACE_SIZE];
	struct db *db;

	db = tiny_open(place_path(path, "local.db"), DB_WRITE);
	tiny_exec(
	    db,
	    "INSERT INTO machine (id, key, cpu_model, architecture, cpus, "
	    "numa_nodes, l1d_bytes, l2_bytes, l3_bytes, memory_bytes) "
	    "VALUES (1, 'a', '', '', 1, 1, 0, 0, 0, 0), "
	    "(2, 'b', '', '', 1, 1, 0, 0, 0, 0);"
	    "INSERT INTO run (id, machine_id, started_utc, utc_offset_s, "
	    "status, uuid, plan_name, plan_text, plan_hash, seed) "
	    "SELECT column1, column2, column3, column4, 'finished', column1, "
	    "'', '', '', 0 "
	    /* 01:00 in Berlin over its day of 23 hours; 6 is a second run */
	    "FROM (VALUES (9, 1, '2026-03-28T00:00:00Z', 3600), "
	    "(8, 1, '2026-03-29T00:00:00Z', 3600), "
	    "(7, 1, '2026-03-29T23:00:00Z', 7200), "
	    "(6, 1, '2026-03-30T21:59:59Z', 7200), "
	    "(5, 1, '2026-03-30T22:00:00Z', 7200), "
	    /* an old run has no offset; from east to west in a day */
	    "(1, 2, '2026-01-01T23:59:59Z', NULL), "
	    "(2, 2, '2026-01-02T10:00:00Z', 50400), "
	    "(3, 2, '2026-01-02T11:00:00Z', -43200), "
	    "(4, 2, '2026-01-04T11:00:00Z', -43200), "
	    "(10, 2, '2026-04-01T03:00:00Z', 0), "
	    "(11, 2, '2026-04-01T05:00:00Z', 0));");
	clock_pretend(1775016000); /* 2026-04-01T04:00:00Z */
	tiny_is(db,
		"SELECT run_id, date FROM v_night "
		"ORDER BY machine_id, started_utc",
		"9|2026-03-28;8|2026-03-29;6|2026-03-30;5|2026-03-31;"
		"3|2026-01-01;4|2026-01-03;11|2026-04-01;");
	tiny_is(db, "SELECT * FROM v_last_run", "11;");
	clock_pretend(1775016000 -
		      60); /* now it is an hour and a minute ahead */
	tiny_is(db, "SELECT run_id FROM v_night WHERE date = '2026-04-01'",
		"10;");
	tiny_is(db, "SELECT * FROM v_last_run", "10;");
	clock_pretend(time(NULL));
	db_close(db);
}
END_TEST

/* Accepts the first series; fails for the second. */
static int take_one(void *ctx, int64_t series_id, int64_t run_id,
		    const char *series, struct err *err)
{
	struct db *db = ctx;

	(void)series;
	if (store_mark(db, "accepted", series_id, run_id, "why", err))
		return -1;
	return sqlite3_total_changes(db->sqlite) % 2
		   ? 0
		   : err_set(err, ERR_STORAGE, "no more");
}

START_TEST(accept_all_or_nothing)
{
	char path[PLACE_SIZE];
	struct err err = { 0 };
	struct db *db = tiny_open(place_path(path, "accept.db"), DB_WRITE);
	struct tiny t;

	tiny_make(&t);
	tiny_run(db, &t, UUID_A, NULL);
	if (sqlite3_total_changes(db->sqlite) % 2)
		tiny_exec(db, "UPDATE run SET label = 'odd'");
	ck_assert_int_eq(store_series_match(db, "*", take_one, db, &err), -1);
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	tiny_is(db, "SELECT count(*) FROM mark", "0;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		open_makes_and_finds,
		open_refuses,
		open_needs_permission,
		busy_is_said,
		schema_is_as_committed,
		schema_is_explained,
		columns_are_those_of_the_table,
		statements_prepare,
		views_are_made_anew,
		changed_tables_are_refused,
		changed_views_are_not_used,
		an_upgrade_is_whole,
		hardening_stands,
		identity_comes_first,
		constraints_hold,
		run_row,
		round_trip,
		a_nan_is_not_the_reference,
		results_come_back,
		blocks_are_whole,
		how_runs_end,
		measure_time_by_hand,
		summary_and_speedup_by_hand,
		only_common_rounds_count,
		sessions_are_the_unit,
		rebuild_changes_nothing,
		samples_hash_tells,
		runs_are_found,
		queries_refused,
		query_parameters,
		query_values,
		medians,
		named_queries_run,
		named_queries_say,
		unknown_query,
		json_texts,
		nights_are,
		machines_are_the_same,
		nights_have_local_dates,
		accept_all_or_nothing,
		NULL,
	};
	const TTest *const update[] = { write_schema, NULL };
	int rc;

	place_make();
	rc = unit_run("store", getenv("DOTREC_UPDATE_SCHEMA") ? update : tests);
	place_clear();
	return rc;
}
