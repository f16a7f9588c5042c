/* dotrec run: runs a plan and records every repeat. */
#include "cmd/cmd.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "base/units.h"
#include "proc/child.h"
#include "proc/interrupt.h"
#include "report/report.h"
#include "run/block.h"
#include "run/host.h"
#include "run/runner.h"
#include "store/store.h"

#include <inttypes.h>
#include <signal.h>
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

struct job {
	struct plan plan;
	struct blocks blocks;
	size_t *bases;
	struct store *store;
	int64_t run_id;
	struct run_start start;
	char uuid[HOST_UUID_SIZE];
	struct run_result result;
};

static int describe(struct job *j, struct err *err)
{
	struct machine machine;
	struct build build;
	struct facts facts;

	host_machine(&machine);
	host_build(&build);
	host_facts(&facts);
	log_debug("run %" PRId64 " is %s, seed %" PRIu64, j->run_id, j->uuid,
		  j->start.seed);
	log_debug("machine %s: %s; blas: %s", machine.key, machine.cpu_model,
		  build.blas);
	return store_run_describe(j->store, j->run_id, &j->plan, j->bases,
				  &machine, &build, &facts, err);
}

static int measure(struct job *j, struct err *err)
{
	struct progress progress = { 0 };
	struct run_options options = { .seed = j->start.seed,
				       .sink = store_sink(j->store),
				       .progress = on_progress,
				       .progress_ctx = &progress };
	struct err second = { 0 };
	struct facts facts;
	const char *status = "finished";
	int rc = run_plan(&j->plan, &options, &j->result, err);

	log_status("%s", "");
	host_facts(&facts);
	if (rc)
		status = "failed";
	else if (j->result.interrupted)
		status = "interrupted";
	if (store_run_finish(j->store, j->run_id, status, rc ? err->text : NULL,
			     &facts, rc ? &second : err))
		rc = -1;
	return rc;
}

static int prepare(struct job *j, const char *plan, const char *db,
		   struct err *err)
{
	if (cmd_plan(&j->plan, plan, err))
		return -1;
	if (j->plan.collapsed)
		log_info("%s: %zu equal cells within a row collapsed",
			 j->plan.name, j->plan.collapsed);
	if (blocks_make(&j->blocks, &j->plan, err))
		return -1;
	j->bases = blocks_bases(&j->blocks, &j->plan, err);
	if (!j->bases)
		return -1;
	j->store = store_open(db, STORE_WRITE, err);
	if (!j->store)
		return -1;
	host_uuid(j->uuid);
	j->start.uuid = j->uuid;
	return store_run_begin(j->store, &j->start, &j->plan, &j->run_id, err);
}

static void release(struct job *j)
{
	store_close(j->store);
	free(j->bases);
	blocks_free(&j->blocks);
	plan_free(&j->plan);
}

/* ---- what is said at the end ------------------------------------------- */

static int exit_code(const struct run_result *r)
{
	int code = EXIT_OK;

	if (r->samples[SAMPLE_SKIPPED] > r->optional ||
	    r->samples[SAMPLE_FAILED] || r->samples[SAMPLE_TIMEOUT])
		code = exitcode_worst(code, EXIT_INCOMPLETE);
	if (!r->samples[SAMPLE_OK] && !r->samples[SAMPLE_WRONG])
		code = exitcode_worst(code, EXIT_NOTHING);
	if (r->samples[SAMPLE_WRONG])
		code = exitcode_worst(code, EXIT_VERIFY);
	if (r->interrupted)
		code = exitcode_worst(code, r->interrupted == SIGTERM
						? EXIT_SIGTERM
						: EXIT_SIGINT);
	return code;
}

static void tell(const struct job *j, const char *db)
{
	const struct run_result *r = &j->result;

	if (r->trouble[0])
		log_warn("%s", r->trouble);
	if (r->interrupted)
		log_warn("interrupted: the blocks finished so far are kept in "
			 "'%s'",
			 db);
	log_info("run %" PRId64 " in '%s': %zu ok, %zu wrong, %zu failed, "
		 "%zu timed out, %zu skipped",
		 j->run_id, db, r->samples[SAMPLE_OK], r->samples[SAMPLE_WRONG],
		 r->samples[SAMPLE_FAILED], r->samples[SAMPLE_TIMEOUT],
		 r->samples[SAMPLE_SKIPPED]);
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
	rc = report_text(j->store, &options, 80, false, &text, err);
	if (!rc)
		rc = cmd_print(&text, err);
	str_free(&text);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *label = NULL, *seed = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "label", 'l', "TEXT", "a name for this run", &label },
		{ "seed", 's', "N", "of vectors and orders (else random)",
		  &seed },
		CMD_COMMON_OPTIONS(common),
	};
	struct job j = { 0 };
	struct err err = { 0 };
	int first, code, rc;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (argc > first + 1)
		return cmd_surplus(argv[first + 1]);
	interrupt_install();
	child_open_files_max();
	j.start.label = label && *label ? label : NULL;
	j.start.seed = host_random();
	if (seed && !units_parse_u64(seed, &j.start.seed)) {
		err_set(&err, ERR_USAGE, "--seed: '%s' is not a whole number",
			seed);
		return cmd_fail(&err);
	}
	if (label && str_utf8_bad(label, strlen(label)) != strlen(label)) {
		err_set(&err, ERR_USAGE, "--label: the text is not UTF-8");
		return cmd_fail(&err);
	}
	rc = prepare(&j, first < argc ? argv[first] : NULL, common.db, &err);
	if (!rc)
		rc = describe(&j, &err);
	if (!rc)
		rc = measure(&j, &err);
	if (!rc) {
		code = exit_code(&j.result);
		if (!common.quiet && j.result.samples[SAMPLE_OK])
			rc = print_table(&j, &err);
		tell(&j, common.db);
	}
	if (rc)
		code = cmd_fail(&err);
	release(&j);
	return code;
}

const struct cmd command_run = {
	.name = "run",
	.usage = "[OPTION...] [PLAN.csv]",
	.summary = "runs a plan (else the built-in one), records every repeat",
	.exec = exec,
};
