/* Inside travel/: merging, also within a transaction of the caller. */
#ifndef TRAVEL_MERGE_H
#define TRAVEL_MERGE_H

#include "db/db.h"
#include "travel/travel.h"

/* What merging did with a run. */
enum merge_outcome {
	MERGE_ADDED,    /* it was new */
	MERGE_REPLACED, /* it replaced the copy in the target */
	MERGE_KEPT,     /* the copy in the target stays: it has as much */
	MERGE_OLDER,    /* ... because it is of a later generation */
	MERGE_CONFLICT  /* ... because of a conflict, which was logged */
};

struct merge_run {
	char uuid[40];
	enum merge_outcome outcome;
};

/* Adding one database to another. The caller zeroes what follows `result`, and
 * releases it with merge_free(). */
struct merge {
	struct db *to, *from;
	const char *to_name, *from_name; /* their names in messages */
	struct merge_result *result;     /* counts are added to it */
	int64_t nights;                  /* of `to` before the merge */
	struct merge_run *runs;          /* of `from`, sorted by uuid */
	size_t count, cap;
};

/* Begins a transaction in which rows may be stored in any order: references are
 * checked at its end. db_end() ends it. */
int merge_begin(struct db *db, struct err *err);

/* Whether a row refers to a cell or run that is missing: then the transaction
 * of merge_begin() cannot be committed. */
bool merge_dangles(struct db *db);

/* Merges the runs of `from` into `to`. 0, also after conflicts were logged, or
 * -1 with *err. */
int merge_add(struct merge *merge, struct err *err);

/* Merges the runs of several databases into `to`, in a transaction of its own.
 * 0, also after conflicts were logged, or -1 with *err. */
int merge_paths(struct db *to, const char *to_name, const char *const *paths,
		size_t count, struct merge_result *result, struct err *err);

/* Merges the runs of `from` into the database at `path`, in a transaction of
 * its own; the database is created if it is missing. Counts result->added from
 * 0. Returns as merge_add(). */
int merge_into(const char *path, struct db *from, const char *from_name,
	       struct merge_result *result, struct err *err);

/* Count, before and after merge_add(), what becomes of nights: runs, nights and
 * hidden of the result. Return 0, or -1 with *err. */
int merge_nights_before(struct merge *merge, struct err *err);
int merge_nights_after(struct merge *merge, struct err *err);

/* The outcome for a run of `from`, or NULL if it has no run of this uuid. */
const enum merge_outcome *merge_outcome_of(const struct merge *merge,
					   const char *uuid);

/* Whether the rows of this section of kind SECTION_SAID are taken over after
 * this outcome: verdicts belong to one generation of a run, marks to all. */
struct section;
bool merge_takes_said(enum merge_outcome outcome,
		      const struct section *section);

/* Logs a conflict, and counts it. */
void merge_conflict(struct merge_result *result, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void merge_free(struct merge *merge);

#endif
