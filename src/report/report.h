/*
 * Reports: a query, tables and a picture of one run.
 *
 * To add one: sql/query/NAME.sql, reports/NAME.gp, a row in report_table, a
 * test. The query's first two columns are the curve and n; the rows of a curve
 * stand together. A report without reports/NAME.gp has no picture.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/str.h"
#include "db/open.h"
#include "table/grid.h"
#include "table/table.h"

#define REPORT_PIVOTS 5

struct report {
	const char *name; /* of the query, the template and the files */
	const char *title;
	const char *note;  /* what the points and bars of the picture are */
	const char *words; /* a query with sentences to begin with, or NULL */
	/* The tables: what a row of them shows, until a title is NULL. */
	struct pivot pivots[REPORT_PIVOTS];
	/* Or, where there are none: the rows of this query as they are; NULL:
	 * of the report's own. */
	const char *rows;
	bool two_runs; /* it compares two, instead of its query of one */
};

/* All reports, in the order of report.pdf; ends with a NULL name. */
extern const struct report report_table[];

/* The report of this name, or NULL. */
const struct report *report_find(const char *name);

/* Fills a table with the names and titles of all. 0, or -1 with *err. */
int report_list(struct table *table, struct err *err);

struct report_options {
	const char *dir;          /* made if it is not there */
	const char *const *names; /* reports to make; NULL: all there are of a
				   * run, or of two; in report_table's order */
	size_t count;
	const char *run;     /* as store_run_find() takes it */
	const char *against; /* another: compare `run` with it; else NULL */
	/* What the files say was the time when they were made, in seconds
	 * since 1970; negative: when the run began. So the same database gives
	 * the same bytes. */
	int64_t date_s;
};

/*
 * Writes, flat in the directory: for every report NAME.txt, NAME.md, NAME.csv,
 * NAME.dat, NAME.gp, NAME.pdf and NAME.svg; report.pdf (with report.gp and
 * report.dat) and report.html with all of them; and manifest.csv, which names
 * the run, the queries and every file with their SHA-256. Every file is
 * complete or not there: they are made aside and moved at the end. Without
 * gnuplot everything but the pictures is written and the call fails with
 * ERR_ENVIRONMENT. Returns 0, or -1.
 */
int report_write(struct db *db, const struct report_options *options,
		 struct err *err);

/*
 * Makes all files of the manifest in `dir` again, elsewhere, and compares.
 * Every file that differs, is missing or should not be in the manifest is
 * logged. Returns 0, or -1: ERR_VERIFY where there is one, ERR_ENVIRONMENT
 * where pictures could not be drawn again here (no gnuplot, or another version
 * of it); they are then held against the manifest's hashes only.
 */
int report_verify(struct db *db, const char *dir, struct err *err);

/*
 * Appends the words and tables of reports (NULL: all) of one run as people
 * read them on a terminal of `width` columns, with or without colours.
 */
int report_text(struct db *db, const struct report_options *options,
		size_t width, bool colour, struct str *out, struct err *err);

#endif
