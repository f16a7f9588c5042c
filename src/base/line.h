/* Text from outside as one line: nothing in it moves a cursor or ends it. */
#ifndef BASE_LINE_H
#define BASE_LINE_H

#include "base/str.h"

#include <stdarg.h>

/*
 * Appends text so that it stays in its line, for terminals, text files and
 * pages: a control character (C0, C1, line separators) becomes a blank, bytes
 * that are not UTF-8 become U+FFFD, and directions of writing that the text
 * opens (U+202A to U+202E, U+2066 to U+2068) are closed behind it. What is
 * written to the left has a mark behind it (U+200E): what follows is not.
 */
void line_add(struct str *out, const char *text);

/* The same of a text made as printf does. */
void line_addv(struct str *out, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* The same, and a newline: what a person reads is written with this wherever a
 * text of the database, a file or the machine is part of it. */
void line_addf(struct str *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
