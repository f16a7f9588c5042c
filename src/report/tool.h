/* Programs that are asked something in the directory of a report. */
#ifndef REPORT_TOOL_H
#define REPORT_TOOL_H

#include "base/str.h"

/*
 * Runs argv[0], found on PATH, in the directory `dir`, and appends what it writes to
 * stdout and stderr to `answer`. It has a minute. Returns 0 with its wait status in
 * *status, or -1 with *err: ERR_ENVIRONMENT if it does not end in time,
 * ERR_INTERRUPTED, or ERR_STORAGE.
 */
int tool_ask(char *const argv[], const char *dir, struct str *answer,
	     int *status, struct err *err);

/* Copies the first line of an answer that is not empty to `line`; "no message" if
 * there is none. */
void tool_first_line(const struct str *answer, char *line, size_t size);

#endif
