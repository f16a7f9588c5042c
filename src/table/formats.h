/* The output formats: table csv tsv json jsonl markdown. */
#ifndef TABLE_FORMATS_H
#define TABLE_FORMATS_H

#include "base/str.h"
#include "store/query.h"

/*
 * Appends all rows of a query to `out` in the format of this name. Numbers keep
 * every digit, except in table and markdown: there they have the unit that the name of
 * their column ends in (column.h), else 6 digits. NULL is empty, or null
 * in JSON; a blob is hexadecimal. Returns 0, or -1 with *err (ERR_USAGE for an
 * unknown format).
 */
int formats_write(struct str *out, struct db *db, struct query *query,
		  const char *format, struct err *err);

#endif
