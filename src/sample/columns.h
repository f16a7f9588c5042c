/* The columns of the table sample, and the fields of struct sample they
 * hold. */
#ifndef SAMPLE_COLUMNS_H
#define SAMPLE_COLUMNS_H

#include "sample/sample.h"

#include <stddef.h>

/* The type of a field. The last four need more than a conversion of numbers. */
enum column_type {
	COLUMN_U32,
	COLUMN_U64,
	COLUMN_I64,
	COLUMN_INT,
	COLUMN_BOOL,
	COLUMN_STATUS,
	COLUMN_BITS, /* the bits of a double, as an integer */
	COLUMN_RESULT,
	COLUMN_TEXT
};

/* The condition under which a column is not NULL. */
enum column_known {
	COLUMN_ALWAYS,
	COLUMN_STARTED,  /* the repeat was started: status is not skipped */
	COLUMN_MEASURED, /* the repeat has a time (status is ok or wrong) and
			  * the value is not SAMPLE_UNKNOWN */
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

/* The index of each column in column_table, in the order of columns.def. */
#define COLUMN(name, field, type, known, kind) COLUMN_##name,
enum {
#include "sample/columns.def"
	COLUMN_COUNT
};
#undef COLUMN
extern const struct column column_table[COLUMN_COUNT];

/* Whether the column of this sample has a value; else it is NULL. */
bool column_is_known(const struct column *column, const struct sample *sample);

/* The value of a column as an integer: the number of a status, the bits of a
 * result. Must not be called for a text. */
int64_t column_integer(const struct column *column,
		       const struct sample *sample);

/* Sets the field of a column from a value of column_integer(). */
void column_set(const struct column *column, struct sample *sample,
		int64_t value);

#endif
