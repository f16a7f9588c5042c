/*
 * For store/ only: the run that a connection is writing.
 *
 * A connection has at most one such run, from store_run_begin() or
 * store_run_load() until the next of these calls.
 */
#ifndef STORE_RECORDING_H
#define STORE_RECORDING_H

#include "db/open.h"
#include "plan/plan.h"
#include "sample/provenance.h"
#include "sample/sink.h"

/* A cell of the run, and what is stored of it. */
struct recording_cell {
	int64_t id;
	size_t base;       /* index of its serial base, or SIZE_MAX */
	uint32_t sessions; /* number of stored sessions */
	uint64_t hash;     /* of its samples so far */
	enum sample_status status;
	char reason[SAMPLE_REASON_SIZE];
	const char *remeasured; /* why it is measured again, or NULL */
};

struct recording {
	int64_t run_id;
	bool again;                   /* re-measures a finished run */
	struct recording_cell *cells; /* by plan index; NULL: none yet */
	struct sample_sink sink;
	struct { /* the block being stored: the table memory_sample */
		const struct sample *samples;
		const struct cell_record **cell_of; /* of each sample */
		size_t count;
	} pending;
};

/*
 * Makes this run, so far without cells, the one that the connection writes. The
 * first call adds the table memory_sample to the connection; closing the
 * connection frees the recording. Returns 0, or -1 with *err.
 */
int recording_begin(struct db *db, int64_t run_id, struct err *err);

/* Inside a transaction: makes the run the current one, as recording_begin()
 * does, and writes the cells of its plan. Returns 0, or -1 with *err. */
int recording_cells(struct db *db, int64_t run_id, uint32_t sessions,
		    const struct plan *plan, const size_t *bases,
		    struct err *err);

/* Inside a transaction: stores the machine, the build and the host facts of the
 * run. Returns 0, or -1 with *err. */
int recording_describe(struct db *db, int64_t run_id,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err);

#endif
