/* One cell while its block runs: opened, settled, measured, verified. */
#include "run/cell_run.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "base/units.h"
#include "run/counters.h"
#include "run/runner.h"
#include "stats/summary.h"
#include "stats/trend.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define REPEAT_MIN_NS    10000 /* a repeat lasts between these, or is one */
#define REPEAT_MAX_NS    50000 /* call */
#define REPEAT_TARGET_NS 30000
#define CALLS_MAX        10000000
#define MARK_ALL_NS      10000 /* a call this long is marked every time */
#define MARK_EVERY       16    /* else so often: two clock reads would show */
#define WINDOW           8     /* warm-ups that may show no trend */
#define WARMUPS_MIN      3
#define WARMUPS_MAX      100
#define SETTLE_NS        (200 * CLOCK_NS_PER_MS)
#define CALIBRATIONS_MAX 3

const char *slot_missing(const struct slot *slot)
{
	const char *why = slot->strategy->missing();

	return why ? why : slot->kernel->missing();
}

void slot_skip(struct slot *slot, const char *why)
{
	uint32_t i;

	for (i = 0; i < slot->cell->repeats; i++) {
		slot->samples[i].status = SAMPLE_SKIPPED;
		str_copy(slot->samples[i].reason, SAMPLE_REASON_SIZE, why);
	}
}

void slot_expect(struct slot *slot, const struct stage *stage)
{
	const struct vectors *v = &stage->vectors;
	struct cell_record *record = &slot->record;

	if (slot->strategy->flags & STRATEGY_NO_RESULT)
		return;
	record->has_reference = true;
	record->exact = slot->kernel->flags & KERNEL_FIXED_ORDER;
	record->bound = stage->reference.bound;
	record->accurate = stage->reference.value;
	record->reference = record->exact ? slot->kernel->dot(v->x, v->y, v->n)
					  : record->accurate;
}

/* ---- time-outs --------------------------------------------------------- */

/* What is left of the cell's time, INT64_MAX where it has no limit. */
static int64_t cell_left_ns(const struct slot *slot)
{
	int64_t limit_ns =
	    (int64_t)slot->cell->cell_timeout_ms * CLOCK_NS_PER_MS;

	return limit_ns ? limit_ns - slot->used_ns : INT64_MAX;
}

static int64_t deadline(const struct slot *slot)
{
	int64_t wait_ns = (int64_t)slot->cell->timeout_ms * CLOCK_NS_PER_MS;
	int64_t left_ns = cell_left_ns(slot);

	return clock_ns() + (left_ns < wait_ns ? left_ns : wait_ns);
}

/* ---- opening ----------------------------------------------------------- */

void slot_close(struct slot *slot)
{
	if (slot->open)
		slot->strategy->close(slot->state);
	slot->open = false;
	slot->state = NULL;
}

static int slot_open(struct slot *slot, const struct stage *stage,
		     int64_t *open_ns, struct err *err)
{
	int64_t begin_ns = clock_ns();

	slot->open = true;
	if (slot->strategy->open(&slot->state, slot->cell, slot->kernel,
				 &stage->vectors, err)) {
		slot_close(slot);
		return -1;
	}
	*open_ns = clock_ns() - begin_ns;
	return 0;
}

static int probe(const struct slot *slot, struct err *err)
{
	const struct strategy *s = slot->strategy;

	return s->probe ? s->probe(slot->state, err) : 0;
}

static int wake(const struct slot *slot, int64_t deadline_ns, struct err *err)
{
	const struct strategy *s = slot->strategy;

	return s->ready ? s->ready(slot->state, deadline_ns, err) : 0;
}

static void rest(const struct slot *slot)
{
	if (slot->strategy->rest)
		slot->strategy->rest(slot->state);
}

/* One turn of a cell: its workers wake, compute, and sleep again. */
static int turn(struct slot *slot, const struct request *request,
		struct sample *sample, struct err *err)
{
	struct ledger_mark mark;

	if (probe(slot, err) || wake(slot, request->deadline_ns, err))
		return -1;
	ledger_begin(&mark);
	if (slot->strategy->once(slot->state, request, sample, err))
		return -1;
	ledger_end(&mark, &sample->noise);
	rest(slot);
	return 0;
}

/*
 * A turn behind an untimed call: what other cells left in the caches is no
 * part of a repeat. Where there is a ready(), it makes that call.
 */
static int warm_turn(struct slot *slot, const struct request *request,
		     struct sample *sample, struct err *err)
{
	struct request one = { 1, 1, request->deadline_ns };
	struct sample untimed = { 0 };

	if (!slot->strategy->ready &&
	    slot->strategy->once(slot->state, &one, &untimed, err))
		return -1;
	return turn(slot, request, sample, err);
}

static int untimed(struct slot *slot, uint32_t calls, int64_t *total_ns,
		   struct err *err)
{
	struct request request = { calls, 1, deadline(slot) };
	struct sample sample = { 0 };

	if (warm_turn(slot, &request, &sample, err))
		return -1;
	*total_ns = sample.total_ns;
	return 0;
}

/* From the opened cell to its first product: the workers' first wake is part
 * of it, and where ready() makes a call, that one too. Going to sleep is not. */
static int first_product(struct slot *slot, int64_t *first_ns, struct err *err)
{
	struct request request = { 1, 1, deadline(slot) };
	struct sample sample = { 0 };
	int64_t begin_ns;

	if (probe(slot, err))
		return -1;
	begin_ns = clock_ns();
	if (wake(slot, request.deadline_ns, err) ||
	    slot->strategy->once(slot->state, &request, &sample, err))
		return -1;
	*first_ns = clock_ns() - begin_ns;
	rest(slot);
	return 0;
}

static enum sample_status status_of(const struct err *err)
{
	return err->kind == ERR_TIMEOUT ? SAMPLE_TIMEOUT : SAMPLE_FAILED;
}

void slot_cold(struct slot *slot, const struct stage *stage,
	       struct cold_start *cold)
{
	int64_t begin_ns = clock_ns();
	struct err err = { 0 };

	cold->cell = slot->record.cell;
	cold->start_ns = begin_ns - stage->started_ns;
	cold->open_ns = cold->first_ns = -1;
	if (cell_left_ns(slot) <= 0)
		err_set(&err, ERR_TIMEOUT,
			"not tried: the cell's %" PRIu32 " ms are used up",
			slot->cell->cell_timeout_ms);
	else if (!slot_open(slot, stage, &cold->open_ns, &err))
		first_product(slot, &cold->first_ns, &err);
	slot_close(slot);
	slot->used_ns += clock_ns() - begin_ns;
	cold->status = err.kind ? status_of(&err) : SAMPLE_OK;
	str_copy(cold->reason, SAMPLE_REASON_SIZE, err.text);
}

/* ---- settling ---------------------------------------------------------- */

static void set_calls(struct slot *slot, double calls, double call_ns)
{
	slot->record.calls = (uint32_t)fmin(fmax(calls, 1), CALLS_MAX);
	slot->mark_every = call_ns < MARK_ALL_NS ? MARK_EVERY : 1;
}

/* How many calls make a repeat that the clock can resolve. */
static int calibrate(struct slot *slot, struct err *err)
{
	uint32_t calls = slot->calls_given ? slot->record.calls : 1;
	int64_t total_ns;
	double need;

	for (;;) {
		if (untimed(slot, calls, &total_ns, err))
			return -1;
		if (slot->calls_given || total_ns >= REPEAT_MIN_NS ||
		    calls >= CALLS_MAX)
			break;
		need = REPEAT_TARGET_NS / ((double)total_ns + 1) * calls;
		need = fmin(fmax(need, calls * 2.0), calls * 10.0);
		calls = (uint32_t)fmin(need, CALLS_MAX);
	}
	set_calls(slot, calls, (double)total_ns / calls);
	return 0;
}

/* Repeats until the last ones show no trend; *typical_ns is their median. */
static int warm_up(struct slot *slot, double *typical_ns, struct err *err)
{
	const int64_t begin_ns = clock_ns();
	double last[WINDOW];
	uint32_t done = 0, seen;
	int64_t total_ns;

	slot->record.settled = false;
	do {
		if (untimed(slot, slot->record.calls, &total_ns, err))
			return -1;
		if (done >= WINDOW)
			memmove(last, last + 1, (WINDOW - 1) * sizeof(*last));
		seen = done < WINDOW ? done : WINDOW - 1;
		last[seen++] = (double)total_ns;
		slot->record.warmups++;
		done++;
		slot->record.settled =
		    done >= WINDOW && !stats_trend(last, WINDOW);
	} while (!slot->record.settled && done < WARMUPS_MAX &&
		 (done < WARMUPS_MIN || clock_ns() - begin_ns < SETTLE_NS));
	stats_sort(last, seen);
	*typical_ns = stats_quantile(last, seen, 0.5);
	return 0;
}

/* Whether a repeat of this length has too many or too few calls. */
static bool badly_calibrated(const struct slot *slot, double total_ns)
{
	if (slot->calls_given)
		return false;
	return (total_ns < REPEAT_MIN_NS && slot->record.calls < CALLS_MAX) ||
	       (total_ns > REPEAT_MAX_NS && slot->record.calls > 1);
}

static int settle(struct slot *slot, const struct stage *stage, struct err *err)
{
	struct cell_record *r = &slot->record;
	int64_t open_ns, first_ns;
	double total_ns;
	int tries = 0;

	if (slot_open(slot, stage, &open_ns, err))
		return -1;
	if (r->open_ns < 0)
		r->open_ns = open_ns;
	if (first_product(slot, &first_ns, err))
		return -1;
	if (r->first_ns < 0)
		r->first_ns = first_ns;
	if (calibrate(slot, err) || warm_up(slot, &total_ns, err))
		return -1;
	/* a warm cell is faster than the cold one that was calibrated */
	while (badly_calibrated(slot, total_ns) && tries++ < CALIBRATIONS_MAX) {
		set_calls(slot, r->calls * REPEAT_TARGET_NS / (total_ns + 1),
			  total_ns / r->calls);
		if (warm_up(slot, &total_ns, err))
			return -1;
	}
	return 0;
}

static void tell_settled(const struct slot *slot)
{
	const struct cell_record *r = &slot->record;
	char series[PLAN_SERIES_SIZE], open[UNITS_SIZE], first[UNITS_SIZE];

	plan_series(slot->cell, series);
	if (slot->last.kind)
		log_debug("%s: %s", series, slot->last.text);
	else
		log_debug("%s: open %s, first product %s, %u calls a repeat, "
			  "%s after %u warm-ups",
			  series, units_time(open, (double)r->open_ns),
			  units_time(first, (double)r->first_ns), r->calls,
			  r->settled ? "settled" : "not settled", r->warmups);
}

int slot_settle(struct slot *slot, const struct stage *stage)
{
	int64_t begin_ns = clock_ns();

	err_clear(&slot->last);
	if (cell_left_ns(slot) > 0 && settle(slot, stage, &slot->last))
		slot_close(slot);
	slot->used_ns += clock_ns() - begin_ns;
	tell_settled(slot);
	return slot->last.kind ? -1 : 0;
}

/* ---- measuring --------------------------------------------------------- */

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

static void verify(const struct slot *slot, struct sample *sample)
{
	const struct cell_record *r = &slot->record;

	if (!r->has_reference)
		return;
	if (!sample->has_result)
		wrong(sample, "no result", r->reference);
	else if (sample->differs)
		wrong(sample, "calls of one repeat differ", r->reference);
	else if (r->exact &&
		 sample_bits(sample->result) != sample_bits(r->reference))
		wrong(sample, "bits differ from serial", r->reference);
	else if (!(fabs(sample->result - r->accurate) <= r->bound))
		wrong(sample, "outside the error bound", r->accurate);
}

/* Clears what a failed turn may have left in the sample. */
static void fail(struct sample *sample, const struct err *err)
{
	struct sample clean = { .cell = sample->cell,
				.repeat = sample->repeat,
				.round = sample->round,
				.start_ns = sample->start_ns,
				.status = status_of(err) };

	str_copy(clean.reason, SAMPLE_REASON_SIZE, err->text);
	*sample = clean;
}

static int try(struct slot *slot, const struct stage *stage,
	       struct sample *sample, struct err *err)
{
	struct request request;
	int64_t open_ns;

	/* workers lost in an earlier round, or while settling, are renewed */
	if (!slot->open && slot->mark_every) {
		if (slot_open(slot, stage, &open_ns, err))
			return -1;
	} else if (!slot->open && slot_settle(slot, stage)) {
		*err = slot->last;
		return -1;
	}
	request.calls = slot->record.calls;
	request.mark_every = slot->mark_every;
	request.deadline_ns = deadline(slot);
	if (warm_turn(slot, &request, sample, err))
		return -1;
	sample->status = SAMPLE_OK;
	sample->calls = request.calls;
	verify(slot, sample);
	return 0;
}

void slot_measure(struct slot *slot, const struct stage *stage, uint32_t i)
{
	struct sample *sample = &slot->samples[i];
	int64_t begin_ns = clock_ns();
	struct err err = { 0 };

	sample->start_ns = begin_ns - stage->started_ns;
	if (cell_left_ns(slot) <= 0) {
		err_set(&err, ERR_TIMEOUT,
			"not tried: the cell's %" PRIu32 " ms are used up",
			slot->cell->cell_timeout_ms);
		fail(sample, &err);
	} else if (slot->failures >= RUN_PATIENCE) {
		err_set(&err, slot->last.kind,
			"not tried after %d failures: %s", RUN_PATIENCE,
			slot->last.text);
		fail(sample, &err);
	} else if (try(slot, stage, sample, &err)) {
		slot_close(slot);
		slot->failures++;
		slot->last = err;
		fail(sample, &err);
	} else {
		slot->failures = 0;
	}
	slot->used_ns += clock_ns() - begin_ns;
}

/* ---- the end ----------------------------------------------------------- */

/* The unit in the last place of `value` in the type of `bits` mantissa bits. */
static double ulp(double value, int bits)
{
	int exponent;

	frexp(value, &exponent);
	return ldexp(1, exponent - bits);
}

void slot_summarise(struct slot *slot, const struct stage *stage)
{
	const enum dtype dtype = slot->kernel->dtype;
	struct cell_record *r = &slot->record;
	double unit = ulp(stage->reference.value, dtype == DTYPE_F32 ? 24 : 53);
	uint32_t i;

	r->error_ulp = -1;
	for (i = 0; i < slot->cell->repeats; i++) {
		const struct sample *s = &slot->samples[i];

		if (r->has_reference && s->has_result && isfinite(s->result))
			r->error_ulp = fmax(
			    r->error_ulp, fabs(s->result - r->accurate) / unit);
		if (s->status == SAMPLE_OK)
			continue;
		if (r->status == SAMPLE_OK || s->status < r->status) {
			r->status = s->status;
			str_copy(r->reason, SAMPLE_REASON_SIZE, s->reason);
		}
	}
}
