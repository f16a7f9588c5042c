/* dotrec import: adds runs from an export, or from another table of times. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "travel/travel.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define FILE_MAX_MIB 16384

/* When a file was last changed, which is the best guess of when its times were
 * measured; now, if unknown. */
static void file_utc(const char *path, char utc[CLOCK_UTC_SIZE])
{
	struct stat st;
	struct tm tm;

	clock_utc(utc);
	if (!stat(path, &st) && gmtime_r(&st.st_mtime, &tm))
		strftime(utc, CLOCK_UTC_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

static int import(const char *db_path, const char *path,
		  const struct import_options *options, struct err *err)
{
	struct merge_result result;
	struct str text = { 0 };
	int rc = file_read(&text, "the file", path, FILE_MAX_MIB, err);

	if (!rc && !text.len)
		rc = err_set(err, ERR_USAGE, "the file '%s' is empty", path);
	if (!rc)
		rc = travel_import(db_path, text.text, text.len, path, options,
				   &result, err);
	if (!rc)
		log_info("'%s': %zu rows make %zu runs and %zu nights%s", path,
			 result.rows, result.runs, result.nights,
			 result.nights < result.runs
			     ? "; a night is the last finished run of a date"
			     : "");
	if (!rc && result.hidden)
		log_warn("%zu earlier nights do not count any more, because "
			 "'%s' has later runs of their dates; --source NAME "
			 "keeps tables of other sources apart",
			 result.hidden, path);
	if (!rc)
		rc = cmd_taken(db_path, &result, err);
	str_free(&text);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *map = NULL, *started = NULL, *source = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "map", 'm', "WORDS",
		  "columns of any CSV: "
		  "series=COL,n=COL,time=COL,date=COL,unit=s",
		  &map },
		{ "started", 0, "UTC",
		  "when it was measured (else when FILE was last changed)",
		  &started },
		{ "source", 0, "NAME",
		  "whose history a table of times belongs to (else that of a "
		  "file which agrees)",
		  &source },
		CMD_COMMON_OPTIONS(common),
	};
	char utc[CLOCK_UTC_SIZE];
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (argc == first) {
		err_set(&err, ERR_USAGE, "import which file?");
	} else if (started && !clock_is_utc(started)) {
		err_set(&err, ERR_USAGE,
			"--started: '%s' is not a time such as "
			"2026-11-22T07:15:08Z",
			started);
	} else if (source &&
		   (!*source ||
		    str_utf8_bad(source, strlen(source)) != strlen(source))) {
		err_set(&err, ERR_USAGE,
			"--source: the name is empty or not UTF-8");
	} else {
		file_utc(argv[first], utc);
		import(common.db, argv[first],
		       &(struct import_options){ map, started ? started : utc,
						 source },
		       &err);
	}
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_import = {
	.name = "import",
	.usage = "[OPTION...] FILE",
	.operands = 1,
	.summary = "adds runs from an export, or from another table of times",
	.exec = exec,
};
