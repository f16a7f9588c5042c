/* Asking the database: canned queries by name, or the user's own SQL. */
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
	const void *blob; /* not terminated; NULL for what is none */
	size_t size;      /* bytes of text, or of the blob */
};

/* A parameter "key=value", or one that a command binds by itself. */
struct param {
	const char *key;  /* without the colon */
	const char *text; /* a number is bound as one */
};

/* The rows of an answer. */
struct query {
	int columns;
	struct impl *impl;
};

/*
 * Prepares one read-only SELECT. Every key must be a parameter of the text and
 * a parameter without a value is NULL. The parameters `run` and `before` are
 * resolved by store_run_find(). Unknown keys and names, several statements, and
 * statements that write are refused (ERR_USAGE). NULL with *err on failure.
 */
struct query *query_open(struct db *db, const char *sql,
			 const struct param *params, size_t nparams,
			 struct err *err);

/* The same for the file sql/query/NAME.sql. */
struct query *query_open_named(struct db *db, const char *name,
			       const struct param *params, size_t nparams,
			       struct err *err);

/* The same for rows that the program has made: the file sql/rows/NAME.sql reads
 * them from the parameter :rows, a JSON array of arrays. */
struct query *query_open_rows(struct db *db, const char *name, const char *rows,
			      struct err *err);

/* Next row: 1, 0 at the end, -1 with *err. */
int query_next(struct query *query, struct err *err);

/* Name of column i; value of column i in this row, valid until the next. */
const char *query_column(const struct query *query, int i);
void query_value(const struct query *query, int i, struct value *value);

/* The same of the column of this name, which a canned query has. */
void query_value_of(const struct query *query, const char *name,
		    struct value *value);
void query_close(struct query *query);

/* Walks the canned queries: name and first line of number i, or false. */
bool query_list(size_t i, const char **name, char *line, size_t size);

/* Writes text as a JSON string through SQLite. Returns 0, or -1 with *err. */
struct str;
int query_json_text(struct db *db, const char *text, struct str *out,
		    struct err *err);

/* The same behind a comma, as the next item of a list; null where text is "".
 */
int query_json_next(struct db *db, const char *text, struct str *out,
		    struct err *err);

#endif
