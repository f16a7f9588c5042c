/* dotrec run: runs a plan and records every repeat. */
#include "cmd/cmd.h"
#include "cmd/config.h"

#include "app/record.h"
#include "base/entropy.h"
#include "base/exitcode.h"
#include "base/str.h"
#include "base/units.h"
#include "plan/plan.h"
#include "run/runner.h"

#include <string.h>

/* Options as the user wrote them; NULL where not given. */
struct texts {
	const char *label, *seed, *sessions, *pause, *cold, *timeout,
	    *cell_timeout, *resume, *force, *anonymous, *utc;
};

static int run_number(const char *name, const char *text, unsigned long min,
		      unsigned long max, unsigned long *value, struct err *err)
{
	return text ? opt_number(name, text, min, max, value, err) : 0;
}

static int run_read_options(struct record *r, const struct texts *t,
			    struct err *err)
{
	unsigned long sessions = 1, colds = 1;
	bool utc;

	r->resume = t->resume;
	r->force = t->force;
	r->anonymous = t->anonymous;
	r->utc = t->utc;
	r->label = t->label && *t->label ? t->label : NULL;
	r->seed = entropy_number();
	if (t->seed && !units_parse_u64(t->seed, &r->seed))
		return err_set(err, ERR_USAGE,
			       "--seed: '%s' is not a whole number", t->seed);
	if (t->label &&
	    str_utf8_bad(t->label, strlen(t->label)) != strlen(t->label))
		return err_set(err, ERR_USAGE,
			       "--label: the text is not UTF-8");
	if (run_number("sessions", t->sessions, 1, PLAN_SESSIONS_MAX, &sessions,
		       err) ||
	    run_number("pause", t->pause, 1, RUN_PAUSE_MAX_S, &r->pause_s,
		       err) ||
	    run_number("cold", t->cold, 1, PLAN_COLDS_MAX, &colds, err) ||
	    run_number("timeout-ms", t->timeout, 1, 86400000, &r->timeout_ms,
		       err) ||
	    run_number("cell-timeout-ms", t->cell_timeout, 1, 864000000,
		       &r->cell_timeout_ms, err))
		return -1;
	r->sessions = (uint32_t)sessions;
	r->colds = (uint32_t)colds;
	if (t->force && !t->resume)
		return err_set(err, ERR_USAGE,
			       "--force: only together with --resume");
	/* what the configuration says is about new runs */
	utc = t->utc && strcmp(t->utc, CONFIG_YES) != 0;
	if (t->resume && (r->plan || t->label || t->seed || t->sessions ||
			  t->cold || t->timeout || t->cell_timeout || utc))
		return err_set(err, ERR_USAGE,
			       "--resume: the run keeps its plan, label, seed, "
			       "sessions, cold starts, time-outs and night; "
			       "leave these options out");
	return 0;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	struct cmd_common common = { 0 };
	struct cmd_programs programs = { 0 };
	struct texts t = { 0 };
	const struct opt options[] = {
		{ "label", 'l', "TEXT", "a name for this run", &t.label },
		{ "seed", 's', "N", "seed of vectors and orders (else random)",
		  &t.seed },
		{ "sessions", 'S', "K",
		  "run the plan K times, each time in a process of its own",
		  &t.sessions },
		{ "pause", 'p', "SECONDS", "wait between two sessions",
		  &t.pause },
		{ "cold", 'c', "N", "cold starts of every cell (else 1)",
		  &t.cold },
		{ "timeout-ms", 't', "MS",
		  "time limit of a repeat, overrides the plan's", &t.timeout },
		{ "cell-timeout-ms", 'T', "MS",
		  "time limit of a cell in one session, overrides the plan's",
		  &t.cell_timeout },
		{ "resume", 'r', "RUN", "go on with a run that was cut short",
		  &t.resume },
		{ "force", 'f', NULL, "resume even on another machine or build",
		  &t.force },
		{ "anonymous", 'a', NULL, "do not store the hostname",
		  &t.anonymous },
		{ "utc", 'u', NULL,
		  "its night is the date of UTC (else of the local time)",
		  &t.utc },
		CMD_PROGRAM_OPTIONS(programs),
		CMD_COMMON_OPTIONS(common),
	};
	struct record asked = { 0 };
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	asked.plan = first < argc ? argv[first] : t.resume ? NULL : common.plan;
	asked.db_path = common.db;
	asked.print = !common.quiet;
	if (run_read_options(&asked, &t, &err) ||
	    cmd_take_programs(&programs, &err))
		return exitcode_tell(&err);
	return record(&asked, NULL);
}

const struct cmd command_run = {
	.name = "run",
	.usage = "[OPTION...] [PLAN.csv]",
	.operands = 1,
	.summary =
	    "runs a plan (else the built-in one) and records every repeat",
	.exec = exec,
};
