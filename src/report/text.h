/* Text from outside, made harmless for the place it goes to. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "base/str.h"

/*
 * Appends text so that it stays in its line, for terminals, text files and
 * pages: a control character (C0, C1, line separators) becomes a blank, bytes
 * that are not UTF-8 become U+FFFD, and directions of writing that the text
 * opens (U+202A to U+202E, U+2066 to U+2068) are closed behind it. What is
 * written to the left has a mark behind it (U+200E): what follows is not.
 */
void text_line(struct str *out, const char *text);

/* The same for HTML, inside an element or a quoted attribute. */
void text_html(struct str *out, const char *text);

/* The same for Markdown (CommonMark), also inside a table. */
void text_markdown(struct str *out, const char *text);

/* The same as a quoted string of a gnuplot data file, quotes and all. What
 * gnuplot takes for an escape is written in octal. */
void text_gnuplot(struct str *out, const char *text);

/* The words of a text as lines of up to `width` columns. */
void text_wrapped(struct str *out, const char *words, size_t width);

/* Values as blocks of eight heights, the smallest to the greatest; NAN is a
 * blank. One column each. */
void text_sparkline(struct str *out, const double *values, size_t count);

#endif
