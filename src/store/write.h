/* Writing a run: its row and its cells at the beginning, how it ended at the end. */
#ifndef STORE_WRITE_H
#define STORE_WRITE_H

#include "db/open.h"
#include "plan/plan.h"
#include "sample/provenance.h"

/* What is known of a run before anything is probed. */
struct run_start {
	const char *uuid, *label; /* label may be NULL */
	uint64_t seed;
	uint32_t sessions, colds; /* as in struct run_options */
	const char *owner;        /* see owner_self() */
};

/*
 * Writes the run's row and one for every planned cell, status 'missing', in
 * one transaction: a run that is cut short after that can be gone on with as
 * it was planned. bases[i] is the plan index of cell i's serial base, or
 * SIZE_MAX. Returns 0 with the run's id in *run_id, or -1 with *err.
 */
int store_run_begin(struct db *db, const struct run_start *start,
		    const struct plan *plan, const size_t *bases,
		    int64_t *run_id, struct err *err);

/* Adds where and with what it runs. */
int store_run_describe(struct db *db, int64_t run_id,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err);

/* Writes how the run ended: 'finished', 'interrupted', 'failed'; why it counts
 * as noisy ("": it does not, NULL: not known). */
int store_run_finish(struct db *db, int64_t run_id, const char *status,
		     const char *reason, const char *noisy,
		     const struct facts *facts, struct err *err);

#endif
