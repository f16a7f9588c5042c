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
