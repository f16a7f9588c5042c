/* Text from outside, made harmless for the place it goes to. */
#ifndef TABLE_TEXT_H
#define TABLE_TEXT_H

#include "base/str.h"

/* A line as line_add() makes it, for HTML: inside an element or a quoted
 * attribute. */
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
