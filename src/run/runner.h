/* Runs a plan: blocks in rounds, every result verified, nothing dropped. */
#ifndef RUN_RUNNER_H
#define RUN_RUNNER_H

#include "plan/plan.h"
#include "sample/sink.h"
#include "strategy/strategy.h"

/* How far a run is; for a progress bar. */
struct run_progress {
	uint32_t session;            /* being run, from 0 */
	size_t block, blocks;        /* being run, from 1; how many */
	const struct cell *cell;     /* one of the block */
	size_t done, planned;        /* repeats of all sessions */
	double work_done;            /* estimated nanoseconds */
	int64_t elapsed_ns, left_ns; /* left: estimated */
	bool block_done;             /* the block has just been stored */
};

#define RUN_PAUSE_MAX_S 3600

struct run_options {
	uint64_t seed;      /* of vectors and orders */
	uint32_t sessions;  /* 0 is 1 */
	uint32_t colds;     /* cold starts of a cell and session; 0 is 1 */
	int64_t pause_ns;   /* between two sessions */
	int64_t elapsed_ns; /* since the start of the run, when resuming */
	const struct cell_known *known; /* of each cell; NULL: nothing yet */
	const struct strategy *const *strategies; /* NULL: strategy_table */
	struct sample_sink *sink;
};

struct run_result {
	size_t samples[SAMPLE_SKIPPED + 1]; /* stored now, by status */
	int interrupted; /* the signal that ended the run early, or 0 */
	char trouble[SAMPLE_REASON_SIZE + PLAN_SERIES_SIZE +
		     40]; /* the first, or "" */
};

/*
 * Runs every cell of the plan. The cells of a block (equal n and dtype) are
 * open at the same time and take turns: in each round every cell runs one
 * repeat, in an order drawn anew from the seed. A finished block goes to the
 * sink as a whole: for each planned repeat one sample. Before the rounds every
 * cell is opened, used once and closed colds - 1 times, and before each block
 * and after the last the control kernel runs.
 *
 * Each session runs the whole plan; with more than one, each in a process of
 * its own, pause_ns after the one before, with the calls of a repeat that the
 * first has found. Repeat r of session s is number s * repeats + r. Cells that
 * `known` has with that session are left out.
 *
 * A repeat that fails is a sample with a status and a reason; its workers are
 * renewed. After RUN_PATIENCE failures in a row the cell's remaining repeats
 * are recorded as failed without being tried, and so is what its own time-out
 * leaves. A result must have the bits of the serial native kernel, or lie
 * within the proven bound where the kernel has no fixed order; else the sample
 * is `wrong`.
 *
 * Returns 0, also when interrupted; -1 with *err when the run cannot go on
 * (memory, the sink). Blocks already stored stay stored.
 */
#define RUN_PATIENCE 3
int run_plan(const struct plan *plan, const struct run_options *options,
	     struct run_result *result, struct err *err);

#endif
