/* The layout of a table as text: aligned, within a width, or as Markdown. */
#include "table/layout.h"

#include "base/line.h"
#include "base/mem.h"
#include "base/output.h"
#include "table/table.h"
#include "table/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Sets *width to that of a text as escaped for Markdown; false if there is no
 * memory. */
static bool markdown_width(const char *text, size_t *width)
{
	struct str escaped = { 0 };
	bool known;

	text_markdown(&escaped, text);
	known = !escaped.failed;
	*width = str_width(known && escaped.text ? escaped.text : "");
	str_free(&escaped);
	return known;
}

struct layout_column *layout_columns(const struct table *t, bool markdown)
{
	struct layout_column *columns =
	    calloc(t->columns + 1, sizeof(*columns));
	size_t i, width;

	for (i = 0; columns && i < t->count; i++) {
		const struct table_cell *cell = &t->cells[i];
		struct layout_column *column = &columns[i % t->columns];

		width = str_width(cell->text);
		if (markdown && !markdown_width(cell->text, &width)) {
			free(columns);
			return NULL;
		}
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
			 const struct layout_column *columns, struct str *out)
{
	size_t c, width, pad;

	for (c = 0; c < t->columns; c++) {
		const char *text = t->cells[row * t->columns + c].text;

		out->failed |= !markdown_width(text, &width);
		pad = columns[c].width - width;
		str_add(out, "| ");
		add_blanks(out, columns[c].right ? pad : 0);
		text_markdown(out, text);
		add_blanks(out, columns[c].right ? 0 : pad);
		str_add(out, " ");
	}
	str_add(out, "|\n");
}

static void markdown_rule(const struct table *t,
			  const struct layout_column *columns, struct str *out)
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
	struct layout_column *columns = layout_columns(t, true);
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

/* Number of bytes of the text that fit in `width`, cut at a blank if there is
 * one. */
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

/* The escape sequence that begins a good or a bad text. */
static const char *tone_begin(enum tone tone)
{
	return tone == TONE_GOOD ? "\033[32m" : "\033[31m";
}

/* Whether a word that is wider than its column is shortened. */
static bool is_short(enum layout_style style)
{
	return style == LAYOUT_SHORT || style == LAYOUT_COLOUR;
}

/* A piece of a table that fits in the width: the first column, and the columns
 * from..to-1. */
struct piece {
	const struct table *table;
	struct layout_column *columns;
	size_t from, to;
	enum layout_style style;
	struct str *out;
};

/* The column of a piece after column c. They are 0, from, .., to - 1. */
static size_t piece_next(const struct piece *p, size_t c)
{
	return c == 0 && p->from > 0 ? p->from : c + 1;
}

/* Appends the first `len` bytes of a cell's text, whose column begins at `at`; without
 * their middle if they are wider than the column. */
static void layout_add_text(const struct piece *p,
			    const struct table_cell *cell,
			    const struct layout_column *column, size_t at,
			    size_t len)
{
	struct str part = { 0 }, whole = { 0 };
	size_t width, pad;

	str_add_bytes(&part, cell->text, len);
	if (part.text && str_width(part.text) > column->width) {
		text_shortened(&whole, part.text, column->width);
		str_free(&part);
		part = whole;
	}
	while (part.len && part.text[part.len - 1] == ' ')
		part.text[--part.len] = '\0';
	if (p->style == LAYOUT_CELLS) {
		if (part.len && column->right)
			str_addf(p->out, "\t%zu>%s", at + column->width,
				 part.text);
		else if (part.len)
			str_addf(p->out, "\t%zu<%s", at, part.text);
		p->out->failed |= part.failed;
		str_free(&part);
		return;
	}
	add_blanks(p->out, at ? GAP : 0);
	width = str_width(part.text ? part.text : "");
	pad = width < column->width ? column->width - width : 0;
	add_blanks(p->out, column->right ? pad : 0);
	if (p->style == LAYOUT_COLOUR && cell->tone != TONE_PLAIN && part.len)
		str_addf(p->out, "%s%s\033[0m", tone_begin(cell->tone),
			 part.text);
	else
		str_add(p->out, part.text ? part.text : "");
	add_blanks(p->out, column->right ? 0 : pad);
	p->out->failed |= part.failed;
	str_free(&part);
}

/* Appends one row, in as many lines as its texts need. `rest` is scratch: for
 * each column, the part of its text that is still to be written. */
static void layout_add_row(const struct piece *p, size_t row, const char **rest)
{
	const struct table *t = p->table;
	struct table_cell cell;
	bool more;
	size_t c, len, word, at;

	for (c = 0; c < p->to; c = piece_next(p, c))
		rest[c] = t->cells[row * t->columns + c].text;
	do {
		more = false;
		at = 0;
		for (c = 0; c < p->to; c = piece_next(p, c)) {
			cell = t->cells[row * t->columns + c];
			cell.text = (char *)rest[c];
			len = bytes_that_fit(rest[c], p->columns[c].width);
			word = strcspn(rest[c], " ");
			if (len < word && is_short(p->style) && !cell.number)
				len = word;
			layout_add_text(p, &cell, &p->columns[c], at, len);
			at += p->columns[c].width + GAP;
			rest[c] += len;
			rest[c] += *rest[c] == ' ';
			more |= *rest[c] != '\0';
		}
		trim_line(p->out);
	} while (more);
}

static void add_rule(const struct piece *p)
{
	size_t c, i, at = 0;

	for (c = 0; c < p->to; c = piece_next(p, c)) {
		if (p->style == LAYOUT_CELLS) {
			str_addf(p->out, "\t%zu-%zu", at,
				 at + p->columns[c].width);
		} else {
			add_blanks(p->out, c ? GAP : 0);
			for (i = 0; i < p->columns[c].width; i++)
				str_add(p->out, "-");
		}
		at += p->columns[c].width + GAP;
	}
	str_add(p->out, "\n");
}

static void add_piece(const struct piece *p, const char **rest)
{
	size_t row;

	for (row = 0; row * p->table->columns < p->table->count; row++) {
		if (row == 0 && p->style == LAYOUT_COLOUR)
			str_add(p->out, "\033[1m");
		layout_add_row(p, row, rest);
		if (row == 0 && p->style == LAYOUT_COLOUR)
			str_add(p->out, "\033[0m");
		if (row == 0)
			add_rule(p);
	}
}

/* The first column after `from` that does not fit. At least one column fits: it
 * is narrowed if it must be. */
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

void layout_fit(const struct table *t, size_t width, enum layout_style style,
		struct str *out)
{
	struct layout_column *columns = layout_columns(t, false);
	const char **rest = calloc(t->columns + 1, sizeof(*rest));
	struct piece p = { t, columns, 0, 0, style, out };

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

void layout_table(const struct table *t, bool markdown, struct str *out)
{
	size_t width = output_width();

	if (markdown)
		layout_markdown(t, out);
	else
		layout_fit(t, width ? width : SIZE_MAX / 2, LAYOUT_SHORT, out);
}
