/* The rows of a query as text: for people, and for programs. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "base/str.h"
#include "store/query.h"

/*
 * Appends all rows in one of the formats table csv tsv json jsonl markdown.
 * Numbers keep every digit except in `table` (6 digits). NULL is empty, or
 * null in JSON; a blob is hexadecimal. Returns 0, or -1 with *err (ERR_USAGE
 * for an unknown format).
 */
int table_write(struct str *out, struct store *store, struct query *query,
		const char *format, struct err *err);

/*
 * A table of texts, laid out for people: columns as wide as their longest
 * text, numbers to the right. Zero before use.
 */
struct table {
	char **text; /* row by row, the header first */
	bool *number;
	size_t columns, count, cap, number_cap;
};

/* Appends one text; every `columns` texts are a row. */
int table_add(struct table *table, const char *text, bool number,
	      struct err *err);
/* Appends the table to `out`: aligned, or as Markdown. */
void table_layout(const struct table *table, bool markdown, struct str *out);
void table_free(struct table *table);

#endif
