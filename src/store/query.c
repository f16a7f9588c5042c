/* Runs queries: canned ones by name, or the user's own SQL. */
#include "store/query.h"

#include "base/interrupt.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/units.h"
#include "db/statement.h"
#include "store/find.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The parameter that is the id of the last run, without being set: SQLite reads
 * the verdicts of one run only if a view with windows is given its id as a
 * value. */
#define LAST_RUN "@last_run"

struct impl {
	struct db *db;
	sqlite3_stmt *statement;
	bool is_ours; /* SQL of dotrec, not of the user */
};

static bool is_about_sql(int code)
{
	code &= 0xff;
	return code == SQLITE_ERROR || code == SQLITE_AUTH ||
	       code == SQLITE_READONLY || code == SQLITE_TOOBIG;
}

/* Offers the names of the database for one that SQLite's message says is unknown. Sets
 * `elsewhere` to which tables have that very name as a column, if any do. */
static void near_name(struct db *db, const char *message, struct near *near,
		      char elsewhere[300])
{
	static const struct {
		const char *words, *names;
	} unknown[] = {
		{ "no such table: ", "store/names_of_tables" },
		{ "no such column: ", "store/names_of_columns" },
	};
	struct err err = { 0 };
	sqlite3_stmt *s;
	size_t i, len;
	int code;

	for (i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		len = strlen(unknown[i].words);
		if (strncmp(message, unknown[i].words, len) != 0)
			continue;
		near->word = strrchr(message, '.') ? strrchr(message, '.') + 1
						   : message + len;
		s = db_statement(db, unknown[i].names, &err);
		while (s && (code = sqlite3_step(s)) == SQLITE_ROW) {
			if (!strcmp(near->word, db_column_text(s, 0)))
				snprintf(elsewhere, 300, " (%s have it)",
					 db_column_text(s, 1));
			else if (strlen(near->word) > 2)
				near_offer(near, db_column_text(s, 0));
		}
		if (s)
			db_ended(db, s, code, &err);
	}
}

/* Sets *err for SQL of the user that fails: a usage error, if SQLite's error is
 * about the SQL. */
static int refuse_sql(struct db *db, struct err *err)
{
	int code = sqlite3_errcode(db->sqlite);

	if ((code & 0xff) == SQLITE_AUTH)
		return err_set(err, ERR_USAGE,
			       "%s: 'dotrec query' only reads; write a SELECT",
			       sqlite3_errmsg(db->sqlite));
	if (is_about_sql(code)) {
		struct str message = { 0 };
		struct near near = { 0 };
		char elsewhere[300] = "";

		str_add(&message, sqlite3_errmsg(db->sqlite));
		near_name(db, message.text ? message.text : "", &near,
			  elsewhere);
		err_set(err, ERR_USAGE, "%s%s",
			message.text ? message.text : "not a query",
			*elsewhere ? elsewhere : near_hint(&near));
		str_free(&message);
		return -1;
	}
	return db_fail(db, "cannot query", err);
}

/* Binds a parameter; a text is copied, because the query may outlive it. */
static int bind_param(struct db *db, sqlite3_stmt *statement, int i,
		      const char *key, const char *text, struct err *err)
{
	uint64_t integer;
	double real;
	int64_t run_id;
	int code;

	if (!strcmp(key, "run") || !strcmp(key, "before")) {
		if (store_run_find(db, text, &run_id, err))
			return -1;
		code = sqlite3_bind_int64(statement, i, run_id);
	} else if (units_parse_u64(text, &integer) && integer <= INT64_MAX) {
		code = sqlite3_bind_int64(statement, i, (int64_t)integer);
	} else if (units_parse_double(text, &real)) {
		code = sqlite3_bind_double(statement, i, real);
	} else {
		code =
		    sqlite3_bind_text(statement, i, text, -1, SQLITE_TRANSIENT);
	}
	return code ? refuse_sql(db, err) : 0;
}

/* The name of parameter i that the user may set, or NULL. */
static const char *param_name(sqlite3_stmt *statement, int i)
{
	const char *name = sqlite3_bind_parameter_name(statement, i);

	return name && strcmp(name, LAST_RUN) ? name + 1 : NULL;
}

/* Binds LAST_RUN where the SQL has it; NULL if there is no run. */
static int bind_last_run(struct db *db, sqlite3_stmt *statement,
			 struct err *err)
{
	int i = sqlite3_bind_parameter_index(statement, LAST_RUN);
	int64_t run_id;
	int rc = i ? store_run_last(db, 0, &run_id, err) : 1;

	if (rc)
		return rc < 0 ? -1 : 0;
	return sqlite3_bind_int64(statement, i, run_id) ? refuse_sql(db, err)
							: 0;
}

static int bind_params(struct db *db, sqlite3_stmt *statement,
		       const struct param *params, size_t nparams,
		       struct err *err)
{
	struct str known = { 0 };
	const char *name;
	size_t p;
	int i, count = sqlite3_bind_parameter_count(statement);

	for (p = 0; p < nparams; p++) {
		for (i = 1; i <= count; i++) {
			name = param_name(statement, i);
			if (name && !strcmp(name, params[p].key))
				break;
		}
		if (i > count)
			break;
		if (bind_param(db, statement, i, params[p].key, params[p].text,
			       err))
			return -1;
	}
	if (p == nparams)
		return bind_last_run(db, statement, err);
	for (i = 1; i <= count; i++) {
		name = param_name(statement, i);
		if (name)
			str_addf(&known, " %s", name);
	}
	err_set(err, ERR_USAGE, "the query has no parameter '%s'; it has:%s",
		params[p].key, known.text ? known.text : " none");
	str_free(&known);
	return -1;
}

/* Prepares exactly one statement, which must return rows and write nothing. */
static sqlite3_stmt *prepare_select(struct db *db, const char *sql,
				    struct err *err)
{
	sqlite3_stmt *statement = NULL, *second = NULL;
	const char *rest;
	const char *why = NULL;
	int code;

	db->statement_signal = interrupt_pending();
	if (sqlite3_prepare_v3(db->sqlite, sql, -1, 0, &statement, &rest)) {
		refuse_sql(db, err);
		return NULL;
	}
	/* an error in what follows shows a second statement, unless it is a
	 * failure of the machine */
	code = statement
		   ? sqlite3_prepare_v3(db->sqlite, rest, -1, 0, &second, NULL)
		   : SQLITE_OK;
	if (code && !is_about_sql(code)) {
		sqlite3_finalize(statement);
		db_fail(db, "cannot use", err);
		return NULL;
	}
	if (!statement)
		why = "no statement; write a SELECT";
	else if (code || second)
		why = "more than one statement; write one SELECT";
	else if (!sqlite3_stmt_readonly(statement) ||
		 !sqlite3_column_count(statement))
		why = "not a query; 'dotrec query' only reads: write a SELECT";
	sqlite3_finalize(second);
	if (!why)
		return statement;
	err_set(err, ERR_USAGE, "%s", why);
	sqlite3_finalize(statement);
	return NULL;
}

struct query *query_open(struct db *db, const char *sql,
			 const struct param *params, size_t nparams,
			 struct err *err)
{
	struct query *query = mem_array(1, sizeof(*query), err);

	if (!query)
		return NULL;
	query->impl = mem_array(1, sizeof(*query->impl), err);
	if (!query->impl)
		goto fail;
	query->impl->db = db;
	query->impl->statement = prepare_select(db, sql, err);
	if (!query->impl->statement ||
	    bind_params(db, query->impl->statement, params, nparams, err))
		goto fail;
	query->columns = sqlite3_column_count(query->impl->statement);
	return query;
fail:
	query_close(query);
	return NULL;
}

/* Opens a query of dotrec's own: an error while it runs is a fault of the
 * database, not of the user. */
static struct query *open_ours(struct db *db, const char *sql,
			       const struct param *params, size_t nparams,
			       struct err *err)
{
	struct query *query = query_open(db, sql, params, nparams, err);

	if (query)
		query->impl->is_ours = true;
	return query;
}

static void refuse_name(const char *name, struct err *err)
{
	struct near near = { .word = name };
	char line[8];
	const char *known;
	size_t i;

	for (i = 0; query_list(i, &known, line, sizeof(line)); i++)
		near_offer(&near, known);
	err_set(err, ERR_USAGE,
		"no query '%s'%s; 'dotrec list queries' shows them", name,
		near_hint(&near));
}

struct query *query_open_named(struct db *db, const char *name,
			       const struct param *params, size_t nparams,
			       struct err *err)
{
	char file[80];
	const char *sql;

	snprintf(file, sizeof(file), "query/%.60s", name);
	sql = str_file_find(store_sql, file);
	if (!sql) {
		refuse_name(name, err);
		return NULL;
	}
	return open_ours(db, sql, params, nparams, err);
}

struct query *query_open_rows(struct db *db, const char *name, const char *rows,
			      struct err *err)
{
	struct param param = { "rows", rows };
	char file[80];

	snprintf(file, sizeof(file), "rows/%.60s", name);
	return open_ours(db, str_file_find(store_sql, file), &param, 1, err);
}

int query_next(struct query *query, struct err *err)
{
	switch (sqlite3_step(query->impl->statement)) {
	case SQLITE_ROW:
		return 1;
	case SQLITE_DONE:
		return 0;
	default:
		return query->impl->is_ours
			   ? db_fail(query->impl->db, "cannot query", err)
			   : refuse_sql(query->impl->db, err);
	}
}

const char *query_column(const struct query *query, int i)
{
	return sqlite3_column_name(query->impl->statement, i);
}

void query_value(const struct query *query, int i, struct value *value)
{
	sqlite3_stmt *s = query->impl->statement;

	*value = (struct value){ .type = VALUE_NULL, .text = "" };
	switch (sqlite3_column_type(s, i)) {
	case SQLITE_INTEGER:
		value->type = VALUE_INTEGER;
		value->integer = sqlite3_column_int64(s, i);
		value->real = (double)value->integer;
		break;
	case SQLITE_FLOAT:
		value->type = VALUE_REAL;
		value->real = sqlite3_column_double(s, i);
		break;
	case SQLITE_TEXT:
		value->type = VALUE_TEXT;
		break;
	case SQLITE_BLOB:
		value->type = VALUE_BLOB;
		value->blob = sqlite3_column_blob(s, i);
		value->size = (size_t)sqlite3_column_bytes(s, i);
		return;
	default:
		return;
	}
	value->text = db_column_text(s, i);
	value->size = (size_t)sqlite3_column_bytes(s, i);
}

void query_value_of(const struct query *query, const char *name,
		    struct value *value)
{
	int i = 0;

	while (i < query->columns && strcmp(query_column(query, i), name))
		i++;
	assert(i < query->columns);
	query_value(query, i, value);
}

void query_close(struct query *query)
{
	if (!query)
		return;
	if (query->impl)
		sqlite3_finalize(query->impl->statement);
	free(query->impl);
	free(query);
}

bool query_list(size_t i, const char **name, char *line, size_t size)
{
	const struct str_file *f;
	const char *text;

	for (f = store_sql; f->name; f++) {
		if (strncmp(f->name, "query/", 6) || i--)
			continue;
		*name = f->name + 6;
		text = f->text + strspn(f->text, "- ");
		snprintf(line, size, "%.*s", (int)strcspn(text, "\n"), text);
		return true;
	}
	return false;
}

int query_json_text(struct db *db, const char *text, struct str *out,
		    struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/json_text", err);

	if (!s)
		return -1;
	db_text(s, ":text", text);
	return db_run_text(db, s, out, err);
}

void query_json_number(double x, struct str *out)
{
	char text[UNITS_SIZE];

	str_addf(out, ",%s", isfinite(x) ? units_double(text, x) : "null");
}

int query_json_next(struct db *db, const char *text, struct str *out,
		    struct err *err)
{
	str_add(out, ",");
	if (*text)
		return query_json_text(db, text, out, err);
	str_add(out, "null");
	return 0;
}
