/* dotrec nightly: lock, run, check, report; one exit code, one line. */
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

struct texts {
	const char *dir, *notify, *deadline, *sessions, *pause, *cold,
	    *anonymous, *backup, *thin, *no_remeasure, *now;
};

static int number(const char *name, const char *text, unsigned long max,
		  unsigned long *value, struct err *err)
{
	return text ? opt_number(name, text, 1, max, value, err) : 0;
}

static int read_options(struct night_job *n, const struct texts *t,
			struct err *err)
{
	char now[CLOCK_UTC_SIZE];
	int64_t now_s;

	n->sessions = n->colds = 1;
	n->dir = t->dir ? t->dir : "dotrec-nights";
	n->notify = t->notify;
	n->backup = t->backup;
	n->thin = t->thin;
	n->remeasure = !t->no_remeasure;
	n->anonymous = t->anonymous;
	if (number("sessions", t->sessions, PLAN_SESSIONS_MAX, &n->sessions,
		   err) ||
	    number("pause", t->pause, RUN_PAUSE_MAX_S, &n->pause_s, err) ||
	    number("cold", t->cold, PLAN_COLDS_MAX, &n->colds, err))
		return -1;
	if (t->deadline &&
	    (!units_parse_double(t->deadline, &n->deadline_min) ||
	     !(n->deadline_min > 0) || n->deadline_min > 10080))
		return err_set(err, ERR_USAGE,
			       "--deadline: '%s' is not a number of minutes "
			       "above 0 and up to a week",
			       t->deadline);
	if (t->now) {
		if (cmd_now(t->now, now, err))
			return -1;
		if (!clock_parse_utc(now, &now_s) || now_s < 0)
			return err_set(err, ERR_USAGE,
				       "--now: '%s' is before 1970", now);
		clock_pretend(now_s);
	}
	return 0;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	struct cmd_common common = { 0 };
	struct texts t = { 0 };
	const struct opt options[] = {
		{ "output", 'o', "DIR",
		  "where reports go, a directory a night (else dotrec-nights)",
		  &t.dir },
		{ "notify", 'n', "COMMAND",
		  "a command line that gets the night as JSON on stdin",
		  &t.notify },
		{ "deadline", 'D', "MINUTES", "when the run is cut short",
		  &t.deadline },
		{ "backup", 'b', "FILE",
		  "copies the database there at the end, over the last copy",
		  &t.backup },
		{ "thin", 't', NULL,
		  "makes sketches of nights that no verdict looks back on "
		  "(prune --yes)",
		  &t.thin },
		{ "no-remeasure", 0, NULL,
		  "does not measure suspicious series again the same night",
		  &t.no_remeasure },
		{ "sessions", 'S', "K", "as of run", &t.sessions },
		{ "pause", 'p', "SECONDS", "as of run", &t.pause },
		{ "cold", 'c', "N", "as of run", &t.cold },
		{ "anonymous", 'a', NULL, "as of run", &t.anonymous },
		{ "now", 0, "UTC", "for tests: let it be this time", &t.now },
		CMD_COMMON_OPTIONS(common),
	};
	struct night_job n = { 0 };
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	n.plan = first < argc ? argv[first] : NULL;
	n.db_path = common.db;
	if (read_options(&n, &t, &err) ||
	    (n.backup && db_backup_check(n.db_path, n.backup, &err)))
		return exitcode_tell(&err);
	/* cron mails whatever is said: nothing, when all is well */
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
	.summary = "lock, run, check, report: a night with one exit code",
	.exec = exec,
};
