/* How people see the columns of a query: with the unit that their names end in. */
#ifndef TABLE_COLUMN_H
#define TABLE_COLUMN_H

#include "base/units.h"
#include "table/table.h"

#include <stdbool.h>

/*
 * Writes a value with the unit that the name of its column ends in, three or four
 * digits of it: 8.33 ms in cold_ns or duration_s, 1.50 KiB in sent_bytes_per_call, 12.5 % in
 * serial_share or the level of an interval, which are fractions of one. Returns false,
 * and writes nothing, if the name has no unit of these.
 */
bool column_value(const char *column, double value, char text[UNITS_SIZE]);

/* Whether a column of seconds, which pictures are drawn from, has the values of another one
 * in ns. */
bool column_has_twin(const char *column, const char *other);

/* Adds the name of a column to a header, without a unit that column_value() adds to its
 * values: cold, sent_per_call; but serial_share, bytes, and what would be the name of an
 * earlier column. Returns 0, or -1 with *err. */
int column_add_name(struct table *table, const char *column, struct err *err);

#endif
