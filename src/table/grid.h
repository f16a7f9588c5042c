/* The rows of a query, held in memory: for tables, data files and proof. */
#ifndef TABLE_GRID_H
#define TABLE_GRID_H

#include "base/sha256.h"
#include "base/str.h"
#include "base/units.h"
#include "store/query.h"
#include "table/table.h"

struct grid {
	char **columns; /* names */
	char **text;    /* [row * ncolumns + column]; "" is NULL */
	double *value;  /* the same as numbers; NAN for NULL and text */
	size_t ncolumns, nrows;
};

/* Reads all rows of a query, which stays open. Returns 0, or -1 with *err. */
int grid_fill(struct grid *grid, struct query *query, struct err *err);

/* Runs the canned query `name` for a run. Returns 0, or -1 with *err. */
int grid_read(struct grid *grid, struct db *db, const char *name,
	      const char *run, struct err *err);
void grid_free(struct grid *grid);

/* Index of the column of this name, or ncolumns. */
size_t grid_find(const struct grid *grid, const char *name);

/* How many curves there are: runs of rows with the same first column. */
size_t grid_curves(const struct grid *grid);

/* The rows as CSV with all digits, as 'dotrec query' has them. */
void grid_csv(const struct grid *grid, struct str *out);

/* SHA-256 of that CSV. Returns `text`. */
char *grid_hash(const struct grid *grid, char text[SHA256_SIZE]);

/* The rows as they are, for people. Returns 0, or -1 with *err. */
int grid_rows(const struct grid *grid, struct table *table, struct err *err);

/* A table with a row per n and a column per curve (the first two columns of
 * the query). */
struct pivot {
	const char *title;      /* what stands in it, with its unit */
	const char *column;     /* of the query */
	const char *low, *high; /* columns of its interval, or NULL: written
				 * as +- per cent of the value */
	char *(*text)(char text[UNITS_SIZE], double value);
	bool against_one; /* good where the interval lies above 1 */
};
int grid_pivot(const struct grid *grid, const struct pivot *pivot,
	       struct table *table, struct err *err);

/*
 * The rows as blocks of a data file of gnuplot, each behind two empty lines: a
 * block per curve with its name as the header and all other columns,
 * tab-separated.
 */
void grid_dat(const struct grid *grid, struct str *out);

#endif
