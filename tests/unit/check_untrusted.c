/*
 * Tests of databases that another program has written. Each defence that SQLite
 * offers (https://sqlite.org/security.html) is tested by an attack, not by
 * reading its setting. Where possible, the same attack is first made on a plain
 * connection, where it must succeed: else its failure would prove nothing.
 */
#include "db/db.h"
#include "tiny.h"

static void plain(const char *path, const char *sql)
{
	sqlite3 *sqlite;

	ck_assert_int_eq(sqlite3_open(path, &sqlite), SQLITE_OK);
	ck_assert_msg(!sqlite3_exec(sqlite, sql, NULL, NULL, NULL),
		      "%.200s: %s", sql, sqlite3_errmsg(sqlite));
	ck_assert_int_eq(sqlite3_close(sqlite), SQLITE_OK);
}

/* Makes a database with a run. */
static void make(char path[PLACE_SIZE], const char *name)
{
	static const char *const suffix[] = { "", "-wal", "-shm" };
	struct tiny t;
	struct db *db;
	char old[PLACE_SIZE];
	size_t i;

	for (i = 0; i < UNIT_COUNT(suffix); i++) {
		snprintf(old, sizeof(old), "%.400s%s", place_path(path, name),
			 suffix[i]);
		remove(old);
	}
	tiny_make(&t);
	db = tiny_open(path, DB_WRITE);
	tiny_begin(db, &t, "11111111-2222-4333-8444-555555555555", "tiny");
	db_close(db);
	plan_free(&t.plan);
}

static int attempt(struct db *db, const char *sql)
{
	return sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
}

/* Statements that must fail on every connection of dotrec. */
START_TEST(statements_that_do_more_are_refused)
{
	static const struct {
		const char *sql;
		bool not_plain; /* fails on a plain connection, too */
	} cases[] = {
		{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
		  "'x' WHERE name = 'v_cell'",
		  false },
		{ "CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f "
		  "VALUES ('a'); DELETE FROM f_data",
		  false },
		{ "ATTACH ':memory:' AS other", false },
		{ "SELECT \"no such column\"", false },
		{ "CREATE TABLE d (x CHECK (x <> \"text\"))", false },
		{ "SELECT load_extension('libm.so.6')", true },
		{ "SELECT fts3_tokenizer('simple')", true },
		{ "SELECT fts3_tokenizer('simple', x'0000000000000000')",
		  true },
	};
	static const enum db_mode modes[] = { DB_READ, DB_WRITE };
	char path[PLACE_SIZE], other[PLACE_SIZE];
	struct db *db;
	size_t i, m;

	for (m = 0; m < UNIT_COUNT(modes); m++) {
		make(path, "x.db");
		db = tiny_open(path, modes[m]);
		for (i = 0; i < UNIT_COUNT(cases); i++) {
			if (!cases[i].not_plain) {
				make(other, "other.db");
				plain(other, cases[i].sql);
			}
			ck_assert_msg(attempt(db, cases[i].sql) != SQLITE_OK,
				      "%s", cases[i].sql);
		}
		db_close(db);
	}
}
END_TEST

/* After the set-up, no statement can change a setting. */
START_TEST(settings_stay_as_they_are)
{
	static const struct {
		const char *pragma, *value; /* other than dotrec's */
	} cases[] = {
		{ "journal_mode", "delete" },    { "query_only", "0" },
		{ "trusted_schema", "1" },       { "cell_size_check", "0" },
		{ "mmap_size", "1048576" },      { "synchronous", "0" },
		{ "locking_mode", "exclusive" },
	};
	static const enum db_mode modes[] = { DB_READ, DB_WRITE };
	char path[PLACE_SIZE], ask[80], set[80];
	struct db *db;
	size_t i, m;

	make(path, "x.db");
	for (m = 0; m < UNIT_COUNT(modes); m++) {
		for (i = 0; i < UNIT_COUNT(cases); i++) {
			db = tiny_open(path, modes[m]);
			snprintf(ask, sizeof(ask), "PRAGMA %s",
				 cases[i].pragma);
			snprintf(set, sizeof(set), "PRAGMA %s = %s",
				 cases[i].pragma, cases[i].value);
			char *before = tiny_ask(db, ask);
			attempt(db, set);
			char *after = tiny_ask(db, ask);
			ck_assert_msg(!strcmp(before, after), "%s: %s", set,
				      after);
			free(before);
			free(after);
			db_close(db);
		}
	}
}
END_TEST

START_TEST(readers_do_not_write)
{
	static const char *const cases[] = {
		"UPDATE run SET label = 'x'",
		"DELETE FROM sample",
		"CREATE TABLE t (x)",
		"DROP VIEW v_cell",
		"CREATE TEMP TABLE t (x)",
		"PRAGMA user_version = 99",
		"VACUUM",
	};
	char path[PLACE_SIZE], other[PLACE_SIZE];
	struct db *db;
	size_t i;

	make(path, "x.db");
	db = tiny_open(path, DB_READ);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		make(other, "other.db");
		plain(other, cases[i]);
		attempt(db, cases[i]);
		tiny_is(db, "SELECT label FROM run", "tiny;");
		ck_assert_msg(!strncmp(cases[i], "PRAGMA", 6) ||
				  attempt(db, cases[i]) != SQLITE_OK,
			      "%s", cases[i]);
	}
	tiny_is(db, "SELECT count(*) FROM sqlite_temp_schema", "0;");
	db_close(db);
	db = tiny_open(path, DB_READ); /* the version is unchanged */
	db_close(db);
}
END_TEST

/* A trigger in the file does not run, or the file is refused. */
START_TEST(triggers_do_not_run)
{
	char path[PLACE_SIZE];
	struct err err = { 0 };
	struct db *db;

	make(path, "x.db");
	plain(path, "CREATE TRIGGER evil AFTER INSERT ON meta BEGIN"
		    " UPDATE run SET label = 'changed'; END");
	db = db_open(path, DB_WRITE, &err);
	if (db) {
		attempt(db, "INSERT INTO meta VALUES ('a', 'b')");
		tiny_is(db, "SELECT label FROM run", "tiny;");
		db_close(db);
	}
	plain(path, "INSERT INTO meta VALUES ('c', 'd')");
	db = db_open(path, DB_READ, &err);
	if (db)
		tiny_is(db, "SELECT label FROM run", "changed;");
	db_close(db);
}
END_TEST

static int called;

static void on_call(sqlite3_context *ctx, int count, sqlite3_value **values)
{
	(void)count, (void)values;
	called++;
	sqlite3_result_int(ctx, 1);
}

/* Adds a function to every new connection, before SQLite reads the schema and
 * checks which functions the file may call. */
static int add_strange(sqlite3 *sqlite, char **message, const void *api)
{
	(void)message, (void)api;
	return sqlite3_create_function(sqlite, "strange", 0,
				       SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
				       on_call, NULL, NULL);
}

/* A view, index or column in the file can call only functions of the program
 * that are declared innocuous. */
START_TEST(views_call_no_strange_functions)
{
	static const char *const cases[] = {
		"DROP VIEW v_cell; CREATE VIEW v_cell AS SELECT strange() AS x",
		"CREATE VIEW evil AS SELECT strange() AS x",
		"CREATE INDEX evil ON run (seed) WHERE strange() = 1",
		"ALTER TABLE run ADD COLUMN evil INTEGER AS (strange())",
	};
	char path[PLACE_SIZE];
	struct err err;
	struct db *db;
	size_t i;

	sqlite3_auto_extension((void (*)(void))add_strange);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		make(path, "x.db");
		plain(path, cases[i]);
		memset(&err, 0, sizeof(err));
		db = db_open(path, DB_WRITE, &err);
		if (!db)
			continue; /* the file is refused */
		called = 0;
		attempt(db, "SELECT * FROM v_cell");
		attempt(db, "SELECT * FROM evil");
		attempt(db, "SELECT * FROM run");
		attempt(db, "UPDATE run SET seed = 1");
		ck_assert_msg(!called, "%s", cases[i]);
		db_close(db);
	}
	sqlite3_reset_auto_extension();
	make(path, "x.db");
	db = tiny_open(path, DB_READ);
	tiny_is(db, "SELECT median(x) FROM (SELECT 1 AS x)", "1.0;");
	db_close(db);
}
END_TEST

/* A database is not mapped into memory even if SQLite maps files by default:
 * truncating a mapped file would end the program with SIGBUS. */
START_TEST(files_are_not_mapped)
{
	static const enum db_mode modes[] = { DB_READ, DB_WRITE };
	char path[PLACE_SIZE], line[2 * PLACE_SIZE], *end;
	struct db *db;
	bool mapped, seen;
	sqlite3 *sqlite;
	FILE *maps;
	size_t m;

	sqlite3_shutdown();
	ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_MMAP_SIZE,
					(sqlite3_int64)1 << 24,
					(sqlite3_int64)1 << 24),
			 SQLITE_OK);
	make(path, "x.db");
	for (m = 0; m < 3; m++) {
		db = m < 2 ? tiny_open(path, modes[m]) : NULL;
		if (!db)
			ck_assert_int_eq(sqlite3_open(path, &sqlite),
					 SQLITE_OK);
		sqlite3_exec(db ? db->sqlite : sqlite,
			     "SELECT count(*) FROM cell", NULL, NULL, NULL);
		mapped = seen = false;
		maps = fopen("/proc/self/maps", "r");
		while (maps && fgets(line, sizeof(line), maps)) {
			seen = true;
			line[strcspn(line, "\n")] = '\0';
			end = strstr(line, path);
			mapped = mapped || (end && !strcmp(end, path));
		}
		if (maps)
			fclose(maps);
		/* shows that the test sees the map of a plain connection */
		ck_assert_int_eq(mapped, seen && !db);
		db_close(db);
	}
	sqlite3_close(sqlite);
}
END_TEST

/* A file is identified by its header before its schema is read. */
START_TEST(identity_comes_first)
{
	static const struct {
		const char *sql, *said;
	} cases[] = {
		{ "PRAGMA application_id = 77", "is not a dotrec database" },
		{ "PRAGMA user_version = 999", "has schema version 999" },
	};
	char path[PLACE_SIZE];
	struct err err;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		make(path, "x.db");
		plain(path, cases[i].sql);
		plain(path, "PRAGMA writable_schema = ON;"
			    "UPDATE sqlite_schema SET sql = 'nonsense';");
		memset(&err, 0, sizeof(err));
		ck_assert_ptr_null(db_open(path, DB_READ, &err));
		ck_assert_int_eq(err.kind, ERR_STORAGE);
		ck_assert_msg(strstr(err.text, cases[i].said), "%s", err.text);
	}
}
END_TEST

START_TEST(links_are_not_followed)
{
	char path[PLACE_SIZE], link[PLACE_SIZE];
	static const enum db_mode modes[] = { DB_READ, DB_WRITE };
	struct err err;
	size_t m;

	make(path, "x.db");
	ck_assert_int_eq(symlink(path, place_path(link, "link.db")), 0);
	for (m = 0; m < UNIT_COUNT(modes); m++) {
		memset(&err, 0, sizeof(err));
		ck_assert_ptr_null(db_open(link, modes[m], &err));
		ck_assert_int_eq(err.kind, ERR_STORAGE);
	}
}
END_TEST

/* Values and statements larger than any of dotrec's are refused before they
 * take much time or memory. */
START_TEST(sizes_are_limited)
{
	static const char *const too_much[] = {
		"SELECT length(hex(zeroblob(60000000)))",
		"SELECT length(zeroblob(900000000))",
	};
	struct str sql = { 0 };
	char path[PLACE_SIZE];
	struct db *db;
	int i;

	make(path, "x.db");
	plain(path, too_much[0]);
	plain(path, too_much[1]);
	db = tiny_open(path, DB_READ);
	ck_assert_int_ne(attempt(db, too_much[0]), SQLITE_OK);
	ck_assert_int_ne(attempt(db, too_much[1]), SQLITE_OK);
	/* a deep expression */
	str_add(&sql, "SELECT 1");
	for (i = 0; i < 900; i++)
		str_add(&sql, "+1");
	plain(path, sql.text);
	ck_assert_int_ne(attempt(db, sql.text), SQLITE_OK);
	/* many columns */
	sql.len = 0;
	str_add(&sql, "SELECT 1");
	for (i = 0; i < 1900; i++)
		str_add(&sql, ",1");
	plain(path, sql.text);
	ck_assert_int_ne(attempt(db, sql.text), SQLITE_OK);
	/* a long text */
	sql.len = 0;
	str_add(&sql, "SELECT 1 -- ");
	for (i = 0; i < 900; i++)
		str_addf(&sql, "%01000d", 0);
	plain(path, sql.text);
	ck_assert_int_ne(attempt(db, sql.text), SQLITE_OK);
	str_free(&sql);
	db_close(db);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		statements_that_do_more_are_refused,
		settings_stay_as_they_are,
		readers_do_not_write,
		triggers_do_not_run,
		views_call_no_strange_functions,
		files_are_not_mapped,
		identity_comes_first,
		links_are_not_followed,
		sizes_are_limited,
		NULL,
	};
	int rc;

	place_make();
	rc = unit_run("untrusted", tests);
	place_clear();
	return rc;
}
