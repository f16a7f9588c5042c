/* Bookmarks and title of report.pdf, added by qpdf. Nothing else in dotrec starts it. */
#ifndef REPORT_BOOKMARKS_H
#define REPORT_BOOKMARKS_H

#include "report/folder.h"

struct db;

/* One bookmark: the first page (from 1) of what has this title. */
struct bookmark {
	size_t page;
	const char *title; /* not copied */
};

/*
 * Reads the version of qpdf, "qpdf version 11.3.0". Returns 0, or -1 with *err:
 * ERR_ENVIRONMENT if qpdf is missing, older than 11, or does not answer, so that
 * nothing can be added here, or ERR_INTERRUPTED.
 */
int bookmarks_version(const char *dir, char *text, size_t size,
		      struct err *err);

struct bookmarks {
	struct db *db;          /* only for writing JSON */
	const char *title;      /* of the document */
	int64_t date_s;         /* its date, seconds since 1970 */
	bool second;            /* the last page becomes the second one */
	struct bookmark *marks; /* in the order of the pages */
	size_t count;
};

/* Adds title, date and bookmarks to NAME.pdf, which is being made in the folder. The
 * pages of the bookmarks are those after moving the last one. Returns 0, or -1 with
 * *err; the file is then as it was. */
int bookmarks_add(const struct bookmarks *b, struct folder *folder,
		  const char *name, struct err *err);

#endif
