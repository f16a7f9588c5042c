/* The columns of the table sample, and the fields of struct sample they
 * hold. */
#include "sample/columns.h"

#include <assert.h>
#include <string.h>

/* The kinds in columns.def, by whether the column is hashed. */
#define KIND_HASHED        true
#define KIND_HASHED_SUMMED true
#define KIND_SUMMED        false
#define KIND_PLAIN         false

#define COLUMN(name, field, type, known, kind)                  \
	{ #name, offsetof(struct sample, field), COLUMN_##type, \
	  COLUMN_##known, KIND_##kind },
const struct column column_table[COLUMN_COUNT] = {
#include "sample/columns.def"
};
#undef COLUMN

static bool is_unknown(const struct column *column, const struct sample *sample)
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

bool column_is_known(const struct column *column, const struct sample *sample)
{
	switch (column->known) {
	case COLUMN_ALWAYS:
		return true;
	case COLUMN_STARTED:
		return sample->status != SAMPLE_SKIPPED;
	case COLUMN_MEASURED:
		return (sample->status == SAMPLE_OK ||
			sample->status == SAMPLE_WRONG) &&
		       !is_unknown(column, sample);
	case COLUMN_HAS_RESULT:
		return sample->has_result;
	case COLUMN_SAID:
		return *((const char *)sample + column->offset);
	}
	return false;
}

int64_t column_integer(const struct column *column, const struct sample *sample)
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

void column_set(const struct column *column, struct sample *sample,
		int64_t value)
{
	void *field = (char *)sample + column->offset;

	switch (column->type) {
	case COLUMN_U32:
		*(uint32_t *)field = (uint32_t)value;
		return;
	case COLUMN_U64:
	case COLUMN_I64:
		memcpy(field, &value, sizeof(value));
		return;
	case COLUMN_INT:
		*(int *)field = (int)value;
		return;
	case COLUMN_BOOL:
		*(bool *)field = value != 0;
		return;
	case COLUMN_STATUS:
		*(enum sample_status *)field = (enum sample_status)value;
		return;
	case COLUMN_BITS:
	case COLUMN_RESULT:
		memcpy(field, &value, sizeof(value));
		sample->has_result = true;
		return;
	case COLUMN_TEXT:
		break;
	}
	assert(column->type != COLUMN_TEXT); /* it is no number */
}
