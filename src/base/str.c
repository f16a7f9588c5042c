/* Text: a buffer that grows, UTF-8, hashes and embedded texts. */
#include "base/str.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(struct str *s, size_t more)
{
	if (!s->failed &&
	    mem_grow(&s->text, &s->cap, s->len + more + 1, 1, NULL))
		s->failed = true;
	return !s->failed;
}

void str_add_bytes(struct str *s, const void *bytes, size_t len)
{
	if (!reserve(s, len))
		return;
	memcpy(s->text + s->len, bytes, len);
	s->len += len;
	s->text[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_add_bytes(s, text, strlen(text));
}

void str_addv(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0 || !reserve(s, (size_t)len))
		return;
	vsnprintf(s->text + s->len, (size_t)len + 1, fmt, ap);
	s->len += (size_t)len;
}

void str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(s, fmt, ap);
	va_end(ap);
}

void str_add_quoted(struct str *s, const char *text)
{
	str_add(s, "'");
	for (; *text; text++)
		if (*text == '\'')
			str_add(s, "'\\''");
		else
			str_add_bytes(s, text, 1);
	str_add(s, "'");
}

int str_check(const struct str *s, struct err *err)
{
	if (s->failed)
		return err_set(err, ERR_ENVIRONMENT,
			       "not enough memory for a text");
	return 0;
}

void str_free(struct str *s)
{
	free(s->text);
	memset(s, 0, sizeof(*s));
}

/* Length of the UTF-8 sequence that starts at p, or 0 if it is not valid. */
static size_t sequence(const unsigned char *p, size_t left)
{
	static const struct {
		unsigned char from, to, len, min, max;
	} form[] = {
		{ 0x00, 0x7f, 1, 0x80, 0xbf }, { 0xc2, 0xdf, 2, 0x80, 0xbf },
		{ 0xe0, 0xe0, 3, 0xa0, 0xbf }, { 0xe1, 0xec, 3, 0x80, 0xbf },
		{ 0xed, 0xed, 3, 0x80, 0x9f }, { 0xee, 0xef, 3, 0x80, 0xbf },
		{ 0xf0, 0xf0, 4, 0x90, 0xbf }, { 0xf1, 0xf3, 4, 0x80, 0xbf },
		{ 0xf4, 0xf4, 4, 0x80, 0x8f },
	};
	size_t f, i;

	for (f = 0; f < sizeof(form) / sizeof(form[0]); f++) {
		if (*p < form[f].from || *p > form[f].to)
			continue;
		if (form[f].len > left)
			return 0;
		if (form[f].len > 1 &&
		    (p[1] < form[f].min || p[1] > form[f].max))
			return 0;
		for (i = 2; i < form[f].len; i++)
			if (p[i] < 0x80 || p[i] > 0xbf)
				return 0;
		return form[f].len;
	}
	return 0;
}

size_t str_utf8_bad(const char *text, size_t len)
{
	size_t at = 0, step;

	while (at < len) {
		step = sequence((const unsigned char *)text + at, len - at);
		if (!step)
			return at;
		at += step;
	}
	return len;
}

size_t str_mark(const char *text, size_t len)
{
	return len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3) ? 3 : 0;
}

char *str_trimmed(char *text, const char *blanks)
{
	size_t len;

	text += strspn(text, blanks);
	for (len = strlen(text); len && strchr(blanks, text[len - 1]);)
		text[--len] = '\0';
	return text;
}

size_t str_width(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		width += ((unsigned char)*text & 0xc0) != 0x80;
	return width;
}

#define FNV_PRIME UINT64_C(0x100000001b3)

uint64_t str_hash(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	while (len--)
		hash = (hash ^ *p++) * FNV_PRIME;
	return hash;
}

uint64_t str_hash_number(uint64_t hash, uint64_t number)
{
	/* a zero byte only multiplies: power[i] is FNV_PRIME to the power i */
	static const uint64_t power[] = {
		UINT64_C(0x0000000000000001), UINT64_C(0x00000100000001b3),
		UINT64_C(0x000366000002e329), UINT64_C(0x08a97b0004e7feab),
		UINT64_C(0x9ffaac085635bc91), UINT64_C(0x0caee32a7d4f6a63),
		UINT64_C(0xdc966432edf1c639), UINT64_C(0xc5527b8a51d3d2db),
		UINT64_C(0x1efac7090aef4a21),
	};
	size_t zeros = 8;

	for (; number; number >>= 8, zeros--)
		hash = (hash ^ (number & 0xff)) * FNV_PRIME;
	return hash * power[zeros];
}

void str_copy(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size) {
		len = size - 1;
		while (len && ((unsigned char)from[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(to, from, len);
	to[len] = '\0';
}

const char *str_file_find(const struct str_file *table, const char *name)
{
	for (; table->name; table++)
		if (!strcmp(table->name, name))
			return table->text;
	return NULL;
}
