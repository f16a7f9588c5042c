/* dotrec check: judges a night against history and prints the verdicts. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/line.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "base/str.h"
#include "base/units.h"
#include "db/open.h"
#include "judge/check.h"
#include "stats/summary.h"
#include "stats/verdict.h"
#include "store/find.h"
#include "store/query.h"
#include "table/formats.h"
#include "table/layout.h"
#include "table/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 30 /* verdicts listed: one screen */

/* Numbers of subjects by what is printed of them. */
struct counts {
	size_t subjects;    /* all */
	size_t listed;      /* with a row of their own */
	size_t left_out;    /* deserve a row, but LINES_MAX is reached */
	size_t quiet;       /* no change seen */
	size_t young;       /* not enough nights */
	size_t most_nights; /* nights of the oldest of the young */
	size_t gone;        /* still not measured */
	size_t again;       /* measured again the same night */
	double *visible;    /* smallest visible changes of the quiet ones */
	size_t visibles, cap;
};

static void column_text(const struct query *q, const char *column, char *text,
			size_t size)
{
	struct value v;

	query_value_of(q, column, &v);
	str_copy(text, size, v.text ? v.text : "");
}

static double column_number(const struct query *q, const char *column)
{
	struct value v;

	query_value_of(q, column, &v);
	return v.type == VALUE_NULL ? 0 : v.real;
}

static bool has(const struct query *q, const char *column)
{
	struct value v;

	query_value_of(q, column, &v);
	return v.type != VALUE_NULL;
}

static void check_effect_text(const struct query *q, char text[80])
{
	*text = '\0';
	if (!has(q, "effect_ratio"))
		return;
	if (has(q, "low_ratio"))
		snprintf(text, 80, "%+.1f %% [%+.1f, %+.1f]",
			 100 * column_number(q, "effect_ratio"),
			 100 * column_number(q, "low_ratio"),
			 100 * column_number(q, "high_ratio"));
	else
		snprintf(text, 80, "%+.1f %%",
			 100 * column_number(q, "effect_ratio"));
}

static void why_text(const struct query *q, char *text, size_t size)
{
	char again[100];
	size_t len;

	column_text(q, "reason", text, size);
	column_text(q, "remeasured", again, sizeof(again));
	len = strlen(text);
	if (*again)
		snprintf(text + len, size - len, "%smeasured again (%s)",
			 len ? "; " : "", again);
}

/* Adds the row of a verdict that needs attention; only counts the others. */
static int check_add_row(struct table *t, struct counts *c,
			 const struct query *q, struct err *err)
{
	char word[40], still[40], text[300], effect[80], since[24];
	char told[VERDICT_TOLD_SIZE];
	int rc;

	c->subjects++;
	c->again += has(q, "remeasured");
	column_text(q, "verdict", word, sizeof(word));
	column_text(q, "still", still, sizeof(still));
	if (!strcmp(word, verdict_word(VERDICT_NO_CHANGE)) && !*still) {
		c->quiet++;
		if (!has(q, "visible_ratio"))
			return 0;
		if (mem_grow(&c->visible, &c->cap, c->visibles + 1,
			     sizeof(*c->visible), err))
			return -1;
		c->visible[c->visibles++] = column_number(q, "visible_ratio");
		return 0;
	}
	if (!strcmp(word, verdict_word(VERDICT_NOT_ENOUGH)) && !*still) {
		c->young++;
		if ((size_t)column_number(q, "nights") > c->most_nights)
			c->most_nights = (size_t)column_number(q, "nights");
		return 0;
	}
	if (!strcmp(word, still)) { /* reported when it was new */
		c->gone++;
		return 0;
	}
	if (c->listed == LINES_MAX) {
		c->left_out++;
		return 0;
	}
	c->listed++;
	check_effect_text(q, effect);
	column_text(q, "since", since, sizeof(since));
	verdict_told(word, still, told);
	if (strcmp(told, word)) {
		column_text(q, "still_since", since, sizeof(since));
		*effect = '\0';
	}
	rc = table_add(t, told, false, err);
	column_text(q, "subject", text, sizeof(text));
	rc = rc ? rc : table_add(t, text, false, err);
	column_text(q, "measure", text, sizeof(text));
	rc = rc ? rc : table_add(t, text, false, err);
	rc = rc ? rc : table_add(t, effect, true, err);
	rc = rc ? rc : table_add(t, since, false, err);
	why_text(q, text, sizeof(text));
	return rc ? rc : table_add(t, text, false, err);
}

static void add_counts(struct str *out, const struct counts *c)
{
	size_t n = c->visibles;
	if (c->left_out)
		str_addf(out, "... and %zu more: dotrec query verdicts\n",
			 c->left_out);
	if (c->gone)
		str_addf(out, "still %s: %zu of %zu\n",
			 verdict_word(VERDICT_NOT_MEASURED), c->gone,
			 c->subjects);
	if (c->quiet)
		str_addf(out, "%s: %zu of %zu\n",
			 verdict_word(VERDICT_NO_CHANGE), c->quiet,
			 c->subjects);
	if (n) {
		stats_sort(c->visible, n);
		str_addf(
		    out,
		    "  smallest change seen within 3 nights: %.1f %% in half "
		    "of them, %.1f %% in all\n",
		    100 * stats_quantile(c->visible, n, 0.5),
		    100 * c->visible[n - 1]);
	}
	if (c->again)
		str_addf(out, "measured again the same night: %zu of %zu\n",
			 c->again, c->subjects);
	if (c->young)
		str_addf(out, "%s: %zu of %zu (%zu of %d)\n",
			 verdict_word(VERDICT_NOT_ENOUGH), c->young,
			 c->subjects, c->most_nights, VERDICT_NIGHTS);
}

static int add_verdicts(struct str *out, struct db *db, const char *run,
			struct err *err)
{
	static const char *const header[] = { "verdict", "series", "measure",
					      "effect",  "since",  "why" };
	struct param param = { "run", run };
	struct query *q = query_open_named(db, "verdicts", &param, 1, err);
	struct table t = { .columns = 6 };
	struct counts c = { 0 };
	size_t i;
	int rc = q ? 0 : -1, more = 0;

	for (i = 0; !rc && i < t.columns; i++)
		rc = table_add(&t, header[i], i == 3, err);
	while (!rc && (more = query_next(q, err)) > 0)
		rc = check_add_row(&t, &c, q, err);
	if (!rc && !more) {
		if (c.listed)
			layout_table(&t, false, out);
		add_counts(out, &c);
	}
	free(c.visible);
	table_free(&t);
	query_close(q);
	return rc || more ? -1 : 0;
}

static int add_trends(struct str *out, struct db *db, const char *run,
		      struct err *err)
{
	struct param param = { "run", run };
	struct query *q = query_open_named(db, "night_trend", &param, 1, err);
	struct value name, subject, value, low, high, word;
	int more = q ? 0 : -1;

	while (q && (more = query_next(q, err)) > 0) {
		query_value_of(q, "name", &name);
		if (strcmp(name.text, "break-even"))
			continue;
		query_value_of(q, "subject", &subject);
		query_value_of(q, "value", &value);
		query_value_of(q, "low", &low);
		query_value_of(q, "high", &high);
		query_value_of(q, "word", &word);
		if (value.type == VALUE_NULL)
			line_addf(out, "break-even of %s: %s", subject.text,
				  word.text);
		else
			line_addf(
			    out, "break-even of %s: n = %.3g [%.3g, %.3g]",
			    subject.text, value.real, low.real, high.real);
	}
	query_close(q);
	return more ? -1 : 0;
}

static int print_text(struct db *db, int64_t run_id, const struct check *check,
		      struct err *err)
{
	struct str out = { 0 };
	char run[24];
	int rc;

	snprintf(run, sizeof(run), "%" PRId64, run_id);
	str_addf(&out, "run %s, night %zu\n", run, check->nights);
	if (*check->noisy)
		line_addf(&out, "disturbed: %s", check->noisy);
	rc = add_verdicts(&out, db, run, err);
	if (!rc)
		rc = add_trends(&out, db, run, err);
	if (!rc)
		rc = output_print(&out, err);
	str_free(&out);
	return rc;
}

static int print_rows(struct db *db, int64_t run_id, const char *format,
		      struct err *err)
{
	char run[24];
	struct param param = { "run", run };
	struct query *q;
	struct str out = { 0 };
	int rc = -1;

	snprintf(run, sizeof(run), "%" PRId64, run_id);
	q = query_open_named(db, "verdicts", &param, 1, err);
	if (q)
		rc = formats_write(&out, db, q, format, err);
	if (!rc)
		rc = output_print(&out, err);
	query_close(q);
	str_free(&out);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *format = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "format", 'f', "FORMAT",
		  "text (default), table, csv, tsv, json, jsonl, markdown",
		  &format },
		CMD_COMMON_OPTIONS(common),
	};
	struct err err = { 0 };
	struct db *db;
	struct check check = { 0 };
	int64_t run_id;
	int first, code, rc;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	db = db_open_existing(common.db, &err);
	if (!db)
		return exitcode_tell(&err);
	rc = cmd_tell_future(db, &err);
	if (!rc)
		rc = store_run_find(db, first < argc ? argv[first] : "last",
				    &run_id, &err);
	if (!rc)
		rc = check_run(db, run_id, &check, &err);
	if (!rc)
		rc = format && strcmp(format, "text")
			 ? print_rows(db, run_id, format, &err)
			 : print_text(db, run_id, &check, &err);
	if (!rc && check.judged > 1)
		log_info("%zu nights that nobody had judged were judged, too",
			 check.judged - 1);
	if (!rc && check.passed_over)
		log_info("earlier nights without verdicts: %zu, which came "
			 "after later nights had been judged",
			 check.passed_over);
	code = rc                ? exitcode_tell(&err)
	       : check.confirmed ? EXIT_REGRESSION
				 : EXIT_OK;
	db_close(db);
	return code;
}

const struct cmd command_check = {
	.name = "check",
	.usage = "[OPTION...] [RUN]",
	.operands = 1,
	.summary =
	    "judges a night against history; exit code 1: a new regression",
	.exec = exec,
};
