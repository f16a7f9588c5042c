/* dotrec backup: copies the database, even while others write to it. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/log.h"
#include "db/backup.h"

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *force = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "force", 'F', NULL, "replace FILE if it exists", &force },
		CMD_COMMON_OPTIONS(common),
	};
	struct err err = { 0 };
	struct db *db;
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (argc == first) {
		err_set(&err, ERR_USAGE,
			"copy the database to which file? name one");
		return exitcode_tell(&err);
	}
	db = db_open(common.db, DB_READ, &err);
	if (db && !db_backup(db, argv[first], force != NULL, &err))
		log_info("'%s' is copied to '%s'", common.db, argv[first]);
	db_close(db);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_backup = {
	.name = "backup",
	.usage = "[OPTION...] FILE",
	.operands = 1,
	.summary = "copies the database, even while a run writes to it",
	.exec = exec,
};
