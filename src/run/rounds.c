/* The rounds of a block: all cells are open and take turns in random order. */
#include "run/rounds.h"

#include "base/interrupt.h"
#include "base/mem.h"
#include "base/str.h"
#include "proc/shared.h"
#include "run/estimate.h"
#include "run/order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The block that is being run. */
struct block {
	struct cell_run *runs;
	size_t count;
	struct sample *samples; /* of all cells, in the order of the plan */
	size_t nsamples;
	struct cold_start *colds;
	size_t ncolds;
	struct shared memory[PLAN_MEMORIES]; /* of the vectors */
	struct stage stage;
	uint64_t number;
	uint32_t rounds; /* as many as the largest number of repeats */
	size_t *order;   /* of the cells in the current round */
};

static const struct strategy *find_strategy(const struct runner *r,
					    const char *name)
{
	const struct strategy *const *table = r->options->strategies;

	if (!table)
		return strategy_find(name);
	for (; *table; table++)
		if (!strcmp((*table)->name, name))
			return *table;
	return NULL;
}

/* ---- setting up and releasing a block ---------------------------------- */

/* Makes the block's vectors in memory of one kind. */
static int vectors_make(struct block *b, enum plan_memory memory, uint64_t seed,
			struct err *err)
{
	static const enum shared_kind kinds[PLAN_MEMORIES] = {
		[PLAN_MEMORY_PLAIN] = SHARED_PLAIN,
		[PLAN_MEMORY_HUGE] = SHARED_HUGE,
		[PLAN_MEMORY_NUMA] = SHARED_NUMA,
	};
	const struct cell *cell = b->runs[0].cell;
	enum dtype dtype = (enum dtype)dtype_find(cell->dtype);
	struct shared *shared = &b->memory[memory];
	struct vectors *v = &b->stage.vectors[memory];
	size_t n = (size_t)cell->n;
	size_t bytes = (n * dtype_table[dtype].bytes + 63) / 64 * 64;

	if (shared_open_kind(shared, 2 * bytes, kinds[memory], err))
		return -1;
	fill_vector(dtype, seed, 0, 0, n, shared->data);
	fill_vector(dtype, seed, 1, 0, n, (char *)shared->data + bytes);
	if (shared_freeze(shared, err))
		return -1;
	v->x = shared->data;
	v->y = (char *)shared->data + bytes;
	v->n = n;
	v->seed = seed;
	pin_find(&v->cpus);
	/* the same values wherever they lie */
	reference_dot(dtype, v->x, v->y, n, &b->stage.reference);
	return 0;
}

/* Makes the vectors in each kind of memory that a cell of the block asks for.
 * Cells whose memory cannot be had here will be skipped. */
static int memories_make(struct block *b, uint64_t seed, struct err *err)
{
	bool tried[PLAN_MEMORIES] = { false };
	struct err missing[PLAN_MEMORIES] = { { ERR_NONE, "" } };
	size_t i;

	for (i = 0; i < b->count; i++) {
		struct cell_run *run = &b->runs[i];
		enum plan_memory memory = plan_memory(run->cell);
		struct err *why = &missing[memory];

		if (!tried[memory] && vectors_make(b, memory, seed, why) &&
		    why->kind != ERR_MISSING)
			return err_set(err, why->kind, "%s", why->text);
		tried[memory] = true;
		str_copy(run->missing, sizeof(run->missing), why->text);
	}
	return 0;
}

static void begin_cell_run(const struct runner *r, struct cell_run *run,
			   size_t index)
{
	run->cell = &r->plan->cells[index];
	run->strategy = find_strategy(r, run->cell->strategy);
	run->kernel = kernel_find(run->cell->kernel, run->cell->dtype);
	if (!run->kernel)
		run->kernel = kernel_foreign(run->cell->dtype);
	run->record.cell = (uint32_t)index;
	run->record.session = r->session;
	run->record.colds = r->options->colds;
	run->record.repeats = run->cell->repeats;
	run->record.open_ns = run->record.first_ns = -1;
	run->record.calls = r->known[index].calls;
	run->calls_given = r->known[index].calls > 0;
}

/* Gives each cell its part of the block's samples, and numbers the samples. */
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

bool rounds_stored(const struct runner *r, size_t cell)
{
	return r->known[cell].sessions > r->session;
}

size_t rounds_begin(const struct runner *r, size_t block, struct cell_run *runs)
{
	size_t i, count = 0;

	for (i = r->blocks.start[block]; i < r->blocks.start[block + 1]; i++) {
		if (rounds_stored(r, r->blocks.cell[i]))
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
	b->count = rounds_begin(r, number, NULL);
	b->stage.started_ns = r->started_ns;
	b->stage.session = r->session;
	b->stage.events = r->events;
	b->runs = mem_array(b->count, sizeof(*b->runs), err);
	b->order = mem_array(b->count, sizeof(*b->order), err);
	b->colds = mem_array(b->count * colds, sizeof(*b->colds), err);
	if (!b->runs || !b->order || !b->colds)
		return -1;
	rounds_begin(r, number, b->runs);
	for (i = 0; i < b->count; i++)
		b->nsamples += b->runs[i].cell->repeats;
	/* stored cells count too: no two sessions may share a round number */
	for (i = first; i < r->blocks.start[number + 1]; i++) {
		const struct cell *cell = &r->plan->cells[r->blocks.cell[i]];

		if (cell->repeats > b->rounds)
			b->rounds = cell->repeats;
	}
	b->samples = mem_array(b->nsamples, sizeof(*b->samples), err);
	if (!b->samples)
		return -1;
	samples_begin(r, b);
	return memories_make(b, r->options->seed, err);
}

static void block_end(struct block *b)
{
	size_t i;

	for (i = 0; b->runs && i < b->count; i++)
		cell_run_close(&b->runs[i]);
	for (i = 0; i < PLAN_MEMORIES; i++)
		shared_close(&b->memory[i]);
	free(b->runs);
	free(b->samples);
	free(b->colds);
	free(b->order);
}

/* ---- running a block --------------------------------------------------- */

static void report_progress(struct runner *r, double work_ns, bool block_done)
{
	r->progress.work_done += work_ns;
	r->progress.block_done = block_done;
	r->sink->progress(r->sink->ctx, &r->progress);
}

/* Does all that precedes the rounds: cold starts, then settling. */
static void prepare_block(struct runner *r, struct block *b)
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
			/* a session's first number is the opening to settle */
			cold->number = r->session * (colds + 1) + k + 1;
			cell_run_cold(&b->runs[i], &b->stage, cold);
			if (cell_run_missing(&b->runs[i]))
				memset(&b->colds[--b->ncolds], 0,
				       sizeof(*cold));
			report_progress(r, 0, false);
		}
	for (i = 0; i < b->count && !interrupt_pending(); i++)
		if (!cell_run_missing(&b->runs[i])) {
			cell_run_settle(&b->runs[i], &b->stage);
			report_progress(r, 0, false);
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
		report_progress(
		    r, estimate_cell_ns(run->cell) / run->cell->repeats, false);
	}
	return true;
}

/* Counts the repeats by status; describes the run's first one that is neither
 * ok nor skipped, for the user. */
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

void rounds_controls(struct runner *r)
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

int rounds_run(struct runner *r, size_t number, struct err *err)
{
	struct block b = { 0 };
	uint32_t round;
	int rc = -1;

	rounds_controls(r);
	if (block_begin(r, &b, number, err))
		goto out;
	r->progress.block = number + 1;
	r->progress.cell = b.runs[0].cell;
	report_progress(r, estimate_block_ns(b.runs[0].cell), false);
	prepare_block(r, &b);
	rc = 1;
	for (round = 0; round < b.rounds; round++)
		if (interrupt_pending() || !run_round(r, &b, round))
			goto out;
	rc = block_store(r, &b, err);
	if (!rc)
		report_progress(r, 0, true);
out:
	block_end(&b);
	return rc;
}
