/* Inside foreign/: what the columns of a foreign table mean. */
#ifndef FOREIGN_MAP_H
#define FOREIGN_MAP_H

#include "base/csv.h"
#include "foreign/unit.h"

/* What a column of a table can hold. */
enum role {
	ROLE_SERIES, /* one part of the name of the series */
	ROLE_N,
	ROLE_TIME, /* a repeat */
	ROLE_DATE,
	ROLE_WORKERS,
	ROLE_UNIT,  /* of the times of the row */
	ROLE_CALLS, /* the time is that of so many */
	ROLES
};

#define MAP_TEXT 512

struct map {
	/* names of columns, several of them joined by +; "": none */
	char column[ROLES][MAP_TEXT];
	struct unit unit; /* where there is no column of units */
	bool unit_given;  /* in words, or by the name of the column of times */
	bool more, less;  /* better=more, better=less */
	char base[MAP_TEXT]; /* name of a series; "": none */
};

/*
 * Reads words such as series=suite+test,time=ms,unit=ms; a later word replaces an
 * earlier one of the same key. `names` are the columns of the table. Returns 0, or
 * -1 with *err (ERR_USAGE).
 */
int map_read(struct map *map, const char *words, const struct csv_row *names,
	     struct err *err);

/* The columns of a role, as indexes into `names`. Returns 0, or -1 with *err if a
 * column does not exist or exists twice; `name` is that of the file. */
int map_columns(const struct map *map, enum role role,
		const struct csv_row *names, const char *name,
		size_t columns[CSV_FIELDS_MAX], size_t *count, struct err *err);

/*
 * Guesses the map of a table from the names of its columns and its first row, with
 * `comma` as for map_number().
 * `words` becomes a text for map_read(). Returns whether every column has a
 * meaning; otherwise `words` is a proposal that the user has to complete.
 */
bool map_guess(const struct csv_row *names, const struct csv_row *first,
	       bool comma, char words[MAP_TEXT]);

/* Reads a number; with `comma` it may have a decimal comma, and points between
 * thousands. */
bool map_number(bool comma, const char *text, double *value);

/* Reads a number as map_number() does, which may have its unit behind it ("1.5 ms");
 * *unit stays as it is if there is none. */
bool map_time(bool comma, const char *text, struct unit *unit, double *value);

/* Whether the name of a column says that it holds no times: a rate, bytes, ... */
bool map_is_no_time(const char *name);

#endif
