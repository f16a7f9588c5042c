/* Runs a plan: blocks in rounds, every result verified, nothing dropped. */
#include "run/runner.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/mem.h"
#include "run/estimate.h"
#include "run/rounds.h"
#include "run/session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The events that this process can count, or NULL. Asked once: where it is not
 * permitted, each attempt may be written to a log of the system. */
static const struct perf_event *find_events(const struct run_options *options)
{
	const struct perf_event *events =
	    options->events ? options->events : perf_hardware;
	struct perf perf;
	int rc = perf_open(&perf, events, NULL);

	perf_close(&perf);
	return rc ? NULL : events;
}

static int run_session(void *ctx, const struct sample_sink *sink,
		       struct run_result *result, struct err *err)
{
	struct runner *r = ctx;
	struct batch last = { 0 };
	size_t b;
	int rc = 0;

	r->sink = sink;
	r->result = result;
	r->events = find_events(r->options);
	for (b = 0; b < r->blocks.count && !rc; b++) {
		if (rounds_begin(r, b, NULL))
			rc = interrupt_pending() ? 1 : rounds_run(r, b, err);
	}
	if (rc)
		return rc < 0 ? -1 : 0;
	rounds_controls(r);
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

/* A session that sends no message for this long is stuck: between two messages
 * are at most the turns of one settling cell, each with its own time-out. */
static int64_t patience_ns(const struct plan *plan)
{
	int64_t longest_ms = 0;
	size_t i;

	for (i = 0; i < plan->count; i++)
		if (plan->cells[i].timeout_ms > longest_ms)
			longest_ms = plan->cells[i].timeout_ms;
	return (60000 + 20 * longest_ms) * CLOCK_NS_PER_MS;
}

/* Adds the work and the repeats that the current session still has to do. */
static void estimate_session(struct runner *r)
{
	size_t b, i;

	for (b = 0; b < r->blocks.count; b++)
		if (rounds_begin(r, b, NULL))
			r->work_all += estimate_block_ns(
			    &r->plan
				 ->cells[r->blocks.cell[r->blocks.start[b]]]);
	for (i = 0; i < r->plan->count; i++) {
		if (rounds_stored(r, i))
			continue;
		r->work_all += estimate_cell_ns(&r->plan->cells[i]);
		r->progress.planned += r->plan->cells[i].repeats;
	}
}

static void estimate_run(struct runner *r)
{
	for (r->session = 0; r->session < r->options->sessions; r->session++)
		estimate_session(r);
	r->progress.blocks = r->blocks.count;
}

static bool is_session_stored(const struct runner *r)
{
	size_t i;

	for (i = 0; i < r->plan->count; i++)
		if (!rounds_stored(r, i))
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

/* Gives the machine time to change its state; a signal ends the pause. */
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
	estimate_run(r);
	rc = run_sessions(r, err);
out:
	if (r) {
		blocks_free(&r->blocks);
		free(r->known);
	}
	free(r);
	return rc;
}
