/*
 * Inside travel/: the content hash of a run, over all that was recorded of it.
 *
 * The hash is FNV-1a (64 bits) over the run's own row with plan, machine and
 * build, its cells, repeats, cold starts and controls. The rule of what is
 * hashed, and how, has a version:
 *
 * 2: the names and values of the columns that are not NULL, row by row (the
 *    names only where they differ from those of the previous row); doubles by
 *    their bits. A new column that is NULL in the existing runs changes no
 *    hash; the existing columns keep their order in sql/travel.
 * 1: until schema 5: the values, including NULL, of the columns that existed
 *    then. Only runs that were thinned at that time still have such a hash.
 *
 * The hash of a thinned run is stored with its version, because it cannot be
 * computed again without the repeats.
 */
#ifndef TRAVEL_CONTENT_H
#define TRAVEL_CONTENT_H

#include "travel/rows.h"

#define CONTENT_VERSION 2

struct content {
	char hash[17];
	int version;
	bool kept; /* stored when the run was thinned; not recomputable */
};

/* The hash of a run, 16 hexadecimal digits: the stored one of a thinned run,
 * else that of the newest rule. 0, or -1 with *err. */
int content_hash(struct db *db, int64_t run_id, struct content *content,
		 struct err *err);

/*
 * Whether two copies of a run are the same. Where one of them was thinned, the
 * other one is hashed by the rule of that time. Where both were thinned, by
 * different rules, everything but the repeats is compared: the cells hold
 * hashes of their repeats. Makes *a and *b hashes that can be compared. 0, or
 * -1 with *err.
 */
int content_compare(struct db *a_store, int64_t a_id, struct content *a,
		    struct db *b_store, int64_t b_id, struct content *b,
		    bool *same, struct err *err);

#endif
