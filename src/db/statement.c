/* Prepares each named statement once, binds its values, runs transactions. */
#include "db/statement.h"

#include "base/interrupt.h"
#include "db/place.h"

#include <assert.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>

/* The index of a prepared statement, or db->count. */
static size_t find_prepared(const struct db *db, const char *name)
{
	size_t i;

	/* who asks again has the same literal */
	for (i = 0; i < db->count; i++)
		if (db->prepared[i].name == name)
			return i;
	for (i = 0; i < db->count; i++)
		if (!strcmp(db->prepared[i].name, name))
			break;
	return i;
}

sqlite3_stmt *db_statement(struct db *db, const char *name, struct err *err)
{
	size_t i = find_prepared(db, name);
	const char *sql;

	db->statement_signal = interrupt_pending();
	if (i < db->count) {
		sqlite3_stmt *old = db->prepared[i].statement;

		sqlite3_reset(old);
		sqlite3_clear_bindings(old);
		return old;
	}
	sql = str_file_find(store_sql, name);
	assert(sql && db->count < DB_STATEMENTS_MAX);
	if (sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &db->prepared[i].statement, NULL)) {
		db_fail(db, "cannot use", err);
		return NULL;
	}
	db->prepared[db->count++].name = name;
	return db->prepared[i].statement;
}

/* The index of a parameter. SQLite searches all names; who binds them in their
 * order does not wait for that. */
static int parameter(sqlite3_stmt *statement, const char *name)
{
	static _Thread_local struct {
		const sqlite3_stmt *statement;
		int i;
	} last;
	int i = last.statement == statement ? last.i + 1 : 1;
	const char *next = sqlite3_bind_parameter_name(statement, i);

	if (!next || strcmp(next, name) != 0)
		i = sqlite3_bind_parameter_index(statement, name);
	assert(i > 0);
	last.statement = statement;
	last.i = i;
	return i;
}

void db_int(sqlite3_stmt *statement, const char *name, int64_t value)
{
	sqlite3_bind_int64(statement, parameter(statement, name), value);
}

void db_real(sqlite3_stmt *statement, const char *name, double value)
{
	sqlite3_bind_double(statement, parameter(statement, name), value);
}

/* Binds a blob of more than the allowed length in place of a text that could
 * not be bound and would be NULL: the statement that reads it fails. */
static void bind_refused(sqlite3_stmt *statement, int i)
{
	int most = sqlite3_limit(sqlite3_db_handle(statement),
				 SQLITE_LIMIT_LENGTH, -1);

	sqlite3_bind_zeroblob(statement, i, most < INT_MAX ? most + 1 : most);
}

void db_text(sqlite3_stmt *statement, const char *name, const char *value)
{
	int i = parameter(statement, name);

	if (sqlite3_bind_text(statement, i, value, -1, SQLITE_STATIC))
		bind_refused(statement, i);
}

void db_id(sqlite3_stmt *statement, const char *name, int64_t id)
{
	if (id)
		db_int(statement, name, id);
}

const char *db_column_text(sqlite3_stmt *statement, int i)
{
	const char *text = (const char *)sqlite3_column_text(statement, i);

	return text ? text : "";
}

const char *db_text_at(struct db *db, sqlite3_stmt *s, int i, struct err *err)
{
	bool is_null = sqlite3_column_type(s, i) == SQLITE_NULL;
	const char *text = (const char *)sqlite3_column_text(s, i);

	if (!text && !is_null) {
		db_fail(db, "cannot read", err);
		return NULL;
	}
	return text ? text : "";
}

int db_run(struct db *db, sqlite3_stmt *statement, struct err *err)
{
	int code;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		;
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? 0 : db_fail(db, "cannot write", err);
}

int db_run_of(struct db *db, const char *name, int64_t run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, name, err);

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	return db_run(db, s, err);
}

int db_ended(struct db *db, sqlite3_stmt *statement, int code, struct err *err)
{
	sqlite3_reset(statement);
	if (code == SQLITE_DONE)
		return 0;
	return code == SQLITE_ROW ? -1 : db_fail(db, "cannot read", err);
}

int db_row_ended(struct db *db, sqlite3_stmt *statement, int code,
		 struct err *err)
{
	/* it returns SQLITE_NOMEM if a text could not be read */
	int reset = sqlite3_reset(statement);

	if (code == SQLITE_DONE)
		return err_set(
		    err, ERR_STORAGE,
		    "cannot read '%s': a row that was there is gone; "
		    "try again",
		    db->path);
	return reset == SQLITE_OK ? 0 : db_fail(db, "cannot read", err);
}

int db_run_text(struct db *db, sqlite3_stmt *statement, struct str *text,
		struct err *err)
{
	int code = sqlite3_step(statement);

	str_add(text, db_column_text(statement, 0));
	return db_row_ended(db, statement, code, err) ? -1
						      : str_check(text, err);
}

int db_run_int(struct db *db, sqlite3_stmt *statement, int64_t *value,
	       struct err *err)
{
	int code = sqlite3_step(statement), rc = 0;

	if (code == SQLITE_ROW)
		*value = sqlite3_column_int64(statement, 0);
	else if (code == SQLITE_DONE)
		rc = 1;
	else
		rc = db_fail(db, "cannot use", err);
	sqlite3_reset(statement);
	return rc;
}

int db_exec(struct db *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL))
		return db_fail(db, "cannot use", err);
	return 0;
}

int db_exec_file(struct db *db, struct err *err, const char *name, ...)
{
	const char *format = str_file_find(store_sql, name);
	struct str sql = { 0 };
	va_list ap;
	int rc;

	assert(format);
	va_start(ap, name);
	str_addv(&sql, format, ap);
	va_end(ap);
	rc = str_check(&sql, err) ? -1 : db_exec(db, sql.text, err);
	str_free(&sql);
	return rc;
}

int db_begin(struct db *db, struct err *err)
{
	/* IMMEDIATE, since a deferred transaction that has read cannot wait
	 * for the write lock: it fails at once */
	sqlite3_stmt *s = db_statement(db, "db/begin", err);

	return s ? db_run(db, s, err) : -1;
}

int db_end(struct db *db, int rc, struct err *err)
{
	struct err ignored = { 0 };
	sqlite3_stmt *s = NULL;

	if (!rc) {
		db_place_guard(db);
		s = db_statement(db, "db/commit", err);
		rc = s ? db_run(db, s, err) : -1;
		if (!rc)
			return db_place_check(db, err);
	}
	if (rc && !sqlite3_get_autocommit(db->sqlite)) {
		s = db_statement(db, "db/rollback", &ignored);
		if (s)
			db_run(db, s, &ignored);
	}
	return rc;
}
