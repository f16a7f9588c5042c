/* Text from outside, made safe to print as a part of one line. */
#include "base/line.h"

#include <stdarg.h>
#include <string.h>

/* Returns the code point of the valid UTF-8 sequence at *p and moves *p past
 * it. */
static uint32_t next_code_point(const char **p)
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

/* Writing directions that are still open: embeddings and isolates. */
struct open {
	size_t embeddings, isolates;
	bool leftward; /* the text has right-to-left characters */
};

/* Right-to-left letters and marks, and characters that open or close a writing
 * direction. */
static bool is_leftward(uint32_t c)
{
	return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
	       (c >= 0xfe70 && c < 0xff00) || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	       (c >= 0x10800 && c < 0x11000) || (c >= 0x1e800 && c < 0x1f000);
}

static void track_direction(struct open *open, uint32_t c)
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

void line_add(struct str *out, const char *text)
{
	size_t left = strlen(text), good = str_utf8_bad(text, left);
	struct open open = { 0, 0, false };
	const char *p = text, *from;
	uint32_t c;

	while (left) {
		for (; p < text + good; track_direction(&open, c)) {
			from = p;
			c = next_code_point(&p);
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
	/* else digits that follow would go to the left as well (UAX 9, W7) */
	str_add(out, open.leftward ? "\xe2\x80\x8e" : "");
}

void line_addv(struct str *out, const char *fmt, va_list ap)
{
	struct str text = { 0 };

	str_addv(&text, fmt, ap);
	if (text.text)
		line_add(out, text.text);
	out->failed |= text.failed;
	str_free(&text);
}

void line_addf(struct str *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line_addv(out, fmt, ap);
	va_end(ap);
	str_add(out, "\n");
}
