/* Text from outside, escaped for HTML, Markdown and gnuplot; and wrapping. */
#include "table/text.h"

#include "base/line.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- escapes ------------------------------------------------------------- */

/* Appends the text as one line, with each byte for which `escape` returns a
 * replacement (else NULL) replaced. */
static void escaped(struct str *out, const char *text,
		    const char *(*escape)(const char *at, const char *start))
{
	struct str line = { 0 };
	const char *p, *instead;

	line_add(&line, text);
	for (p = line.text; p && *p; p++) {
		instead = escape(p, line.text);
		if (instead)
			str_add(out, instead);
		else
			str_add_bytes(out, p, 1);
	}
	out->failed |= line.failed;
	str_free(&line);
	str_add(out, "");
}

static const char *html_escape(const char *at, const char *start)
{
	(void)start;
	switch (*at) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void text_html(struct str *out, const char *text)
{
	escaped(out, text, html_escape);
}

/* Whether a character is inside a word. There Markdown leaves an underscore
 * alone, so that names of columns stay readable. */
static bool inside_word(const char *at, const char *start)
{
	return at > start && isalnum((unsigned char)at[-1]) &&
	       isalnum((unsigned char)at[1]);
}

static const char *markdown_escape(const char *at, const char *start)
{
	static const char special[] = "\\`*_[]<>&|~$";
	static const char *const instead[] = { "\\\\", "\\`", "\\*", "\\_",
					       "\\[",  "\\]", "\\<", "\\>",
					       "\\&",  "\\|", "\\~", "\\$" };
	const char *found;

	found = strchr(special, *at);
	if (!found || (*at == '_' && inside_word(at, start)))
		return NULL;
	return instead[found - special];
}

void text_markdown(struct str *out, const char *text)
{
	escaped(out, text, markdown_escape);
}

static const char *gnuplot_escape(const char *at, const char *start)
{
	(void)start;
	return *at == '"' ? "\\042" : *at == '\\' ? "\\134" : NULL;
}

void text_gnuplot(struct str *out, const char *text)
{
	str_add(out, "\"");
	escaped(out, text, gnuplot_escape);
	str_add(out, "\"");
}

void text_wrapped(struct str *out, const char *words, size_t width)
{
	struct str line = { 0 };
	size_t column = 0, wide;
	bool first = true;
	char *rest, *word;

	line_add(&line, words);
	rest = line.text;
	while (rest && (word = strsep(&rest, " "))) {
		wide = str_width(word);
		if (!first && column + 1 + wide > width) {
			str_add(out, "\n");
			first = true;
		}
		str_addf(out, first ? "%s" : " %s", word);
		column = first ? wide : column + 1 + wide;
		first = false;
	}
	str_add(out, "\n");
	out->failed |= line.failed;
	str_free(&line);
}

void text_shortened(struct str *out, const char *text, size_t width)
{
	struct str line = { 0 };
	size_t wide, before, after, at = 0, len;
	const char *p;

	line_add(&line, text);
	wide = str_width(line.text ? line.text : "");
	before = wide > width ? (width - 1) / 2 : wide;
	after = wide > width ? width - 1 - before : 0;
	for (p = line.text; p && *p; p += len, at++) {
		for (len = 1; ((unsigned char)p[len] & 0xc0) == 0x80;)
			len++;
		if (at == before)
			str_add(out, "\xe2\x80\xa6"); /* an ellipsis */
		if (at < before || at >= wide - after)
			str_add_bytes(out, p, len);
	}
	str_addf(out, "%*s", (int)(wide < width ? width - wide : 0), "");
	out->failed |= line.failed;
	str_free(&line);
}

void text_sparkline(struct str *out, const double *values, size_t count)
{
	double low = INFINITY, high = -INFINITY;
	size_t i;

	for (i = 0; i < count; i++) {
		low = fmin(low, values[i]);
		high = fmax(high, values[i]);
	}
	for (i = 0; i < count; i++) {
		double share = (values[i] - low) / (high - low);

		/* U+2581 to U+2588; U+2584 if all values are equal */
		if (isnan(values[i]))
			str_add(out, " ");
		else
			str_addf(out, "\xe2\x96%c",
				 0x81 +
				     (high > low ? (int)(7.999 * share) : 3));
	}
}
