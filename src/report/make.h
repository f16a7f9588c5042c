/* Inside src/report: making the files of reports of one run. */
#ifndef REPORT_MAKE_H
#define REPORT_MAKE_H

#include "report/folder.h"
#include "report/run_report.h"

/* Before the name of what gnuplot drew, without what dotrec changed, but for the date
 * in a PDF. */
#define MAKE_RAW ".drawn-"

struct making {
	struct run_facts facts;
	int64_t date_s;     /* written into the files; seconds since 1970 */
	const char *choice; /* "brief", "full" or "named" */
	struct run_report *parts;
	size_t count;
	struct folder folder;
	bool draw;      /* whether pictures are made, too */
	char drawn[80]; /* by which versions of gnuplot and qpdf, if they are */
	bool marked;    /* whether report.pdf gets bookmarks */
	/* It is made to compare only: what gnuplot drew is kept, as files whose names
	 * begin with MAKE_RAW, and nothing is told. */
	bool compares;
	struct str *svgs; /* pictures of the parts */
	struct str said;  /* what report.gp printed */
	struct err *err;
};

/* Reads all reports from the database. Returns 0, or -1 with *err; make_end()
 * is due after both. */
int make_begin(struct making *m, struct db *db,
	       const struct report_options *options, struct err *err);

/*
 * Asks gnuplot and, if `marks`, qpdf for their versions. Sets m->draw and m->drawn if
 * pictures can be drawn, else *why to the reason. m->folder must be open. Returns 0, or
 * -1 with m->err after a signal.
 */
int make_ask_programs(struct making *m, bool marks, struct err *why);

/* Makes all files in m->folder, which must be open; pictures only if m->draw.
 * Returns 0, or -1 with m->err. */
int make_all(struct making *m);

void make_end(struct making *m);

#endif
