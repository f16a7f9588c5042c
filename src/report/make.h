/* Inside src/report: reports of one run being made. */
#ifndef REPORT_MAKE_H
#define REPORT_MAKE_H

#include "report/folder.h"
#include "report/run_report.h"

struct making {
	struct run_facts facts;
	int64_t date_s;
	struct run_report *parts;
	size_t count;
	struct folder folder;
	bool draw;        /* pictures, too */
	char gnuplot[80]; /* its version, where pictures are drawn */
	struct str *svgs; /* pictures of the parts */
	struct err *err;
};

/* Reads all parts from the database. Returns 0, or -1 with *err; make_end() is
 * due after both. */
int make_begin(struct making *m, struct db *db,
	       const struct report_options *options, struct err *err);

/*
 * Asks gnuplot for its version, and so whether pictures can be drawn: m->draw
 * and m->gnuplot, or else *why not. m->folder is open. Returns 0, or -1 with
 * m->err when a signal asked to stop.
 */
int make_ask_gnuplot(struct making *m, struct err *why);

/* Makes all files in m->folder, which is open; pictures where m->draw. */
int make_all(struct making *m);

void make_end(struct making *m);

#endif
