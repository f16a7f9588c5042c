/* Decisions of people: accepted baselines and excluded runs. */
#ifndef STORE_MARKS_H
#define STORE_MARKS_H

#include "db/open.h"

/* Stores the decision of a person: `kind` is 'accepted', of a series (0: of
 * all) from a run on, or 'excluded', of a run. Returns 0, or -1 with *err. */
int store_mark(struct db *db, const char *kind, int64_t series_id,
	       int64_t run_id, const char *reason, struct err *err);

/* Withdraws the marks in force of this kind and series (run_id 0: of any run);
 * *count is their number. Returns 0, or -1 with *err. */
int store_unmark(struct db *db, const char *kind, int64_t series_id,
		 int64_t run_id, size_t *count, struct err *err);

/*
 * Calls take() for each series that matches `pattern` (* matches any text),
 * with the last run that has the series, until take() fails. All calls share
 * one transaction. Returns 0, or -1 with *err; ERR_USAGE if no series matches.
 */
int store_series_match(struct db *db, const char *pattern,
		       int (*take)(void *ctx, int64_t series_id, int64_t run_id,
				   const char *series, struct err *err),
		       void *ctx, struct err *err);

#endif
