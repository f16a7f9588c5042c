/*
 * The directory of a report: made elsewhere, then put in its place as a whole.
 *
 * A new directory is made under a temporary name beside its place and is then
 * renamed in one step: nobody ever sees a part of it.
 *
 * An existing directory stays the same directory, because it may be a mount
 * point or somebody's working directory; files, links and directories in it
 * that are not of the report are never touched. Its files are replaced one by
 * one after all new ones have been made, which takes about a millisecond. If
 * one cannot be replaced, for example because a directory has its name, those
 * replaced before it are restored, and the old report is as before. FOLDER_LIST
 * is removed first and written last: if the process is killed in between, the
 * directory has no such file, `report --verify` refuses it, and the next report
 * replaces it.
 *
 * Nothing is synced: a report can be made again from the database.
 */
#ifndef REPORT_FOLDER_H
#define REPORT_FOLDER_H

#include "base/str.h"
#include "base/temporary.h"

#define FOLDER_PATH 4200
#define FOLDER_LIST "manifest.csv" /* lists the files of the report */

/* Zero it before use. */
struct folder {
	char dir[FOLDER_PATH];          /* where the files go; "": nowhere */
	char aside[FOLDER_PATH];        /* where they are made; "": not open */
	struct temporary_dir temporary; /* contains `aside` */
	bool is_new;                    /* `dir` does not exist yet */
	char **outdated;                /* files to remove from `dir` */
	size_t noutdated, cap;
};

/*
 * Makes the directory `aside` for new files: in `dir`, or beside it if `dir`
 * does not exist. With a NULL `dir` it is made in $TMPDIR or /tmp, and the
 * files are only temporary: folder_close() must not keep them. Returns 0, or -1
 * with *err; folder_close() is due after both.
 */
int folder_open(struct folder *folder, const char *dir, struct err *err);

/* If `keep`, moves the files from `aside` to `dir`; then removes `aside`.
 * Returns 0, or -1 with *err; `dir` is then as it was, unless *err says
 * otherwise. */
int folder_close(struct folder *folder, bool keep, struct err *err);

/* Lets folder_close() remove the file `name` from `dir`, which is not made
 * again. Returns 0, or -1 with *err. */
int folder_outdate(struct folder *folder, const char *name, struct err *err);

/* Writes a file NAME.SUFFIX in `aside`. Returns 0, or -1 with *err. */
int folder_put(struct folder *folder, const char *name, const char *suffix,
	       const struct str *text, struct err *err);

/* Writes the file `name` of a directory, whole or not at all; replaces an old one.
 * Returns 0, or -1 with *err. */
int folder_replace(const char *dir, const char *name, const struct str *text,
		   struct err *err);

/* Appends a file of a directory to `bytes`. Returns 0, 1 if the file is
 * missing, or -1 with *err. */
int folder_read(const char *dir, const char *name, struct str *bytes,
		struct err *err);

/* The sorted names of the files in `dir`, without hidden ones, to be released with
 * folder_names_free(). NULL with *err. */
char **folder_names(const char *dir, size_t *count, struct err *err);
void folder_names_free(char **names, size_t count); /* also NULL */

#endif
