/* Text from outside, made safe to print as a part of one line. */
#ifndef BASE_LINE_H
#define BASE_LINE_H

#include "base/str.h"

#include <stdarg.h>

/*
 * Appends text so that it can neither end its line nor move the cursor, for
 * terminals, text files and pages: a control character (C0, C1, line
 * separators) becomes a blank, and bytes that are not UTF-8 become U+FFFD.
 * Writing directions that the text opens (U+202A to U+202E, U+2066 to U+2068)
 * are closed after it. Text with right-to-left letters is followed by a
 * left-to-right mark (U+200E), so that the following text is written to the
 * right again.
 */
void line_add(struct str *out, const char *text);

/* Like line_add(), with the text formatted as by vprintf(). */
void line_addv(struct str *out, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Like line_addv(), with a newline at the end. Use it for every line for people
 * that contains a text from the database, a file or the machine. */
void line_addf(struct str *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
