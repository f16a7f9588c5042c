/* Grids: the rows of a query in memory, for tables, data files and hashes. */
#ifndef TABLE_GRID_H
#define TABLE_GRID_H

#include "base/sha256.h"
#include "base/str.h"
#include "base/units.h"
#include "store/query.h"
#include "table/table.h"

struct grid {
	char **columns; /* names */
	char **text;    /* [row * ncolumns + column]; "" for NULL */
	double *value;  /* the same values as numbers; NAN for NULL and text */
	size_t ncolumns, nrows;
};

/* Reads all rows of a query, which stays open. Returns 0, or -1 with *err.
 * grid_free() releases the grid; after an error there is nothing to release. */
int grid_fill(struct grid *grid, struct query *query, struct err *err);

/* Runs the canned query `name` for a run. Returns 0, or -1 with *err. */
int grid_read(struct grid *grid, struct db *db, const char *name,
	      const char *run, struct err *err);
void grid_free(struct grid *grid);

/* Index of the column of this name, or ncolumns if there is none. */
size_t grid_find(const struct grid *grid, const char *name);

/* A value in the column of this name, as text and as a number: "" and NAN without such
 * a column, or where it is NULL. `name` may be NULL. */
const char *grid_text(const struct grid *grid, size_t row, const char *name);
double grid_number(const struct grid *grid, size_t row, const char *name);

/* A curve is a stretch of rows with the same first column: the name of that of a row,
 * whether it begins with the row, and the number of curves. */
const char *grid_curve(const struct grid *grid, size_t row);
bool grid_new_curve(const struct grid *grid, size_t row);
size_t grid_curves(const struct grid *grid);

/* Appends the rows as CSV with all digits, as 'dotrec query' writes them. */
void grid_csv(const struct grid *grid, struct str *out);

/* Writes the SHA-256 of that CSV into `text`, and returns `text`. Without memory
 * for it, marks `into`, to which the hash will be added, as failed. */
char *grid_hash(const struct grid *grid, char text[SHA256_SIZE],
		struct str *into);

/* Fills an empty table with the rows. Values get the units that the names of their
 * columns end in (column.h); other numbers that are not whole get 4
 * digits, and per cent one decimal. Returns 0, or -1 with *err. */
int grid_rows(const struct grid *grid, struct table *table, struct err *err);

/* A table with a row per n and a column per curve that have a value. Curve and n
 * are the first two columns of the query. */
struct pivot {
	const char *title;      /* what the values are, with their unit */
	const char *column;     /* the query's column with the values */
	const char *low, *high; /* columns of their interval, or NULL. It is
				 * written as +- per cent of the value */
	char *(*text)(char text[UNITS_SIZE], double value); /* writes a value */
	bool against_one; /* tone: good above 1, bad below 1, by the interval */
};

/* Fills an empty table with a pivot of the grid. Returns 0, or -1 with *err. */
int grid_pivot(const struct grid *grid, const struct pivot *pivot,
	       struct table *table, struct err *err);

/*
 * Appends the rows as blocks of a gnuplot data file. Each curve is a block: two
 * empty lines, the name of the curve as header, whole and shortened, then the
 * other columns, separated by tabs, with NaN for NULL.
 */
void grid_dat(const struct grid *grid, struct str *out);

#endif
