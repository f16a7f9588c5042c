/* dotrec nightly: locks, runs, checks and reports; prints at most one line and
 * gives one exit code. */
#include "cmd/cmd.h"

#include "app/night.h"
#include "base/clock.h"
#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "base/units.h"
#include "db/backup.h"
#include "plan/plan.h"
#include "run/runner.h"

#include <math.h>
#include <string.h>

/* Reports that stay whole. */
#define REPORTS     5
#define REPORTS_MAX 1000000

/* Options as the user wrote them; NULL where not given. */
struct texts {
	const char *dir, *notify, *deadline, *sessions, *pause, *cold,
	    *anonymous, *backup, *thin, *no_remeasure, *utc, *reports, *now,
	    *metrics;
};

static int nightly_number(const char *name, const char *text, unsigned long max,
			  unsigned long *value, struct err *err)
{
	return text ? opt_number(name, text, 1, max, value, err) : 0;
}

static bool ends_in_prom(const char *path)
{
	size_t len = strlen(path);

	return len > 5 && !strcmp(path + len - 5, ".prom");
}

static int nightly_read_options(struct night_job *n, const struct texts *t,
				struct err *err)
{
	n->sessions = n->colds = 1;
	n->whole_reports = REPORTS;
	n->dir = t->dir ? t->dir : "dotrec-nights";
	n->notify = t->notify;
	n->backup = t->backup;
	n->metrics = t->metrics;
	n->thin = t->thin;
	n->remeasure = !t->no_remeasure;
	n->anonymous = t->anonymous;
	n->utc = t->utc;
	if (nightly_number("sessions", t->sessions, PLAN_SESSIONS_MAX,
			   &n->sessions, err) ||
	    nightly_number("pause", t->pause, RUN_PAUSE_MAX_S, &n->pause_s,
			   err) ||
	    nightly_number("cold", t->cold, PLAN_COLDS_MAX, &n->colds, err) ||
	    nightly_number("reports", t->reports, REPORTS_MAX,
			   &n->whole_reports, err))
		return -1;
	if (n->metrics && !ends_in_prom(n->metrics))
		return err_set(err, ERR_USAGE,
			       "--metrics: '%s' does not end in '.prom', and "
			       "node_exporter reads no other files",
			       n->metrics);
	if (t->deadline &&
	    (!units_parse_double(t->deadline, &n->deadline_min) ||
	     !(n->deadline_min > 0) || n->deadline_min > 10080))
		return err_set(err, ERR_USAGE,
			       "--deadline: '%s' is not a number of minutes "
			       "above 0 and up to a week",
			       t->deadline);
	return cmd_now(t->now, err);
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	struct cmd_common common = { 0 };
	struct cmd_programs programs = { 0 };
	struct texts t = { 0 };
	const struct opt options[] = {
		{ "output", 'o', "DIR",
		  "where reports go, one directory per night (else "
		  "dotrec-nights)",
		  &t.dir },
		{ "notify", 'n', "COMMAND",
		  "a shell command that gets the night as JSON on stdin",
		  &t.notify },
		{ "metrics", 'm', "FILE.prom",
		  "write the night as OpenMetrics text, for node_exporter",
		  &t.metrics },
		{ "deadline", 'D', "MINUTES",
		  "cut the run short after so many minutes", &t.deadline },
		{ "backup", 'b', "FILE",
		  "copy the database to FILE at the end, replacing the last "
		  "copy",
		  &t.backup },
		{ "thin", 't', NULL,
		  "thin nights that no verdict needs, as 'prune --yes' does",
		  &t.thin },
		{ "reports", 0, "N",
		  "keep the last N reports whole (else 5), of older ones only "
		  "the PDF",
		  &t.reports },
		{ "no-remeasure", 0, NULL,
		  "do not measure suspicious series again the same night",
		  &t.no_remeasure },
		{ "sessions", 'S', "K", "as for 'dotrec run'", &t.sessions },
		{ "pause", 'p', "SECONDS", "as for 'dotrec run'", &t.pause },
		{ "cold", 'c', "N", "as for 'dotrec run'", &t.cold },
		{ "anonymous", 'a', NULL, "as for 'dotrec run'", &t.anonymous },
		{ "utc", 'u', NULL, "as for 'dotrec run'", &t.utc },
		{ "now", 0, "DATE", "instead of the clock, for tests", &t.now },
		CMD_PROGRAM_OPTIONS(programs),
		CMD_COMMON_OPTIONS(common),
	};
	struct night_job n = { 0 };
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	n.plan = first < argc ? argv[first] : common.plan;
	n.db_path = common.db;
	if (nightly_read_options(&n, &t, &err) ||
	    cmd_take_programs(&programs, &err) ||
	    (n.backup && db_backup_check(n.db_path, n.backup, &err)) ||
	    (n.metrics && db_backup_check(n.db_path, n.metrics, &err)))
		return exitcode_tell(&err);
	/* cron mails whatever is printed, so print nothing if all is well */
	if (!common.verbose)
		log_set_level(LOG_ERROR);
	interrupt_install();
	if (n.deadline_min > 0)
		interrupt_deadline((unsigned)ceil(n.deadline_min * 60));
	n.verbose = common.verbose != NULL;
	return night_work(&n);
}

const struct cmd command_nightly = {
	.name = "nightly",
	.usage = "[OPTION...] [PLAN.csv]",
	.operands = 1,
	.summary =
	    "locks, runs, checks and reports: a night with one exit code",
	.exec = exec,
};
