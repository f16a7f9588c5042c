/*
 * Inside travel/: the hash of what was recorded of a run.
 *
 * It is FNV-1a (64 bits) over the run's own row with plan, machine and build,
 * its cells, repeats, cold starts and controls, by a rule that has a version:
 *
 * 2: the names and values of what is not NULL, row by row (the names where they
 *    are not those of the row before); doubles by their bits. A column that is
 *    added, and is NULL in the runs there were, changes no hash; the columns
 *    that are there already keep their order in sql/travel.
 * 1: until schema 5: the values, NULL among them, of the columns that there
 *    were then. Only runs that were thinned in those days still have it.
 *
 * The hash of a thinned run is kept with its version, because it cannot be made
 * again without the repeats.
 */
#ifndef TRAVEL_CONTENT_H
#define TRAVEL_CONTENT_H

#include "travel/rows.h"

#define CONTENT_VERSION 2

struct content {
	char hash[17];
	int version;
	bool kept; /* it was thinned: there is none of another version */
};

/* The hash of a run, 16 hexadecimal digits: the kept one, or by the newest
 * rule. 0, or -1 with *err. */
int content_hash(struct db *db, int64_t run_id, struct content *content,
		 struct err *err);

/*
 * Whether two copies of a run are the same: by the rule of the one that is
 * thinned. Of two that are, by different rules, by all that is left: their
 * cells have the hashes of their repeats. Makes *a and *b hashes that can be
 * compared. 0, or -1 with *err.
 */
int content_compare(struct db *a_store, int64_t a_id, struct content *a,
		    struct db *b_store, int64_t b_id, struct content *b,
		    bool *same, struct err *err);

#endif
