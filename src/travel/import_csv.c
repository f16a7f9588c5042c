/* Import of exported CSV: a row that names columns precedes the rows of each
 * table. */
#include "travel/import.h"

#include "base/csv.h"

#include <string.h>

struct csv_import {
	struct import *im;
	struct str header; /* names of the columns, a NUL behind each */
	size_t offset[CSV_FIELDS_MAX], count;
	const struct layout *layout; /* that `column` refers to, or NULL */
	int column[CSV_FIELDS_MAX];  /* index of each field in the layout */
};

static int csv_header(struct csv_import *c, const struct csv_row *row,
		      struct err *err)
{
	size_t i;

	c->layout = NULL;
	c->header.len = 0;
	c->count = row->count;
	for (i = 0; i < row->count; i++) {
		c->offset[i] = c->header.len;
		str_add_bytes(&c->header, row->fields[i].text,
			      row->fields[i].len + 1);
	}
	return str_check(&c->header, err);
}

/* Finds the column of each field; an unknown name is an error. */
static int csv_columns(struct csv_import *c, const struct layout *l,
		       const struct csv_row *row, struct err *err)
{
	bool seen[SECTION_COLUMNS_MAX] = { false };
	const char *name;
	size_t i;

	c->layout = NULL;
	for (i = 1; i < c->count; i++) {
		name = c->header.text + c->offset[i];
		c->column[i] = import_column(l, name);
		if (c->column[i] < 0)
			return err_set(err, ERR_USAGE,
				       "%s:%zu:1: a table '%s' has no column "
				       "'%.60s'; a newer dotrec may know it",
				       c->im->name, row->line, l->section->name,
				       name);
		if (seen[c->column[i]])
			return err_set(err, ERR_USAGE,
				       "%s:%zu:1: the columns of table '%s' "
				       "name '%s' twice",
				       c->im->name, row->line, l->section->name,
				       name);
		seen[c->column[i]] = true;
	}
	c->layout = l;
	return 0;
}

static int csv_values(struct csv_import *c, const struct layout *l,
		      const struct csv_row *row, struct err *err)
{
	size_t i;

	for (i = 1; i < row->count; i++) {
		const struct csv_field *f = &row->fields[i];
		const char *text = f->text;

		c->im->value[c->column[i]].column = f->column;
		if (!f->len)
			continue;
		/* the export puts an apostrophe in front of some texts */
		if (l->type[c->column[i]] == 't' && *text == '\'')
			text++;
		if (import_value_text(c->im, l, c->column[i], text, f->column,
				      err))
			return -1;
	}
	return 0;
}

static int csv_row_in(void *ctx, const struct csv_row *row, struct err *err)
{
	struct csv_import *c = ctx;
	struct import *im = c->im;
	size_t before = im->mistakes.count;
	struct layout *l;

	im->line = row->line;
	if (!strcmp(row->fields[0].text, "table"))
		return csv_header(c, row, err);
	l = import_layout(im, row->fields[0].text);
	if (!l)
		return mistake_at(&im->mistakes, row->line, 1, err,
				  "no table '%.60s' belongs to an export",
				  row->fields[0].text);
	if (!import_is_due(im, l))
		return 0;
	if (row->count != c->count)
		return mistake_at(&im->mistakes, row->line,
				  row->fields[row->count - 1].column, err,
				  "%zu fields, but %zu columns", row->count,
				  c->count);
	if (c->layout != l && csv_columns(c, l, row, err))
		return -1;
	import_clear(im);
	if (csv_values(c, l, row, err))
		return -1;
	im->result->rows++;
	return im->mistakes.count > before ? 0 : import_store(im, l, err);
}

int import_csv(struct import *im, const char *text, size_t len, struct err *err)
{
	struct csv_import c = { .im = im };
	int rc = csv_read(text, len, im->name, 0, csv_row_in, &c, err);

	str_free(&c.header);
	return rc;
}
