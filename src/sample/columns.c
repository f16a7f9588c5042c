/* The columns of the table sample, and the fields of struct sample they
 * hold. */
#include "sample/columns.h"

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
