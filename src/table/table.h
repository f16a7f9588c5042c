/* A table of texts, to be laid out for people. */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether a text is good or bad news; shown as its colour. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD };

/* Set `columns` and zero the rest before use; table_free() releases it. */
struct table {
	struct table_cell {
		char *text; /* one line, as line_add() makes it */
		bool number;
		enum tone tone;
	} * cells; /* row by row, the header first */
	size_t columns, count, cap;
};

/* Appends a copy of one text, made one line; every `columns` texts are a row.
 * Returns 0, or -1 with *err. */
int table_add(struct table *table, const char *text, bool number,
	      struct err *err);
/* The same, with a tone. */
int table_add_tone(struct table *table, const char *text, bool number,
		   enum tone tone, struct err *err);

void table_free(struct table *table);

#endif
