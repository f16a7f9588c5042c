/* The layout of a table as text: aligned, within a width, or as Markdown. */
#ifndef TABLE_LAYOUT_H
#define TABLE_LAYOUT_H

#include "base/str.h"
#include "table/table.h"

struct layout_column {
	size_t width; /* width of the longest text */
	bool right;   /* aligned to the right: the column has numbers */
};

/* The columns of a table, to be released with free(); NULL without memory. With
 * `markdown`, widths are of the texts as escaped for Markdown. */
struct layout_column *layout_columns(const struct table *table, bool markdown);

/* Appends the table to `out`, for stdout: as Markdown, or aligned and as wide as the
 * terminal; however wide where stdout is no terminal. */
void layout_table(const struct table *table, bool markdown, struct str *out);

enum layout_style {
	LAYOUT_PLAIN,
	LAYOUT_SHORT, /* for a terminal: a word too wide for its column is shortened */
	LAYOUT_COLOUR, /* likewise, and headers and tones are marked (ECMA-48) */
	/* For a font whose characters differ in width: each line is its cells, and each
	 * cell a TAB, the character at which it begins, '<' and its text; or, in a
	 * column of numbers, at which it ends, '>' and its text. A rule below a header
	 * has both, with '-' between them and no text. */
	LAYOUT_CELLS
};

/*
 * Appends the table, aligned, within `width` characters per line (at least 20).
 * Columns that do not fit follow below, beside the first column again. A text
 * that is wider than its column is continued on the next line; where the style
 * says so, a single word loses its middle instead.
 */
void layout_fit(const struct table *table, size_t width,
		enum layout_style style, struct str *out);

#endif
