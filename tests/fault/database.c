/* Checks that a database is sound and has all rows of an earlier one. */
#include "database.h"

#include "base/str.h"
#include "db/open.h"
#include "fault.h"
#include "travel/travel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY "copy.db"

sqlite3 *database_copy(const char *dir, const char *name)
{
	char from[FAULT_PATH_SIZE];
	sqlite3 *sqlite;

	unlink(COPY "-shm");
	unlink(COPY "-wal");
	unlink(COPY "-journal");
	if (!fault_copy(fault_path(from, dir, name, ""), COPY))
		return NULL;
	fault_copy(fault_path(from, dir, name, "-wal"), COPY "-wal");
	fault_copy(fault_path(from, dir, name, "-journal"), COPY "-journal");
	if (sqlite3_open(COPY, &sqlite))
		fault_die("cannot open a copy: %s", sqlite3_errmsg(sqlite));
	return sqlite;
}

long long database_number(sqlite3 *sqlite, const char *sql)
{
	sqlite3_stmt *s;
	long long value = -1;

	if (!sqlite3_prepare_v2(sqlite, sql, -1, &s, NULL) &&
	    sqlite3_step(s) == SQLITE_ROW)
		value = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return value;
}

char *database_text(sqlite3 *sqlite, const char *sql)
{
	struct str out = { 0 };
	sqlite3_stmt *s;
	int code = sqlite3_prepare_v2(sqlite, sql, -1, &s, NULL), i;
	const char *text;

	str_add(&out, "");
	while (!code && (code = sqlite3_step(s)) == SQLITE_ROW) {
		for (i = 0; i < sqlite3_column_count(s); i++) {
			text = (const char *)sqlite3_column_text(s, i);
			str_addf(&out, "%s%s", i ? "|" : "", text ? text : "");
		}
		str_add(&out, "\n");
		code = SQLITE_OK;
	}
	if (code != SQLITE_DONE)
		str_addf(&out, "error: %s\n", sqlite3_errmsg(sqlite));
	sqlite3_finalize(s);
	return out.text;
}

/* ---- tables of two databases -------------------------------------------- */

/* The columns that a table has in both databases, separated by commas; "" for
 * none. Without the content hash of a run and its version, which are set only
 * when the run is thinned. */
static char *columns(sqlite3 *sqlite, const char *table)
{
	char sql[400], *text;

	snprintf(sql, sizeof(sql),
		 "SELECT group_concat('\"' || name || '\"') FROM "
		 "pragma_table_info('%s', 'before') WHERE name IN (SELECT name "
		 "FROM pragma_table_info('%s', 'main')) "
		 "AND name NOT IN ('content_hash', 'hash_version')",
		 table, table);
	text = database_text(sqlite, sql);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* All tables of the earlier database except meta and SQLite's own. */
static char *tables(sqlite3 *sqlite)
{
	return database_text(sqlite, "SELECT name FROM before.sqlite_schema "
				     "WHERE type = 'table' AND name <> 'meta' "
				     "AND name NOT LIKE 'sqlite%'");
}

static bool attach(sqlite3 *sqlite, const char *file)
{
	char *sql = sqlite3_mprintf("ATTACH %Q AS before", file);
	int code = sqlite3_exec(sqlite, sql, NULL, NULL, NULL);

	sqlite3_free(sql);
	return code == SQLITE_OK;
}

static void check_rows(const char *what, sqlite3 *sqlite, const char *thinned)
{
	char *list = tables(sqlite), *rest = NULL, *table, *common, *sql;
	long long lost;

	for (table = strtok_r(list, "\n", &rest); table;
	     table = strtok_r(NULL, "\n", &rest)) {
		common = columns(sqlite, table);
		sql =
		    sqlite3_mprintf("SELECT count(*) FROM (SELECT %s FROM "
				    "before.%s EXCEPT SELECT %s FROM main.%s)",
				    common, table, common, table);
		lost = thinned && !strcmp(table, thinned)
			   ? 0
			   : database_number(sqlite, sql);
		if (lost)
			fault_bad(FAULT_LOST, "%s: %lld rows of %s", what, lost,
				  table);
		sqlite3_free(sql);
		free(common);
	}
	free(list);
}

/* Repeats may have become sketches, but each must still be counted. */
static void check_accounts(const char *what, sqlite3 *sqlite)
{
	long long lost = database_number(
	    sqlite, "SELECT count(*) FROM (SELECT run_id, series, "
		    "planned, ok, missing FROM before.v_account "
		    "EXCEPT SELECT run_id, series, planned, ok, "
		    "missing FROM main.v_account)");

	if (lost)
		fault_bad(FAULT_LOST, "%s: the accounts of %lld cells", what,
			  lost);
}

bool database_check(const char *what, const char *dir, const char *name,
		    const char *before, const char *thinned)
{
	sqlite3 *sqlite = database_copy(dir, name);
	size_t bad = fault_count();
	char *text;

	if (!sqlite) {
		fault_bad(FAULT_LOST, "%s: the database %s", what, name);
		return false;
	}
	text = database_text(sqlite, "PRAGMA integrity_check");
	if (strcmp(text, "ok\n"))
		fault_bad(FAULT_CORRUPT, "%s: %s: %s", what, name, text);
	free(text);
	if (!attach(sqlite, before))
		fault_bad(FAULT_CORRUPT, "%s: %s: %s", what, name,
			  sqlite3_errmsg(sqlite));
	else
		check_rows(what, sqlite, thinned);
	if (thinned)
		check_accounts(what, sqlite);
	if (database_number(sqlite,
			    "SELECT count(*) FROM sqlite_schema WHERE name "
			    "= 'v_contradiction'") > 0) {
		text = database_text(sqlite, "SELECT * FROM v_contradiction");
		if (*text)
			fault_bad(FAULT_CORRUPT, "%s: contradiction: %s", what,
				  text);
		free(text);
	}
	sqlite3_close(sqlite);
	return fault_count() == bad;
}

void database_hash(const char *dir, const char *name, char hash[17])
{
	char path[FAULT_PATH_SIZE];
	struct err err = { 0 };
	struct db *db = db_open(fault_path(path, dir, name, ""), DB_READ, &err);

	*hash = '\0';
	if (db && travel_hash(db, hash, &err))
		*hash = '\0';
	db_close(db);
}

void database_pour(sqlite3 *to, const char *from)
{
	char *list, *rest = NULL, *table, *common, *sql;

	if (!attach(to, from))
		fault_die("cannot attach '%s': %s", from, sqlite3_errmsg(to));
	list = tables(to);
	for (table = strtok_r(list, "\n", &rest); table;
	     table = strtok_r(NULL, "\n", &rest)) {
		common = columns(to, table);
		sql = sqlite3_mprintf("INSERT INTO main.%s (%s) SELECT %s FROM "
				      "before.%s",
				      table, common, common, table);
		if (*common && sqlite3_exec(to, sql, NULL, NULL, NULL))
			fault_die("cannot pour %s: %s", table,
				  sqlite3_errmsg(to));
		sqlite3_free(sql);
		free(common);
	}
	free(list);
	sqlite3_exec(to, "DETACH before", NULL, NULL, NULL);
}
