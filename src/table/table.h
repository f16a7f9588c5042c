/* The rows of a query as text: for people, and for programs. */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/str.h"
#include "store/query.h"

/*
 * Appends all rows in one of the formats table csv tsv json jsonl markdown.
 * Numbers keep every digit except in `table` (6 digits). NULL is empty, or
 * null in JSON; a blob is hexadecimal. Returns 0, or -1 with *err (ERR_USAGE
 * for an unknown format).
 */
int table_write(struct str *out, struct db *db, struct query *query,
		const char *format, struct err *err);

/* What a text says to somebody who looks for trouble. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD };

/*
 * A table of texts, laid out for people: columns as wide as their longest
 * text, numbers to the right. Zero before use.
 */
struct table {
	struct table_cell {
		char *text; /* one line, as line_add() makes it */
		bool number;
		enum tone tone;
	} * cells; /* row by row, the header first */
	size_t columns, count, cap;
};

/* Appends one text; every `columns` texts are a row. */
int table_add(struct table *table, const char *text, bool number,
	      struct err *err);
/* The same, with a tone. */
int table_add_tone(struct table *table, const char *text, bool number,
		   enum tone tone, struct err *err);

/* Appends the table to `out`: aligned, or as Markdown. */
void table_layout(const struct table *table, bool markdown, struct str *out);

/*
 * The same, aligned, within `width` columns (at least 20): as many columns as
 * fit, then the rest below with the first column again; a text that is too
 * wide for itself goes on in the next line. With `colour`, tones and headers
 * stand out on a terminal (ECMA-48).
 */
void table_fit(const struct table *table, size_t width, bool colour,
	       struct str *out);

/* The same as an HTML table with this caption, which may be NULL. */
void table_html(const struct table *table, const char *caption,
		struct str *out);

void table_free(struct table *table);

#endif
