/*
 * The directory of a report: made aside, then put in its place as a whole.
 *
 * A directory that is not there yet is made beside its place and gets its name
 * in one step: nobody ever sees a part of it.
 *
 * In one that is there, strange files, links and directories are never touched,
 * and it stays the same directory: it may be a mount point, or somebody's
 * working directory. So its files are replaced one by one, after all have been
 * made, which takes a millisecond. When one cannot be replaced, for example
 * because a directory has its name, those before it are taken back, and the old
 * report is there as before. FOLDER_LIST goes first and comes last: what a
 * process leaves that is killed in this millisecond has none, is refused by
 * `report --verify`, and replaced by the next report.
 *
 * Nothing is synced: a report can be made again from the database.
 */
#ifndef REPORT_FOLDER_H
#define REPORT_FOLDER_H

#include "base/str.h"
#include "base/temporary.h"

#define FOLDER_PATH 4200
#define FOLDER_LIST "manifest.csv" /* what belongs to the report */

/* Zero it before use. */
struct folder {
	char dir[FOLDER_PATH];          /* where the files go; "": nowhere */
	char aside[FOLDER_PATH];        /* where they are made; "": not yet */
	struct temporary_dir temporary; /* around that */
	bool is_new;                    /* there is no `dir` yet */
	char **outdated;                /* what must not stay in `dir` */
	size_t noutdated, cap;
};

/*
 * Makes a place for what is being made: in `dir`, or beside it if it is not
 * there. With a NULL `dir` that is in $TMPDIR or /tmp, and nothing is ever
 * moved. Returns 0, or -1 with *err; folder_close() is due after both.
 */
int folder_open(struct folder *folder, const char *dir, struct err *err);

/* Puts what has been made in its place when `keep`; then removes the rest.
 * Returns 0, or -1 with *err, and `dir` is as it was. */
int folder_close(struct folder *folder, bool keep, struct err *err);

/* A file NAME.SUFFIX in `dir` that is not made again goes, with folder_close().
 * Returns 0, or -1 with *err. */
int folder_outdate(struct folder *folder, const char *name, const char *suffix,
		   struct err *err);

/* Writes a file NAME.SUFFIX of what is being made. */
int folder_put(struct folder *folder, const char *name, const char *suffix,
	       const struct str *text, struct err *err);

/* Reads a whole file of a directory. 0, 1 if it is not there, -1 with *err. */
int folder_read(const char *dir, const char *name, struct str *bytes,
		struct err *err);

/* The names of the files in `dir`, hidden ones left out, sorted; for free(),
 * each and all. NULL with *err. */
char **folder_names(const char *dir, size_t *count, struct err *err);

#endif
