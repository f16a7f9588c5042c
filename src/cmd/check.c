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
#include "verdict/verdict.h"
#include "store/find.h"
#include "store/query.h"
#include "table/formats.h"
#include "table/layout.h"
#include "table/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX    30     /* findings listed: one screen */
#define LAST_DIFFERS 0.0005 /* from the effect: what one digit shows */

#define STILL_NOT_MEASURED "still not measured"

/* Numbers of findings by what is printed of them. */
struct counts {
	size_t findings;    /* all */
	size_t listed;      /* with a row of their own */
	size_t left_out;    /* deserve a row, but LINES_MAX is reached */
	size_t quiet;       /* no change seen */
	size_t young;       /* not enough nights */
	size_t most_nights; /* nights of the oldest of the young */
	size_t gone;        /* still not measured */
	size_t elsewhere;   /* on another machine */
	size_t again;       /* measured again the same night */
	size_t parted;      /* rows whose last change is not the effect */
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

/* The effect against the accepted level, with its interval; that of a drift begins with
 * its rate, that of growing noise is one on the noise. */
static void check_effect_text(const struct query *q, const char *told,
			      char text[80])
{
	int len = 0;

	*text = '\0';
	if (!has(q, "effect_ratio"))
		return;
	if (has(q, "month_ratio"))
		len = snprintf(text, 80, "%+.1f %% a month, ",
			       100 * column_number(q, "month_ratio"));
	else if (!strcmp(told, verdict_word(VERDICT_NOISIER)))
		len = snprintf(text, 80, "noise ");
	text += len;
	if (has(q, "low_ratio"))
		snprintf(text, 80 - (size_t)len, "%+.1f %% [%+.1f, %+.1f]",
			 100 * column_number(q, "effect_ratio"),
			 100 * column_number(q, "low_ratio"),
			 100 * column_number(q, "high_ratio"));
	else
		snprintf(text, 80 - (size_t)len, "%+.1f %%",
			 100 * column_number(q, "effect_ratio"));
}

/* The last change alone, where that is not the effect. */
static void check_last_text(const struct query *q, char text[80])
{
	double last = column_number(q, "last_ratio");

	*text = '\0';
	if (has(q, "last_ratio") &&
	    fabs(last - column_number(q, "effect_ratio")) > LAST_DIFFERS)
		snprintf(text, 80, "%+.1f %%", 100 * last);
}

/* Adds a part of the reason. */
static void why_add(const struct query *q, const char *column, struct str *why)
{
	struct value v;

	query_value_of(q, column, &v);
	if (v.text && *v.text)
		str_addf(why, "%s%s", why->len ? "; " : "", v.text);
}

static void why_text(const struct query *q, struct str *why)
{
	struct value v;

	why_add(q, "moved", why);
	why_add(q, "reason", why);
	query_value_of(q, "remeasured", &v);
	if (v.text && *v.text)
		str_addf(why, "%smeasured again (%s)", why->len ? "; " : "",
			 v.text);
}

/* Counts a finding that gets no row of its own. Returns 1 if it was one, 0 if it
 * needs a row, or -1 with *err. */
static int count_only(struct counts *c, const struct query *q, const char *told,
		      struct err *err)
{
	if (!strcmp(told, verdict_word(VERDICT_NO_CHANGE))) {
		c->quiet++;
		if (!has(q, "visible_ratio"))
			return 1;
		if (mem_grow(&c->visible, &c->cap, c->visibles + 1,
			     sizeof(*c->visible), err))
			return -1;
		c->visible[c->visibles++] = column_number(q, "visible_ratio");
		return 1;
	}
	if (!strcmp(told, verdict_word(VERDICT_NOT_ENOUGH))) {
		c->young++;
		if ((size_t)column_number(q, "nights") > c->most_nights)
			c->most_nights = (size_t)column_number(q, "nights");
		return 1;
	}
	if (!strcmp(told, CHECK_ANOTHER)) { /* told above */
		c->elsewhere++;
		return 1;
	}
	if (!strcmp(told, STILL_NOT_MEASURED)) { /* reported when it was new */
		c->gone++;
		return 1;
	}
	if (c->listed < LINES_MAX)
		return 0;
	c->left_out++;
	return 1;
}

/* Adds the row of a finding that needs attention; only counts the others. */
static int check_add_row(struct table *t, struct counts *c,
			 const struct query *q, struct err *err)
{
	char told[48], subject[300], measure[40], effect[80], last[80],
	    since[24];
	struct str why = { 0 };
	int rc;

	c->findings++;
	c->again += has(q, "remeasured");
	column_text(q, "told", told, sizeof(told));
	rc = count_only(c, q, told, err);
	if (rc)
		return rc < 0 ? -1 : 0;
	c->listed++;
	column_text(q, "subject", subject, sizeof(subject));
	column_text(q, "measure", measure, sizeof(measure));
	column_text(q, "since", since, sizeof(since));
	check_effect_text(q, told, effect);
	check_last_text(q, last);
	c->parted += *last != '\0';
	why_text(q, &why);
	rc = str_check(&why, err) || table_add(t, told, false, err) ||
		     table_add(t, subject, false, err) ||
		     table_add(t, measure, false, err) ||
		     table_add(t, effect, true, err) ||
		     table_add(t, last, true, err) ||
		     table_add(t, since, false, err) ||
		     table_add(t, why.text ? why.text : "", false, err)
		 ? -1
		 : 0;
	str_free(&why);
	return rc;
}

static void add_counts(struct str *out, const struct counts *c)
{
	size_t n = c->visibles;

	if (c->parted)
		str_add(out, "effects are against the accepted level\n");
	if (c->left_out)
		str_addf(out, "... and %zu more: dotrec query findings\n",
			 c->left_out);
	if (c->gone)
		str_addf(out, STILL_NOT_MEASURED ": %zu of %zu\n", c->gone,
			 c->findings);
	if (c->elsewhere)
		str_addf(out, "%s: %zu of %zu\n", CHECK_ANOTHER, c->elsewhere,
			 c->findings);
	if (c->quiet)
		str_addf(out, "%s: %zu of %zu\n",
			 verdict_word(VERDICT_NO_CHANGE), c->quiet,
			 c->findings);
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
			 c->again, c->findings);
	if (c->young)
		str_addf(out, "%s: %zu of %zu (%zu of %d)\n",
			 verdict_word(VERDICT_NOT_ENOUGH), c->young,
			 c->findings, c->most_nights, VERDICT_NIGHTS);
}

static int add_verdicts(struct str *out, struct db *db, const char *run,
			struct err *err)
{
	static const char *const header[] = { "verdict",     "series",
					      "measure",     "effect",
					      "last change", "since",
					      "why" };
	struct param param = { "run", run };
	struct query *q = query_open_named(db, "findings", &param, 1, err);
	struct table t = { .columns = 7 };
	struct counts c = { 0 };
	size_t i;
	int rc = q ? 0 : -1, more = 0;

	for (i = 0; !rc && i < t.columns; i++)
		rc = table_add(&t, header[i], i == 3 || i == 4, err);
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
	if (*check->machine)
		line_addf(&out, "%s: %s", CHECK_ANOTHER, check->machine);
	if (*check->machine_was)
		line_addf(
		    &out,
		    "  if it is the same one: dotrec accept --same-machine "
		    "%s --reason ...",
		    check->machine_was);
	rc = add_verdicts(&out, db, run, err);
	if (!rc)
		rc = add_trends(&out, db, run, err);
	return output_end(rc, &out, err);
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
	q = query_open_named(db, "findings", &param, 1, err);
	if (q)
		rc = formats_write(&out, db, q, format, err);
	query_close(q);
	return output_end(rc, &out, err);
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
		log_info("nights that nobody had judged, and were judged now: "
			 "%zu",
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
