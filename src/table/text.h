/* Text from outside, escaped for HTML, Markdown and gnuplot; and wrapping. */
#ifndef TABLE_TEXT_H
#define TABLE_TEXT_H

#include "base/str.h"

/* Appends the text as one line (line_add()), escaped for HTML, inside an
 * element or a quoted attribute. */
void text_html(struct str *out, const char *text);

/* The same for Markdown (CommonMark), also inside a table. */
void text_markdown(struct str *out, const char *text);

/* The same as a string of a gnuplot data file, with its quotes. Quotes and
 * backslashes inside are written in octal. */
void text_gnuplot(struct str *out, const char *text);

/* Appends the text wrapped at blanks into lines of up to `width` columns. A
 * longer word has a line of its own. */
void text_wrapped(struct str *out, const char *words, size_t width);

/* Appends the text as one line of exactly `width` columns, at least 3: padded with blanks,
 * or with an ellipsis instead of its middle. */
void text_shortened(struct str *out, const char *text, size_t width);

/* Appends each value as one character, a block of one of eight heights between
 * the smallest and the greatest value; a blank for NAN. */
void text_sparkline(struct str *out, const double *values, size_t count);

#endif
