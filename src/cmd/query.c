/* dotrec query: prints the rows of a canned query or of any SELECT. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/output.h"
#include "base/str.h"
#include "db/open.h"
#include "store/marks.h"
#include "store/query.h"
#include "table/formats.h"

#include <stdlib.h>
#include <string.h>

#define PARAMS_MAX 32

/* Splits operands key=value into params, which point into argv. */
static int read_params(char **argv, int count, struct param *params,
		       struct err *err)
{
	char *equals;
	int i;

	if (count > PARAMS_MAX)
		return err_set(err, ERR_USAGE, "more than %d parameters",
			       PARAMS_MAX);
	for (i = 0; i < count; i++) {
		equals = strchr(argv[i], '=');
		if (!equals || equals == argv[i])
			return err_set(err, ERR_USAGE,
				       "'%s' is not a parameter; write "
				       "key=value",
				       argv[i]);
		*equals = '\0';
		params[i].key = argv[i];
		params[i].text = equals + 1;
	}
	return 0;
}

/* An unknown series is an error, which an empty answer would hide. */
static int check_series(struct db *db, const struct param *params,
			size_t nparams, struct err *err)
{
	size_t i;

	for (i = 0; i < nparams; i++)
		if (!strcmp(params[i].key, "series") &&
		    store_series_known(db, params[i].text, err))
			return -1;
	return 0;
}

static int answer(const char *db_path, const char *name, const char *sql,
		  const struct param *params, size_t nparams,
		  const char *format, struct err *err)
{
	struct db *db = db_open(db_path, DB_READ, err);
	struct query *query = NULL;
	struct str out = { 0 };
	int rc = -1;

	if (db && (sql || !check_series(db, params, nparams, err)))
		query = sql ? query_open(db, sql, params, nparams, err)
			    : query_open_named(db, name, params, nparams, err);
	if (query)
		rc = formats_write(&out, db, query, format, err);
	query_close(query);
	db_close(db);
	/* A slow reader of the output may block us. The database is closed by
	 * now, so from here on a signal may simply end the process. */
	interrupt_remove();
	if (!rc && interrupt_pending())
		rc = err_set(err, ERR_INTERRUPTED, "interrupted");
	if (!rc)
		rc = output_show(&out, err);
	str_free(&out);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *sql = NULL, *format = "table", *name = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "sql", 0, "TEXT", "a SELECT of your own", &sql },
		{ "format", 'f', "FORMAT",
		  "table, csv, tsv, json, jsonl or markdown", &format },
		CMD_COMMON_OPTIONS(common),
	};
	struct param params[PARAMS_MAX];
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	interrupt_install();
	if (!sql && first < argc)
		name = argv[first++];
	if (!sql && !name)
		err_set(&err, ERR_USAGE,
			"which query? name one ('dotrec list queries') or use "
			"--sql");
	else if (!read_params(argv + first, argc - first, params, &err))
		answer(common.db, name, sql, params, (size_t)(argc - first),
		       format, &err);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_query = {
	.name = "query",
	.usage = "[OPTION...] QUERY|--sql TEXT [key=value...]",
	.operands = CMD_ANY,
	.summary = "prints the rows of a canned query or of your own SELECT",
	.exec = exec,
};
