/* Reading and writing CSV (RFC 4180), with positions: the only user of
 * libcsv. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/err.h"
#include "base/str.h"

#include <stddef.h>

struct csv_field {
	const char *text; /* NUL-terminated; blanks are kept without CSV_TRIM */
	size_t len;
	size_t line, column; /* where the field starts, both from 1 */
};

struct csv_row {
	const struct csv_field *fields; /* valid during the call only */
	size_t count;
	size_t line; /* of the row's first character, from 1 */
};

enum {
	CSV_COMMENTS = 1 << 0, /* a line that begins with # is skipped */
	CSV_TRIM = 1 << 1,     /* blanks around unquoted fields are left out */
	/* what separates fields, instead of commas */
	CSV_SEMICOLONS = 1 << 2,
	CSV_TABS = 1 << 3
};

#define CSV_FIELDS_MAX 256
#define CSV_FIELD_MAX  (1 << 20) /* bytes */

/*
 * Reads the CSV in text[0..len) and calls `row` for each record in order until
 * it returns non-zero. A byte order mark is skipped, blank lines too.
 *
 * These are refused (ERR_USAGE, "NAME:LINE:COLUMN: what; remedy" in *err):
 * bytes that are not UTF-8, a NUL, a quote that is never closed or that stands
 * inside an unquoted field, more than CSV_FIELDS_MAX fields in a row, a field
 * longer than CSV_FIELD_MAX. `name` is the name of the file in messages.
 * Returns 0, or -1 with *err; `row` must fill *err when it returns non-zero.
 */
int csv_read(const char *text, size_t len, const char *name, unsigned flags,
	     int (*row)(void *ctx, const struct csv_row *row, struct err *err),
	     void *ctx, struct err *err);

/* CSV_SEMICOLONS, CSV_TABS or 0: the separator that the first row of a text has
 * most often outside quotes; lines that are blank or begin with # come before
 * it. */
unsigned csv_separator(const char *text, size_t len);

/* Appends one field, quoted if necessary. The caller adds the separators. */
void csv_add(struct str *out, const char *text);

#endif
