/* Runs a plan: blocks in rounds, every result verified, nothing dropped. */
#ifndef RUN_RUNNER_H
#define RUN_RUNNER_H

#include "plan/plan.h"
#include "proc/perf.h"
#include "sample/sink.h"
#include "strategy/strategy.h"

/* The progress of a run, e.g. for a progress bar. */
struct run_progress {
	uint32_t session;            /* the current one, from 0 */
	size_t block, blocks;        /* the current one, from 1; how many */
	const struct cell *cell;     /* a cell of the current block */
	size_t done, planned;        /* repeats of all sessions */
	double work_done;            /* estimated nanoseconds */
	int64_t elapsed_ns, left_ns; /* left: estimated */
	bool block_done;             /* the block has just been stored */
};

#define RUN_PAUSE_MAX_S 3600

struct run_options {
	uint64_t seed;      /* of the vectors and the orders of cells */
	uint32_t sessions;  /* 0 means 1 */
	uint32_t colds;     /* cold starts per cell and session; 0 means 1 */
	int64_t pause_ns;   /* between two sessions */
	int64_t elapsed_ns; /* since the run was started, if it is resumed */
	const struct cell_known *known; /* one per cell; NULL: nothing stored */
	const struct strategy *const *strategies; /* NULL: strategy_table */
	const struct perf_event *events; /* to count; NULL: perf_hardware */
	struct sample_sink *sink;
};

struct run_result {
	size_t samples[SAMPLE_SKIPPED + 1]; /* by status; not earlier ones */
	int interrupted; /* the signal that ended the run early, or 0 */
	char trouble[SAMPLE_REASON_SIZE + PLAN_SERIES_SIZE +
		     40]; /* the first repeat that went wrong, or "" */
};

/*
 * Runs every cell of the plan. The cells of a block (equal n and dtype) are
 * open at the same time and take turns: in each round every cell runs one
 * repeat, in an order drawn anew from the seed. A finished block goes to the
 * sink as a whole, with one sample for each planned repeat. Before the rounds
 * every cell is opened, used once and closed colds - 1 times. The control
 * kernels run before each block and after the last.
 *
 * Each session runs the whole plan. If there are several, each runs in a
 * process of its own, pause_ns after the previous one has ended, and all use
 * the calls per repeat that the first one found. Repeat r of session s has the
 * number s * repeats + r. A session leaves out the cells that `known` says it
 * has stored.
 *
 * A repeat that fails is a sample with a status and a reason; the workers are
 * started anew. The cell's remaining repeats are recorded without being tried
 * after RUN_PATIENCE failures in a row, with the status of the last one, and
 * when the cell's own time-out is used up, as `timeout`. A result must have the
 * bits of its kernel's serial result, or lie within the proven bound where the
 * kernel has no fixed order; else the sample is `wrong`.
 *
 * Returns 0, also when interrupted; -1 with *err when the run cannot go on
 * (memory, the sink). Blocks already stored stay stored.
 */
#define RUN_PATIENCE 3
int run_plan(const struct plan *plan, const struct run_options *options,
	     struct run_result *result, struct err *err);

#endif
