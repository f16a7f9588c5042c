/* Text from outside, made harmless for the place it goes to. */
#include "report/text.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- one line, whatever it holds ----------------------------------------- */

/* Code point of a valid sequence; advances *p behind it. */
static uint32_t next(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t more = *s < 0xc0 ? 0 : *s < 0xe0 ? 1 : *s < 0xf0 ? 2 : 3, i;
	uint32_t c = more ? *s & (0x3fu >> more) : *s;

	for (i = 1; i <= more; i++)
		c = c << 6 | (s[i] & 0x3fu);
	*p += more + 1;
	return c;
}

static bool is_control(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* Directions of writing that are open: embeddings and isolates. */
struct open {
	size_t embeddings, isolates;
	bool leftward; /* something was written to the left */
};

/* Letters written to the left, marks, and what opens a direction. */
static bool is_leftward(uint32_t c)
{
	return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
	       (c >= 0xfe70 && c < 0xff00) || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	       (c >= 0x10800 && c < 0x11000) || (c >= 0x1e800 && c < 0x1f000);
}

static void follow(struct open *open, uint32_t c)
{
	open->leftward |= is_leftward(c);
	if ((c >= 0x202a && c <= 0x202b) || c == 0x202d || c == 0x202e)
		open->embeddings++;
	else if (c == 0x202c && open->embeddings)
		open->embeddings--;
	else if (c >= 0x2066 && c <= 0x2068)
		open->isolates++;
	else if (c == 0x2069 && open->isolates)
		open->isolates--;
}

void text_line(struct str *out, const char *text)
{
	size_t left = strlen(text), good = str_utf8_bad(text, left);
	struct open open = { 0, 0, false };
	const char *p = text, *from;
	uint32_t c;

	while (left) {
		for (; p < text + good; follow(&open, c)) {
			from = p;
			c = next(&p);
			if (is_control(c))
				str_add(out, " ");
			else
				str_add_bytes(out, from, (size_t)(p - from));
		}
		left -= good;
		if (!left)
			break;
		str_add(out, "\xef\xbf\xbd");
		text = ++p;
		good = str_utf8_bad(text, --left);
	}
	while (open.embeddings--)
		str_add(out, "\xe2\x80\xac");
	while (open.isolates--)
		str_add(out, "\xe2\x81\xa9");
	/* digits behind it would go to the left as well (UAX 9, W7) */
	str_add(out, open.leftward ? "\xe2\x80\x8e" : "");
}

/* ---- the places it goes to ----------------------------------------------- */

/* Appends the line with each byte that `escape` knows replaced. */
static void escaped(struct str *out, const char *text,
		    const char *(*escape)(const char *at, const char *start))
{
	struct str line = { 0 };
	const char *p, *instead;

	text_line(&line, text);
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

static const char *html(const char *at, const char *start)
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
	escaped(out, text, html);
}

/* An underscore between letters is one: names of columns stay readable. */
static bool inside_word(const char *at, const char *start)
{
	return at > start && isalnum((unsigned char)at[-1]) &&
	       isalnum((unsigned char)at[1]);
}

static const char *markdown(const char *at, const char *start)
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
	escaped(out, text, markdown);
}

static const char *gnuplot(const char *at, const char *start)
{
	(void)start;
	return *at == '"' ? "\\042" : *at == '\\' ? "\\134" : NULL;
}

void text_gnuplot(struct str *out, const char *text)
{
	str_add(out, "\"");
	escaped(out, text, gnuplot);
	str_add(out, "\"");
}

void text_wrapped(struct str *out, const char *words, size_t width)
{
	struct str line = { 0 };
	size_t column = 0, wide;
	bool first = true;
	char *rest, *word;

	text_line(&line, words);
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

		/* U+2581 to U+2588; all equal: in the middle */
		if (isnan(values[i]))
			str_add(out, " ");
		else
			str_addf(out, "\xe2\x96%c",
				 0x81 +
				     (high > low ? (int)(7.999 * share) : 3));
	}
}
