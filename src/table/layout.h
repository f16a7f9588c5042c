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

/*
 * Appends the table, aligned, within `width` characters per line (at least 20).
 * Columns that do not fit follow below, beside the first column again. A text
 * that is wider than its column is continued on the next line. With `colour`,
 * headers and tones are marked for a terminal (ECMA-48).
 */
void layout_fit(const struct table *table, size_t width, bool colour,
		struct str *out);

#endif
