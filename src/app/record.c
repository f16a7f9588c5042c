/* Records a run: a new one, or the rest of an interrupted one. */
#include "app/record.h"

#include "app/job.h"
#include "app/new.h"
#include "app/progress.h"
#include "app/resume.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "host/disturbed.h"
#include "host/host.h"
#include "proc/child.h"
#include "report/report.h"
#include "store/block.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int note_control_time(struct job_times *times, const struct control *c,
			     struct err *err)
{
	if (mem_grow(&times->ns, &times->cap, times->count + 1,
		     sizeof(*times->ns), err))
		return -1;
	times->ns[times->count++] = (double)c->total_ns / c->calls;
	return 0;
}

/* Notes the control kernels' times, then passes the batch on to the store. */
static int keep_block(void *ctx, const struct batch *batch, struct err *err)
{
	struct job *j = ctx;
	struct sample_sink *sink = store_sink(j->db);
	size_t i;

	for (i = 0; i < batch->ncontrols; i++) {
		const struct control *c = &batch->controls[i];

		if (!strcmp(c->name, "chain") &&
		    note_control_time(&j->chain, c, err))
			return -1;
		if (!strcmp(c->name, "distance") &&
		    note_control_time(&j->distance, c, err))
			return -1;
	}
	return sink->block(sink->ctx, batch, err);
}

static void show_progress(void *ctx, const struct run_progress *progress)
{
	struct job *j = ctx;

	progress_tell(&j->progress, progress);
}

/* Says that the BLAS uses less than the CPU has, if the plan measures it. */
static void tell_blas(const struct job *j, const struct facts *facts)
{
	const char *behind = facts_text(facts, "blas_behind");
	const struct plan *plan = &j->stored.plan;
	size_t i;

	for (i = 0; behind && i < plan->count; i++)
		if (!strcmp(plan->cells[i].kernel, "blas")) {
			log_info("the BLAS may be slower than it could be: %s; "
				 "'dotrec doctor' says what helps",
				 behind);
			return;
		}
}

/* Writes how the run ended, and whether it was disturbed. */
static int finish(struct job *j, const char *status, const char *reason,
		  struct err *err)
{
	unsigned flags = j->asked->anonymous ? HOST_ANONYMOUS : 0;
	struct disturbed_control control = { j->chain.ns, j->distance.ns,
					     j->chain.count,
					     j->distance.count };
	struct facts after;
	char noisy[400];
	int known;

	host_facts(&after, flags | HOST_CLOCKS);
	known =
	    disturbed_judge(&j->before, &after, &control, noisy, sizeof(noisy));
	if (known > 0)
		log_info("the run was disturbed: %s", noisy);
	tell_blas(j, &after);
	return store_run_finish(j->db, j->run_id, status, reason,
				known < 0 ? NULL : noisy, &after, err);
}

static int measure(struct job *j, struct err *err)
{
	struct run_options options = { .seed = j->start.seed,
				       .sessions = j->start.sessions,
				       .colds = j->start.colds,
				       .pause_ns = (int64_t)j->asked->pause_s *
						   CLOCK_NS_PER_S,
				       .elapsed_ns = j->stored.elapsed_ns,
				       .known = j->stored.known,
				       .sink = &j->sink };
	struct err second = { 0 };
	const char *status = "finished";
	int rc;

	j->sink.ctx = j;
	j->sink.block = keep_block;
	j->sink.progress = show_progress;
	rc = run_plan(&j->stored.plan, &options, &j->result, err);
	log_status("%s", "");
	if (rc && err->kind != ERR_INTERRUPTED)
		status = "failed";
	else if (rc || j->result.interrupted)
		status = "interrupted";
	if (finish(j, status, rc ? err->text : NULL, rc ? &second : err))
		rc = -1;
	return rc;
}

static void log_outcome(const struct job *j)
{
	const size_t *samples = j->account.samples;

	if (j->result.trouble[0])
		log_warn("%s", j->result.trouble);
	if (j->result.interrupted)
		log_warn("interrupted: the blocks finished so far are kept in "
			 "'%s'; 'dotrec run --resume %" PRId64
			 "' continues the run",
			 j->asked->db_path, j->run_id);
	log_info("run %" PRId64 " in '%s': %zu ok, %zu wrong, %zu failed, "
		 "%zu timed out, %zu skipped%s",
		 j->run_id, j->asked->db_path, samples[SAMPLE_OK],
		 samples[SAMPLE_WRONG], samples[SAMPLE_FAILED],
		 samples[SAMPLE_TIMEOUT], samples[SAMPLE_SKIPPED],
		 j->nothing_left ? "; nothing was left to run" : "");
}

static int print_table(struct job *j, struct err *err)
{
	static const char *const names[] = { "front", "page" };
	struct report_options options = { .names = names,
					  .count = 2,
					  .shows = true };
	struct str text = { 0 };
	char run[24];
	int rc;

	snprintf(run, sizeof(run), "%" PRId64, j->run_id);
	options.run = run;
	rc = report_text(j->db, &options, 80, LAYOUT_PLAIN, &text, err);
	if (!rc)
		rc = output_print(&text, err);
	str_free(&text);
	return rc;
}

/* Does the whole job. Returns the exit code. */
static int run_job(struct job *j)
{
	struct err err = { 0 };
	int rc = j->asked->resume ? resume_run(j, &err) : new_run(j, &err);

	if (!rc && !j->nothing_left)
		rc = measure(j, &err);
	if (!rc)
		rc = store_run_account(j->db, j->run_id, &j->account, &err);
	if (!rc && j->asked->print && !j->nothing_left &&
	    j->account.samples[SAMPLE_OK])
		rc = print_table(j, &err);
	if (rc)
		return exitcode_tell(&err);
	log_outcome(j);
	/* nothing was done, and nothing went wrong */
	return j->nothing_left ? EXIT_OK : job_exit_code(j);
}

int record(const struct record *asked, int64_t *run_id)
{
	struct job j = { .asked = asked };
	int code;

	interrupt_install();
	child_open_files_max();
	owner_self(j.owner);
	j.start = (struct run_start){ .label = asked->label,
				      .seed = asked->seed,
				      .sessions = asked->sessions,
				      .colds = asked->colds,
				      .owner = j.owner,
				      .utc = asked->utc };
	code = run_job(&j);
	if (run_id)
		*run_id = j.run_id;
	job_release(&j);
	return code;
}
