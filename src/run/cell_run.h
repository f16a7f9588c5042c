/* One cell while its block runs: opened, settled, measured, verified. */
#ifndef RUN_CELL_RUN_H
#define RUN_CELL_RUN_H

#include "kernel/fill.h"
#include "sample/sample.h"
#include "strategy/strategy.h"

/* What the cells of a block share. */
struct stage {
	struct vectors vectors[PLAN_MEMORIES]; /* by where they lie; x is NULL
						* where no cell reads them */
	struct reference reference;            /* the exact product */
	int64_t started_ns;                    /* when the run started */
	uint32_t session;                      /* the current one, from 0 */
	const struct perf_event *events; /* NULL: none can be counted here */
};

struct cell_run {
	const struct cell *cell;
	const struct strategy *strategy;
	const struct kernel *kernel;
	struct cell_record record;
	struct sample *samples; /* [cell->repeats] */
	void *state;
	bool open;
	const struct perf_event *events; /* counted in a repeat, or NULL */
	uint32_t mark_every;
	bool calls_given;  /* record.calls is an earlier session's: keep it */
	uint32_t failures; /* failed repeats in a row */
	int64_t used_ns;   /* time used of the cell's own time-out */
	struct err last;   /* the last failure */
	/* why open() said that the cell cannot run here, or "" */
	char missing[SAMPLE_REASON_SIZE];
};

/* Why the cell cannot run here, or NULL. */
const char *cell_run_missing(const struct cell_run *run);

/* Marks every sample of the cell as skipped, with the reason `why`. */
void cell_run_skip(struct cell_run *run, const char *why);

/* Sets the reference that the cell's results are compared with. */
void cell_run_expect(struct cell_run *run, const struct stage *stage);

/* Makes one cold start: opens the cell, computes one product, closes the cell;
 * writes the times to *cold. */
void cell_run_cold(struct cell_run *run, const struct stage *stage,
		   struct cold_start *cold);

/*
 * Opens the cell for its rounds. Records the times of opening and of the first
 * product; calibrates the calls of a repeat, so that a repeat lasts 10 to 50 us
 * or is a single call; then makes warm-ups until the last eight show no trend,
 * or until 100 warm-ups or 200 ms have passed. Returns 0, or -1 with run->last
 * set and the cell closed: the first round then tries again, and counts a
 * failure if it fails again.
 */
int cell_run_settle(struct cell_run *run, const struct stage *stage);

/* Measures repeat i of the session into samples[i], or records there why the
 * repeat was not tried. */
void cell_run_measure(struct cell_run *run, const struct stage *stage,
		      uint32_t i);

/* Ends the cell's workers; harmless when the cell is not open. */
void cell_run_close(struct cell_run *run);

/* Sets status, reason and error of the record from the samples: the cell gets
 * the worst status of its samples. */
void cell_run_summarise(struct cell_run *run, const struct stage *stage);

#endif
