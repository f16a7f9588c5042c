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

/* Duration of a repeat: calls are added up to the target; a repeat outside the
 * limits is calibrated again. A longer call is a repeat by itself. */
#define REPEAT_MIN_NS    10000
#define REPEAT_MAX_NS    50000
#define REPEAT_TARGET_NS 30000
#define CALLS_MAX        10000000
#define MARK_ALL_NS      10000 /* calls at least this long are all marked */
#define MARK_EVERY       16    /* of shorter ones: marks cost clock reads */
#define WINDOW           8     /* the last warm-ups, which must show no trend */
#define WARMUPS_MIN      3
#define WARMUPS_MAX      100
#define SETTLE_NS        (200 * CLOCK_NS_PER_MS)
#define CALIBRATIONS_MAX 3

const char *cell_run_missing(const struct cell_run *run)
{
	const char *why = strategy_missing(run->strategy);

	if (run->missing[0])
		return run->missing;
	return why ? why : kernel_missing(run->kernel);
}

void cell_run_skip(struct cell_run *run, const char *why)
{
	uint32_t i;

	for (i = 0; i < run->cell->repeats; i++) {
		run->samples[i].status = SAMPLE_SKIPPED;
		str_copy(run->samples[i].reason, SAMPLE_REASON_SIZE, why);
	}
}

static const struct vectors *vectors_of(const struct cell_run *run,
					const struct stage *stage)
{
	return &stage->vectors[plan_memory(run->cell)];
}

void cell_run_expect(struct cell_run *run, const struct stage *stage)
{
	const struct vectors *v = vectors_of(run, stage);
	struct cell_record *record = &run->record;

	if (run->strategy->flags & STRATEGY_NO_RESULT)
		return;
	record->has_reference = true;
	record->exact = run->kernel->flags & KERNEL_FIXED_ORDER;
	record->bound = reference_bound(&stage->reference, run->kernel);
	record->accurate = stage->reference.value;
	record->reference = record->exact ? run->kernel->dot(v->x, v->y, v->n)
					  : record->accurate;
}

/* ---- time-outs --------------------------------------------------------- */

/* Time left of the cell's own time-out; INT64_MAX if it has none. */
static int64_t cell_left_ns(const struct cell_run *run)
{
	int64_t limit_ns =
	    (int64_t)run->cell->cell_timeout_ms * CLOCK_NS_PER_MS;

	return limit_ns ? limit_ns - run->used_ns : INT64_MAX;
}

static int64_t deadline(const struct cell_run *run)
{
	int64_t wait_ns = (int64_t)run->cell->timeout_ms * CLOCK_NS_PER_MS;
	int64_t left_ns = cell_left_ns(run);

	return clock_ns() + (left_ns < wait_ns ? left_ns : wait_ns);
}

/* ---- opening ----------------------------------------------------------- */

void cell_run_close(struct cell_run *run)
{
	if (run->open)
		run->strategy->close(run->state);
	run->open = false;
	run->state = NULL;
}

/*
 * Whether the events of the CPU are counted in the repeats of this cell: only
 * where the caller computes and waits without sleeping. Open counters make each
 * switch of processes slower, and so would change the times of other cells.
 */
static bool is_counted(const struct cell_run *run, const struct stage *stage)
{
	return !(run->strategy->flags & (STRATEGY_SPAWNS | STRATEGY_WAITS)) &&
	       (int)run->cell->workers <= vectors_of(run, stage)->cpus.at_once;
}

static int open_cell(struct cell_run *run, const struct stage *stage,
		     int64_t *open_ns, struct err *err)
{
	int64_t begin_ns;

	run->events = is_counted(run, stage) ? stage->events : NULL;
	run->open = true;
	begin_ns = clock_ns();
	if (run->strategy->open(&run->state, run->cell, run->kernel,
				vectors_of(run, stage), err)) {
		cell_run_close(run);
		if (err->kind == ERR_MISSING) {
			str_copy(run->missing, SAMPLE_REASON_SIZE, err->text);
			cell_run_skip(run, run->missing);
			run->record.has_reference = false;
		}
		return -1;
	}
	*open_ns = run->strategy->opened_ns
		       ? run->strategy->opened_ns(run->state)
		       : clock_ns() - begin_ns;
	return 0;
}

static int probe_cell(const struct cell_run *run, struct err *err)
{
	const struct strategy *s = run->strategy;

	return s->probe ? s->probe(run->state, err) : 0;
}

static int wake_cell(const struct cell_run *run, int64_t deadline_ns,
		     struct err *err)
{
	const struct strategy *s = run->strategy;

	return s->ready ? s->ready(run->state, deadline_ns, err) : 0;
}

static void rest_cell(const struct cell_run *run)
{
	if (run->strategy->rest)
		run->strategy->rest(run->state);
}

/* One turn of a cell: its workers wake, compute, and sleep again. */
static int cell_turn(struct cell_run *run, const struct request *request,
		     struct counters_mark *mark, struct sample *sample,
		     struct err *err)
{
	if (probe_cell(run, err) || wake_cell(run, request->deadline_ns, err))
		return -1;
	counters_begin(mark);
	if (run->strategy->once(run->state, request, sample, err))
		return -1;
	counters_end(mark, &sample->noise);
	rest_cell(run);
	return 0;
}

/*
 * A turn that follows an untimed call, so that what other cells left in the
 * caches does not slow down the repeat. A strategy with ready() makes the
 * untimed call there.
 */
static int warm_turn(struct cell_run *run, const struct request *request,
		     struct sample *sample, struct err *err)
{
	struct request one = { 1, 1, request->deadline_ns };
	struct sample untimed = { 0 };
	struct counters_mark mark;
	int rc = 0;

	counters_open(&mark, run->events);
	if (!run->strategy->ready)
		rc = run->strategy->once(run->state, &one, &untimed, err);
	if (!rc)
		rc = cell_turn(run, request, &mark, sample, err);
	counters_close(&mark);
	return rc;
}

static int untimed(struct cell_run *run, uint32_t calls, int64_t *total_ns,
		   struct err *err)
{
	struct request request = { calls, 1, deadline(run) };
	struct sample sample = { 0 };

	if (warm_turn(run, &request, &sample, err))
		return -1;
	*total_ns = sample.total_ns;
	return 0;
}

/* Times an opened cell up to its first product. The time includes waking the
 * workers and the call that ready() may make, but not the probe before and not
 * putting the workers to sleep afterwards. */
static int first_product(struct cell_run *run, int64_t *first_ns,
			 struct err *err)
{
	struct request request = { 1, 1, deadline(run) };
	struct sample sample = { 0 };
	int64_t begin_ns;

	if (probe_cell(run, err))
		return -1;
	begin_ns = clock_ns();
	if (wake_cell(run, request.deadline_ns, err) ||
	    run->strategy->once(run->state, &request, &sample, err))
		return -1;
	*first_ns = clock_ns() - begin_ns;
	rest_cell(run);
	return 0;
}

static enum sample_status status_of(const struct err *err)
{
	return err->kind == ERR_TIMEOUT ? SAMPLE_TIMEOUT : SAMPLE_FAILED;
}

void cell_run_cold(struct cell_run *run, const struct stage *stage,
		   struct cold_start *cold)
{
	int64_t begin_ns = clock_ns();
	struct err err = { 0 };

	cold->cell = run->record.cell;
	cold->start_ns = begin_ns - stage->started_ns;
	cold->open_ns = cold->first_ns = -1;
	if (cell_left_ns(run) <= 0)
		err_set(&err, ERR_TIMEOUT,
			"not tried: the cell's time-out of %" PRIu32
			" ms is used up",
			run->cell->cell_timeout_ms);
	else if (!open_cell(run, stage, &cold->open_ns, &err))
		first_product(run, &cold->first_ns, &err);
	cell_run_close(run);
	run->used_ns += clock_ns() - begin_ns;
	cold->status = err.kind ? status_of(&err) : SAMPLE_OK;
	str_copy(cold->reason, SAMPLE_REASON_SIZE, err.text);
}

/* ---- settling ---------------------------------------------------------- */

static void set_calls(struct cell_run *run, double calls, double call_ns)
{
	run->record.calls = (uint32_t)fmin(fmax(calls, 1), CALLS_MAX);
	run->mark_every = call_ns < MARK_ALL_NS ? MARK_EVERY : 1;
}

/* Finds how many calls make a repeat long enough for the clock to resolve. */
static int calibrate(struct cell_run *run, struct err *err)
{
	uint32_t calls = run->calls_given ? run->record.calls : 1;
	int64_t total_ns;
	double need;

	for (;;) {
		if (untimed(run, calls, &total_ns, err))
			return -1;
		if (run->calls_given || total_ns >= REPEAT_MIN_NS ||
		    calls >= CALLS_MAX)
			break;
		need = REPEAT_TARGET_NS / ((double)total_ns + 1) * calls;
		need = fmin(fmax(need, calls * 2.0), calls * 10.0);
		calls = (uint32_t)fmin(need, CALLS_MAX);
	}
	set_calls(run, calls, (double)total_ns / calls);
	return 0;
}

/* Makes warm-ups until the last ones show no trend or a limit is reached;
 * *typical_ns is the median of the last ones. */
static int warm_up(struct cell_run *run, double *typical_ns, struct err *err)
{
	const int64_t begin_ns = clock_ns();
	double last[WINDOW];
	uint32_t done = 0, seen;
	int64_t total_ns;

	run->record.settled = false;
	do {
		if (untimed(run, run->record.calls, &total_ns, err))
			return -1;
		if (done >= WINDOW)
			memmove(last, last + 1, (WINDOW - 1) * sizeof(*last));
		seen = done < WINDOW ? done : WINDOW - 1;
		last[seen++] = (double)total_ns;
		run->record.warmups++;
		done++;
		run->record.settled =
		    done >= WINDOW && !stats_trend(last, WINDOW);
	} while (!run->record.settled && done < WARMUPS_MAX &&
		 (done < WARMUPS_MIN || clock_ns() - begin_ns < SETTLE_NS));
	stats_sort(last, seen);
	*typical_ns = stats_quantile(last, seen, 0.5);
	return 0;
}

/* Whether a repeat of this duration has too many or too few calls. */
static bool badly_calibrated(const struct cell_run *run, double total_ns)
{
	if (run->calls_given)
		return false;
	return (total_ns < REPEAT_MIN_NS && run->record.calls < CALLS_MAX) ||
	       (total_ns > REPEAT_MAX_NS && run->record.calls > 1);
}

static int settle_cell(struct cell_run *run, const struct stage *stage,
		       struct err *err)
{
	struct cell_record *r = &run->record;
	int64_t open_ns, first_ns;
	double total_ns;
	int tries = 0;

	if (open_cell(run, stage, &open_ns, err))
		return -1;
	if (r->open_ns < 0)
		r->open_ns = open_ns;
	if (first_product(run, &first_ns, err))
		return -1;
	if (r->first_ns < 0)
		r->first_ns = first_ns;
	if (calibrate(run, err) || warm_up(run, &total_ns, err))
		return -1;
	/* a warm cell is faster than it was when calls were calibrated */
	while (badly_calibrated(run, total_ns) && tries++ < CALIBRATIONS_MAX) {
		set_calls(run, r->calls * REPEAT_TARGET_NS / (total_ns + 1),
			  total_ns / r->calls);
		if (warm_up(run, &total_ns, err))
			return -1;
	}
	return 0;
}

static void log_settled(const struct cell_run *run)
{
	const struct cell_record *r = &run->record;
	char series[PLAN_SERIES_SIZE], open[UNITS_SIZE], first[UNITS_SIZE];

	plan_series(run->cell, series);
	if (run->last.kind)
		log_debug("%s: %s", series, run->last.text);
	else
		log_debug("%s: open %s, first product %s, %u calls a repeat, "
			  "%s after %u warm-ups",
			  series, units_time(open, (double)r->open_ns),
			  units_time(first, (double)r->first_ns), r->calls,
			  r->settled ? "settled" : "not settled", r->warmups);
}

int cell_run_settle(struct cell_run *run, const struct stage *stage)
{
	int64_t begin_ns = clock_ns();

	err_clear(&run->last);
	if (cell_left_ns(run) > 0 && settle_cell(run, stage, &run->last))
		cell_run_close(run);
	run->used_ns += clock_ns() - begin_ns;
	log_settled(run);
	return run->last.kind ? -1 : 0;
}

/* ---- measuring --------------------------------------------------------- */

static void mark_wrong(struct sample *sample, const char *what, double expected)
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

static void verify_sample(const struct cell_run *run, struct sample *sample)
{
	const struct cell_record *r = &run->record;

	if (!r->has_reference)
		return;
	if (!sample->has_result)
		mark_wrong(sample, "no result", r->reference);
	else if (sample->differs)
		mark_wrong(sample, "calls of one repeat differ", r->reference);
	else if (r->exact &&
		 sample_bits(sample->result) != sample_bits(r->reference))
		mark_wrong(sample, "bits differ from serial", r->reference);
	else if (!(fabs(sample->result - r->accurate) <= r->bound))
		mark_wrong(sample, "outside the error bound", r->accurate);
}

/* Marks the sample as failed; clears what the failed turn may have left. */
static void fail_sample(struct sample *sample, const struct err *err)
{
	struct sample clean = { .cell = sample->cell,
				.repeat = sample->repeat,
				.round = sample->round,
				.start_ns = sample->start_ns,
				.status = status_of(err) };

	str_copy(clean.reason, SAMPLE_REASON_SIZE, err->text);
	*sample = clean;
}

static int try(struct cell_run *run, const struct stage *stage,
	       struct sample *sample, struct err *err)
{
	struct request request;
	int64_t open_ns;

	/* replace workers lost in an earlier round, or while settling */
	if (!run->open && run->mark_every) {
		if (open_cell(run, stage, &open_ns, err))
			return -1;
	} else if (!run->open && cell_run_settle(run, stage)) {
		*err = run->last;
		return -1;
	}
	request.calls = run->record.calls;
	request.mark_every = run->mark_every;
	request.deadline_ns = deadline(run);
	if (warm_turn(run, &request, sample, err))
		return -1;
	sample->status = SAMPLE_OK;
	sample->calls = request.calls;
	verify_sample(run, sample);
	return 0;
}

void cell_run_measure(struct cell_run *run, const struct stage *stage,
		      uint32_t i)
{
	struct sample *sample = &run->samples[i];
	int64_t begin_ns = clock_ns();
	struct err err = { 0 };

	sample->start_ns = begin_ns - stage->started_ns;
	if (cell_left_ns(run) <= 0) {
		err_set(&err, ERR_TIMEOUT,
			"not tried: the cell's time-out of %" PRIu32
			" ms is used up",
			run->cell->cell_timeout_ms);
		fail_sample(sample, &err);
	} else if (run->failures >= RUN_PATIENCE) {
		err_set(&err, run->last.kind, "not tried after %d failures: %s",
			RUN_PATIENCE, run->last.text);
		fail_sample(sample, &err);
	} else if (try(run, stage, sample, &err)) {
		cell_run_close(run);
		run->failures++;
		run->last = err;
		fail_sample(sample, &err);
	} else {
		run->failures = 0;
	}
	run->used_ns += clock_ns() - begin_ns;
}

/* ---- the end ----------------------------------------------------------- */

/* The unit in the last place of `value` in a type with `bits` mantissa bits. */
static double ulp(double value, int bits)
{
	int exponent;

	frexp(value, &exponent);
	return ldexp(1, exponent - bits);
}

void cell_run_summarise(struct cell_run *run, const struct stage *stage)
{
	const enum dtype dtype = run->kernel->dtype;
	struct cell_record *r = &run->record;
	double unit = ulp(stage->reference.value, dtype == DTYPE_F32 ? 24 : 53);
	uint32_t i;

	r->error_ulp = -1;
	for (i = 0; i < run->cell->repeats; i++) {
		const struct sample *s = &run->samples[i];

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
