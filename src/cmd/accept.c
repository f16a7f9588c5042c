/* dotrec accept: begins a new baseline of a series, or continues the history of another
 * machine, and stores the reason. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/log.h"
#include "base/str.h"
#include "base/units.h"
#include "db/open.h"
#include "store/find.h"
#include "store/marks.h"
#include "store/nights.h"

#include <inttypes.h>
#include <string.h>

struct job {
	struct db *db;
	const char *reason;
	int64_t run_id; /* 0: the last run that has the series */
	bool undo;
	size_t count; /* of baselines accepted or undone */
};

/* Accepts a new baseline of one series, or undoes the accepted ones. */
static int accept_series(void *ctx, int64_t series_id, int64_t run_id,
			 const char *series, struct err *err)
{
	struct job *j = ctx;
	size_t undone = 0;

	if (j->undo) {
		if (store_unmark(j->db, "accepted", series_id, j->run_id,
				 &undone, err))
			return -1;
		j->count += undone;
		return 0;
	}
	if (j->run_id)
		run_id = j->run_id;
	if (store_mark(j->db, "accepted", series_id, run_id, j->reason, err))
		return -1;
	log_info("%s: a new baseline from run %" PRId64 " on", series, run_id);
	j->count++;
	return 0;
}

static int accept_all(struct job *j, const char *pattern, struct err *err)
{
	char text[UNITS_SIZE];

	if (store_series_match(j->db, pattern, accept_series, j, err))
		return -1;
	if (j->undo && !j->count)
		return err_set(err, ERR_USAGE,
			       "no accepted baseline of '%s' to take back; "
			       "'dotrec query marks' lists them",
			       pattern);
	if (j->undo)
		log_info("%s taken back",
			 units_count(text, j->count, "accepted baseline"));
	return 0;
}

/* Joins the machine of the run (else of the last one) to the machine that `text`
 * names, or takes that back. */
static int accept_machine(struct job *j, const char *text, struct err *err)
{
	char key[STORE_KEY_SIZE];

	if (store_machine_find(j->db, text, key, err))
		return -1;
	if (j->undo && store_unjoin(j->db, j->run_id, key, &j->count, err))
		return -1;
	if (j->undo && !j->count)
		return err_set(
		    err, ERR_USAGE,
		    "no machine continues the history of machine "
		    "'%s'; 'dotrec query marks' lists such decisions",
		    key);
	if (j->undo) {
		log_info("machine %s has a history of its own again", key);
		return 0;
	}
	if ((!j->run_id && store_run_find(j->db, "last", &j->run_id, err)) ||
	    store_join(j->db, j->run_id, key, j->reason, err))
		return -1;
	log_info("the machine of run %" PRId64 " continues the history of "
		 "machine %s; --undo takes that back",
		 j->run_id, key);
	return 0;
}

/* What is missing on the command line, or NULL. */
static const char *missing(bool series, bool machine, bool undo,
			   const char *reason)
{
	if (series && machine)
		return "--same-machine takes no series: it joins all of them";
	if (!series && !machine)
		return "accept what? name a series; * stands for anything";
	if (!undo && (!reason || !*reason))
		return "--reason is missing: give the reason, which is stored "
		       "with the baseline";
	return NULL;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *reason = NULL, *run = NULL, *undo = NULL, *machine = NULL;
	const char *problem;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "reason", 'm', "TEXT", "the reason, which is stored",
		  &reason },
		{ "run", 'r', "RUN",
		  "the first night of the new baseline (else the last run)",
		  &run },
		{ "same-machine", 0, "OLD",
		  "the run's machine continues the history of OLD: a run on "
		  "it, or its key",
		  &machine },
		{ "undo", 0, NULL, "take that back", &undo },
		CMD_COMMON_OPTIONS(common),
	};
	struct job j = { 0 };
	struct err err = { 0 };
	int first, code, rc;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	problem = missing(first < argc, machine, undo, reason);
	if (problem) {
		err_set(&err, ERR_USAGE, "%s", problem);
		return exitcode_tell(&err);
	}
	j.reason = reason;
	j.undo = undo;
	j.db = db_open_existing(common.db, &err);
	if (!j.db)
		return exitcode_tell(&err);
	rc = run ? store_run_find(j.db, run, &j.run_id, &err) : 0;
	if (!rc)
		rc = machine ? accept_machine(&j, machine, &err)
			     : accept_all(&j, argv[first], &err);
	code = rc ? exitcode_tell(&err) : EXIT_OK;
	db_close(j.db);
	return code;
}

const struct cmd command_accept = {
	.name = "accept",
	.usage = "[OPTION...] SERIES|--same-machine OLD",
	.operands = 1,
	.summary =
	    "begins a new baseline of a series, or says that a machine is "
	    "the same, and stores the reason",
	.exec = exec,
};
