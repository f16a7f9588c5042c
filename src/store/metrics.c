/* The state of a night as OpenMetrics text: families, labels, values. */
#include "store/metrics.h"

#include "db/statement.h"

#include <string.h>

/* A family: its samples are the rows of a statement. */
struct family {
	const char *name;
	const char *unit; /* the end of its name, or NULL */
	const char *help; /* without line ends and backslashes */
	const char *statement;
	bool
	    of_run; /* of the run of the night; else of the night judged last */
};

static const struct family families[] = {
	{ "dotrec_night_repeats", NULL,
	  "Repeats of the last run by what became of them.",
	  "store/metrics_repeats", true },
	{ "dotrec_night_started_timestamp_seconds", "seconds",
	  "When the run of the night that was judged last began.",
	  "store/metrics_started", false },
	{ "dotrec_night_findings", NULL,
	  "Findings of the night that was judged last; one cause is one "
	  "finding.",
	  "store/metrics_findings", false },
	{ "dotrec_night_open_regressions", NULL,
	  "Findings that are slower than the accepted level, new or old.",
	  "store/metrics_open", false },
	{ "dotrec_regression_effect_ratio", "ratio",
	  "Time against the accepted level, less 1, of each open regression.",
	  "store/metrics_regressions", false },
	{ "dotrec_series_seconds", "seconds",
	  "Median time of one product, of the night that was judged last.",
	  "store/metrics_series", false },
	{ "dotrec_series_speedup_ratio", "ratio",
	  "Median of serial time / time, of the night that was judged last.",
	  "store/metrics_speedup", false },
};

static void add_family(struct str *text, const char *name, const char *unit,
		       const char *help)
{
	str_addf(text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
	if (unit)
		str_addf(text, "# UNIT %s %s\n", name, unit);
}

/* Adds a family that has one sample. */
static void add_gauge(struct str *text, const char *name, const char *unit,
		      const char *help, double value)
{
	add_family(text, name, unit, help);
	str_addf(text, "%s %.12g\n", name, value);
}

/* Adds the value of a label: `\`, `"` and line ends are escaped, and bytes that are
 * not UTF-8 become U+FFFD. */
static void add_value(struct str *text, const char *value)
{
	size_t len = strlen(value), good = str_utf8_bad(value, len), i;

	for (i = 0; i < len; i++) {
		if (i == good) {
			str_add(text, "\xEF\xBF\xBD");
			good = i + 1 + str_utf8_bad(value + i + 1, len - i - 1);
		} else if (value[i] == '\n') {
			str_add(text, "\\n");
		} else {
			if (value[i] == '\\' || value[i] == '"')
				str_add(text, "\\");
			str_add_bytes(text, value + i, 1);
		}
	}
}

/* Adds a row: its columns are labels, the last one is the value. */
static void add_sample(struct str *text, const char *name, sqlite3_stmt *s)
{
	int i, last = sqlite3_column_count(s) - 1;

	str_add(text, name);
	for (i = 0; i < last; i++) {
		str_addf(text, "%s%s=\"", i ? "," : "{",
			 sqlite3_column_name(s, i));
		add_value(text, db_column_text(s, i));
		str_add(text, "\"");
	}
	str_addf(text, "%s %.12g\n", last ? "}" : "",
		 sqlite3_column_double(s, last));
}

static int add_rows(struct db *db, const struct family *family, int64_t run_id,
		    struct str *text, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, family->statement, err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		add_sample(text, family->name, s);
	return db_ended(db, s, code, err);
}

/* Finds the night that was judged last; leaves *run_id if there is none. */
static int find_judged(struct db *db, const struct metrics_night *night,
		       int64_t *run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/metrics_judged", err);

	if (!s)
		return -1;
	db_id(s, ":run_id", night->run_id);
	return db_run_int(db, s, run_id, err) < 0 ? -1 : 0;
}

int store_metrics(struct db *db, const struct metrics_night *night,
		  struct str *text, struct err *err)
{
	int64_t judged = 0;
	size_t i;
	int rc = db ? find_judged(db, night, &judged, err) : 0;

	add_gauge(text, "dotrec_nightly_ended_timestamp_seconds", "seconds",
		  "When the last 'dotrec nightly' ended.",
		  (double)night->ended_s);
	add_gauge(text, "dotrec_nightly_duration_seconds", "seconds",
		  "How long it took.", night->took_s);
	add_gauge(text, "dotrec_nightly_exit_code", NULL,
		  "Its exit code; 0: all well, 1: a new regression.",
		  night->exit_code);
	for (i = 0; !rc && i < sizeof(families) / sizeof(families[0]); i++) {
		const struct family *f = &families[i];

		add_family(text, f->name, f->unit, f->help);
		if (db)
			rc = add_rows(db, f, f->of_run ? night->run_id : judged,
				      text, err);
	}
	str_add(text, "# EOF\n");
	return rc ? rc : str_check(text, err);
}
