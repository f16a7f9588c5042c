/* The columns of the table sample, and where they stand in struct sample. */
#ifndef SAMPLE_COLUMNS_H
#define SAMPLE_COLUMNS_H

#include "sample/sample.h"

#include <stddef.h>

/* Type of a field; the last four are made of more than a number. */
enum column_type {
	COLUMN_U32,
	COLUMN_U64,
	COLUMN_I64,
	COLUMN_INT,
	COLUMN_BOOL,
	COLUMN_STATUS,
	COLUMN_BITS, /* of a double */
	COLUMN_RESULT,
	COLUMN_TEXT
};

/* When a column is not NULL. */
enum column_known {
	COLUMN_ALWAYS,
	COLUMN_STARTED,  /* the repeat was tried */
	COLUMN_MEASURED, /* it has a time */
	COLUMN_HAS_RESULT,
	COLUMN_SAID /* the text is not empty */
};

struct column {
	const char *name;
	size_t offset; /* in struct sample */
	enum column_type type;
	enum column_known known;
	bool hashed; /* a part of the hash of a cell's samples */
};

/* In the order of src/sample/columns.def. */
#define COLUMN(name, field, type, known, kind) COLUMN_##name,
enum {
#include "sample/columns.def"
	COLUMN_COUNT
};
#undef COLUMN
extern const struct column column_table[COLUMN_COUNT];

/* Whether the sample has this column; else it is NULL. */
bool column_is_known(const struct column *column, const struct sample *sample);

/* The value as an integer: of a status its number, of a result its bits. Not for
 * a text. */
int64_t column_integer(const struct column *column,
		       const struct sample *sample);

/* Sets a field from that. */
void column_set(const struct column *column, struct sample *sample,
		int64_t value);

#endif
