/* A table as text: aligned, within a width, or as Markdown. */
#ifndef TABLE_LAYOUT_H
#define TABLE_LAYOUT_H

#include "base/str.h"
#include "table/table.h"

struct layout_column {
	size_t width; /* of its longest text */
	bool right;   /* it has numbers */
};

/* The columns of a table (of the texts as Markdown has them, with `markdown`),
 * for free(); NULL where memory ran out. */
struct layout_column *layout_columns(const struct table *table, bool markdown);

/* Appends the table to `out`: aligned, or as Markdown. */
void layout_table(const struct table *table, bool markdown, struct str *out);

/*
 * The same, aligned, within `width` columns (at least 20): as many columns as
 * fit, then the rest below with the first column again; a text that is too
 * wide for itself goes on in the next line. With `colour`, tones and headers
 * stand out on a terminal (ECMA-48).
 */
void layout_fit(const struct table *table, size_t width, bool colour,
		struct str *out);

#endif
