/* dotrec exclude: leaves a spoilt night out of history, with a reason. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/log.h"
#include "db/open.h"
#include "store/find.h"
#include "store/marks.h"
#include "store/nights.h"

#include <inttypes.h>

static int exclude_undo(struct db *db, int64_t run_id, struct err *err)
{
	size_t count;

	if (store_unmark(db, "excluded", 0, run_id, &count, err))
		return -1;
	if (!count)
		return err_set(err, ERR_USAGE,
			       "run %" PRId64 " is not excluded", run_id);
	log_info("run %" PRId64 " counts again", run_id);
	return 0;
}

static int leave_out(struct db *db, int64_t run_id, const char *reason,
		     struct err *err)
{
	if (store_mark(db, "excluded", 0, run_id, reason, err))
		return -1;
	log_info("run %" PRId64 " is left out of history; --undo takes that "
		 "back",
		 run_id);
	return 0;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *reason = NULL, *undo = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "reason", 'm', "TEXT", "the reason, which is stored",
		  &reason },
		{ "undo", 0, NULL, "let the run count again", &undo },
		CMD_COMMON_OPTIONS(common),
	};
	struct err err = { 0 };
	struct db *db;
	int64_t run_id;
	int first, code, rc;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (first == argc || (!undo && (!reason || !*reason))) {
		err_set(&err, ERR_USAGE,
			first == argc ? "exclude which run? name one, as in "
					"'dotrec exclude last'"
				      : "--reason is missing: give the reason, "
					"which is stored");
		return exitcode_tell(&err);
	}
	db = db_open_existing(common.db, &err);
	if (!db)
		return exitcode_tell(&err);
	rc = store_run_find(db, argv[first], &run_id, &err);
	if (!rc)
		rc = undo ? exclude_undo(db, run_id, &err)
			  : leave_out(db, run_id, reason, &err);
	code = rc ? exitcode_tell(&err) : EXIT_OK;
	db_close(db);
	return code;
}

const struct cmd command_exclude = {
	.name = "exclude",
	.usage = "[OPTION...] RUN",
	.operands = 1,
	.summary = "leaves a spoilt night out of history and stores the reason",
	.exec = exec,
};
