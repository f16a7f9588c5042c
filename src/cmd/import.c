/* dotrec import: adds runs from an export, or from what other programs wrote. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/file.h"
#include "base/log.h"
#include "base/output.h"
#include "base/str.h"
#include "base/units.h"
#include "store/query.h"
#include "table/formats.h"
#include "travel/travel.h"

#include <string.h>
#include <sys/stat.h>

#define FILE_MAX_MIB 16384

/* When a file was last changed, which is the best guess of when its times were
 * measured; now, if unknown. */
static struct date file_date(const char *path)
{
	struct stat st;

	return (struct date){ .unix_s = stat(path, &st) ? clock_unix_s()
							: st.st_mtime };
}

/* Prints the imported series of a database. */
static int preview(void *ctx, struct db *db, struct err *err)
{
	struct query *query = query_open_named(db, "imported", NULL, 0, err);
	struct str out = { 0 };
	int rc = query ? formats_write(&out, db, query, "table", err) : -1;

	(void)ctx;
	query_close(query);
	if (!rc)
		rc = output_show(&out, err);
	str_free(&out);
	return rc;
}

/* Reports what an import would have done. */
static void tell_preview(const char *db_path, const struct merge_result *result)
{
	char added[UNITS_SIZE];

	log_info("'%s': %s would be added, %zu stored already; nothing was "
		 "changed",
		 db_path, units_count(added, result->added, "run"),
		 result->kept);
}

/* Reports what the rows of a file make. */
static void tell_rows(const char *path, const struct merge_result *result)
{
	char rows[UNITS_SIZE], runs[UNITS_SIZE], nights[UNITS_SIZE];

	log_info("'%s': %s %s %s and %s%s", path,
		 units_count(rows, result->rows, "row"),
		 result->rows == 1 ? "makes" : "make",
		 units_count(runs, result->runs, "run"),
		 units_count(nights, result->nights, "night"),
		 result->nights < result->runs
		     ? "; a night is the last finished run of a date"
		     : "");
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
		tell_rows(path, &result);
	if (!rc && result.hidden)
		log_warn("%zu earlier nights do not count any more, because "
			 "'%s' has later runs of their dates; --source NAME "
			 "keeps tables of other sources apart",
			 result.hidden, path);
	if (!rc && options->preview)
		tell_preview(db_path, &result);
	else if (!rc)
		rc = cmd_taken(db_path, &result, err);
	str_free(&text);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *map = NULL, *started = NULL, *source = NULL, *dry = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "map", 'm', "WORDS",
		  "columns of a table: "
		  "series=COL+COL,n=COL,time=COL,date=COL,unit=s",
		  &map },
		{ "dry-run", 0, NULL,
		  "show what would be added, and change nothing", &dry },
		{ "started", 0, "DATE",
		  "when it was measured (else when FILE was last changed)",
		  &started },
		{ "source", 0, "NAME",
		  "whose history the times belong to (else that of a "
		  "file which agrees)",
		  &source },
		CMD_COMMON_OPTIONS(common),
	};
	struct import_options how = { 0 };
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (argc == first) {
		err_set(&err, ERR_USAGE, "import which file?");
	} else if (source &&
		   (!*source ||
		    str_utf8_bad(source, strlen(source)) != strlen(source))) {
		err_set(&err, ERR_USAGE,
			"--source: the name is empty or not UTF-8");
	} else if (!started ||
		   !cmd_date("started", started, &how.started, &err)) {
		if (!started)
			how.started = file_date(argv[first]);
		how.map = map;
		how.started_is_guess = !started;
		how.source = source;
		how.preview = dry ? preview : NULL;
		import(common.db, argv[first], &how, &err);
	}
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_import = {
	.name = "import",
	.usage = "[OPTION...] FILE",
	.operands = 1,
	.summary =
	    "adds runs from an export, or from what other programs wrote",
	.exec = exec,
};
