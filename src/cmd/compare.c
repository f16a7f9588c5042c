/* dotrec compare: compares two runs, series by series. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/line.h"
#include "base/log.h"
#include "base/output.h"
#include "base/units.h"
#include "report/compared.h"
#include "store/find.h"
#include "store/nights.h"
#include "store/query.h"
#include "table/formats.h"
#include "table/layout.h"
#include "table/table.h"
#include "table/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- for people -------------------------------------------------------- */

/* Adds "name: words", text from the database, as plain text or as Markdown
 * after `mark`. */
static void compare_add_line(struct str *out, bool markdown, const char *mark,
			     const char *name, const char *words)
{
	struct str line = { 0 };

	if (markdown) {
		str_addf(&line, "%s: %s", name, words);
		str_add(out, mark);
		text_markdown(out, line.text ? line.text : "");
		str_add(out, "\n");
	} else {
		line_addf(out, "%s: %s", name, words);
	}
	out->failed |= line.failed;
	str_free(&line);
}

/* Adds the line that describes a run, as in the reports. */
static int add_caption(struct str *out, struct db *db, bool markdown,
		       const char *name, int64_t run_id, struct err *err)
{
	char id[UNITS_SIZE];
	struct param param = { "run", id };
	struct query *query;
	struct value v;
	int rc = -1;

	snprintf(id, sizeof(id), "%" PRId64, run_id);
	query = query_open_named(db, "caption", &param, 1, err);
	if (query && query_next(query, err) > 0) {
		query_value(query, 0, &v);
		compare_add_line(out, markdown, "", name, v.text);
		rc = 0;
	}
	query_close(query);
	return rc ? err_set(err, ERR_STORAGE,
			    "run %" PRId64 " is damaged: it has no caption",
			    run_id)
		  : 0;
}

/* Adds what else than the program may explain a difference: that a run was
 * disturbed, and the settings in which both differ. */
static int add_states(struct str *out, struct db *db, bool markdown,
		      const int64_t id[2], struct err *err)
{
	static const char *const names[] = { "a was disturbed",
					     "b was disturbed", "a -> b" };
	const struct night_change change = { .before = id[0], .since = id[1] };
	struct str words[3] = { 0 };
	int rc = store_run_noisy(db, id[0], &words[0], err) ||
			 store_run_noisy(db, id[1], &words[1], err) ||
			 store_night_changes(db, &change, &words[2], err)
		     ? -1
		     : 0;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!rc && words[i].len) {
			str_add(out, markdown ? "\n" : "");
			compare_add_line(out, markdown, "", names[i],
					 words[i].text);
		}
		str_free(&words[i]);
	}
	return rc;
}

/* Adds what else is to be distrusted of a run, of the kinds that matter to a comparison
 * and are not told elsewhere. */
static int add_distrust(struct str *out, struct db *db, bool markdown,
			const char *name, int64_t run_id, struct err *err)
{
	static const char *const told[] = { "disturbed", "outliers", "settled",
					    "distance", "blas" };
	struct value words, about;
	struct param param = { "run", NULL };
	struct query *query;
	char run[24];
	size_t i;
	int rc;

	snprintf(run, sizeof(run), "%" PRId64, run_id);
	param.text = run;
	query = query_open_named(db, "distrust", &param, 1, err);
	if (!query)
		return -1;
	while ((rc = query_next(query, err)) == 1) {
		query_value_of(query, "words", &words);
		query_value_of(query, "about", &about);
		for (i = 0; i < sizeof(told) / sizeof(told[0]); i++)
			if (!strcmp(told[i], about.text)) {
				str_add(out, markdown ? "\n" : "");
				compare_add_line(out, markdown, "", name,
						 words.text);
			}
	}
	query_close(query);
	return rc;
}

static void compare_effect_text(const struct comparison *c,
				char text[UNITS_SIZE])
{
	if (isnan(c->effect))
		snprintf(text, UNITS_SIZE, "%s", "");
	else if (isnan(c->interval.low))
		snprintf(text, UNITS_SIZE, "%+.1f %% [-]", 100 * c->effect);
	else
		snprintf(text, UNITS_SIZE, "%+.1f %% [%+.1f, %+.1f]",
			 100 * c->effect, 100 * c->interval.low,
			 100 * c->interval.high);
}

static int compare_add_row(struct table *t, const struct comparison *c,
			   struct err *err)
{
	char text[UNITS_SIZE];
	int i;

	if (table_add(t, c->series, false, err))
		return -1;
	for (i = 0; i < 2; i++) {
		const struct compare_side *s = &c->side[i];

		if (s->samples)
			units_time_interval(text, s->median_ns, s->interval.low,
					    s->interval.high);
		else
			strcpy(text, "");
		if (table_add(t, text, false, err))
			return -1;
	}
	compare_effect_text(c, text);
	if (table_add(t, text, false, err))
		return -1;
	return table_add(t, compare_word(c->word), false, err);
}

/* Adds each different reason once, with its series, or with the number of its
 * series if there are several. */
static void add_reasons(const struct compare *compare, bool markdown,
			struct str *out)
{
	const struct comparison *c, *row = compare->row;
	char series[40];
	size_t i, k, same;

	for (i = 0; i < compare->count; i++) {
		c = &row[i];
		for (k = same = 0; k < compare->count; k++)
			if (!strcmp(row[k].reason, c->reason)) {
				if (k < i)
					break;
				same++;
			}
		if (k < compare->count || !*c->reason)
			continue;
		snprintf(series, sizeof(series), "%zu series", same);
		compare_add_line(out, markdown, "- ",
				 same > 1 ? series : c->series, c->reason);
	}
}

/* Adds the lines below the table; as a list in Markdown. */
static void add_notes(const struct compare *compare, bool markdown,
		      struct str *out)
{
	const char *mark = markdown ? "- " : "";
	char a[UNITS_SIZE], b[UNITS_SIZE];
	bool moment = false;
	size_t i;

	for (i = 0; i < compare->count; i++)
		moment = moment || compare->row[i].word == COMPARE_MOMENT;
	str_add(out, "\n");
	if (compare->both)
		str_addf(out,
			 "%ssum of the medians of %zu series: %s and %s "
			 "(%+.1f %%); geometric mean of b / a: %.3f\n",
			 mark, compare->both, units_time(a, compare->sum[0]),
			 units_time(b, compare->sum[1]),
			 100 * (compare->sum[1] / compare->sum[0] - 1),
			 compare->geomean);
	if (moment)
		str_addf(out,
			 "%s%s: %s, and fewer than %d sessions in one of the "
			 "runs; run both with --sessions 6\n",
			 mark, compare_word(COMPARE_MOMENT),
			 compare->same_machine ? "fewer than 20 stable nights"
					       : "the runs are of two machines",
			 COMPARE_SESSIONS);
	add_reasons(compare, markdown, out);
}

static int compare_for_people(const struct compare *compare, bool markdown,
			      struct str *out, struct err *err)
{
	static const char *const header[] = { "series", "a [95 %]", "b [95 %]",
					      "b / a - 1 [95 %]", "verdict" };
	struct table t = { .columns = 5 };
	size_t i;
	int rc = 0;

	for (i = 0; i < t.columns && !rc; i++)
		rc = table_add(&t, header[i], false, err);
	for (i = 0; i < compare->count && !rc; i++)
		rc = compare_add_row(&t, &compare->row[i], err);
	if (!rc) {
		str_add(out, "\n");
		layout_table(&t, markdown, out);
		add_notes(compare, markdown, out);
	}
	table_free(&t);
	return rc;
}

/* ---- for programs ------------------------------------------------------ */

static int compare_for_programs(const struct compare *compare, struct db *db,
				const char *format, struct str *out,
				struct err *err)
{
	struct query *query = compared_open(db, "compare", compare, err);
	int rc = query ? formats_write(out, db, query, format, err) : -1;

	query_close(query);
	return rc;
}

/* ---- the command ------------------------------------------------------- */

static int compare_print(struct db *db, const char *const runs[2],
			 const char *format, struct err *err)
{
	bool markdown = !strcmp(format, "markdown");
	bool people = markdown || !strcmp(format, "table");
	struct compare compare = { .count = 0 };
	struct str out = { 0 };
	int64_t id[2];
	int rc = 0;

	if (cmd_tell_future(db, err) ||
	    store_run_find(db, runs[0], &id[0], err) ||
	    store_run_find(db, runs[1], &id[1], err) ||
	    compare_runs(db, id[0], id[1], &compare, err))
		return -1;
	if (id[0] == id[1])
		log_warn("'%s' and '%s' are the same run, %" PRId64
			 ": it is compared with itself",
			 runs[0], runs[1], id[0]);
	if (people) {
		rc = add_caption(&out, db, markdown, "a", id[0], err);
		str_add(&out, markdown ? "\n" : "");
		rc = rc || add_caption(&out, db, markdown, "b", id[1], err) ||
		     add_states(&out, db, markdown, id, err) ||
		     add_distrust(&out, db, markdown, "a", id[0], err) ||
		     add_distrust(&out, db, markdown, "b", id[1], err) ||
		     compare_for_people(&compare, markdown, &out, err);
	} else {
		rc = compare_for_programs(&compare, db, format, &out, err);
	}
	if (!rc)
		rc = output_show(&out, err);
	compare_free(&compare);
	str_free(&out);
	return rc ? -1 : 0;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *format = "table";
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "format", 'f', "FORMAT",
		  "table, csv, tsv, json, jsonl or markdown", &format },
		CMD_COMMON_OPTIONS(common),
	};
	struct db *db;
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (argc < first + 2) {
		err_set(&err, ERR_USAGE,
			"compare which two runs? each is an id, the beginning "
			"of a uuid, a label, 'last' or 'last~N'");
		return exitcode_tell(&err);
	}
	db = db_open(common.db, DB_READ, &err);
	if (db)
		compare_print(db, (const char *const *)argv + first, format,
			      &err);
	db_close(db);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_compare = {
	.name = "compare",
	.usage = "[OPTION...] RUN RUN",
	.operands = 2,
	.summary =
	    "reports which series of two runs differ, and on what evidence",
	.exec = exec,
};
