/* Writes the begin and the end of a run: its row, its cells, how it ended. */
#ifndef STORE_WRITE_H
#define STORE_WRITE_H

#include "db/open.h"
#include "plan/plan.h"
#include "sample/provenance.h"

/* What is known of a run before the machine is probed. */
struct run_start {
	const char *uuid, *label; /* label may be NULL */
	uint64_t seed;
	uint32_t sessions, colds; /* as in struct run_options */
	const char *owner;        /* see owner_self() */
	bool utc; /* its night is the date of UTC, not the local one */
};

/*
 * Writes the row of a run and one row for every planned cell, status 'missing',
 * in one transaction, and holds the run (see db_hold_run()). A run that breaks
 * off after this can be resumed as planned. bases[i] is the plan index of cell
 * i's serial base, or SIZE_MAX. Returns 0 with the run's id in *run_id, or -1
 * with *err.
 */
int store_run_begin(struct db *db, const struct run_start *start,
		    const struct plan *plan, const size_t *bases,
		    int64_t *run_id, struct err *err);

/* Stores the machine, the build and the host facts of a run. Returns 0, or -1
 * with *err. */
int store_run_describe(struct db *db, int64_t run_id,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err);

/* Writes how a run ended: its status ('finished', 'interrupted', 'failed') and
 * the reason, and in `noisy` why it counts as noisy ("": it does not, NULL: not
 * known). Returns 0, or -1 with *err. */
int store_run_finish(struct db *db, int64_t run_id, const char *status,
		     const char *reason, const char *noisy,
		     const struct facts *facts, struct err *err);

#endif
