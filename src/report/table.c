/* The rows of a query as text: for people, and for programs. */
#include "report/table.h"

#include "base/csv.h"
#include "base/mem.h"
#include "base/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- laid out for people ----------------------------------------------- */

int table_add(struct table *table, const char *text, bool number,
	      struct err *err)
{
	char *copy;

	if (mem_grow(&table->text, &table->cap, table->count + 1,
		     sizeof(*table->text), err) ||
	    mem_grow(&table->number, &table->number_cap, table->count + 1,
		     sizeof(*table->number), err))
		return -1;
	copy = mem_text(text, err);
	if (!copy)
		return -1;
	table->text[table->count] = copy;
	table->number[table->count++] = number;
	return 0;
}

void table_free(struct table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		free(table->text[i]);
	free(table->text);
	free(table->number);
	memset(table, 0, sizeof(*table));
}

/* One cell: a control character would break the line it stands in. */
static void add_cell(struct str *out, const char *text, size_t width,
		     bool right, bool markdown)
{
	size_t pad = str_width(text) < width ? width - str_width(text) : 0;
	const char *p;

	if (right)
		str_addf(out, "%*s", (int)pad, "");
	for (p = text; *p; p++) {
		if (markdown && *p == '|')
			str_add(out, "\\|");
		else
			str_add_bytes(out, (unsigned char)*p < ' ' ? " " : p,
				      1);
	}
	if (!right)
		str_addf(out, "%*s", (int)pad, "");
}

static void trim_line(struct str *out)
{
	while (out->len && out->text[out->len - 1] == ' ')
		out->text[--out->len] = '\0';
	str_add(out, "\n");
}

static void add_row(const struct table *t, size_t row, const size_t *width,
		    const bool *right, bool markdown, struct str *out)
{
	size_t c;

	for (c = 0; c < t->columns; c++) {
		str_add(out, markdown ? "| " : c ? "  " : "");
		add_cell(out, t->text[row * t->columns + c], width[c], right[c],
			 markdown);
		str_add(out, markdown ? " " : "");
	}
	str_add(out, markdown ? "|" : "");
	trim_line(out);
}

static void add_rule(const struct table *t, const size_t *width,
		     const bool *right, bool markdown, struct str *out)
{
	size_t c, i;

	for (c = 0; c < t->columns; c++) {
		str_add(out, markdown ? "|-" : c ? "  " : "");
		for (i = 0; i < width[c]; i++)
			str_add(out, "-");
		if (markdown)
			str_add(out, right[c] ? ":" : "-");
	}
	str_add(out, markdown ? "|\n" : "\n");
}

void table_layout(const struct table *t, bool markdown, struct str *out)
{
	size_t *width = calloc(t->columns + 1, sizeof(*width));
	bool *right = calloc(t->columns + 1, sizeof(*right));
	size_t i, c;

	if (!width || !right) {
		out->failed = true;
		goto done;
	}
	for (i = 0; i < t->count; i++) {
		c = i % t->columns;
		if (str_width(t->text[i]) > width[c])
			width[c] = str_width(t->text[i]);
		if (t->number[i])
			right[c] = true;
	}
	for (i = 0; i * t->columns < t->count; i++) {
		add_row(t, i, width, right, markdown, out);
		if (i == 0)
			add_rule(t, width, right, markdown, out);
	}
done:
	free(width);
	free(right);
}

/* ---- values as text ---------------------------------------------------- */

static void hexadecimal(const struct value *v, struct str *out)
{
	size_t i;

	for (i = 0; i < v->size; i++)
		str_addf(out, "%02x", (unsigned char)v->text[i]);
}

/* Every digit, for programs; six, for people. */
static void plain(const struct value *v, bool for_people, struct str *out)
{
	char text[UNITS_SIZE];

	switch (v->type) {
	case VALUE_NULL:
		break;
	case VALUE_REAL:
		if (for_people && isfinite(v->real))
			str_addf(out, "%.6g", v->real);
		else
			str_add(out, units_double(text, v->real));
		break;
	case VALUE_BLOB:
		hexadecimal(v, out);
		break;
	default:
		str_add(out, v->text ? v->text : "");
	}
}

struct writer {
	struct str *out;
	struct store *store;
	struct query *query;
	struct table table; /* of the formats for people */
	struct str field;   /* one value */
	size_t rows;
	struct err *err;
};

struct format {
	const char *name;
	int (*begin)(struct writer *w);
	int (*row)(struct writer *w);
	void (*end)(struct writer *w);
};

static const char *field(struct writer *w, int i, bool for_people,
			 struct value *v)
{
	query_value(w->query, i, v);
	w->field.len = 0;
	str_add(&w->field, "");
	plain(v, for_people, &w->field);
	return w->field.text ? w->field.text : "";
}

/* ---- table, markdown --------------------------------------------------- */

static int people_begin(struct writer *w)
{
	int i;

	w->table.columns = (size_t)w->query->columns;
	for (i = 0; i < w->query->columns; i++)
		if (table_add(&w->table, query_column(w->query, i), false,
			      w->err))
			return -1;
	return 0;
}

static int people_row(struct writer *w)
{
	struct value v;
	const char *text;
	int i;

	for (i = 0; i < w->query->columns; i++) {
		text = field(w, i, true, &v);
		if (table_add(&w->table, text,
			      v.type == VALUE_INTEGER || v.type == VALUE_REAL,
			      w->err))
			return -1;
	}
	return 0;
}

static void table_end(struct writer *w)
{
	table_layout(&w->table, false, w->out);
}

static void markdown_end(struct writer *w)
{
	table_layout(&w->table, true, w->out);
}

/* ---- csv, tsv ---------------------------------------------------------- */

static int csv_begin(struct writer *w)
{
	int i;

	for (i = 0; i < w->query->columns; i++) {
		str_add(w->out, i ? "," : "");
		csv_add(w->out, query_column(w->query, i));
	}
	str_add(w->out, "\n");
	return 0;
}

static int csv_row_out(struct writer *w)
{
	struct value v;
	int i;

	for (i = 0; i < w->query->columns; i++) {
		str_add(w->out, i ? "," : "");
		csv_add(w->out, field(w, i, false, &v));
	}
	str_add(w->out, "\n");
	return 0;
}

/* Tabs, newlines and backslashes as \t \n \\, as PostgreSQL's COPY does. */
static void tsv_add(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\t')
			str_add(out, "\\t");
		else if (*text == '\n')
			str_add(out, "\\n");
		else if (*text == '\r')
			str_add(out, "\\r");
		else if (*text == '\\')
			str_add(out, "\\\\");
		else
			str_add_bytes(out, text, 1);
	}
}

static int tsv_begin(struct writer *w)
{
	int i;

	for (i = 0; i < w->query->columns; i++) {
		str_add(w->out, i ? "\t" : "");
		tsv_add(w->out, query_column(w->query, i));
	}
	str_add(w->out, "\n");
	return 0;
}

static int tsv_row(struct writer *w)
{
	struct value v;
	int i;

	for (i = 0; i < w->query->columns; i++) {
		str_add(w->out, i ? "\t" : "");
		tsv_add(w->out, field(w, i, false, &v));
	}
	str_add(w->out, "\n");
	return 0;
}

/* ---- json, jsonl ------------------------------------------------------- */

static int json_object(struct writer *w)
{
	struct value v;
	const char *text;
	int i;

	str_add(w->out, "{");
	for (i = 0; i < w->query->columns; i++) {
		str_add(w->out, i ? "," : "");
		if (query_json_text(w->store, query_column(w->query, i), w->out,
				    w->err))
			return -1;
		str_add(w->out, ":");
		text = field(w, i, false, &v);
		if (v.type == VALUE_NULL ||
		    (v.type == VALUE_REAL && !isfinite(v.real)))
			str_add(w->out, "null");
		else if (v.type == VALUE_INTEGER || v.type == VALUE_REAL)
			str_add(w->out, text);
		else if (query_json_text(w->store, text, w->out, w->err))
			return -1;
	}
	str_add(w->out, "}");
	return 0;
}

static int json_begin(struct writer *w)
{
	str_add(w->out, "[");
	return 0;
}

static int json_row(struct writer *w)
{
	str_add(w->out, w->rows ? ",\n" : "\n");
	return json_object(w);
}

static void json_end(struct writer *w)
{
	str_add(w->out, "\n]\n");
}

static int jsonl_row(struct writer *w)
{
	int rc = json_object(w);

	str_add(w->out, "\n");
	return rc;
}

static int nothing_begin(struct writer *w)
{
	(void)w;
	return 0;
}

static void nothing_end(struct writer *w)
{
	(void)w;
}

static const struct format formats[] = {
	{ "table", people_begin, people_row, table_end },
	{ "csv", csv_begin, csv_row_out, nothing_end },
	{ "tsv", tsv_begin, tsv_row, nothing_end },
	{ "json", json_begin, json_row, json_end },
	{ "jsonl", nothing_begin, jsonl_row, nothing_end },
	{ "markdown", people_begin, people_row, markdown_end },
};

int table_write(struct str *out, struct store *store, struct query *query,
		const char *format, struct err *err)
{
	struct writer w = {
		.out = out, .store = store, .query = query, .err = err
	};
	const struct format *f = NULL;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, format))
			f = &formats[i];
	if (!f)
		return err_set(err, ERR_USAGE,
			       "unknown format '%s'; known are: table csv tsv "
			       "json jsonl markdown",
			       format);
	rc = f->begin(&w);
	while (!rc && (rc = query_next(query, err)) > 0) {
		rc = f->row(&w);
		w.rows++;
	}
	if (!rc) {
		f->end(&w);
		rc = str_check(out, err);
	}
	table_free(&w.table);
	str_free(&w.field);
	return rc;
}
