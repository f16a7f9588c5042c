/* The columns of the table sample, and the fields of struct sample they
 * hold. */
#ifndef SAMPLE_COLUMNS_H
#define SAMPLE_COLUMNS_H

#include "sample/sample.h"

#include <assert.h>
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

/* The kinds in columns.def, by whether the column is hashed. */
#define COLUMN_IS_HASHED        true
#define COLUMN_IS_HASHED_SUMMED true
#define COLUMN_IS_SUMMED        false
#define COLUMN_IS_PLAIN         false

/* The struct column of a line of columns.def. */
#define COLUMN_ROW(column, field, of_type, when, kind)                     \
	{                                                                  \
		.name = #column, .offset = offsetof(struct sample, field), \
		.type = COLUMN_##of_type, .known = COLUMN_##when,          \
		.hashed = COLUMN_IS_##kind                                 \
	}

/*
 * These run for each column of each repeat that is stored, so they are inline:
 * where the column is a constant, as by COLUMN_ROW in a line for each column, what
 * is left of them is a load or two.
 */

/* The value of a column as an integer: the number of a status, the bits of a
 * result. Must not be called for a text. */
static inline int64_t column_integer(const struct column *column,
				     const struct sample *sample)
{
	const void *field = (const char *)sample + column->offset;

	switch (column->type) {
	case COLUMN_U32:
		return *(const uint32_t *)field;
	case COLUMN_U64:
		return (int64_t) * (const uint64_t *)field;
	case COLUMN_I64:
		return *(const int64_t *)field;
	case COLUMN_INT:
		return *(const int *)field;
	case COLUMN_BOOL:
		return *(const bool *)field;
	case COLUMN_STATUS:
		return *(const enum sample_status *)field;
	case COLUMN_BITS:
	case COLUMN_RESULT:
		return (int64_t)sample_bits(*(const double *)field);
	case COLUMN_TEXT:
		break;
	}
	assert(column->type != COLUMN_TEXT); /* it is no number */
	return 0;
}

/* Whether the field has the value SAMPLE_UNKNOWN of its type. */
static inline bool column_is_unknown(const struct column *column,
				     const struct sample *sample)
{
	switch (column->type) {
	case COLUMN_U32:
		return column_integer(column, sample) ==
		       (uint32_t)SAMPLE_UNKNOWN;
	case COLUMN_U64:
	case COLUMN_I64:
		return column_integer(column, sample) == SAMPLE_UNKNOWN;
	default:
		return false;
	}
}

/* Whether the column of this sample has a value; else it is NULL. */
static inline bool column_is_known(const struct column *column,
				   const struct sample *sample)
{
	switch (column->known) {
	case COLUMN_ALWAYS:
		return true;
	case COLUMN_STARTED:
		return sample->status != SAMPLE_SKIPPED;
	case COLUMN_MEASURED:
		return (sample->status == SAMPLE_OK ||
			sample->status == SAMPLE_WRONG) &&
		       !column_is_unknown(column, sample);
	case COLUMN_HAS_RESULT:
		return sample->has_result;
	case COLUMN_SAID:
		return *((const char *)sample + column->offset);
	}
	return false;
}

#endif
