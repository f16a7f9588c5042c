/* Runs queries: canned ones by name, or the user's own SQL. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "db/open.h"

enum value_type {
	VALUE_NULL,
	VALUE_INTEGER,
	VALUE_REAL,
	VALUE_TEXT,
	VALUE_BLOB
};

struct value {
	enum value_type type;
	int64_t integer;
	double real;
	const char *text; /* NUL-terminated; "" for NULL and for a blob */
	const void *blob; /* not terminated; NULL if it is not a blob */
	size_t size;      /* bytes of the text or the blob */
};

/* A parameter of a query: the user's "key=value", or one set by a command. */
struct param {
	const char *key;  /* without the colon */
	const char *text; /* the value; if it is a number, bound as one */
};

/* A query being run, and its result. */
struct query {
	int columns;
	struct impl *impl;
};

/*
 * Prepares one read-only SELECT. Every key must be a parameter of the SQL text;
 * a parameter without a value is NULL. The parameters `run` and `before` are
 * resolved by store_run_find(); @last_run is always the id of the last run
 * (v_last_run), NULL if there is none. Unknown keys and names, several statements, and
 * statements that write are refused (ERR_USAGE). Returns NULL with *err on
 * failure; close with query_close().
 */
struct query *query_open(struct db *db, const char *sql,
			 const struct param *params, size_t nparams,
			 struct err *err);

/* Prepares the canned query of file sql/query/NAME.sql. */
struct query *query_open_named(struct db *db, const char *name,
			       const struct param *params, size_t nparams,
			       struct err *err);

/* Prepares the query of file sql/rows/NAME.sql, which reads rows that the
 * program computed from the parameter :rows, a JSON array of arrays. */
struct query *query_open_rows(struct db *db, const char *name, const char *rows,
			      struct err *err);

/* Goes to the next row. Returns 1, 0 at the end, or -1 with *err. */
int query_next(struct query *query, struct err *err);

/* The name of column i, and its value in the present row, which is valid until
 * the next row. */
const char *query_column(const struct query *query, int i);
void query_value(const struct query *query, int i, struct value *value);

/* The value of the column of this name, which the query must have. */
void query_value_of(const struct query *query, const char *name,
		    struct value *value);
void query_close(struct query *query);

/* Name and first line of canned query number i; false if there is none. */
bool query_list(size_t i, const char **name, char *line, size_t size);

/* Adds text as a JSON string, made by SQLite. Returns 0, or -1 with *err. */
struct str;
int query_json_text(struct db *db, const char *text, struct str *out,
		    struct err *err);

/* Adds a comma and a number with all digits, or null if it is not finite: the next
 * item of a list. */
void query_json_number(double x, struct str *out);

/* Adds a comma and text as a JSON string, or null if text is "": the next item
 * of a list. Returns 0, or -1 with *err. */
int query_json_next(struct db *db, const char *text, struct str *out,
		    struct err *err);

#endif
