/* The work of a night: lock, run, measure again, check, report, notify. */
#include "app/night.h"

#include "app/again.h"
#include "app/record.h"
#include "app/resume.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/line.h"
#include "base/output.h"
#include "base/temporary.h"
#include "db/backup.h"
#include "host/machine.h"
#include "host/owner.h"
#include "host/program.h"
#include "judge/again.h"
#include "judge/check.h"
#include "proc/child.h"
#include "proc/lock.h"
#include "report/report.h"
#include "run/vocabulary.h"
#include "store/find.h"
#include "store/metrics.h"
#include "store/nights.h"
#include "store/verdicts.h"
#include "travel/travel.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* An interrupted run of another date that was begun less than this ago belongs
 * to the same night: an evening's run goes on after midnight. */
#define NIGHT_S (20 * 3600)

#define NOTIFY_NS (60 * (int64_t)CLOCK_NS_PER_S)

/* Adds an error to the night's line, and its exit code to the night's. */
static void trouble(struct night_job *n, const struct err *err)
{
	n->code = exitcode_worst(n->code, exitcode_of(err));
	str_addf(&n->line, "; %s", err->text);
}

/* ---- run --------------------------------------------------------------- */

/* Ends the run *run_id if this machine or build cannot resume it, and adds the
 * reason to the line; then sets *run_id to 0, so that a new run is begun. */
static int end_changed(struct night_job *n, struct db *db,
		       const struct machine *machine, int64_t *run_id,
		       struct err *err)
{
	struct run_stored run = { .finished = false };
	struct str why = { 0 };
	struct err unable = { 0 };
	struct build build;
	int rc;

	program_build(&build);
	/* other errors occur again, and are reported, when the run resumes */
	if (resume_take(db, *run_id, machine, &build, &run, &why, &unable) &&
	    unable.kind == ERR_USAGE)
		str_add(&why, unable.text);
	rc = str_check(&why, err);
	if (!rc && why.len) {
		rc = store_run_end(db, *run_id, why.text, err);
		str_addf(&n->line,
			 "; run %" PRId64 " cannot go on, and a new one was "
			 "begun: %s",
			 *run_id, why.text);
		*run_id = 0;
	}
	run_stored_free(&run);
	str_free(&why);
	return rc;
}

/* Finds this night's interrupted run that can be resumed; `text` is its id, or
 * "" if there is none. */
static int find_dead(struct night_job *n, char text[24], struct err *err)
{
	struct db *db;
	struct plan plan = { 0 };
	struct machine machine;
	char self[OWNER_SIZE];
	int64_t run_id = 0;
	int rc = -1;

	*text = '\0';
	if (access(n->db_path, F_OK) && errno == ENOENT)
		return 0;
	machine_describe(&machine);
	owner_self(self);
	db = db_open(n->db_path, DB_WRITE, err);
	if (db && !vocabulary_read_plan(&plan, n->plan, err))
		rc = store_run_unfinished(db, plan.hash, n->date,
					  clock_unix_s() - NIGHT_S, machine.key,
					  self, &run_id, err);
	if (!rc && run_id)
		rc = end_changed(n, db, &machine, &run_id, err);
	if (run_id)
		snprintf(text, 24, "%" PRId64, run_id);
	plan_free(&plan);
	db_close(db);
	return rc;
}

static int run_night(struct night_job *n, struct err *err)
{
	struct record asked = { .db_path = n->db_path,
				.plan = n->plan,
				.anonymous = n->anonymous,
				.utc = n->utc,
				.sessions = (uint32_t)n->sessions,
				.colds = (uint32_t)n->colds,
				.pause_s = n->pause_s };
	char dead[24];

	if (find_dead(n, dead, err))
		return -1;
	asked.seed = entropy_number();
	asked.resume = *dead ? dead : NULL;
	n->code = record(&asked, &n->run_id);
	if (interrupt_pending() == SIGALRM)
		str_addf(&n->line,
			 "; not finished by the deadline of %g minutes, the "
			 "next start resumes the run",
			 n->deadline_min);
	else if (n->code == EXIT_NOTHING)
		str_add(&n->line, "; nothing was measured");
	else if (n->code == EXIT_VERIFY)
		str_add(&n->line, "; wrong results");
	else if (n->code == EXIT_INCOMPLETE)
		str_add(&n->line, "; some cells failed");
	else if (n->code)
		str_addf(&n->line, "; the run ended with exit code %d",
			 n->code);
	return 0;
}

/* Whether there is a complete run to judge and to report. */
static bool is_measured(const struct night_job *n)
{
	return n->run_id && !interrupt_pending() &&
	       (n->code == EXIT_OK || n->code == EXIT_INCOMPLETE ||
		n->code == EXIT_VERIFY);
}

/* ---- measure again ----------------------------------------------------- */

/* Measures suspicious series again before they get a verdict, in the time left
 * until the deadline. Whatever is measured by then is judged. */
static void look_again(struct night_job *n, struct db *db)
{
	struct suspicions list = { 0 };
	struct err err = { 0 };
	int code = EXIT_OK;

	if (again_find(db, n->run_id, &list, &err))
		trouble(n, &err);
	else if (list.count)
		code = record_again(n->db_path, n->run_id, &list);
	if (list.count && interrupt_pending() == SIGALRM) {
		str_add(&n->line, "; the deadline came while measuring again");
	} else if (exitcode_worst(n->code, code) != n->code) {
		n->code = exitcode_worst(n->code, code);
		str_addf(&n->line, "; measuring again ended with exit code %d",
			 code);
	}
	free(list.item);
}

/* ---- check, report ----------------------------------------------------- */

static void check_night(struct night_job *n, struct db *db)
{
	struct check check;
	struct str words = { 0 }, again = { 0 }, future = { 0 };
	struct err err = { 0 };

	if (check_run(db, n->run_id, &check, &err) ||
	    store_night_words(db, n->run_id,
			      check.judged > 1 && check.confirmed, &words,
			      &err) ||
	    store_remeasured_words(db, n->run_id, &again, &err) ||
	    store_future_words(db, &future, &err)) {
		trouble(n, &err);
	} else {
		if (future.len)
			str_addf(&n->line, "; %s", future.text);
		if (again.len)
			str_addf(&n->line, "; %s", again.text);
		if (words.len)
			str_addf(&n->line, "; %s", words.text);
		if (*check.machine)
			str_addf(&n->line, "; %s: %s", CHECK_ANOTHER,
				 check.machine);
		if (check.confirmed)
			n->code = exitcode_worst(n->code, EXIT_REGRESSION);
	}
	str_free(&words);
	str_free(&again);
	str_free(&future);
}

/* Points the link DIR/latest to the new report, in one atomic step. */
static int swap_latest(const struct night_job *n, struct err *err)
{
	struct temporary_dir aside;
	struct str link = { 0 };
	int rc;

	str_addf(&link, "%s/latest", n->dir);
	if (str_check(&link, err) || temporary_dir_open(&aside, n->dir, err)) {
		str_free(&link);
		return -1;
	}
	rc = symlinkat(n->date, aside.fd, "latest") ||
	     renameat(aside.fd, "latest", AT_FDCWD, link.text);
	if (rc)
		rc = err_errno(err, ERR_STORAGE, "cannot make '%s'", link.text);
	temporary_dir_close(&aside);
	str_free(&link);
	return rc;
}

static void report_night(struct night_job *n, struct db *db)
{
	struct report_options options = { .date_s = -1 };
	struct err err = { 0 }, unthinned = { 0 }, why = { 0 };
	struct str dir = { 0 };
	char run[24];
	bool made = !mkdir(n->dir, 0777);

	if (!made && errno != EEXIST)
		err_errno(&err, ERR_STORAGE, "cannot make '%s'", n->dir);
	snprintf(run, sizeof(run), "%" PRId64, n->run_id);
	str_addf(&dir, "%s/%s", n->dir, n->date);
	options.run = run;
	options.dir = dir.text;
	if (!err.kind && !str_check(&dir, &err) &&
	    !report_write(db, &options, &err) && !swap_latest(n, &err))
		str_add(&n->report, dir.text);
	/* the site needs no gnuplot; its links go to what is left of old nights */
	if (!err.kind || err.kind == ERR_ENVIRONMENT) {
		site_thin(db, n->dir, run, n->whole_reports, &unthinned);
		site_write(db, n->dir, run, &why);
	}
	if (err.kind)
		trouble(n, &err);
	if (unthinned.kind)
		trouble(n, &unthinned);
	if (why.kind)
		trouble(n, &why);
	if (made && err.kind)
		rmdir(n->dir); /* succeeds only if it is empty */
	str_free(&dir);
}

/* If requested, reduces old nights to sketches and backs up the database. This
 * comes last, so that a full disk does not cost the night. */
static void tidy_up(struct night_job *n, struct db *db)
{
	struct prune_options options = { 0 };
	struct prune_result result;
	struct err err = { 0 };

	if (n->thin && travel_prune(db, &options, false, &result, &err))
		trouble(n, &err);
	err_clear(&err);
	if (n->backup && db_backup(db, n->backup, true, &err))
		trouble(n, &err);
}

/* Does what follows a complete run. The deadline covers only the measuring. */
static void judge_night(struct night_job *n, struct db *db)
{
	if (n->remeasure)
		look_again(n, db);
	interrupt_deadline(0);
	if (interrupt_pending())
		return;
	check_night(n, db);
	report_night(n, db);
	tidy_up(n, db);
}

/* ---- notify and print -------------------------------------------------- */

/* Writes the JSON for the notification. If the database cannot be opened, it is
 * that of a night without a run: somebody must know just then. */
static int night_json(const struct night_job *n, struct db *db,
		      struct str *json, struct err *err)
{
	struct db *none = db ? NULL : db_open_temporary(err);
	int rc = -1;

	if (db || none)
		rc = store_night_json(db ? db : none, db ? n->run_id : 0,
				      n->code, n->line.text, n->report.text,
				      json, err);
	db_close(none);
	return rc;
}

/* Runs the command with the JSON on its stdin. */
static int notify_command(const struct night_job *n, const char *json,
			  struct err *err)
{
	struct child child = { 0 };
	char how[80];
	int64_t until_ns = clock_ns() + NOTIFY_NS;
	int rc = child_shell(&child, n->notify, json, err);

	if (!rc && !child_wait(&child, until_ns))
		rc = clock_ns() < until_ns
			 ? err_set(err, ERR_INTERRUPTED,
				   "interrupted while '%s' was running",
				   n->notify)
			 : err_set(err, ERR_ENVIRONMENT,
				   "'%s' did not finish within a minute",
				   n->notify);
	child_stop(&child);
	if (!rc && child.status) {
		child_describe(&child, how, sizeof(how));
		rc = err_set(err, ERR_ENVIRONMENT, "'%s' %s", n->notify, how);
	}
	return rc;
}

/* A command that fails has an exit code of its own: the night itself is well. */
static void notify(struct night_job *n, struct db *db)
{
	struct str json = { 0 };
	struct err err = { 0 };

	if (night_json(n, db, &json, &err)) {
		trouble(n, &err);
	} else if (notify_command(n, json.text, &err)) {
		str_addf(&n->line, "; the notification failed: %s", err.text);
		n->code = exitcode_worst(n->code, err.kind == ERR_INTERRUPTED
						      ? exitcode_of(&err)
						      : EXIT_UNTOLD);
	}
	str_free(&json);
}

/* Comes after the notification, whose failure is in the exit code. */
static void write_metrics(struct night_job *n, struct db *db)
{
	struct metrics_night night = {
		.ended_s = clock_unix_s(),
		.took_s = (double)(clock_ns() - n->begun_ns) / CLOCK_NS_PER_S,
		.exit_code = n->code,
		.run_id = n->run_id,
	};
	struct str text = { 0 };
	struct err err = { 0 };

	if (db && store_metrics(db, &night, &text, &err)) {
		trouble(n, &err); /* the exit code is what must be told then */
		night.exit_code = n->code;
		str_free(&text);
		text = (struct str){ 0 };
		db = NULL;
	}
	if ((!db && store_metrics(NULL, &night, &text, &err)) ||
	    temporary_write(n->metrics, &text, &err))
		trouble(n, &err);
	str_free(&text);
}

/* Puts the date in front of the line. */
static void begin_line(struct night_job *n)
{
	struct str line = { 0 };

	str_addf(&line, "night %s", n->date);
	if (n->line.text)
		str_add(&line, n->line.text);
	line.failed = line.failed || n->line.failed;
	str_free(&n->line);
	n->line = line;
}

static void announce_night(struct night_job *n, struct db *db)
{
	struct err err = { 0 };
	struct str line = { 0 };

	begin_line(n);
	if (n->run_id && db)
		str_addf(&n->line, "; run %" PRId64 " in '%s'", n->run_id,
			 n->db_path);
	if (n->report.len)
		str_addf(&n->line, ", report in '%s'", n->report.text);
	if (str_check(&n->line, &err) || str_check(&n->report, &err))
		n->code = exitcode_worst(n->code, exitcode_tell(&err));
	err_clear(&err);
	if (n->notify)
		notify(n, db);
	if (n->metrics)
		write_metrics(n, db);
	if (n->code || n->verbose) {
		line_addf(&line, "%s", n->line.text ? n->line.text : "");
		if (output_print(&line, &err))
			n->code = exitcode_worst(n->code, exitcode_tell(&err));
		str_free(&line);
	}
}

static int night(struct night_job *n)
{
	struct err err = { 0 };
	struct db *db = NULL;

	if (run_night(n, &err))
		exitcode_tell(&err);
	else /* existing: if it is gone, a new empty one would hide that */
		db = db_open_existing(n->db_path, &err);
	if (!db)
		trouble(n, &err);
	else if (n->run_id && store_run_night(db, n->run_id, n->date, &err))
		trouble(n, &err);
	else if (is_measured(n))
		judge_night(n, db);
	announce_night(n, db);
	db_close(db);
	return n->code;
}

/* The date of a run that is begun now. */
static void date_of_now(struct night_job *n)
{
	int64_t now_s = clock_unix_s();
	char utc[CLOCK_UTC_SIZE];

	clock_text(n->utc ? now_s : now_s + clock_utc_offset_s(now_s), utc);
	str_copy(n->date, 11, utc);
}

/* The lock file lies beside the database, which has one night at a time. */
int night_work(struct night_job *n)
{
	struct err err = { 0 };
	struct str path = { 0 };
	int lock = -1, code;

	n->begun_ns = clock_ns();
	date_of_now(n);
	str_addf(&path, "%s.lock", n->db_path);
	if (!str_check(&path, &err))
		lock = lock_take(path.text, &err);
	code = lock < 0 ? exitcode_tell(&err) : night(n);
	lock_release(lock);
	str_free(&path);
	str_free(&n->line);
	str_free(&n->report);
	return code;
}
