/* Reading a file that the user named, as a whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

/*
 * Appends the contents of the file at `path` to *text. Messages call the file
 * `what`, such as "the plan". Refused with ERR_USAGE: a directory, a file
 * longer than `mib` MiB, a file that does not exist or that may not be read.
 * Other failures are ERR_STORAGE or ERR_ENVIRONMENT (see err_kind_of_file()).
 * Returns 0, or -1 with *err.
 */
int file_read(struct str *text, const char *what, const char *path, size_t mib,
	      struct err *err);

#endif
