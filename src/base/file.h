/* Whole files from outside. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

/*
 * Appends the file at `path` to *text. `what` is what it is called in messages,
 * such as "the plan". A directory, a file longer than `mib` MiB, and one that is
 * not there or may not be read are refused (ERR_USAGE). What the machine cannot
 * read is ERR_STORAGE or ERR_ENVIRONMENT. Returns 0, or -1 with *err.
 */
int file_read(struct str *text, const char *what, const char *path, size_t mib,
	      struct err *err);

#endif
