/* Runs a plan: blocks in rounds, every result verified, nothing dropped. */
#include "run/runner.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "kernel/fill.h"
#include "proc/interrupt.h"
#include "proc/shared.h"
#include "run/block.h"
#include "run/order.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPEAT_MIN_NS    10000 /* a repeat lasts this long, or is one call */
#define REPEAT_TARGET_NS 30000
#define CALLS_MAX        10000000
#define MARK_ALL_NS      10000 /* a call this long is marked every time */
#define MARK_EVERY       16    /* else so often: two clock reads would show */
#define WARMUPS          3

/* A cell of the block that is being run. */
struct slot {
	const struct cell *cell;
	const struct strategy *strategy;
	const struct kernel *kernel;
	void *state;
	bool open;
	uint32_t mark_every;
	uint32_t failures; /* in a row */
	struct cell_record record;
	struct sample *samples; /* [planned] */
	struct err last;        /* the last failure */
};

struct block {
	struct slot *slots;
	size_t count;
	struct sample *samples; /* of all slots, in the order of the plan */
	size_t nsamples;
	struct shared memory;
	struct vectors vectors;
	struct reference reference; /* compensated */
	uint64_t number;
};

struct runner {
	const struct plan *plan;
	const struct run_options *options;
	struct run_result *result;
	int64_t started_ns;
	double work_done, work_all; /* estimated nanoseconds */
	struct run_progress progress;
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

static int64_t deadline(const struct slot *slot)
{
	return clock_ns() + (int64_t)slot->cell->timeout_ms * CLOCK_NS_PER_MS;
}

/* ---- vectors ----------------------------------------------------------- */

static int vectors_make(struct block *b, uint64_t seed, struct err *err)
{
	const struct cell *cell = b->slots[0].cell;
	int dtype = dtype_find(cell->dtype);
	size_t n = (size_t)cell->n;
	size_t bytes = (n * dtype_table[dtype].bytes + 63) / 64 * 64;

	if (shared_open(&b->memory, 2 * bytes, err))
		return -1;
	fill_vector((enum dtype)dtype, seed, 0, 0, n, b->memory.data);
	fill_vector((enum dtype)dtype, seed, 1, 0, n,
		    (char *)b->memory.data + bytes);
	if (shared_freeze(&b->memory, err))
		return -1;
	b->vectors.x = b->memory.data;
	b->vectors.y = (char *)b->memory.data + bytes;
	b->vectors.n = n;
	reference_dot((enum dtype)dtype, b->vectors.x, b->vectors.y, n,
		      &b->reference);
	return 0;
}

/* ---- one cell: open, settle, measure, verify --------------------------- */

static void note(char *to, const struct err *err)
{
	str_copy(to, SAMPLE_REASON_SIZE, err->text);
}

static enum sample_status status_of(const struct err *err)
{
	return err->kind == ERR_TIMEOUT ? SAMPLE_TIMEOUT : SAMPLE_FAILED;
}

static void slot_close(struct slot *slot)
{
	if (slot->open)
		slot->strategy->close(slot->state);
	slot->open = false;
	slot->state = NULL;
}

static int slot_open(struct slot *slot, const struct vectors *vectors,
		     struct err *err)
{
	int64_t begin_ns = clock_ns();

	slot->open = true;
	if (slot->strategy->open(&slot->state, slot->cell, slot->kernel,
				 vectors, err)) {
		slot_close(slot);
		return -1;
	}
	if (slot->record.open_ns < 0)
		slot->record.open_ns = clock_ns() - begin_ns;
	return 0;
}

/* One turn of a cell: its workers wake, compute, and sleep again. */
static int turn(struct slot *slot, const struct request *request,
		struct sample *sample, struct err *err)
{
	const struct strategy *s = slot->strategy;

	if (s->ready && s->ready(slot->state, request->deadline_ns, err))
		return -1;
	if (s->once(slot->state, request, sample, err))
		return -1;
	if (s->rest)
		s->rest(slot->state);
	return 0;
}

static int untimed(struct slot *slot, uint32_t calls, int64_t *total_ns,
		   struct err *err)
{
	struct request request = { calls, 1, deadline(slot) };
	struct sample sample = { 0 };

	if (turn(slot, &request, &sample, err))
		return -1;
	*total_ns = sample.total_ns;
	return 0;
}

/* How many calls make a repeat that the clock can resolve. */
static int calibrate(struct slot *slot, struct err *err)
{
	uint32_t calls = 1;
	int64_t total_ns;
	double need;

	for (;;) {
		if (untimed(slot, calls, &total_ns, err))
			return -1;
		if (total_ns >= REPEAT_MIN_NS || calls >= CALLS_MAX)
			break;
		need = REPEAT_TARGET_NS / ((double)total_ns + 1) * calls;
		need = fmin(fmax(need, calls * 2.0), calls * 10.0);
		calls = (uint32_t)fmin(need, CALLS_MAX);
	}
	slot->record.calls = calls;
	slot->mark_every = total_ns / calls < MARK_ALL_NS ? MARK_EVERY : 1;
	return 0;
}

/* Everything that comes before the first round. */
static int slot_settle(struct slot *slot, const struct vectors *vectors,
		       struct err *err)
{
	int64_t total_ns;

	if (slot_open(slot, vectors, err) ||
	    untimed(slot, 1, &slot->record.first_ns, err) ||
	    calibrate(slot, err))
		return -1;
	while (slot->record.warmups < WARMUPS) {
		if (untimed(slot, slot->record.calls, &total_ns, err))
			return -1;
		slot->record.warmups++;
	}
	return 0;
}

static void wrong(struct sample *sample, const char *what, double expected)
{
	char got[UNITS_SIZE], want[UNITS_SIZE];

	sample->status = SAMPLE_WRONG;
	snprintf(sample->reason, sizeof(sample->reason),
		 "%s: got %s (bits %016" PRIx64
		 "), expected %s (bits %016" PRIx64 ")",
		 what, units_double(got, sample->result),
		 sample_bits(sample->result), units_double(want, expected),
		 sample_bits(expected));
}

static void verify(const struct slot *slot, const struct reference *ref,
		   struct sample *sample)
{
	const struct cell_record *record = &slot->record;

	if (!record->has_reference)
		return;
	if (!sample->has_result)
		wrong(sample, "no result", record->reference);
	else if (sample->differs)
		wrong(sample, "calls of one repeat differ", record->reference);
	else if (record->exact &&
		 sample_bits(sample->result) != sample_bits(record->reference))
		wrong(sample, "bits differ from serial", record->reference);
	else if (!(fabs(sample->result - ref->value) <= ref->bound))
		wrong(sample, "outside the error bound", ref->value);
}

/* Clears what a failed turn may have left in the sample. */
static void sample_fail(struct sample *sample, const struct err *err)
{
	struct sample clean = { .cell = sample->cell,
				.repeat = sample->repeat,
				.round = sample->round,
				.start_ns = sample->start_ns,
				.status = status_of(err) };

	note(clean.reason, err);
	*sample = clean;
}

static void measure(const struct runner *r, struct block *b, struct slot *slot,
		    uint32_t round)
{
	struct sample *sample = &slot->samples[round];
	struct request request = { slot->record.calls, slot->mark_every, 0 };
	struct err err = { 0 };

	sample->round = round;
	sample->start_ns = clock_ns() - r->started_ns;
	if (slot->failures >= RUN_PATIENCE) {
		err_set(&err, slot->last.kind,
			"not tried after %d failures: %s", RUN_PATIENCE,
			slot->last.text);
		sample_fail(sample, &err);
		return;
	}
	/* workers lost in an earlier round, or while settling, are renewed */
	if (!slot->open &&
	    (slot->record.calls ? slot_open(slot, &b->vectors, &err)
				: slot_settle(slot, &b->vectors, &err)))
		goto failed;
	request.calls = slot->record.calls;
	request.mark_every = slot->mark_every;
	request.deadline_ns = deadline(slot);
	if (turn(slot, &request, sample, &err))
		goto failed;
	slot->failures = 0;
	sample->status = SAMPLE_OK;
	sample->calls = request.calls;
	verify(slot, &b->reference, sample);
	return;
failed:
	slot_close(slot);
	slot->failures++;
	slot->last = err;
	sample_fail(sample, &err);
}

/* ---- one block --------------------------------------------------------- */

static const char *why_missing(const struct slot *slot)
{
	const char *why = slot->strategy->missing();

	return why ? why : slot->kernel->missing();
}

static void slot_skip(struct runner *r, struct slot *slot, const char *why)
{
	uint32_t i;

	slot->record.status = SAMPLE_SKIPPED;
	str_copy(slot->record.reason, sizeof(slot->record.reason), why);
	for (i = 0; i < slot->cell->repeats; i++) {
		slot->samples[i].status = SAMPLE_SKIPPED;
		slot->samples[i].round = i;
		str_copy(slot->samples[i].reason, SAMPLE_REASON_SIZE, why);
	}
	r->result->optional += slot->cell->repeats;
}

/* What the cell's results must be. */
static void expect(struct slot *slot, const struct block *b)
{
	struct cell_record *record = &slot->record;

	if (slot->strategy->flags & STRATEGY_NO_RESULT)
		return;
	record->has_reference = true;
	record->exact = slot->kernel->flags & KERNEL_FIXED_ORDER;
	record->bound = b->reference.bound;
	record->reference =
	    record->exact
		? slot->kernel->dot(b->vectors.x, b->vectors.y, b->vectors.n)
		: b->reference.value;
}

static int block_begin(struct runner *r, struct block *b,
		       const struct blocks *blocks, size_t number,
		       struct err *err)
{
	size_t first = blocks->start[number], i;
	struct sample *at;
	uint32_t k;

	b->number = number;
	b->count = blocks->start[number + 1] - first;
	b->slots = mem_array(b->count, sizeof(*b->slots), err);
	if (!b->slots)
		return -1;
	for (i = 0; i < b->count; i++) {
		struct slot *slot = &b->slots[i];
		uint32_t index = (uint32_t)blocks->cell[first + i];

		slot->cell = &r->plan->cells[index];
		slot->strategy = find(r, slot->cell->strategy);
		slot->kernel =
		    kernel_find(slot->cell->kernel, slot->cell->dtype);
		slot->record.cell = index;
		slot->record.planned = slot->cell->repeats;
		slot->record.open_ns = slot->record.first_ns = -1;
		b->nsamples += slot->cell->repeats;
	}
	b->samples = at = mem_array(b->nsamples, sizeof(*at), err);
	if (!at)
		return -1;
	for (i = 0; i < b->count; i++) {
		b->slots[i].samples = at;
		for (k = 0; k < b->slots[i].cell->repeats; k++, at++) {
			at->cell = b->slots[i].record.cell;
			at->repeat = k;
		}
	}
	return vectors_make(b, r->options->seed, err);
}

static void block_end(struct block *b)
{
	size_t i;

	for (i = 0; b->slots && i < b->count; i++)
		slot_close(&b->slots[i]);
	shared_close(&b->memory);
	free(b->slots);
	free(b->samples);
	memset(b, 0, sizeof(*b));
}

static void tell(struct runner *r, double work_ns, bool block_done)
{
	struct run_progress *p = &r->progress;

	r->work_done += work_ns;
	p->block_done = block_done;
	p->elapsed_ns = clock_ns() - r->started_ns;
	p->left_ns = r->work_done > 0 ? (int64_t)((double)p->elapsed_ns *
						  (r->work_all - r->work_done) /
						  r->work_done)
				      : 0;
	if (r->options->progress)
		r->options->progress(r->options->progress_ctx, p);
}

/* One pass over the block; returns false when a signal came. */
static bool run_round(struct runner *r, struct block *b, size_t *order,
		      uint32_t round)
{
	struct slot *slot;
	size_t i;

	order_draw(r->options->seed, b->number, round, order, b->count);
	for (i = 0; i < b->count; i++) {
		slot = &b->slots[order[i]];
		if (round >= slot->cell->repeats)
			continue;
		if (slot->record.status != SAMPLE_SKIPPED)
			measure(r, b, slot, round);
		if (interrupt_pending())
			return false;
		r->progress.done++;
		tell(r, run_estimate_ns(slot->cell) / slot->cell->repeats,
		     false);
	}
	return true;
}

/* A cell is as bad as the worst of its samples. */
static void summarise(struct runner *r, struct slot *slot)
{
	char series[PLAN_SERIES_SIZE];
	uint32_t i;

	for (i = 0; i < slot->cell->repeats; i++) {
		const struct sample *s = &slot->samples[i];

		r->result->samples[s->status]++;
		if (s->status == SAMPLE_OK || s->status == SAMPLE_SKIPPED)
			continue;
		if (slot->record.status == SAMPLE_OK ||
		    s->status < slot->record.status) {
			slot->record.status = s->status;
			str_copy(slot->record.reason,
				 sizeof(slot->record.reason), s->reason);
		}
		if (r->result->trouble[0])
			continue;
		plan_series(slot->cell, series);
		snprintf(r->result->trouble, sizeof(r->result->trouble),
			 "%s, repeat %u: %s", series, s->repeat, s->reason);
	}
}

static int block_store(struct runner *r, struct block *b, struct err *err)
{
	struct cell_record *records =
	    mem_array(b->count, sizeof(*records), err);
	size_t i;
	int rc;

	if (!records)
		return -1;
	for (i = 0; i < b->count; i++) {
		summarise(r, &b->slots[i]);
		records[i] = b->slots[i].record;
	}
	rc = r->options->sink->block(r->options->sink->ctx, records, b->count,
				     b->samples, b->nsamples, err);
	free(records);
	return rc;
}

static void tell_settled(const struct slot *slot)
{
	char series[PLAN_SERIES_SIZE], open[UNITS_SIZE], first[UNITS_SIZE];

	plan_series(slot->cell, series);
	if (slot->last.kind)
		log_debug("%s: %s", series, slot->last.text);
	else
		log_debug("%s: open %s, first call %s, %u calls a repeat",
			  series,
			  units_time(open, (double)slot->record.open_ns),
			  units_time(first, (double)slot->record.first_ns),
			  slot->record.calls);
}

static void settle_all(struct runner *r, struct block *b)
{
	const char *why;
	size_t i;

	for (i = 0; i < b->count && !interrupt_pending(); i++) {
		struct slot *slot = &b->slots[i];

		why = why_missing(slot);
		if (why) {
			slot_skip(r, slot, why);
			continue;
		}
		expect(slot, b);
		err_clear(&slot->last);
		/* a failure here is met, and counted, in the first round */
		if (slot_settle(slot, &b->vectors, &slot->last))
			slot_close(slot);
		tell_settled(slot);
	}
}

/* Returns 0, 1 when a signal came before the block was done, -1 with *err. */
static int run_block(struct runner *r, const struct blocks *blocks,
		     size_t number, struct err *err)
{
	struct block b = { 0 };
	uint32_t round, rounds = 0;
	size_t *order = NULL, i;
	int rc = -1;

	if (block_begin(r, &b, blocks, number, err))
		goto out;
	order = mem_array(b.count, sizeof(*order), err);
	if (!order)
		goto out;
	r->progress.block = number + 1;
	r->progress.cell = b.slots[0].cell;
	tell(r, run_estimate_block_ns(b.slots[0].cell), false);
	settle_all(r, &b);
	for (i = 0; i < b.count; i++)
		if (b.slots[i].cell->repeats > rounds)
			rounds = b.slots[i].cell->repeats;
	rc = 1;
	for (round = 0; round < rounds; round++)
		if (interrupt_pending() || !run_round(r, &b, order, round))
			goto out;
	rc = block_store(r, &b, err);
	if (!rc)
		tell(r, 0, true);
out:
	block_end(&b);
	free(order);
	return rc;
}

int run_plan(const struct plan *plan, const struct run_options *options,
	     struct run_result *result, struct err *err)
{
	struct runner r = { .plan = plan,
			    .options = options,
			    .result = result };
	struct blocks blocks;
	size_t b, i;
	int rc = 0;

	memset(result, 0, sizeof(*result));
	if (blocks_make(&blocks, plan, err))
		return -1;
	for (i = 0; i < plan->count; i++) {
		r.work_all += run_estimate_ns(&plan->cells[i]);
		r.progress.planned += plan->cells[i].repeats;
	}
	for (b = 0; b < blocks.count; b++)
		r.work_all += run_estimate_block_ns(
		    &plan->cells[blocks.cell[blocks.start[b]]]);
	r.progress.blocks = blocks.count;
	r.started_ns = clock_ns();
	for (b = 0; b < blocks.count && !rc; b++)
		rc = interrupt_pending() ? 1 : run_block(&r, &blocks, b, err);
	if (rc > 0)
		result->interrupted = interrupt_pending();
	blocks_free(&blocks);
	return rc < 0 ? -1 : 0;
}
