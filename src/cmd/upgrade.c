/* dotrec upgrade: brings an older database to this program's schema. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/log.h"
#include "db/open.h"

static int exec(const struct cmd *self, int argc, char **argv)
{
	struct cmd_common common = { 0 };
	const struct opt options[] = { CMD_COMMON_OPTIONS(common) };
	struct err err = { 0 };
	struct db *db;
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	db = db_open_existing(common.db, &err);
	if (!db)
		return exitcode_tell(&err);
	if (db_old_version(db) == db_version())
		log_info("'%s' already has schema version %d", common.db,
			 db_version());
	db_close(db);
	return EXIT_OK;
}

const struct cmd command_upgrade = {
	.name = "upgrade",
	.usage = "[OPTION...]",
	.summary = "brings an older database up to date, after copying it",
	.exec = exec,
};
