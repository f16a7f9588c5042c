/* Inside travel/: merging within a transaction that others may share. */
#ifndef TRAVEL_MERGE_H
#define TRAVEL_MERGE_H

#include "db/db.h"
#include "travel/travel.h"

/* What became of a run. */
enum merge_outcome {
	MERGE_ADDED,
	MERGE_REPLACED, /* the copy that was there gave way */
	MERGE_KEPT,     /* the copy that was there says as much */
	MERGE_OLDER,    /* the copy that was there is of a later generation */
	MERGE_CONFLICT  /* it stays as it was there, which was told */
};

struct merge_run {
	char uuid[40];
	enum merge_outcome outcome;
};

/* One database added to another. What follows `result` is zeroed before use; to
 * be released with merge_free(). */
struct merge {
	struct db *to, *from;
	const char *to_name, *from_name; /* as messages call them */
	struct merge_result *result;     /* counted up */
	struct merge_run *runs;          /* of `from`, by uuid */
	size_t count, cap;
};

/* Begins a transaction in which rows may come in any order; db_end() ends it.
 */
int merge_begin(struct db *db, struct err *err);

/* Whether a row names a cell or run that is not there: then the transaction of
 * merge_begin() cannot be committed. */
bool merge_dangles(struct db *db);

/* Adds what `from` holds. 0, also after conflicts were told, or -1 with *err.
 */
int merge_add(struct merge *merge, struct err *err);

/* Adds what several databases hold, in a transaction of its own. 0, also after
 * conflicts were told, or -1 with *err. */
int merge_paths(struct db *to, const char *to_name, const char *const *paths,
		size_t count, struct merge_result *result, struct err *err);

/* Adds what `from` holds to the database at `path`, in a transaction of its own;
 * the database is made where it is not there. Counts added runs from 0. */
int merge_into(const char *path, struct db *from, const char *from_name,
	       struct merge_result *result, struct err *err);

/* The outcome of a run of `from`, or NULL where it has none of this uuid. */
const enum merge_outcome *merge_outcome_of(const struct merge *merge,
					   const char *uuid);

/* Whether rows of this section, all said of a run, count after this outcome:
 * verdicts are of one generation of a run, marks are of all. */
struct section;
bool merge_takes_said(enum merge_outcome outcome,
		      const struct section *section);

/* Tells a conflict, and counts it. */
void merge_conflict(struct merge_result *result, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void merge_free(struct merge *merge);

#endif
