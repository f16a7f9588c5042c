/* The rows of a query as text: for people, and for programs. */
#include "table/table.h"

#include "base/csv.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/units.h"
#include "table/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a table of texts ---------------------------------------------------- */

int table_add_tone(struct table *table, const char *text, bool number,
		   enum tone tone, struct err *err)
{
	struct str line = { 0 };

	line_add(&line, text);
	if (str_check(&line, err) ||
	    mem_grow(&table->cells, &table->cap, table->count + 1,
		     sizeof(*table->cells), err)) {
		str_free(&line);
		return -1;
	}
	table->cells[table->count++] =
	    (struct table_cell){ line.text, number, tone };
	return 0;
}

int table_add(struct table *table, const char *text, bool number,
	      struct err *err)
{
	return table_add_tone(table, text, number, TONE_PLAIN, err);
}

void table_free(struct table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		free(table->cells[i].text);
	free(table->cells);
	memset(table, 0, sizeof(*table));
}

/* ---- columns --------------------------------------------------------------- */

struct column {
	size_t width; /* of its longest text */
	bool right;   /* it has numbers */
};

/* What Markdown makes of a text may be longer than the text. */
static size_t markdown_width(const char *text)
{
	struct str escaped = { 0 };
	size_t width;

	text_markdown(&escaped, text);
	width = str_width(escaped.text ? escaped.text : "");
	str_free(&escaped);
	return width;
}

/* To be released with free(); NULL without memory. */
static struct column *columns_of(const struct table *t, bool markdown)
{
	struct column *columns = calloc(t->columns + 1, sizeof(*columns));
	size_t i, width;

	for (i = 0; columns && i < t->count; i++) {
		const struct table_cell *cell = &t->cells[i];
		struct column *column = &columns[i % t->columns];

		width = markdown ? markdown_width(cell->text)
				 : str_width(cell->text);
		if (width > column->width)
			column->width = width;
		if (cell->number)
			column->right = true;
	}
	return columns;
}

static void add_blanks(struct str *out, size_t count)
{
	str_addf(out, "%*s", (int)count, "");
}

static void trim_line(struct str *out)
{
	while (out->len && out->text[out->len - 1] == ' ')
		out->text[--out->len] = '\0';
	str_add(out, "\n");
}

/* ---- Markdown -------------------------------------------------------------- */

static void markdown_row(const struct table *t, size_t row,
			 const struct column *columns, struct str *out)
{
	size_t c, pad;

	for (c = 0; c < t->columns; c++) {
		const char *text = t->cells[row * t->columns + c].text;

		pad = columns[c].width - markdown_width(text);
		str_add(out, "| ");
		add_blanks(out, columns[c].right ? pad : 0);
		text_markdown(out, text);
		add_blanks(out, columns[c].right ? 0 : pad);
		str_add(out, " ");
	}
	str_add(out, "|\n");
}

static void markdown_rule(const struct table *t, const struct column *columns,
			  struct str *out)
{
	size_t c, i;

	for (c = 0; c < t->columns; c++) {
		str_add(out, "|-");
		for (i = 0; i < columns[c].width; i++)
			str_add(out, "-");
		str_add(out, columns[c].right ? ":" : "-");
	}
	str_add(out, "|\n");
}

static void layout_markdown(const struct table *t, struct str *out)
{
	struct column *columns = columns_of(t, true);
	size_t row;

	out->failed |= !columns;
	for (row = 0; columns && row * t->columns < t->count; row++) {
		markdown_row(t, row, columns, out);
		if (row == 0)
			markdown_rule(t, columns, out);
	}
	free(columns);
}

/* ---- aligned, within a width ------------------------------------------------- */

#define GAP 2 /* between columns */

/* Bytes of the text that fit in `width`: up to a blank, where there is one. */
static size_t bytes_that_fit(const char *text, size_t width)
{
	size_t at = 0, seen = 0, blank = 0;

	while (text[at] && seen < width) {
		if (text[at] == ' ')
			blank = at + 1;
		at++;
		seen++;
		while (((unsigned char)text[at] & 0xc0) == 0x80)
			at++;
	}
	return text[at] && text[at] != ' ' && blank ? blank : at;
}

static const char *tone_begin(enum tone tone)
{
	return tone == TONE_GOOD ? "\033[32m" : "\033[31m";
}

/* A piece of a table: its first column, and from..to-1 of the others. */
struct piece {
	const struct table *table;
	struct column *columns;
	size_t from, to;
	bool colour;
	struct str *out;
};

/* The columns of a piece are 0, from, .., to - 1. */
static size_t piece_next(const struct piece *p, size_t c)
{
	return c == 0 && p->from > 0 ? p->from : c + 1;
}

static void add_text(const struct piece *p, const struct table_cell *cell,
		     const struct column *column, size_t len)
{
	struct str part = { 0 };
	size_t width, pad;

	str_add_bytes(&part, cell->text, len);
	while (part.len && part.text[part.len - 1] == ' ')
		part.text[--part.len] = '\0';
	width = str_width(part.text ? part.text : "");
	pad = width < column->width ? column->width - width : 0;
	add_blanks(p->out, column->right ? pad : 0);
	if (p->colour && cell->tone != TONE_PLAIN && part.len)
		str_addf(p->out, "%s%s\033[0m", tone_begin(cell->tone),
			 part.text);
	else
		str_add(p->out, part.text ? part.text : "");
	add_blanks(p->out, column->right ? 0 : pad);
	p->out->failed |= part.failed;
	str_free(&part);
}

/* One row: as many lines as its texts need. `rest` is what is left of them. */
static void add_row(const struct piece *p, size_t row, const char **rest)
{
	const struct table *t = p->table;
	struct table_cell cell;
	bool more;
	size_t c, len;

	for (c = 0; c < p->to; c = piece_next(p, c))
		rest[c] = t->cells[row * t->columns + c].text;
	do {
		more = false;
		for (c = 0; c < p->to; c = piece_next(p, c)) {
			cell = t->cells[row * t->columns + c];
			cell.text = (char *)rest[c];
			len = bytes_that_fit(rest[c], p->columns[c].width);
			add_blanks(p->out, c ? GAP : 0);
			add_text(p, &cell, &p->columns[c], len);
			rest[c] += len;
			rest[c] += *rest[c] == ' ';
			more |= *rest[c] != '\0';
		}
		trim_line(p->out);
	} while (more);
}

static void add_rule(const struct piece *p)
{
	size_t c, i;

	for (c = 0; c < p->to; c = piece_next(p, c)) {
		add_blanks(p->out, c ? GAP : 0);
		for (i = 0; i < p->columns[c].width; i++)
			str_add(p->out, "-");
	}
	str_add(p->out, "\n");
}

static void add_piece(const struct piece *p, const char **rest)
{
	size_t row;

	for (row = 0; row * p->table->columns < p->table->count; row++) {
		if (row == 0 && p->colour)
			str_add(p->out, "\033[1m");
		add_row(p, row, rest);
		if (row == 0 && p->colour)
			str_add(p->out, "\033[0m");
		if (row == 0)
			add_rule(p);
	}
}

/* The first column behind `from` that does not fit; at least one does. */
static size_t piece_end(const struct piece *p, size_t width)
{
	size_t c = p->from ? p->from : 1, used = p->columns[0].width;
	size_t count = p->table->columns;

	if (c < count && used + GAP + p->columns[c].width > width)
		p->columns[c].width = width - GAP - used;
	for (; c < count; c++) {
		used += GAP + p->columns[c].width;
		if (used > width)
			break;
	}
	return c;
}

void table_fit(const struct table *t, size_t width, bool colour,
	       struct str *out)
{
	struct column *columns = columns_of(t, false);
	const char **rest = calloc(t->columns + 1, sizeof(*rest));
	struct piece p = { t, columns, 0, 0, colour, out };

	if (!columns || !rest) {
		out->failed = true;
		goto done;
	}
	if (columns[0].width > (t->columns > 1 ? width / 2 : width))
		columns[0].width = t->columns > 1 ? width / 2 : width;
	do {
		p.to = piece_end(&p, width);
		str_add(out, p.from ? "\n" : "");
		add_piece(&p, rest);
		p.from = p.to;
	} while (p.to < t->columns);
done:
	free(columns);
	free(rest);
}

void table_layout(const struct table *t, bool markdown, struct str *out)
{
	if (markdown)
		layout_markdown(t, out);
	else
		table_fit(t, SIZE_MAX / 2, false, out);
}

/* ---- HTML ------------------------------------------------------------------ */

static void html_cell(const struct table_cell *cell, const char *tag,
		      bool right, struct str *out)
{
	static const char *const tones[] = { "", " good", " bad" };

	str_addf(out, "<%s%s class=\"%s%s\"><bdi>", tag,
		 *tag == 't' && tag[1] == 'h' ? " scope=\"col\"" : "",
		 right ? "r" : "l", tones[cell->tone]);
	text_html(out, cell->text);
	str_addf(out, "</bdi></%s>", tag);
}

void table_html(const struct table *t, const char *caption, struct str *out)
{
	struct column *columns = columns_of(t, false);
	size_t i, c;

	out->failed |= !columns;
	str_add(out, "<div class=\"scroll\"><table>\n");
	if (caption) {
		str_add(out, "<caption>");
		text_html(out, caption);
		str_add(out, "</caption>\n");
	}
	for (i = 0; columns && i < t->count; i++) {
		c = i % t->columns;
		if (c == 0)
			str_add(out, i == 0            ? "<thead><tr>"
				     : i == t->columns ? "<tbody>\n<tr>"
						       : "<tr>");
		html_cell(&t->cells[i], i < t->columns ? "th" : "td",
			  columns[c].right, out);
		if (c + 1 == t->columns)
			str_add(out,
				i < t->columns ? "</tr></thead>\n" : "</tr>\n");
	}
	str_add(out, t->count > t->columns ? "</tbody>" : "");
	str_add(out, "</table></div>\n");
	free(columns);
}

/* ---- values as text ---------------------------------------------------- */

static void hexadecimal(const struct value *v, struct str *out)
{
	size_t i;

	for (i = 0; i < v->size; i++)
		str_addf(out, "%02x", ((const unsigned char *)v->blob)[i]);
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
	struct db *db;
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

int table_write(struct str *out, struct db *db, struct query *query,
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
	str_free(&w.field);
	return rc;
}
