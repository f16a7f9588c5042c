/*
 * Reports: a query, a table and a picture of one run.
 *
 * To add one: sql/query/NAME.sql, reports/NAME.gp, a row in report_table, a
 * test. The query's first two columns are the curve and n; the rows of a curve
 * stand together.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/str.h"
#include "store/query.h"

struct report {
	const char *name; /* of the query, the template and the files */
	const char *title;
	const char *column; /* of the query: what the table shows */
	const char *unit;   /* of it */
	const char *format; /* of a number in the table, for printf */
};

/* All reports, in the order of report.pdf; ends with a NULL name. */
extern const struct report report_table[];

/* The report of this name, or NULL. */
const struct report *report_find(const char *name);

struct report_options {
	const char *dir;          /* made if it is not there */
	const char *const *names; /* reports to make; NULL: all */
	size_t count;
	const char *run; /* as store_run_find() takes it */
};

/*
 * Writes, flat in the directory, for every report NAME.txt, NAME.csv,
 * NAME.dat, NAME.gp and NAME.pdf, common.gp, and one report.pdf of all (with
 * report.gp and report.dat). Every file is complete or not there: they are
 * made aside and moved at the end. Without gnuplot everything but the PDFs is
 * written and the call fails with ERR_ENVIRONMENT. Returns 0, or -1.
 */
int report_write(struct store *store, const struct report_options *options,
		 struct err *err);

/* Appends a report's table of one run, as people read it. */
int report_text(struct store *store, const struct report *report,
		const char *run, struct str *out, struct err *err);

#endif
