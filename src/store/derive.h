/* Derives the rows of the tables summary and speedup from samples. */
#ifndef STORE_DERIVE_H
#define STORE_DERIVE_H

#include "db/open.h"

/* The time of an ok sample, or the speed-up of a round. */
struct timing {
	uint32_t round, session;
	double value; /* ns per call, or the ratio of two such times */
};

/* Derives a cell's summary and speed-up anew from its stored samples; base_id
 * is the cell of its serial base, or 0. Returns 0, or -1 with *err. */
int derive_again(struct db *db, int64_t cell_id, int64_t base_id,
		 struct err *err);

/* Reads the timings of a stored cell in ascending rounds; *timings is for
 * free(), even on failure. Returns 0, or -1 with *err. */
int derive_timings(struct db *db, int64_t cell_id, struct timing **timings,
		   size_t *count, struct err *err);

/* Writes the median of each session of t to x; returns their number. x has room
 * for `count` values: the space after the medians always suffices to sort the
 * next session. */
size_t derive_session_medians(const struct timing *t, size_t count, double *x);

/*
 * Writes the summary of a cell and, if it has a serial base (base_id not 0),
 * its speed-up, from the timings of the cell and of its base, both in ascending
 * rounds. If there are enough sessions for an interval, medians and intervals
 * are those of the session medians, and column `sessions` is their number; else
 * it is NULL. Returns 0, or -1 with *err.
 */
int derive_cell(struct db *db, int64_t cell_id, const struct timing *own,
		size_t nown, int64_t base_id, const struct timing *base,
		size_t nbase, struct err *err);

/*
 * Derives the summaries and speed-ups of a run anew from its samples, in one
 * transaction. The rows stay the same unless the samples were changed. Returns
 * 0, or -1 with *err.
 */
int store_rebuild(struct db *db, int64_t run_id, struct err *err);

#endif
