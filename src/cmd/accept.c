/* dotrec accept: begins a new baseline of a series and stores the reason. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/log.h"
#include "base/str.h"
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

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *reason = NULL, *run = NULL, *undo = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "reason", 'm', "TEXT", "the reason, which is stored",
		  &reason },
		{ "run", 'r', "RUN",
		  "the first night of the new baseline (else the last run)",
		  &run },
		{ "undo", 0, NULL, "take accepted baselines back", &undo },
		CMD_COMMON_OPTIONS(common),
	};
	struct job j = { 0 };
	struct err err = { 0 };
	int first, code, rc;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (first == argc || (!undo && (!reason || !*reason))) {
		err_set(&err, ERR_USAGE,
			first == argc
			    ? "accept what? name a series; * stands for "
			      "anything"
			    : "--reason is missing: give the reason, which is "
			      "stored with the baseline");
		return exitcode_tell(&err);
	}
	j.reason = reason;
	j.undo = undo;
	j.db = db_open_existing(common.db, &err);
	if (!j.db)
		return exitcode_tell(&err);
	rc = run ? store_run_find(j.db, run, &j.run_id, &err) : 0;
	if (!rc)
		rc = store_series_match(j.db, argv[first], accept_series, &j,
					&err);
	if (!rc && undo && !j.count)
		rc = err_set(&err, ERR_USAGE,
			     "no accepted baseline of '%s' to take back; "
			     "'dotrec query marks' lists them",
			     argv[first]);
	if (!rc && undo)
		log_info("%zu accepted baselines taken back", j.count);
	code = rc ? exitcode_tell(&err) : EXIT_OK;
	db_close(j.db);
	return code;
}

const struct cmd command_accept = {
	.name = "accept",
	.usage = "[OPTION...] SERIES",
	.operands = 1,
	.summary = "begins a new baseline of a series and stores the reason",
	.exec = exec,
};
