/* The output formats: table csv tsv json jsonl markdown. */
#include "table/formats.h"

#include "base/csv.h"
#include "base/units.h"
#include "table/column.h"
#include "table/layout.h"
#include "table/table.h"

#include <math.h>
#include <string.h>

static void hexadecimal(const struct value *v, struct str *out)
{
	size_t i;

	for (i = 0; i < v->size; i++)
		str_addf(out, "%02x", ((const unsigned char *)v->blob)[i]);
}

/* Appends a value as text: reals with every digit for programs, with six for
 * people. */
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
	struct db *db;
	struct query *query;
	struct table table; /* for table and markdown */
	struct str
	    shown; /* the same: its byte i is '1' if they have column i */
	struct str field; /* buffer for one value */
	size_t rows;
	struct err *err;
};

struct format {
	const char *name;
	int (*begin)(struct writer *w);
	int (*row)(struct writer *w);
	void (*end)(struct writer *w);
};

/* The value of column i as text, valid until the next call; also sets *v. */
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

/* Whether another column of the query has the values of column i. */
static bool has_twin(const struct query *q, int i)
{
	int k;

	for (k = 0; k < q->columns; k++)
		if (column_has_twin(query_column(q, i), query_column(q, k)))
			return true;
	return false;
}

/* People see no value twice. */
static bool is_shown(const struct writer *w, int i)
{
	return w->shown.text[i] == '1';
}

static int people_begin(struct writer *w)
{
	bool twin;
	int i;

	w->table.columns = 0;
	for (i = 0; i < w->query->columns; i++) {
		twin = has_twin(w->query, i);
		str_add(&w->shown, twin ? "0" : "1");
		w->table.columns += !twin;
	}
	if (str_check(&w->shown, w->err))
		return -1;
	for (i = 0; i < w->query->columns; i++)
		if (is_shown(w, i) &&
		    column_add_name(&w->table, query_column(w->query, i),
				    w->err))
			return -1;
	return 0;
}

static int people_row(struct writer *w)
{
	char number[UNITS_SIZE];
	struct value v;
	const char *text;
	bool is_number;
	int i;

	for (i = 0; i < w->query->columns; i++) {
		if (!is_shown(w, i))
			continue;
		text = field(w, i, true, &v);
		is_number = v.type == VALUE_INTEGER || v.type == VALUE_REAL;
		if (is_number &&
		    column_value(query_column(w->query, i), v.real, number))
			text = number;
		if (table_add(&w->table, text, is_number, w->err))
			return -1;
	}
	return 0;
}

static void table_end(struct writer *w)
{
	layout_table(&w->table, false, w->out);
}

static void markdown_end(struct writer *w)
{
	layout_table(&w->table, true, w->out);
}

/* ---- csv, tsv ---------------------------------------------------------- */

/* Writes tab, newline, return and backslash as \t \n \r \\, like COPY of
 * PostgreSQL. */
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

/* A line of names, or of values. */
static int add_line(struct writer *w, bool names, const char *separator,
		    void (*add)(struct str *out, const char *text))
{
	struct value v;
	int i;

	for (i = 0; i < w->query->columns; i++) {
		str_add(w->out, i ? separator : "");
		add(w->out,
		    names ? query_column(w->query, i) : field(w, i, false, &v));
	}
	str_add(w->out, "\n");
	return 0;
}

static int csv_begin(struct writer *w)
{
	return add_line(w, true, ",", csv_add);
}

static int csv_row_out(struct writer *w)
{
	return add_line(w, false, ",", csv_add);
}

static int tsv_begin(struct writer *w)
{
	return add_line(w, true, "\t", tsv_add);
}

static int tsv_row(struct writer *w)
{
	return add_line(w, false, "\t", tsv_add);
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
		if (query_json_text(w->db, query_column(w->query, i), w->out,
				    w->err))
			return -1;
		str_add(w->out, ":");
		text = field(w, i, false, &v);
		if (v.type == VALUE_NULL ||
		    (v.type == VALUE_REAL && !isfinite(v.real)))
			str_add(w->out, "null");
		else if (v.type == VALUE_INTEGER || v.type == VALUE_REAL)
			str_add(w->out, text);
		else if (query_json_text(w->db, text, w->out, w->err))
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

int formats_write(struct str *out, struct db *db, struct query *query,
		  const char *format, struct err *err)
{
	struct writer w = { .out = out, .db = db, .query = query, .err = err };
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
	if (!rc)
		rc = str_check(&w.field, err);
	if (!rc) {
		f->end(&w);
		rc = str_check(out, err);
	}
	table_free(&w.table);
	str_free(&w.shown);
	str_free(&w.field);
	return rc;
}
