/* dotrec list: lists strategies, kernels, runs, series, queries or reports. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/near.h"
#include "base/output.h"
#include "base/str.h"
#include "db/open.h"
#include "report/report.h"
#include "store/query.h"
#include "strategy/peers.h"
#include "table/formats.h"
#include "table/table.h"

#include <string.h>

static int list_add_row(struct table *t, const char *const *texts,
			struct err *err)
{
	size_t i;

	for (i = 0; i < t->columns; i++)
		if (table_add(t, texts[i], false, err))
			return -1;
	return 0;
}

static int list_strategy(struct table *t, const struct strategy *s,
			 struct err *err)
{
	const char *why = strategy_missing(s);
	const char *row[] = { s->name, why ? why : "yes", s->summary };

	return list_add_row(t, row, err);
}

static int list_strategies(struct table *t, struct err *err)
{
	static const char *const header[] = { "strategy", "here", "summary" };
	size_t i;
	int rc;

	t->columns = 3;
	rc = list_add_row(t, header, err);
	for (i = 0; strategy_table[i] && !rc; i++)
		rc = list_strategy(t, strategy_table[i], err);
	peers_find();
	for (i = 0; peers_strategy(i) && !rc; i++)
		rc = list_strategy(t, peers_strategy(i), err);
	return rc;
}

static int list_kernels(struct table *t, struct err *err)
{
	static const char *const header[] = { "kernel", "dtype", "here",
					      "summary" };
	size_t i;
	int rc;

	t->columns = 4;
	rc = list_add_row(t, header, err);
	for (i = 0; kernel_table[i] && !rc; i++) {
		const char *why = kernel_missing(kernel_table[i]);
		const char *row[] = { kernel_table[i]->name,
				      dtype_table[kernel_table[i]->dtype].name,
				      why ? why : "yes",
				      kernel_table[i]->summary };

		rc = list_add_row(t, row, err);
	}
	return rc;
}

static int list_queries(struct table *t, struct err *err)
{
	static const char *const header[] = { "query",
					      "what a row is, and parameters" };
	char line[300];
	const char *name;
	size_t i;
	int rc;

	t->columns = 2;
	rc = list_add_row(t, header, err);
	for (i = 0; !rc && query_list(i, &name, line, sizeof(line)); i++) {
		const char *row[] = { name, line };

		rc = list_add_row(t, row, err);
	}
	return rc;
}

/* A list of what the database stores: the canned query of this name. */
static int list_stored(const char *db_path, const char *name, struct err *err)
{
	struct str out = { 0 };
	struct db *db = db_open(db_path, DB_READ, err);
	struct query *query =
	    db ? query_open_named(db, name, NULL, 0, err) : NULL;
	int rc = query ? cmd_tell_future(db, err) : -1;

	if (!rc)
		rc = formats_write(&out, db, query, "table", err);
	query_close(query);
	db_close(db);
	if (!rc)
		rc = output_show(&out, err);
	str_free(&out);
	return rc;
}

static const struct {
	const char *name;
	int (*list)(struct table *t, struct err *err); /* NULL: canned query */
} lists[] = {
	{ "strategies", list_strategies },
	{ "kernels", list_kernels },
	{ "queries", list_queries },
	{ "reports", report_list },
	{ "runs", NULL },
	{ "series", NULL },
};

static void refuse_list(const char *what, struct err *err)
{
	struct near near = { .word = what };
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		near_offer(&near, lists[i].name);
	err_set(err, ERR_USAGE,
		"cannot list '%s'%s; lists are: strategies kernels runs "
		"series queries reports",
		what, near_hint(&near));
}

static int list_print(const char *what, const char *db_path, struct err *err)
{
	struct table t = { 0 };
	size_t i;
	int rc = -1;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (!strcmp(lists[i].name, what))
			break;
	if (i == sizeof(lists) / sizeof(lists[0])) {
		refuse_list(what, err);
	} else if (lists[i].list) {
		rc = lists[i].list(&t, err);
		if (!rc)
			rc = cmd_print(&t, err);
	} else {
		rc = list_stored(db_path, what, err);
	}
	table_free(&t);
	return rc;
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
	if (list_print(first < argc ? argv[first] : "", common.db, &err))
		return exitcode_tell(&err);
	return EXIT_OK;
}

const struct cmd command_list = {
	.name = "list",
	.usage = "[OPTION...] strategies|kernels|runs|series|queries|reports",
	.operands = 1,
	.summary =
	    "lists strategies, kernels, runs, series, queries or reports",
	.exec = exec,
};
