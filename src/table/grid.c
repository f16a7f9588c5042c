/* Grids: the rows of a query in memory, for tables, data files and hashes. */
#include "table/grid.h"

#include "base/csv.h"
#include "base/mem.h"
#include "table/column.h"
#include "table/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Characters of the name of a curve beside its end. */
#define LABEL_WIDTH 32

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

static int grid_read_row(struct grid *grid, struct query *query,
			 size_t *text_cap, size_t *value_cap, struct err *err)
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

int grid_fill(struct grid *grid, struct query *query, struct err *err)
{
	size_t text_cap = 0, value_cap = 0;
	int rc;

	memset(grid, 0, sizeof(*grid));
	rc = read_columns(grid, query, err);
	while (!rc && (rc = query_next(query, err)) > 0)
		rc = grid_read_row(grid, query, &text_cap, &value_cap, err);
	if (rc)
		grid_free(grid);
	return rc;
}

int grid_read(struct grid *grid, struct db *db, const char *name,
	      const char *run, struct err *err)
{
	struct param param = { "run", run };
	struct query *query = query_open_named(db, name, &param, 1, err);
	int rc = query ? grid_fill(grid, query, err) : -1;

	query_close(query);
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

size_t grid_find(const struct grid *grid, const char *name)
{
	size_t i;

	for (i = 0; i < grid->ncolumns; i++)
		if (!strcmp(grid->columns[i], name))
			break;
	return i;
}

const char *grid_curve(const struct grid *g, size_t row)
{
	return g->text[row * g->ncolumns];
}

static double n_of(const struct grid *g, size_t row)
{
	return g->value[row * g->ncolumns + 1];
}

bool grid_new_curve(const struct grid *g, size_t row)
{
	return row == 0 || strcmp(grid_curve(g, row), grid_curve(g, row - 1));
}

size_t grid_curves(const struct grid *grid)
{
	size_t row, count = 0;

	for (row = 0; row < grid->nrows; row++)
		count += grid_new_curve(grid, row);
	return count;
}

/* ---- the rows as they are ------------------------------------------------ */

void grid_csv(const struct grid *grid, struct str *out)
{
	size_t i;

	for (i = 0; i < grid->ncolumns; i++) {
		csv_add(out, grid->columns[i]);
		str_add(out, i + 1 < grid->ncolumns ? "," : "\n");
	}
	for (i = 0; i < grid->nrows * grid->ncolumns; i++) {
		csv_add(out, grid->text[i]);
		str_add(out, (i + 1) % grid->ncolumns ? "," : "\n");
	}
}

char *grid_hash(const struct grid *grid, char text[SHA256_SIZE],
		struct str *into)
{
	struct str csv = { 0 };

	grid_csv(grid, &csv);
	into->failed |= csv.failed;
	sha256_hex(text, csv.text ? csv.text : "", csv.len);
	str_free(&csv);
	return text;
}

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name);

	return len > strlen(end) && !strcmp(name + len - strlen(end), end);
}

/* A value for people, by the unit that ends the name of its column. `text` is how
 * the query writes it. */
static const char *for_people(const char *column, const char *text,
			      double value, char number[UNITS_SIZE])
{
	if (isnan(value))
		return text;
	if (column_value(column, value, number))
		return number;
	if (value == floor(value))
		return text;
	if (!ends_with(column, "_percent"))
		snprintf(number, UNITS_SIZE, "%.4g", value);
	else /* no -0.0 */
		snprintf(number, UNITS_SIZE, "%.1f",
			 fabs(value) < 0.05 ? 0.0 : value);
	return number;
}

int grid_rows(const struct grid *grid, struct table *table, struct err *err)
{
	char number[UNITS_SIZE];
	const char *text;
	size_t i;

	table->columns = grid->ncolumns;
	for (i = 0; i < grid->ncolumns; i++)
		if (column_add_name(table, grid->columns[i], err))
			return -1;
	for (i = 0; i < grid->nrows * grid->ncolumns; i++) {
		text = for_people(grid->columns[i % grid->ncolumns],
				  grid->text[i], grid->value[i], number);
		if (table_add(table, text, !isnan(grid->value[i]), err))
			return -1;
	}
	return 0;
}

/* ---- a row per n, a column per curve --------------------------------------- */

static int sizes_ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The different n, ascending, to be released with free(); NULL with *err. */
static double *sizes(const struct grid *g, size_t *count, struct err *err)
{
	double *n = mem_array(g->nrows, sizeof(*n), err);
	size_t i, kept = 0;

	for (i = 0; n && i < g->nrows; i++)
		n[i] = n_of(g, i);
	if (n)
		qsort(n, g->nrows, sizeof(*n), sizes_ascending);
	for (i = 0; n && i < g->nrows; i++)
		if (!kept || n[i] != n[kept - 1])
			n[kept++] = n[i];
	*count = kept;
	return n;
}

const char *grid_text(const struct grid *g, size_t row, const char *name)
{
	size_t at = grid_find(g, name);

	return at < g->ncolumns ? g->text[row * g->ncolumns + at] : "";
}

double grid_number(const struct grid *g, size_t row, const char *name)
{
	size_t at = name ? grid_find(g, name) : g->ncolumns;

	return at < g->ncolumns ? g->value[row * g->ncolumns + at] : NAN;
}

static int pivot_cell(const struct grid *g, size_t row, const struct pivot *p,
		      struct table *table, struct err *err)
{
	char text[2 * UNITS_SIZE];
	double value = grid_number(g, row, p->column);
	double low = grid_number(g, row, p->low),
	       high = grid_number(g, row, p->high);
	enum tone tone = !p->against_one || isnan(low) ? TONE_PLAIN
			 : low > 1                     ? TONE_GOOD
			 : high < 1                    ? TONE_BAD
						       : TONE_PLAIN;
	size_t len;

	if (isnan(value))
		return table_add(table, "", true, err);
	p->text(text, value);
	len = strlen(text);
	if (!isnan(low) && value > 0)
		snprintf(text + len, sizeof(text) - len, " \xc2\xb1%.0f%%",
			 100 * fmax(high - value, value - low) / value);
	return table_add_tone(table, text, true, tone, err);
}

/* Whether the curve that begins with this row has a value. */
static bool curve_has_value(const struct grid *g, size_t row,
			    const struct pivot *p)
{
	do
		if (!isnan(grid_number(g, row, p->column)))
			return true;
	while (++row < g->nrows && !grid_new_curve(g, row));
	return false;
}

static bool n_has_value(const struct grid *g, double n, const struct pivot *p)
{
	size_t row;

	for (row = 0; row < g->nrows; row++)
		if (n_of(g, row) == n && !isnan(grid_number(g, row, p->column)))
			return true;
	return false;
}

static int pivot_row(const struct grid *g, double n, const struct pivot *p,
		     struct table *table, struct err *err)
{
	char number[UNITS_SIZE];
	bool found = true;
	size_t row;

	snprintf(number, sizeof(number), "%.0f", n);
	if (table_add(table, number, true, err))
		return -1;
	for (row = 0; row < g->nrows; row++) {
		if (grid_new_curve(g, row)) {
			if (!found && table_add(table, "", true, err))
				return -1;
			found = !curve_has_value(g, row, p);
		}
		if (found || n_of(g, row) != n)
			continue;
		if (pivot_cell(g, row, p, table, err))
			return -1;
		found = true;
	}
	return found ? 0 : table_add(table, "", true, err);
}

int grid_pivot(const struct grid *grid, const struct pivot *pivot,
	       struct table *table, struct err *err)
{
	size_t count, i, row;
	double *n = sizes(grid, &count, err);
	int rc = n ? table_add(table, "n", true, err) : -1;

	for (table->columns = 1, row = 0; !rc && row < grid->nrows; row++) {
		if (!grid_new_curve(grid, row) ||
		    !curve_has_value(grid, row, pivot))
			continue;
		rc = table_add(table, grid_curve(grid, row), true, err);
		table->columns++;
	}
	for (i = 0; !rc && i < count; i++)
		if (n_has_value(grid, n[i], pivot))
			rc = pivot_row(grid, n[i], pivot, table, err);
	free(n);
	return rc;
}

/* ---- the data file ----------------------------------------------------------- */

/* Appends a number for gnuplot, whose real() refuses 1e-07 but reads
 * 1.0e-07. */
static void grid_add_number(struct str *out, const char *text)
{
	size_t mantissa = strcspn(text, "e");

	str_add_bytes(out, text, mantissa);
	if (text[mantissa] && strcspn(text, ".") > mantissa)
		str_add(out, ".0");
	str_add(out, text + mantissa);
}

/* Adds the name of a curve, and the same without its middle if it is long. */
static void add_names(struct str *out, const char *name)
{
	struct str label = { 0 };

	if (str_width(name) > LABEL_WIDTH)
		text_shortened(&label, name, LABEL_WIDTH);
	text_gnuplot(out, name);
	str_add(out, "\t");
	text_gnuplot(out, label.len ? label.text : name);
	str_add(out, "\n");
	out->failed |= label.failed;
	str_free(&label);
}

void grid_dat(const struct grid *grid, struct str *out)
{
	size_t row, i;

	for (row = 0; row < grid->nrows; row++) {
		if (grid_new_curve(grid, row)) {
			str_add(out, "\n\n");
			add_names(out, grid_curve(grid, row));
		}
		for (i = row * grid->ncolumns + 1;
		     i < (row + 1) * grid->ncolumns; i++) {
			if (!*grid->text[i])
				str_add(out, "NaN");
			else if (isnan(grid->value[i]))
				text_gnuplot(out, grid->text[i]);
			else
				grid_add_number(out, grid->text[i]);
			str_add(out, (i + 1) % grid->ncolumns ? "\t" : "\n");
		}
	}
}
