/* dotrec merge: adds the runs of other databases to this one. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "travel/travel.h"

static int merge(const char *db_path, const char *const *paths, size_t count,
		 struct err *err)
{
	struct merge_result result;

	if (travel_merge(db_path, paths, count, &result, err))
		return -1;
	return cmd_taken(db_path, &result, err);
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	struct cmd_common common = { 0 };
	const struct opt options[] = { CMD_COMMON_OPTIONS(common) };
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (argc == first)
		err_set(&err, ERR_USAGE,
			"merge which databases? -d names the one that their "
			"runs are added to");
	else
		merge(common.db, (const char *const *)argv + first,
		      (size_t)(argc - first), &err);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_merge = {
	.name = "merge",
	.usage = "[OPTION...] FILE...",
	.operands = CMD_ANY,
	.summary = "adds the runs of other databases",
	.exec = exec,
};
