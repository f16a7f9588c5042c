/* Checks that a database holds what was stored in it. */
#ifndef TRAVEL_VERIFY_H
#define TRAVEL_VERIFY_H

#include "db/open.h"

#include <stdint.h>

/* What there is to check. */
struct verify_scope {
	int64_t first, last; /* the least and the greatest id of a cell */
	int64_t runs;
};

int travel_verify_scope(struct db *db, struct verify_scope *scope,
			struct err *err);

/* Checks the whole file: pages, rows, indexes, types and NOT NULL, but not CHECK,
 * which SQLite does not know of on a connection that only reads. Returns 0, or -1
 * with *err: ERR_VERIFY names the first damage. */
int travel_verify_file(struct db *db, struct err *err);

/*
 * Checks the cells with an id from `first` to `last`: their repeats have the
 * hash that was stored with them, and are there unless they were thinned.
 * Returns 0, or -1 with *err: ERR_VERIFY names a cell.
 */
int travel_verify_cells(struct db *db, int64_t first, int64_t last,
			struct err *err);

#endif
