/* Decisions of people: accepted baselines, excluded runs, machines that are the same. */
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

/* Stores the decision of a person that the machine of a run is the one with the key
 * `machine`, whose history it continues. Returns 0, or -1 with *err; ERR_USAGE if
 * both share a history already, or if the machine of the run is not known. */
int store_join(struct db *db, int64_t run_id, const char *machine,
	       const char *reason, struct err *err);

/* Withdraws the decisions in force that join a machine to the one with this key
 * (run_id 0: that name any run); *count is their number. Returns 0, or -1 with
 * *err. */
int store_unjoin(struct db *db, int64_t run_id, const char *machine,
		 size_t *count, struct err *err);

/* Checks that a series of this name is stored, or one that matches it as a pattern.
 * Returns 0, or -1 with *err; ERR_USAGE, with the nearest name, if there is none. */
int store_series_known(struct db *db, const char *pattern, struct err *err);

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
