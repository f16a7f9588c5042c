/* Mistakes in a file that somebody wrote: all of them are looked for, and each is
 * logged with its place. */
#ifndef BASE_MISTAKES_H
#define BASE_MISTAKES_H

#include "base/err.h"

#include <stddef.h>

/* Set `file`, its name in messages, and zero the rest. */
struct mistakes {
	const char *file;
	size_t count; /* logged so far */
};

/* Logs "FILE:LINE:COLUMN: what". Returns 0 to look for more mistakes, or -1 with
 * *err (ERR_USAGE) after ten of them. */
int mistake_at(struct mistakes *mistakes, size_t line, size_t column,
	       struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The same as "FILE: PLACE: what", where there are no lines. */
int mistake_in(struct mistakes *mistakes, const char *place, struct err *err,
	       const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Checks that the text of the file is UTF-8 without NUL. Returns 0, or -1 with *err
 * (ERR_USAGE), which has the place. */
int mistakes_utf8(const struct mistakes *mistakes, const char *text, size_t len,
		  struct err *err);

/* Ends the reading of the file: 0, or -1 with *err (ERR_USAGE) if there were
 * mistakes. */
int mistakes_end(const struct mistakes *mistakes, struct err *err);

#endif
