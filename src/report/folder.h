/* The directory of a report: made aside, then moved, or removed. */
#ifndef REPORT_FOLDER_H
#define REPORT_FOLDER_H

#include "base/str.h"

#define FOLDER_PATH 4200

struct folder {
	char dir[FOLDER_PATH];   /* where the files go; "": nowhere */
	char aside[FOLDER_PATH]; /* where they are made; "": not yet */
};

/*
 * Makes `dir` if it is not there, and a hidden directory in it for what is
 * being made. With a NULL `dir` that is one in $TMPDIR or /tmp and nothing is
 * ever moved. Returns 0, or -1 with *err.
 */
int folder_open(struct folder *folder, const char *dir, struct err *err);

/* Moves what is in it to its place when `keep`, else removes it. Returns 0,
 * or -1 with *err. */
int folder_close(struct folder *folder, bool keep, struct err *err);

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
