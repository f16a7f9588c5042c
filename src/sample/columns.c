/* The columns of the table sample, and the fields of struct sample they
 * hold. */
#include "sample/columns.h"

#define COLUMN(name, field, type, known, kind) \
	COLUMN_ROW(name, field, type, known, kind),
const struct column column_table[COLUMN_COUNT] = {
#include "sample/columns.def"
};
#undef COLUMN
