/* Inside src/report: one report of one run, read and laid out. */
#ifndef REPORT_RUN_REPORT_H
#define REPORT_RUN_REPORT_H

#include "base/str.h"
#include "report/report.h"
#include "table/table.h"

/* What all reports of a run share. */
struct run_facts {
	struct db *db;
	char id[24];
	char uuid[40];
	struct str caption; /* one line on the run */
	int64_t started_s;  /* since 1970 */
	int64_t run_id;
	int64_t against_id; /* of the run it is compared with, or 0 */
	char against[40];   /* its uuid, or "" */
};

/* Finds the run, and the one it is compared with where `against` is not NULL.
 * Returns 0, or -1 with *err. */
int run_facts_read(struct run_facts *facts, struct db *db, const char *run,
		   const char *against, struct err *err);
void run_facts_free(struct run_facts *facts);

struct run_report {
	const struct report *report;
	struct grid grid;  /* of its query */
	struct grid words; /* its sentences, in column 0 */
	struct grid
	    rows; /* what its table shows, where that is another query */
	struct table tables[REPORT_PIVOTS];
	const char *titles[REPORT_PIVOTS]; /* of the tables, or NULL */
	size_t count;
	struct str proof; /* one line: query, rows, hash, samples */
};

int run_report_read(struct run_report *part, const struct report *report,
		    const struct run_facts *facts, struct err *err);
void run_report_free(struct run_report *part);

/* The report as text of `width` columns, as Markdown, and as its data file. */
void run_report_text(const struct run_report *part,
		     const struct run_facts *facts, size_t width, bool colour,
		     struct str *out);
void run_report_markdown(const struct run_report *part,
			 const struct run_facts *facts, struct str *out);
void run_report_dat(const struct run_report *part,
		    const struct run_facts *facts, struct str *out);

/* The k-th query of the part with its rows, or false. */
bool run_report_query(const struct run_report *part, size_t k,
		      const char **name, const struct grid **grid);

/* Whether there is a picture of it. */
bool report_has_picture(const struct report *report);

/* A file of reports/ in the program, or NULL. */
const char *report_template(const char *name);

/* report.html: everything in one file. svgs[i]: the picture of part i, or "".
 */
void html_write(const struct run_report *parts, size_t count,
		const struct run_facts *facts, const struct str *svgs,
		struct str *out);

/* report.dat and report.gp: pages of text, and the figures between them. */
void pages_write(const struct run_report *parts, size_t count,
		 const struct run_facts *facts, struct str *dat,
		 struct str *gp);

#endif
