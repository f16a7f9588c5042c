/* What is derived from samples, cell by cell. */
#ifndef STORE_DERIVE_H
#define STORE_DERIVE_H

#include "db/open.h"

/* An ok sample, for what is derived from samples. */
struct timing {
	uint32_t round, session;
	double value; /* ns per call; of a speed-up the ratio of two */
};

/* Makes what is derived from a cell's stored samples anew; base_id 0: none. */
int derive_again(struct db *db, int64_t cell_id, int64_t base_id,
		 struct err *err);

/* Reads those of a stored cell in ascending rounds, for free() even on failure.
 * Returns 0, or -1 with *err. */
int derive_timings(struct db *db, int64_t cell_id, struct timing **timings,
		   size_t *count, struct err *err);

/*
 * Writes the summary of a cell and, where it has a base (base_id not 0), its
 * speed-up, from its timings and its base's, both in ascending rounds. Medians
 * and intervals are of the medians of sessions where those are enough for an
 * interval, which column sessions tells.
 */
int derive_cell(struct db *db, int64_t cell_id, const struct timing *own,
		size_t nown, int64_t base_id, const struct timing *base,
		size_t nbase, struct err *err);

/*
 * Makes summary and speedup of a run anew from its samples, in one
 * transaction; nothing changes unless somebody has changed the samples.
 */
int store_rebuild(struct db *db, int64_t run_id, struct err *err);

#endif
