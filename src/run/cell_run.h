/* One cell while its block runs: opened, settled, measured, verified. */
#ifndef RUN_CELL_RUN_H
#define RUN_CELL_RUN_H

#include "kernel/fill.h"
#include "sample/sample.h"
#include "strategy/strategy.h"

/* What the cells of a block share. */
struct stage {
	struct vectors vectors;
	struct reference reference; /* compensated */
	int64_t started_ns;         /* of the run */
	uint32_t session;           /* being run */
};

struct cell_run {
	const struct cell *cell;
	const struct strategy *strategy;
	const struct kernel *kernel;
	struct cell_record record;
	struct sample *samples; /* [cell->repeats] */
	void *state;
	bool open;
	uint32_t mark_every;
	bool calls_given;  /* by an earlier session: not calibrated again */
	uint32_t failures; /* in a row */
	int64_t used_ns;   /* of the cell's time-out */
	struct err last;   /* the last failure */
};

/* Why the cell cannot run here, or NULL. */
const char *cell_run_missing(const struct cell_run *run);

/* Makes every sample of the cell a skipped one. */
void cell_run_skip(struct cell_run *run, const char *why);

/* Notes what the results must be. */
void cell_run_expect(struct cell_run *run, const struct stage *stage);

/* One cold start: opens, uses and closes the cell. */
void cell_run_cold(struct cell_run *run, const struct stage *stage,
		   struct cold_start *cold);

/*
 * Opens the cell for its rounds: the cold start and first product are noted;
 * the calls of a repeat calibrated, so that it lasts 10 to 50 us or is one
 * call; and warm-ups made until the last eight show no trend, or 100 repeats
 * or 200 ms have passed. Returns 0, or -1 with run->last set and the cell
 * closed: the failure is met, and counted, in the first round.
 */
int cell_run_settle(struct cell_run *run, const struct stage *stage);

/* Runs, or gives up, repeat i of the session. */
void cell_run_measure(struct cell_run *run, const struct stage *stage,
		      uint32_t i);

/* Closes the cell's workers; harmless when it is not open. */
void cell_run_close(struct cell_run *run);

/* Sets status, reason and error of the record from the samples: a cell is as
 * bad as the worst of them. */
void cell_run_summarise(struct cell_run *run, const struct stage *stage);

#endif
