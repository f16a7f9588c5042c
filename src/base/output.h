/* Writing to the standard output, with errors reported. */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes text to stdout. Returns 0, or -1 with *err when that fails. A pipe
 * that its reader has closed is not an error: the command ends quietly.
 */
int output_print(const struct str *text, struct err *err);

/* Ends a command that has made a text: prints it if rc is 0, and frees it. Returns
 * rc, or -1 with *err if it could not be printed. */
int output_end(int rc, struct str *text, struct err *err);

/*
 * The same for an answer that a person reads: on a terminal that has fewer lines than
 * the text, it goes through the shell command $PAGER, else through less where that is
 * installed; with $PAGER empty, or $TERM dumb, it does not. It waits for the pager, so
 * nothing that others wait for may be left to do.
 */
int output_show(const struct str *text, struct err *err);

/* Writes out what stdio has buffered for stdout; returns like output_print().
 * To be called last. */
int output_flush(struct err *err);

/* Columns of the terminal that stdout is: $COLUMNS, else what it says, else 80. 0 if
 * stdout is no terminal. */
size_t output_width(void);

/* Whether stdout is a pipe whose reader has closed it. */
bool output_unread(void);

#endif
