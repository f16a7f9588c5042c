/*
 * Inside store/: the run that is being written.
 *
 * A connection has at most one, from store_run_begin() or store_run_load() on
 * until the next of these calls.
 */
#ifndef STORE_RECORDING_H
#define STORE_RECORDING_H

#include "db/open.h"
#include "plan/plan.h"
#include "sample/provenance.h"
#include "sample/sink.h"

/* A cell of the run. */
struct recording_cell {
	int64_t id;
	size_t base;       /* index of its serial base, or SIZE_MAX */
	uint32_t sessions; /* stored */
	uint64_t hash;     /* of its samples so far */
	enum sample_status status;
	char reason[SAMPLE_REASON_SIZE];
	const char *remeasured; /* why it is measured again, or NULL */
};

struct recording {
	int64_t run_id;
	bool again;                   /* it had finished */
	struct recording_cell *cells; /* by index in its plan; NULL: none yet */
	struct sample_sink sink;
	struct { /* the block being stored: table memory_sample */
		const struct sample *samples;
		const struct cell_record **cell_of; /* of each sample */
		size_t count;
	} pending;
};

/*
 * From now on this run is the one that is written, without cells. The first
 * call adds the table memory_sample to the connection, which frees all of it
 * when it is closed. 0, or -1 with *err.
 */
int recording_begin(struct db *db, int64_t run_id, struct err *err);

/* Inside a transaction: writes the cells of a plan, whose run then is the one
 * that is being written; and where and with what it runs, as far as its row
 * does not say it. 0, or -1 with *err. */
int recording_cells(struct db *db, int64_t run_id, uint32_t sessions,
		    const struct plan *plan, const size_t *bases,
		    struct err *err);
int recording_describe(struct db *db, int64_t run_id,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err);

#endif
