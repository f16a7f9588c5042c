/* Making a run: a new one, or going on with one that was cut short. */
#include "app/record.h"

#include "app/resume.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "base/str.h"
#include "base/units.h"
#include "db/hold.h"
#include "host/disturbed.h"
#include "host/host.h"
#include "host/machine.h"
#include "host/owner.h"
#include "host/program.h"
#include "judge/check.h"
#include "proc/child.h"
#include "report/report.h"
#include "run/block.h"
#include "run/runner.h"
#include "run/vocabulary.h"
#include "store/block.h"
#include "store/find.h"
#include "store/resume.h"
#include "store/write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- progress: a bar on a terminal, a line per block elsewhere --------- */

struct progress {
	int64_t drawn_ns; /* when the bar was last drawn */
};

static void draw_bar(const struct run_progress *p, const char *left)
{
	enum { WIDTH = 30 };
	char bar[WIDTH + 1];
	size_t full = p->planned ? p->done * WIDTH / p->planned : 0;

	memset(bar, '.', WIDTH);
	memset(bar, '#', full);
	bar[WIDTH] = '\0';
	log_status("[%s] %3zu %%  n = %" PRIu64 " %s, about %s left", bar,
		   p->planned ? p->done * 100 / p->planned : 0, p->cell->n,
		   p->cell->dtype, left);
}

static void on_progress(void *ctx, const struct run_progress *p)
{
	struct progress *state = ctx;
	char left[UNITS_SIZE];
	int64_t now = clock_ns();

	units_time(left, (double)p->left_ns);
	if (log_is_terminal()) {
		/* drawing stays outside the timed windows, and is rare */
		if (p->block_done || now - state->drawn_ns >= 100000000) {
			draw_bar(p, left);
			state->drawn_ns = now;
		}
	} else if (p->block_done) {
		log_info("block %zu of %zu, n = %" PRIu64
			 " %s: done, about %s left",
			 p->block, p->blocks, p->cell->n, p->cell->dtype, left);
	}
}

/* ---- the run ----------------------------------------------------------- */

struct times {
	double *ns;
	size_t count, cap;
};

struct job {
	const struct record *asked;
	struct run_start start;
	char uuid[ENTROPY_UUID_SIZE], owner[OWNER_SIZE];
	struct run_stored stored; /* to be resumed, or just the plan */
	struct blocks blocks;
	size_t *bases;
	struct db *db;
	struct machine machine;
	struct build build;
	struct facts before;
	int64_t run_id;
	bool nothing_left;
	struct run_result result;
	struct run_account account;
	struct sample_sink sink;      /* the store's, listened to */
	struct times chain, distance; /* of the control kernels, in order */
};

static int bases_make(struct job *j, struct err *err)
{
	if (blocks_make(&j->blocks, &j->stored.plan, err))
		return -1;
	j->bases = blocks_bases(&j->blocks, &j->stored.plan, err);
	return j->bases ? 0 : -1;
}

/* The machine, the build, and then, in some 0.6 s, how the machine does. */
static void identify(struct job *j)
{
	machine_describe(&j->machine);
	program_build(&j->build);
}

static void probe(struct job *j)
{
	unsigned flags = j->asked->anonymous ? HOST_ANONYMOUS : 0;

	host_facts(&j->before, flags | HOST_CLOCKS | HOST_BANDWIDTH);
	log_debug("run %" PRId64 " is %s, seed %" PRIu64, j->run_id, j->uuid,
		  j->start.seed);
	log_debug("machine %s: %s; blas: %s", j->machine.key,
		  j->machine.cpu_model, j->build.blas);
}

static void set_timeouts(const struct job *j, struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->count; i++) {
		if (j->asked->timeout_ms)
			plan->cells[i].timeout_ms =
			    (uint32_t)j->asked->timeout_ms;
		if (j->asked->cell_timeout_ms)
			plan->cells[i].cell_timeout_ms =
			    (uint32_t)j->asked->cell_timeout_ms;
	}
}

static int new_run(struct job *j, struct err *err)
{
	struct plan *plan = &j->stored.plan;

	if (vocabulary_read_plan(plan, j->asked->plan, err))
		return -1;
	if (plan->collapsed)
		log_info("%s: %zu equal cells within a row collapsed",
			 plan->name, plan->collapsed);
	set_timeouts(j, plan);
	if (bases_make(j, err))
		return -1;
	j->db = db_open(j->asked->db_path, DB_WRITE, err);
	if (!j->db)
		return -1;
	entropy_uuid(j->uuid);
	j->start.uuid = j->uuid;
	if (store_run_begin(j->db, &j->start, plan, j->bases, &j->run_id, err))
		return -1;
	identify(j);
	probe(j);
	return store_run_describe(j->db, j->run_id, &j->machine, &j->build,
				  &j->before, err);
}

/* ---- going on with a run ----------------------------------------------- */

static int refuse_differences(const struct job *j, const char *differences,
			      struct err *err)
{
	if (!j->asked->force)
		return err_set(err, ERR_USAGE,
			       "run %" PRId64 " was begun elsewhere: %.400s; "
			       "begin a new run, or add --force to mix them "
			       "(it is recorded)",
			       j->run_id, differences);
	log_warn("mixed by force: %s", differences);
	return 0;
}

/* differences NULL: there are none */
static int go_on(struct job *j, const char *differences, struct err *err)
{
	struct run_resume resume = { .owner = j->owner,
				     .forced = differences,
				     .machine = &j->machine,
				     .build = &j->build,
				     .facts = &j->before };

	if (differences && refuse_differences(j, differences, err))
		return -1;
	if (bases_make(j, err))
		return -1;
	resume.bases = j->bases;
	probe(j);
	return store_run_resume(j->db, j->run_id, &j->stored, &resume, err);
}

static int find_run(struct job *j, struct err *err)
{
	j->db = db_open(j->asked->db_path, DB_WRITE, err);
	if (!j->db)
		return -1;
	return store_run_find(j->db, j->asked->resume, &j->run_id, err);
}

static int old_run(struct job *j, struct err *err)
{
	struct run_stored *run = &j->stored;
	struct str differences = { 0 };
	int rc;

	if (find_run(j, err))
		return -1;
	identify(j);
	rc = resume_take(j->db, j->run_id, &j->machine, &j->build, run,
			 &differences, err);
	str_copy(j->uuid, sizeof(j->uuid), run->uuid);
	j->start.seed = run->seed;
	j->start.sessions = run->sessions;
	j->start.colds = run->colds;
	j->nothing_left = !rc && resume_is_whole(run);
	if (!rc && !j->nothing_left)
		rc = go_on(j, differences.text, err);
	str_free(&differences);
	return rc;
}

/* ---- measuring some of it again ---------------------------------------- */

/* Why each cell of the plan is measured again, NULL where it is not: for
 * free(); NULL with *err. */
static const char **whys(const struct job *j, const struct suspicions *list,
			 struct err *err)
{
	const struct plan *plan = &j->stored.plan;
	const char **why = mem_array(plan->count, sizeof(*why), err);
	char series[PLAN_SERIES_SIZE];
	size_t i, k;

	for (i = 0; why && i < plan->count; i++) {
		plan_series(&plan->cells[i], series);
		for (k = 0; k < list->count; k++)
			if (!strcmp(series, list->item[k].series))
				why[i] = list->item[k].why;
	}
	for (i = 0; why && i < plan->count; i++)
		if (why[i] && j->bases[i] != SIZE_MAX && !why[j->bases[i]])
			why[j->bases[i]] = "base";
	return why;
}

/* One more session, of which all cells but those are there already. */
static int run_again(struct job *j, const struct suspicions *list,
		     struct err *err)
{
	struct run_stored *run = &j->stored;
	struct run_options options = { .known = NULL };
	const char **why;
	size_t i;
	int rc = -1;

	if (find_run(j, err) || db_hold_run(j->db, j->run_id, err) ||
	    store_run_load(j->db, j->run_id, run, err) || bases_make(j, err))
		return -1;
	why = whys(j, list, err);
	options.seed = run->seed;
	options.sessions = run->sessions + 1;
	options.colds = run->colds;
	options.elapsed_ns = run->elapsed_ns;
	options.known = run->known;
	options.sink = store_sink(j->db);
	for (i = 0; why && i < run->plan.count; i++)
		if (!why[i])
			run->known[i].sessions = options.sessions;
	if (why) {
		log_info("%zu suspicious series are measured again",
			 list->count);
		store_run_again(j->db, j->bases, why, run->plan.count);
		rc = run_plan(&run->plan, &options, &j->result, err);
	}
	free(why);
	return rc;
}

/* ---- both -------------------------------------------------------------- */

static int note(struct times *times, const struct control *c, struct err *err)
{
	if (mem_grow(&times->ns, &times->cap, times->count + 1,
		     sizeof(*times->ns), err))
		return -1;
	times->ns[times->count++] = (double)c->total_ns / c->calls;
	return 0;
}

/* On the way to the store the control kernels' times are noted. */
static int keep_block(void *ctx, const struct batch *batch, struct err *err)
{
	struct job *j = ctx;
	struct sample_sink *sink = store_sink(j->db);
	size_t i;

	for (i = 0; i < batch->ncontrols; i++) {
		const struct control *c = &batch->controls[i];

		if (!strcmp(c->name, "chain") && note(&j->chain, c, err))
			return -1;
		if (!strcmp(c->name, "distance") && note(&j->distance, c, err))
			return -1;
	}
	return sink->block(sink->ctx, batch, err);
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
	return store_run_finish(j->db, j->run_id, status, reason,
				known < 0 ? NULL : noisy, &after, err);
}

static int measure(struct job *j, struct err *err)
{
	struct progress progress = { 0 };
	struct run_options options = { .seed = j->start.seed,
				       .sessions = j->start.sessions,
				       .colds = j->start.colds,
				       .pause_ns = (int64_t)j->asked->pause_s *
						   CLOCK_NS_PER_S,
				       .elapsed_ns = j->stored.elapsed_ns,
				       .known = j->stored.known,
				       .sink = &j->sink,
				       .progress = on_progress,
				       .progress_ctx = &progress };
	struct err second = { 0 };
	const char *status = "finished";
	int rc;

	j->sink.ctx = j;
	j->sink.block = keep_block;
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

static void release(struct job *j)
{
	db_close(j->db);
	free(j->bases);
	blocks_free(&j->blocks);
	run_stored_free(&j->stored);
	free(j->chain.ns);
	free(j->distance.ns);
}

/* ---- what is said at the end ------------------------------------------- */

static int exit_code(const struct job *j)
{
	const size_t *samples = j->account.samples;
	int code = EXIT_OK;

	if (samples[SAMPLE_FAILED] || samples[SAMPLE_TIMEOUT])
		code = exitcode_worst(code, EXIT_INCOMPLETE);
	if (!samples[SAMPLE_OK] && !samples[SAMPLE_WRONG])
		code = exitcode_worst(code, EXIT_NOTHING);
	if (samples[SAMPLE_WRONG])
		code = exitcode_worst(code, EXIT_VERIFY);
	if (j->result.interrupted)
		code = exitcode_worst(
		    code, exitcode_of_signal(j->result.interrupted));
	return code;
}

static void tell(const struct job *j)
{
	const size_t *samples = j->account.samples;

	if (j->result.trouble[0])
		log_warn("%s", j->result.trouble);
	if (j->result.interrupted)
		log_warn("interrupted: the blocks finished so far are kept in "
			 "'%s'; 'dotrec run --resume %" PRId64 "' goes on",
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
	static const char *const names[] = { "time" };
	struct report_options options = { .names = names, .count = 1 };
	struct str text = { 0 };
	char run[24];
	int rc;

	snprintf(run, sizeof(run), "%" PRId64, j->run_id);
	options.run = run;
	rc = report_text(j->db, &options, 80, false, &text, err);
	if (!rc)
		rc = output_print(&text, err);
	str_free(&text);
	return rc;
}

/* The whole of it. Returns the exit code. */
static int run(struct job *j)
{
	struct err err = { 0 };
	int rc = j->asked->resume ? old_run(j, &err) : new_run(j, &err);

	if (!rc && !j->nothing_left)
		rc = measure(j, &err);
	if (!rc)
		rc = store_run_account(j->db, j->run_id, &j->account, &err);
	if (!rc && j->asked->print && !j->nothing_left &&
	    j->account.samples[SAMPLE_OK])
		rc = print_table(j, &err);
	if (rc)
		return exitcode_tell(&err);
	tell(j);
	/* nothing was done, and nothing went wrong */
	return j->nothing_left ? EXIT_OK : exit_code(j);
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
				      .owner = j.owner };
	code = run(&j);
	if (run_id)
		*run_id = j.run_id;
	release(&j);
	return code;
}

int record_again(const char *db_path, int64_t run_id,
		 const struct suspicions *list)
{
	char run[24];
	struct record asked = { .db_path = db_path, .resume = run };
	struct job j = { .asked = &asked };
	struct err err = { 0 };
	int code;

	snprintf(run, sizeof(run), "%" PRId64, run_id);
	if (run_again(&j, list, &err) ||
	    store_run_account(j.db, j.run_id, &j.account, &err))
		code = exitcode_tell(&err);
	else
		code = exit_code(&j);
	release(&j);
	return code;
}
