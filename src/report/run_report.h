/* Inside src/report: one report of one run, read and laid out. */
#ifndef REPORT_RUN_REPORT_H
#define REPORT_RUN_REPORT_H

#include "base/str.h"
#include "report/report.h"
#include "table/layout.h"
#include "table/table.h"

/* What all reports of a run share. */
struct run_facts {
	struct db *db;
	char id[24];
	char uuid[40];
	struct str caption; /* one line that describes the run */
	int64_t started_s;  /* since 1970 */
	int64_t run_id;
	int64_t against_id;  /* the run it is compared with, or 0 */
	char against[40];    /* uuid of that run, or "" */
	struct str left_out; /* one line: reports that are not made, and why */
	bool front;          /* the first page is made, too */
};

/* Reads the facts of `run`, and of the run `against`, which may be NULL, that
 * it is compared with. Returns 0, or -1 with *err; run_facts_free() is due
 * after both. */
int run_facts_read(struct run_facts *facts, struct db *db, const char *run,
		   const char *against, struct err *err);
void run_facts_free(struct run_facts *facts);

struct run_report {
	const struct report *report;
	struct grid grid;                /* rows of the report's query */
	struct grid words[REPORT_WORDS]; /* rows of report->words */
	struct grid rows; /* rows of report->rows, if the table shows these */
	struct table tables[REPORT_PIVOTS];
	const char *titles[REPORT_PIVOTS]; /* of the tables, or NULL */
	size_t count;                      /* tables */
	struct str proof; /* one line: query, number of rows, hash, samples */
	bool picture;     /* whether it is drawn */
	bool brief;       /* at most a page of text and a page of pictures */
};

/* Reads one report from the database. Returns 0, or -1 with *err;
 * run_report_free() is due after both. */
int run_report_read(struct run_report *part, const struct report *report,
		    const struct run_facts *facts, struct err *err);
void run_report_free(struct run_report *part);

/* Whether the report has something to show, as `needs` of struct report says, or
 * sentences. */
bool run_report_shows(const struct run_report *part,
		      const struct run_facts *facts);

/* The k-th sentence (from 0) at the top, or NULL if there are not so many. */
const char *run_report_sentence(const struct run_report *part,
				const struct run_facts *facts, size_t k);

/* Append the sentences, with an empty line before the first or, if `apart`, before
 * each; and the tables in a style; as text of `width` columns. */
void run_report_words(const struct run_report *part,
		      const struct run_facts *facts, size_t width, bool apart,
		      struct str *out);
void run_report_tables(const struct run_report *part, size_t width,
		       enum layout_style style, struct str *out);

/* Append the report as text of `width` columns, as Markdown, and as the data
 * file of its picture. */
void run_report_text(const struct run_report *part,
		     const struct run_facts *facts, size_t width,
		     enum layout_style style, struct str *out);
void run_report_markdown(const struct run_report *part,
			 const struct run_facts *facts, struct str *out);
void run_report_dat(const struct run_report *part,
		    const struct run_facts *facts, struct str *out);

/* The k-th query (from 0) of the report and its rows; false if there are not so
 * many. */
bool run_report_query(const struct run_report *part, size_t k,
		      const char **name, const struct grid **grid);

/* Whether the report has a picture. */
bool report_has_picture(const struct report *report);

/* The text of a file of reports/, which is part of the program, by its name
 * without the suffix; or NULL. */
const char *report_template(const char *name);

/* Append the beginning of an HTML page, up to <main>, and its end, after </main>; a
 * paragraph of a class of look.css. */
void html_head(const char *title, struct str *out);
void html_end(struct str *out);
void html_paragraph(const char *class, const char *text, struct str *out);

/* Appends report.html: everything in one file. svgs[i] is the picture of part
 * i, or empty. */
void html_write(const struct run_report *parts, size_t count,
		const struct run_facts *facts, const struct str *svgs,
		struct str *out);

/* Whether report.pdf has a page of contents: it is drawn last, because gnuplot knows the
 * numbers of the pages only then. */
bool pages_have_contents(const struct run_report *parts, size_t count);

/* Appends report.dat and report.gp: pages of text, and the figures between
 * them. With `second`, the contents will be moved from the end to page 2, and the
 * pages are numbered so. */
void pages_write(const struct run_report *parts, size_t count,
		 const struct run_facts *facts, bool second, struct str *dat,
		 struct str *gp);

#endif
