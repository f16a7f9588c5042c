/*
 * Reports: a query, tables and a picture of one run.
 *
 * CONTRIBUTING.md lists what a new report needs. The first two columns of the
 * query are the curve and n; the rows of a curve follow each other. A report
 * without reports/NAME.gp has no picture.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/str.h"
#include "db/open.h"
#include "table/grid.h"
#include "table/layout.h"
#include "table/table.h"

#include <stdbool.h>
#include <stdint.h>

#define REPORT_PIVOTS  5
#define REPORT_WORDS   4
#define REPORT_TO_LAST SIZE_MAX

/* Rows of a query whose first column are sentences. */
struct report_words {
	const char *query; /* NULL ends a list */
	/* The rows, counted from 0, without row `to`. Those before `from` are on
	 * the first page; where that is not made, they are here, too. */
	size_t from, to;
};

struct report {
	const char *name; /* name of the query, the template and the files */
	const char *title;
	const char *note; /* what the points and bars of the picture are */
	struct report_words words[REPORT_WORDS]; /* the sentences at the top */
	/* The tables, ended by one whose title is NULL. */
	struct pivot pivots[REPORT_PIVOTS];
	/* Without pivots, the only table has the rows of this query; NULL: of
	 * the report's own query. */
	const char *rows;
	/* Draws the rows of the query with characters, above the tables of a
	 * text; NULL: not drawn. */
	void (*sketch)(const struct grid *grid, size_t width, struct str *out);
	bool two_runs; /* its rows compare two runs; it has no query */
	bool front;    /* the first page: what matters of all the others */
	bool last;     /* it tells which reports are left out */
	bool full;     /* only in a full report, or if it is named */
	/* Unless it is named or the first page, it is left out where this
	 * column has fewer than so many different values, such as a history
	 * of one night; a NULL column: where it has no rows. */
	struct {
		const char *column;
		size_t values;
	} needs;
	enum {
		REPORT_DRAWN,
		REPORT_DRAWN_IF_FULL, /* or named: the first page has its picture */
		REPORT_DRAWN_IF_NAMED /* another report has nearly the same one */
	} drawn;
};

/* All reports, in the order of report.pdf, ended by a NULL name. */
extern const struct report report_table[];

/* The report of this name, or NULL. */
const struct report *report_find(const char *name);

/* Whether a report may have a file of this name, such as "time.svg". */
bool report_may_have(const char *file);

/* Fills a table with the names and titles of all reports. Returns 0, or -1 with
 * *err. */
int report_list(struct table *table, struct err *err);

struct report_options {
	const char *dir;          /* created if missing */
	const char *const *names; /* reports to make; NULL: those of one run,
				   * or, with `against`, of two runs. They are
				   * made in the order of report_table */
	size_t count;
	bool shows; /* of the named, only those with something to show */
	bool full;  /* without names: all, not only those of most interest */
	const char *run;     /* in a form that store_run_find() accepts */
	const char *against; /* the run to compare `run` with, or NULL */
	/* The date written into the files, in seconds since 1970; negative:
	 * when the run began, so that the same database gives the same bytes.
	 */
	int64_t date_s;
};

/*
 * Writes, flat in the directory: for every report that is made NAME.txt, NAME.md and
 * NAME.csv, and, if its picture is drawn, NAME.dat, NAME.gp, NAME.pdf and NAME.svg;
 * report.pdf (with report.gp and report.dat) and report.html with all of them; and
 * manifest.csv, which names the run, the queries and every file with their SHA-256.
 * Every file is complete or missing, because the files are made elsewhere and moved at the
 * end. Without gnuplot everything but the pictures is written and the call
 * fails with ERR_ENVIRONMENT. Returns 0, or -1 with *err.
 */
int report_write(struct db *db, const struct report_options *options,
		 struct err *err);

/*
 * Writes DIR/index.html, the site of the nights up to the run: what was told of it,
 * the changes that are open, a calendar with links to DIR/DATE/report.html where that
 * is, and a small picture of every series. The page is written whole or not at all.
 * Returns 0, or -1 with *err.
 */
int site_write(struct db *db, const char *dir, const char *run,
	       struct err *err);

/*
 * Thins the reports in DIR/DATE of the last 400 nights up to the run, but for the last
 * `keep` nights: of each only report.pdf and a manifest stay, because the database gives the
 * rest again. Left alone is whatever is not a whole report of that night, and a file
 * that somebody has changed. Returns 0, or -1 with *err.
 */
int site_thin(struct db *db, const char *dir, const char *run, size_t keep,
	      struct err *err);

/*
 * Makes the files of the manifest in `dir` again, elsewhere, and compares them.
 * Logs every file that differs, is missing or is not of the report. Returns 0, or -1
 * with *err: ERR_VERIFY for such a file, but not where the name of a stranger is none
 * that a report may have, nor for a picture that was only drawn again by hand from its
 * script; ERR_ENVIRONMENT where pictures could not be drawn again here (no gnuplot, or
 * other versions of it or of qpdf) and were compared with the manifest's hashes only.
 */
int report_verify(struct db *db, const char *dir, struct err *err);

/*
 * Appends the sentences and tables of the reports, laid out within
 * `width` characters in one of the styles of lines. Returns 0, or -1 with *err.
 */
int report_text(struct db *db, const struct report_options *options,
		size_t width, enum layout_style style, struct str *out,
		struct err *err);

#endif
