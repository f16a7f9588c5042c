/* Runs a plan: blocks in rounds, every result verified, nothing dropped. */
#include "run/runner.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/mem.h"
#include "proc/shared.h"
#include "run/block.h"
#include "run/cell_run.h"
#include "run/control.h"
#include "run/estimate.h"
#include "run/order.h"
#include "run/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A block that is being run. */
struct block {
	struct cell_run *runs;
	size_t count;
	struct sample *samples; /* of all cells, in the order of the plan */
	size_t nsamples;
	struct cold_start *colds;
	size_t ncolds;
	struct shared memory;
	struct stage stage;
	uint64_t number;
	uint32_t rounds; /* the most repeats of a cell */
	size_t *order;   /* of a round */
};

struct runner {
	const struct plan *plan;
	const struct run_options *options;
	struct blocks blocks;
	struct cell_known *known;       /* of each cell of the plan */
	const struct sample_sink *sink; /* of the session being run */
	struct run_result *result;
	int64_t started_ns;
	uint32_t session;
	int64_t paused_ns; /* between sessions, so far */
	double work_all;   /* estimated nanoseconds */
	struct run_progress progress;
	struct control controls[CONTROL_MAX]; /* not stored yet */
	size_t ncontrols;
};

static const struct strategy *find(const struct runner *r, const char *name)
{
	const struct strategy *const *table = r->options->strategies;

	if (!table)
		return strategy_find(name);
	for (; *table; table++)
		if (!strcmp((*table)->name, name))
			return *table;
	return NULL;
}

/* ---- a block: made and released ---------------------------------------- */

static int vectors_make(struct block *b, uint64_t seed, struct err *err)
{
	const struct cell *cell = b->runs[0].cell;
	enum dtype dtype = (enum dtype)dtype_find(cell->dtype);
	struct vectors *v = &b->stage.vectors;
	size_t n = (size_t)cell->n;
	size_t bytes = (n * dtype_table[dtype].bytes + 63) / 64 * 64;

	if (shared_open(&b->memory, 2 * bytes, err))
		return -1;
	fill_vector(dtype, seed, 0, 0, n, b->memory.data);
	fill_vector(dtype, seed, 1, 0, n, (char *)b->memory.data + bytes);
	if (shared_freeze(&b->memory, err))
		return -1;
	v->x = b->memory.data;
	v->y = (char *)b->memory.data + bytes;
	v->n = n;
	pin_find(&v->cpus);
	reference_dot(dtype, v->x, v->y, n, &b->stage.reference);
	return 0;
}

static void begin_cell_run(const struct runner *r, struct cell_run *run,
			   size_t index)
{
	run->cell = &r->plan->cells[index];
	run->strategy = find(r, run->cell->strategy);
	run->kernel = kernel_find(run->cell->kernel, run->cell->dtype);
	run->record.cell = (uint32_t)index;
	run->record.session = r->session;
	run->record.colds = r->options->colds;
	run->record.repeats = run->cell->repeats;
	run->record.open_ns = run->record.first_ns = -1;
	run->record.calls = r->known[index].calls;
	run->calls_given = r->known[index].calls > 0;
}

/* Hands out the samples, numbered. */
static void samples_begin(const struct runner *r, struct block *b)
{
	struct sample *at = b->samples;
	size_t i;
	uint32_t k;

	for (i = 0; i < b->count; i++) {
		struct cell_run *run = &b->runs[i];
		uint32_t repeats = run->cell->repeats;

		run->samples = at;
		for (k = 0; k < repeats; k++, at++) {
			at->cell = run->record.cell;
			at->repeat = r->session * repeats + k;
			at->round = r->session * b->rounds + k;
		}
	}
}

/* Whether this session of a cell is there already, or not asked for. */
static bool is_stored(const struct runner *r, size_t cell)
{
	return r->known[cell].sessions > r->session;
}

/* The cells of a block that this session has yet to measure: how many. With
 * runs (of as many; else NULL) they are begun. */
static size_t begin_cell_runs(const struct runner *r, size_t block,
			      struct cell_run *runs)
{
	size_t i, count = 0;

	for (i = r->blocks.start[block]; i < r->blocks.start[block + 1]; i++) {
		if (is_stored(r, r->blocks.cell[i]))
			continue;
		if (runs)
			begin_cell_run(r, &runs[count], r->blocks.cell[i]);
		count++;
	}
	return count;
}

static int block_begin(struct runner *r, struct block *b, size_t number,
		       struct err *err)
{
	size_t first = r->blocks.start[number], i;
	uint32_t colds = r->options->colds - 1;

	b->number = number;
	b->count = begin_cell_runs(r, number, NULL);
	b->stage.started_ns = r->started_ns;
	b->stage.session = r->session;
	b->runs = mem_array(b->count, sizeof(*b->runs), err);
	b->order = mem_array(b->count, sizeof(*b->order), err);
	b->colds = mem_array(b->count * colds, sizeof(*b->colds), err);
	if (!b->runs || !b->order || !b->colds)
		return -1;
	begin_cell_runs(r, number, b->runs);
	for (i = 0; i < b->count; i++)
		b->nsamples += b->runs[i].cell->repeats;
	/* of all cells: no two sessions have a round in common */
	for (i = first; i < r->blocks.start[number + 1]; i++) {
		const struct cell *cell = &r->plan->cells[r->blocks.cell[i]];

		if (cell->repeats > b->rounds)
			b->rounds = cell->repeats;
	}
	b->samples = mem_array(b->nsamples, sizeof(*b->samples), err);
	if (!b->samples)
		return -1;
	samples_begin(r, b);
	return vectors_make(b, r->options->seed, err);
}

static void block_end(struct block *b)
{
	size_t i;

	for (i = 0; b->runs && i < b->count; i++)
		cell_run_close(&b->runs[i]);
	shared_close(&b->memory);
	free(b->runs);
	free(b->samples);
	free(b->colds);
	free(b->order);
}

/* ---- a block: run ------------------------------------------------------ */

static void tell(struct runner *r, double work_ns, bool block_done)
{
	r->progress.work_done += work_ns;
	r->progress.block_done = block_done;
	r->sink->progress(r->sink->ctx, &r->progress);
}

/* Everything that comes before the rounds: cold starts, then settling. */
static void prepare(struct runner *r, struct block *b)
{
	uint32_t colds = r->options->colds - 1, k;
	struct cold_start *cold;
	const char *why;
	size_t i;

	for (i = 0; i < b->count; i++) {
		why = cell_run_missing(&b->runs[i]);
		if (why)
			cell_run_skip(&b->runs[i], why);
		else
			cell_run_expect(&b->runs[i], &b->stage);
	}
	for (k = 0; k < colds; k++)
		for (i = 0; i < b->count && !interrupt_pending(); i++) {
			if (cell_run_missing(&b->runs[i]))
				continue;
			cold = &b->colds[b->ncolds++];
			/* number 0 is the one that settling begins with */
			cold->number = r->session * (colds + 1) + k + 1;
			cell_run_cold(&b->runs[i], &b->stage, cold);
			tell(r, 0, false);
		}
	for (i = 0; i < b->count && !interrupt_pending(); i++)
		if (!cell_run_missing(&b->runs[i])) {
			cell_run_settle(&b->runs[i], &b->stage);
			tell(r, 0, false);
		}
}

/* One pass over the block; returns false when a signal came. */
static bool run_round(struct runner *r, struct block *b, uint32_t round)
{
	struct cell_run *run;
	size_t i;

	order_draw(r->options->seed, b->number,
		   (uint64_t)r->session * b->rounds + round, b->order,
		   b->count);
	for (i = 0; i < b->count; i++) {
		run = &b->runs[b->order[i]];
		if (round >= run->cell->repeats)
			continue;
		if (!cell_run_missing(run))
			cell_run_measure(run, &b->stage, round);
		if (interrupt_pending())
			return false;
		r->progress.done++;
		tell(r, estimate_cell_ns(run->cell) / run->cell->repeats,
		     false);
	}
	return true;
}

/* Counts the repeats, and keeps the first that is not ok for the user. */
static void count_samples(struct run_result *result, const struct cell_run *run)
{
	char series[PLAN_SERIES_SIZE];
	uint32_t i;

	for (i = 0; i < run->cell->repeats; i++) {
		const struct sample *s = &run->samples[i];

		result->samples[s->status]++;
		if (s->status == SAMPLE_OK || s->status == SAMPLE_SKIPPED ||
		    result->trouble[0])
			continue;
		plan_series(run->cell, series);
		snprintf(result->trouble, sizeof(result->trouble),
			 "%s, repeat %u: %s", series, s->repeat, s->reason);
	}
}

static void controls_measure(struct runner *r)
{
	r->ncontrols = control_measure(r->controls, r->started_ns);
}

static int block_store(struct runner *r, struct block *b, struct err *err)
{
	struct batch batch = { .ncells = b->count,
			       .samples = b->samples,
			       .nsamples = b->nsamples,
			       .colds = b->colds,
			       .ncolds = b->ncolds,
			       .controls = r->controls,
			       .ncontrols = r->ncontrols };
	struct cell_record *cells = mem_array(b->count, sizeof(*cells), err);
	size_t i;
	int rc;

	if (!cells)
		return -1;
	for (i = 0; i < b->count; i++) {
		cell_run_summarise(&b->runs[i], &b->stage);
		count_samples(r->result, &b->runs[i]);
		cells[i] = b->runs[i].record;
	}
	batch.cells = cells;
	rc = r->sink->block(r->sink->ctx, &batch, err);
	r->ncontrols = 0;
	free(cells);
	return rc;
}

/* Returns 0, 1 when a signal came before the block was done, -1 with *err. */
static int run_block(struct runner *r, size_t number, struct err *err)
{
	struct block b = { 0 };
	uint32_t round;
	int rc = -1;

	controls_measure(r);
	if (block_begin(r, &b, number, err))
		goto out;
	r->progress.block = number + 1;
	r->progress.cell = b.runs[0].cell;
	tell(r, estimate_block_ns(b.runs[0].cell), false);
	prepare(r, &b);
	rc = 1;
	for (round = 0; round < b.rounds; round++)
		if (interrupt_pending() || !run_round(r, &b, round))
			goto out;
	rc = block_store(r, &b, err);
	if (!rc)
		tell(r, 0, true);
out:
	block_end(&b);
	return rc;
}

/* ---- sessions ---------------------------------------------------------- */

static int run_session(void *ctx, const struct sample_sink *sink,
		       struct run_result *result, struct err *err)
{
	struct runner *r = ctx;
	struct batch last = { 0 };
	size_t b;
	int rc = 0;

	r->sink = sink;
	r->result = result;
	for (b = 0; b < r->blocks.count && !rc; b++) {
		if (begin_cell_runs(r, b, NULL))
			rc = interrupt_pending() ? 1 : run_block(r, b, err);
	}
	if (rc)
		return rc < 0 ? -1 : 0;
	controls_measure(r);
	last.controls = r->controls;
	last.ncontrols = r->ncontrols;
	return sink->block(sink->ctx, &last, err);
}

static int take_batch(void *ctx, const struct batch *batch, struct err *err)
{
	struct runner *r = ctx;
	size_t i;

	if (r->options->sink->block(r->options->sink->ctx, batch, err))
		return -1;
	for (i = 0; i < batch->ncells; i++) {
		struct cell_known *known = &r->known[batch->cells[i].cell];

		known->sessions = r->session + 1;
		known->calls = batch->cells[i].calls;
	}
	return 0;
}

static void take_progress(void *ctx, const struct run_progress *progress)
{
	struct runner *r = ctx;
	struct run_progress *p = &r->progress;
	double worked_ns;

	*p = *progress;
	p->elapsed_ns = clock_ns() - r->started_ns - r->options->elapsed_ns;
	worked_ns = (double)(p->elapsed_ns - r->paused_ns);
	p->left_ns = p->work_done > 0
			 ? (int64_t)(worked_ns * (r->work_all - p->work_done) /
				     p->work_done)
			 : 0;
	p->left_ns +=
	    r->options->pause_ns * (r->options->sessions - 1 - r->session);
	if (r->options->sink->progress)
		r->options->sink->progress(r->options->sink->ctx, p);
}

/* No message for so long means that nothing goes on: between two of them there
 * are at most the turns of one cell that settles, each with its time-out. */
static int64_t patience_ns(const struct plan *plan)
{
	int64_t longest_ms = 0;
	size_t i;

	for (i = 0; i < plan->count; i++)
		if (plan->cells[i].timeout_ms > longest_ms)
			longest_ms = plan->cells[i].timeout_ms;
	return (60000 + 20 * longest_ms) * CLOCK_NS_PER_MS;
}

/* What the session has yet to do. */
static void estimate_session(struct runner *r)
{
	size_t b, i;

	for (b = 0; b < r->blocks.count; b++)
		if (begin_cell_runs(r, b, NULL))
			r->work_all += estimate_block_ns(
			    &r->plan
				 ->cells[r->blocks.cell[r->blocks.start[b]]]);
	for (i = 0; i < r->plan->count; i++) {
		if (is_stored(r, i))
			continue;
		r->work_all += estimate_cell_ns(&r->plan->cells[i]);
		r->progress.planned += r->plan->cells[i].repeats;
	}
}

static void estimate(struct runner *r)
{
	for (r->session = 0; r->session < r->options->sessions; r->session++)
		estimate_session(r);
	r->progress.blocks = r->blocks.count;
}

static bool is_session_stored(const struct runner *r)
{
	size_t i;

	for (i = 0; i < r->plan->count; i++)
		if (!is_stored(r, i))
			return false;
	return true;
}

static void add_result(struct run_result *all, const struct run_result *one)
{
	size_t i;

	for (i = 0; i <= SAMPLE_SKIPPED; i++)
		all->samples[i] += one->samples[i];
	if (!all->trouble[0])
		memcpy(all->trouble, one->trouble, sizeof(one->trouble));
}

/* Lets the machine come to another state; a signal ends it. */
static void pause_before_session(struct runner *r)
{
	static const struct timespec nap = { 0, 50 * CLOCK_NS_PER_MS };
	int64_t begin_ns = clock_ns();

	while (clock_ns() - begin_ns < r->options->pause_ns &&
	       !interrupt_pending())
		nanosleep(&nap, NULL);
	r->paused_ns += clock_ns() - begin_ns;
}

static int run_sessions(struct runner *r, struct err *err)
{
	struct sample_sink here = { r, take_batch, take_progress };
	struct run_result *all = r->result, one;
	uint32_t sessions = r->options->sessions;
	bool begun = false;
	int rc = 0;

	for (r->session = 0; r->session < sessions && !rc; r->session++) {
		if (is_session_stored(r))
			continue;
		if (begun)
			pause_before_session(r);
		begun = true;
		memset(&one, 0, sizeof(one));
		r->progress.session = r->session;
		rc = sessions == 1
			 ? run_session(r, &here, &one, err)
			 : session_apart(run_session, r, &here,
					 patience_ns(r->plan), &one, err);
		add_result(all, &one);
		all->interrupted = interrupt_pending();
		if (all->interrupted)
			break;
	}
	return rc;
}

int run_plan(const struct plan *plan, const struct run_options *options,
	     struct run_result *result, struct err *err)
{
	struct run_options filled = *options;
	struct runner *r = mem_array(1, sizeof(*r), err);
	int rc = -1;

	memset(result, 0, sizeof(*result));
	filled.sessions += !filled.sessions;
	filled.colds += !filled.colds;
	if (!r || blocks_make(&r->blocks, plan, err))
		goto out;
	r->plan = plan;
	r->options = &filled;
	r->result = result;
	r->started_ns = clock_ns() - filled.elapsed_ns;
	r->known = mem_array(plan->count, sizeof(*r->known), err);
	if (!r->known)
		goto out;
	if (filled.known)
		memcpy(r->known, filled.known, plan->count * sizeof(*r->known));
	estimate(r);
	rc = run_sessions(r, err);
out:
	if (r) {
		blocks_free(&r->blocks);
		free(r->known);
	}
	free(r);
	return rc;
}
