/* dotrec predict: what a product may be expected to take. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/line.h"
#include "base/output.h"
#include "base/units.h"
#include "judge/forecast.h"
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

#define N_MAX       1e12
#define WORKERS_MAX 1e6

/* What is asked. */
struct asked {
	double n, workers, cpus; /* cpus 0: those of the run */
	const char *run, *format;
	int64_t run_id;
	size_t told; /* the predictions that could be made */
};

/* ---- for people -------------------------------------------------------- */

static int add_speedup(struct table *t, const struct forecast_row *r,
		       struct err *err)
{
	char text[UNITS_SIZE] = "";
	enum tone tone = TONE_PLAIN;

	if (!isnan(r->speedup)) {
		snprintf(text, sizeof(text), "%.3gx [%.3g, %.3g]", r->speedup,
			 r->low, r->high);
		tone = r->low > 1    ? TONE_GOOD
		       : r->high < 1 ? TONE_BAD
				     : TONE_PLAIN;
	}
	return table_add_tone(t, text, false, tone, err);
}

static int predict_add_row(struct table *t, const struct forecast_row *r,
			   struct err *err)
{
	char time[UNITS_SIZE] = "", workers[UNITS_SIZE], error[UNITS_SIZE] = "";

	snprintf(workers, sizeof(workers), "%g", r->workers);
	if (!isnan(r->ns))
		units_time_interval(time, r->ns, r->low_ns, r->high_ns);
	if (!isnan(r->left_out))
		snprintf(error, sizeof(error), "%.0f %%", 100 * r->left_out);
	return table_add(t, r->curve, false, err) ||
		       table_add(t, workers, true, err) ||
		       table_add(t, time, false, err) ||
		       add_speedup(t, r, err) || table_add(t, error, true, err)
		   ? -1
		   : 0;
}

/* Appends what is said below the table: what the error is, and a note per curve. */
static void predict_add_notes(const struct forecast *f, bool markdown,
			      struct str *out)
{
	bool has_error = false, has_note = false;
	size_t i;

	for (i = 0; i < f->count; i++) {
		has_error = has_error || !isnan(f->row[i].left_out);
		has_note = has_note || *f->row[i].note;
	}
	if (has_error)
		str_add(out, "\nThe error is at most this in 9 of 10 cells of "
			     "n >= 100000, each predicted from the other "
			     "cells.\n");
	if (has_note)
		str_add(out, "\n");
	for (i = 0; i < f->count; i++)
		if (*f->row[i].note)
			line_addf(out, "%s%s: %s", markdown ? "- " : "",
				  f->row[i].curve, f->row[i].note);
}

static int predict_for_people(const struct forecast *f, const struct asked *a,
			      struct str *out, struct err *err)
{
	static const char *const header[] = { "curve", "workers", "time [95 %]",
					      "speed-up [95 %]", "error" };
	const bool markdown = !strcmp(a->format, "markdown");
	struct table t = { .columns = 5 };
	size_t i;
	int rc = 0;

	str_addf(out,
		 "One product of n = %.0f with %g workers that share %g CPUs, "
		 "predicted from run %" PRId64 "\n\n",
		 a->n, a->workers, a->cpus, a->run_id);
	for (i = 0; i < t.columns && !rc; i++)
		rc = table_add(&t, header[i], i == 1 || i == 4, err);
	for (i = 0; i < f->count && !rc; i++)
		rc = predict_add_row(&t, &f->row[i], err);
	if (!rc) {
		layout_table(&t, markdown, out);
		predict_add_notes(f, markdown, out);
	}
	table_free(&t);
	return rc;
}

/* ---- for programs ------------------------------------------------------ */

/* Appends one row as a JSON array, in the order of sql/rows/predict.sql. */
static int predict_add_array(struct str *json, struct db *db,
			     const struct forecast_row *r, struct err *err)
{
	str_add(json, "[");
	if (query_json_text(db, r->curve, json, err))
		return -1;
	query_json_number(r->n, json);
	query_json_number(r->workers, json);
	query_json_number(r->ns, json);
	query_json_number(r->low_ns, json);
	query_json_number(r->high_ns, json);
	query_json_number(r->speedup, json);
	query_json_number(r->low, json);
	query_json_number(r->high, json);
	query_json_number(FORECAST_LEVEL, json);
	if (isnan(r->ns))
		str_add(json, ",null");
	else
		str_addf(json, ",%d", r->inside);
	str_addf(json, ",%zu", r->cells);
	query_json_number(r->left_out, json);
	if (query_json_next(db, r->note, json, err))
		return -1;
	str_add(json, "]");
	return 0;
}

static int predict_for_programs(const struct forecast *f, struct db *db,
				const char *format, struct str *out,
				struct err *err)
{
	struct query *query = NULL;
	struct str json = { 0 };
	size_t i;
	int rc = 0;

	str_add(&json, "[");
	for (i = 0; i < f->count && !rc; i++) {
		str_add(&json, i ? "," : "");
		rc = predict_add_array(&json, db, &f->row[i], err);
	}
	str_add(&json, "]");
	if (!rc && !str_check(&json, err))
		query = query_open_rows(db, "predict", json.text, err);
	rc = query ? formats_write(out, db, query, format, err) : -1;
	query_close(query);
	str_free(&json);
	return rc;
}

/* ---- the command ------------------------------------------------------- */

static int predict_print(struct db *db, struct asked *a, struct err *err)
{
	const bool people =
	    !strcmp(a->format, "table") || !strcmp(a->format, "markdown");
	struct night_cells cells = { .count = 0 };
	struct forecast forecast = { .count = 0 };
	struct str out = { 0 };
	size_t i;
	int rc = -1;

	if (cmd_tell_future(db, err) ||
	    store_run_find(db, a->run, &a->run_id, err) ||
	    (a->cpus < 1 && store_run_cpus(db, a->run_id, &a->cpus, err)))
		return -1;
	if (!store_night_cells(db, a->run_id, &cells, err) &&
	    !forecast_cells(&cells, a->cpus, a->n, a->workers, &forecast, err))
		rc = people ? predict_for_people(&forecast, a, &out, err)
			    : predict_for_programs(&forecast, db, a->format,
						   &out, err);
	for (i = 0; i < forecast.count; i++)
		if (!isnan(forecast.row[i].ns))
			a->told++;
	forecast_free(&forecast);
	free(cells.cell);
	return output_end(rc, &out, err);
}

/* Reads a number such as 64 or 1e9 from 1 to `most`. */
static int read_count(const char *option, const char *text, double most,
		      double *value, struct err *err)
{
	if (!text)
		return err_set(err, ERR_USAGE,
			       "%s is missing: dotrec predict --n 1e9 "
			       "--workers 64",
			       option);
	if (!units_parse_double(text, value) || *value < 1 || *value > most ||
	    *value != floor(*value))
		return err_set(err, ERR_USAGE,
			       "%s: '%.100s' is not a whole number from 1 to "
			       "%g",
			       option, text, most);
	return 0;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *n = NULL, *workers = NULL, *cpus = NULL;
	struct asked asked = { .run = "last", .format = "table" };
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "n", 0, "N", "elements of each vector, such as 1e9", &n },
		{ "workers", 0, "W", "workers of the parallel strategies",
		  &workers },
		{ "run", 0, "RUN", "the run to predict from (else the last)",
		  &asked.run },
		{ "cpus", 0, "CPUS",
		  "CPUs that the workers share (else those of the run)",
		  &cpus },
		{ "format", 'f', "FORMAT",
		  "table, csv, tsv, json, jsonl or markdown", &asked.format },
		CMD_COMMON_OPTIONS(common),
	};
	struct db *db;
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (read_count("--n", n, N_MAX, &asked.n, &err) ||
	    read_count("--workers", workers, WORKERS_MAX, &asked.workers,
		       &err) ||
	    (cpus &&
	     read_count("--cpus", cpus, WORKERS_MAX, &asked.cpus, &err)))
		return exitcode_tell(&err);
	db = db_open(common.db, DB_READ, &err);
	if (db)
		predict_print(db, &asked, &err);
	db_close(db);
	if (err.kind)
		return exitcode_tell(&err);
	return asked.told ? EXIT_OK : EXIT_NOTHING;
}

const struct cmd command_predict = {
	.name = "predict",
	.usage = "[OPTION...] --n N --workers W",
	.operands = 0,
	.summary = "predicts the time of a product from a run, with intervals",
	.exec = exec,
};
