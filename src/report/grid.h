/* The rows of a report's query, held in memory: curves over n. */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "report/report.h"

struct grid {
	char **columns; /* names */
	char **text;    /* [row * ncolumns + column]; "" is NULL */
	double *value;  /* the same as numbers; NAN for NULL and text */
	size_t ncolumns, nrows;
};

/* Runs the report's query for a run. Returns 0, or -1 with *err. */
int grid_read(struct grid *grid, struct store *store,
	      const struct report *report, const char *run, struct err *err);
void grid_free(struct grid *grid);

/* Index of the column of this name; a missing one is a bug. */
size_t grid_column(const struct grid *grid, const char *name);

/*
 * The report's table: a row per n, ascending, a column per curve, in `column`.
 * Numbers in printf's `format`, or with all digits where that is NULL.
 */
struct table;
int grid_pivot(const struct grid *grid, const char *column, const char *format,
	       struct table *table, struct err *err);

/*
 * The data file of the picture: block 0 is the caption, then one block per
 * curve with its name as the header and all other columns, tab-separated.
 */
void grid_dat(const struct grid *grid, const char *comment, const char *caption,
	      struct str *out);

#endif
