/* The standard output: written as a whole, or told why not. */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

/*
 * Writes text to stdout: 0, or -1 with *err when it cannot be written. A filter
 * that has read enough and closed the pipe is no error: it ends us quietly.
 */
int output_print(const struct str *text, struct err *err);

/* The same for what was printed to stdout in other ways: comes last. */
int output_flush(struct err *err);

/* Whether nobody reads stdout any more: a pipe whose other end is closed. */
bool output_unread(void);

#endif
