/* The rows of a report's query, held in memory: curves over n. */
#include "report/grid.h"

#include "base/mem.h"
#include "base/units.h"
#include "report/table.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_columns(struct grid *grid, struct query *query, struct err *err)
{
	size_t i;

	grid->ncolumns = (size_t)query->columns;
	grid->columns = mem_array(grid->ncolumns, sizeof(*grid->columns), err);
	for (i = 0; grid->columns && i < grid->ncolumns; i++) {
		grid->columns[i] = mem_text(query_column(query, (int)i), err);
		if (!grid->columns[i])
			return -1;
	}
	return grid->columns ? 0 : -1;
}

static int read_row(struct grid *grid, struct query *query, size_t *text_cap,
		    size_t *value_cap, struct err *err)
{
	size_t at = grid->nrows * grid->ncolumns, i;
	char number[UNITS_SIZE];
	struct value v;

	if (mem_grow(&grid->text, text_cap, at + grid->ncolumns,
		     sizeof(*grid->text), err) ||
	    mem_grow(&grid->value, value_cap, at + grid->ncolumns,
		     sizeof(*grid->value), err))
		return -1;
	memset(grid->text + at, 0, grid->ncolumns * sizeof(*grid->text));
	grid->nrows++;
	for (i = 0; i < grid->ncolumns; i++, at++) {
		query_value(query, (int)i, &v);
		grid->value[at] =
		    v.type == VALUE_INTEGER || v.type == VALUE_REAL ? v.real
								    : NAN;
		grid->text[at] =
		    mem_text(v.type == VALUE_REAL ? units_double(number, v.real)
			     : v.text             ? v.text
						  : "",
			     err);
		if (!grid->text[at])
			return -1;
	}
	return 0;
}

int grid_read(struct grid *grid, struct store *store,
	      const struct report *report, const char *run, struct err *err)
{
	struct param param = { "run", run };
	struct query *query =
	    query_open_named(store, report->name, &param, 1, err);
	size_t text_cap = 0, value_cap = 0;
	int rc;

	memset(grid, 0, sizeof(*grid));
	if (!query)
		return -1;
	rc = read_columns(grid, query, err);
	while (!rc && (rc = query_next(query, err)) > 0)
		rc = read_row(grid, query, &text_cap, &value_cap, err);
	query_close(query);
	if (rc)
		grid_free(grid);
	return rc;
}

void grid_free(struct grid *grid)
{
	size_t i;

	for (i = 0; grid->columns && i < grid->ncolumns; i++)
		free(grid->columns[i]);
	for (i = 0; grid->text && i < grid->nrows * grid->ncolumns; i++)
		free(grid->text[i]);
	free(grid->columns);
	free(grid->text);
	free(grid->value);
	memset(grid, 0, sizeof(*grid));
}

size_t grid_column(const struct grid *grid, const char *name)
{
	size_t i;

	for (i = 0; i < grid->ncolumns; i++)
		if (!strcmp(grid->columns[i], name))
			return i;
	assert(false); /* the query and the report disagree */
	return 0;
}

static const char *curve(const struct grid *g, size_t row)
{
	return g->text[row * g->ncolumns];
}

static double n_of(const struct grid *g, size_t row)
{
	return g->value[row * g->ncolumns + 1];
}

static bool new_curve(const struct grid *g, size_t row)
{
	return row == 0 || strcmp(curve(g, row), curve(g, row - 1));
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The different n, ascending; to be released with free(). */
static double *sizes(const struct grid *g, size_t *count, struct err *err)
{
	double *n = mem_array(g->nrows, sizeof(*n), err);
	size_t i, kept = 0;

	for (i = 0; n && i < g->nrows; i++)
		n[i] = n_of(g, i);
	if (n)
		qsort(n, g->nrows, sizeof(*n), ascending);
	for (i = 0; n && i < g->nrows; i++)
		if (!kept || n[i] != n[kept - 1])
			n[kept++] = n[i];
	*count = kept;
	return n;
}

static int pivot_cell(const struct grid *g, size_t first, double n, size_t at,
		      const char *format, struct table *table, struct err *err)
{
	char number[UNITS_SIZE];
	size_t row;

	for (row = first;
	     row < g->nrows && (row == first || !new_curve(g, row)); row++) {
		size_t i = row * g->ncolumns + at;

		if (n_of(g, row) != n)
			continue;
		if (!format || isnan(g->value[i]))
			return table_add(table, g->text[i], true, err);
		snprintf(number, sizeof(number), format, g->value[i]);
		return table_add(table, number, true, err);
	}
	return table_add(table, "", true, err);
}

int grid_pivot(const struct grid *grid, const char *column, const char *format,
	       struct table *table, struct err *err)
{
	size_t at = grid_column(grid, column), count, i, row;
	double *n = sizes(grid, &count, err);
	char number[UNITS_SIZE];
	int rc = n ? table_add(table, "n", true, err) : -1;

	table->columns = 1;
	for (row = 0; !rc && row < grid->nrows; row++) {
		if (!new_curve(grid, row))
			continue;
		table->columns++;
		rc = table_add(table, curve(grid, row), true, err);
	}
	for (i = 0; !rc && i < count; i++) {
		snprintf(number, sizeof(number), "%.0f", n[i]);
		rc = table_add(table, number, true, err);
		for (row = 0; !rc && row < grid->nrows; row++)
			if (new_curve(grid, row))
				rc = pivot_cell(grid, row, n[i], at, format,
						table, err);
	}
	free(n);
	return rc;
}

/* A quoted string of a data file: gnuplot knows no escapes in it. */
static void quoted(struct str *out, const char *text)
{
	str_add(out, "\"");
	for (; *text; text++)
		str_add_bytes(out,
			      (unsigned char)*text < ' ' ? " "
			      : *text == '"'             ? "'"
							 : text,
			      1);
	str_add(out, "\"\n");
}

void grid_dat(const struct grid *grid, const char *comment, const char *caption,
	      struct str *out)
{
	size_t row, i;

	str_addf(out, "# %s\n# columns:", comment);
	for (i = 1; i < grid->ncolumns; i++)
		str_addf(out, " %zu %s", i, grid->columns[i]);
	str_add(out, "\n");
	quoted(out, caption);
	for (row = 0; row < grid->nrows; row++) {
		if (new_curve(grid, row)) {
			str_add(out, "\n\n");
			quoted(out, curve(grid, row));
		}
		for (i = 1; i < grid->ncolumns; i++) {
			const char *text = grid->text[row * grid->ncolumns + i];

			str_addf(out, "%s%s", i > 1 ? "\t" : "",
				 *text ? text : "NaN");
		}
		str_add(out, "\n");
	}
}
