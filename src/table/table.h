/* A table of texts, to be laid out for people. */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

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

void table_free(struct table *table);

#endif
