/* dotrec export: writes runs as CSV or JSON lines. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/output.h"
#include "base/temporary.h"
#include "db/open.h"
#include "store/find.h"
#include "travel/travel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct choice {
	const char *what, *format, *file;
	bool all;
};

/* Finds the runs to export: all, those named, or else the last one. *runs is
 * to be released with free(), also after an error. */
static int find_runs(struct db *db, const struct choice *choice, char **names,
		     size_t count, int64_t **runs, size_t *found,
		     struct err *err)
{
	static char *last[] = { "last" };
	size_t i;

	*runs = NULL;
	if (choice->all)
		return travel_runs(db, runs, found, err);
	if (!count) {
		names = last;
		count = 1;
	}
	*runs = malloc(count * sizeof(**runs));
	if (!*runs)
		return err_set(err, ERR_ENVIRONMENT, "not enough memory");
	*found = count;
	for (i = 0; i < count; i++)
		if (store_run_find(db, names[i], &(*runs)[i], err))
			return -1;
	return 0;
}

static int write_to(struct db *db, const struct choice *choice,
		    const int64_t *runs, size_t count, FILE *f, struct err *err)
{
	if (travel_export(db, runs, count, choice->what, choice->format, f,
			  err))
		return -1;
	if (fflush(f) || ferror(f))
		return err_errno(err, ERR_STORAGE, "cannot write the export");
	return db_check_unchanged(db, err);
}

/* The file gets its name only when it is complete. */
static int export_to_file(struct db *db, const struct choice *choice,
			  const int64_t *runs, size_t count, struct err *err)
{
	struct err why = { 0 };
	struct temporary file;
	FILE *f;
	int rc;

	if (temporary_open(&file, choice->file, true, err))
		return -1;
	f = temporary_stream(&file, &why);
	rc = f ? write_to(db, choice, runs, count, f, &why) : -1;
	if (f && fclose(f) && !rc)
		rc = err_errno(&why, ERR_STORAGE, "cannot write the export");
	if (!rc)
		return temporary_keep(&file, err);
	temporary_drop(&file);
	return err_set(err, why.kind, "cannot make '%s': %s", choice->file,
		       why.text);
}

/* Writes to the standard output. That its reader stopped reading is no
 * error. */
static int export_to_stdout(struct db *db, const struct choice *choice,
			    const int64_t *runs, size_t count, struct err *err)
{
	if (!write_to(db, choice, runs, count, stdout, err))
		return 0;
	if (!output_unread())
		return -1;
	err_clear(err);
	return 0;
}

static int export(const char *db_path, const struct choice *choice,
		  char **names, size_t count, struct err *err)
{
	/* making sketches writes to the database, in a transaction that is
	 * rolled back */
	bool thinned = !strcmp(choice->what, "summaries");
	struct db *db = thinned ? db_open_existing(db_path, err)
				: db_open(db_path, DB_READ, err);
	int64_t *runs = NULL;
	size_t found = 0;
	int rc = -1;

	if (db)
		rc = find_runs(db, choice, names, count, &runs, &found, err);
	if (!rc && choice->file)
		rc = export_to_file(db, choice, runs, found, err);
	else if (!rc)
		rc = export_to_stdout(db, choice, runs, found, err);
	free(runs);
	db_close(db);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *all = NULL;
	struct choice choice = { .what = "all", .format = "csv" };
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "all", 'a', NULL, "all runs (else those named, or the last)",
		  &all },
		{ "what", 'w', "WHAT", "samples, summaries, verdicts or all",
		  &choice.what },
		{ "format", 'f', "FORMAT", "csv or jsonl", &choice.format },
		{ "output", 'o', "FILE",
		  "write to FILE (else to the standard output)", &choice.file },
		CMD_COMMON_OPTIONS(common),
	};
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (all && argc > first)
		return cmd_surplus(argv[first]);
	choice.all = all != NULL;
	export(common.db, &choice, argv + first, (size_t)(argc - first), &err);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_export = {
	.name = "export",
	.usage = "[OPTION...] [RUN...]",
	.operands = CMD_ANY,
	.summary = "writes runs as CSV or JSON lines, without loss",
	.exec = exec,
};
