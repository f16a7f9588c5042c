/* Mistakes in a file that somebody wrote. */
#include "base/mistakes.h"

#include "base/log.h"
#include "base/str.h"
#include "base/units.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MISTAKES_MAX 10 /* that are logged */

static int count(struct mistakes *m, struct err *err)
{
	if (++m->count < MISTAKES_MAX)
		return 0;
	return err_set(err, ERR_USAGE,
		       "nothing is imported from '%s': %zu mistakes, and "
		       "perhaps more",
		       m->file, m->count);
}

int mistake_at(struct mistakes *mistakes, size_t line, size_t column,
	       struct err *err, const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	log_error("%s:%zu:%zu: %s", mistakes->file, line, column, text);
	return count(mistakes, err);
}

int mistake_in(struct mistakes *mistakes, const char *place, struct err *err,
	       const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	log_error("%s: %s: %s", mistakes->file, place, text);
	return count(mistakes, err);
}

int mistakes_end(const struct mistakes *mistakes, struct err *err)
{
	char text[UNITS_SIZE];

	if (!mistakes->count)
		return 0;
	return err_set(err, ERR_USAGE, "nothing is imported from '%s': %s",
		       mistakes->file,
		       units_count(text, mistakes->count, "mistake"));
}

int mistakes_utf8(const struct mistakes *mistakes, const char *text, size_t len,
		  struct err *err)
{
	const char *nul = memchr(text, '\0', len);
	size_t bad = str_utf8_bad(text, nul ? (size_t)(nul - text) : len);
	size_t i, line = 1, column = 1;

	if (bad == len)
		return 0;
	for (i = 0; i < bad; i++) {
		column += ((unsigned char)text[i] & 0xc0) != 0x80;
		if (text[i] == '\n') {
			line++;
			column = 1;
		}
	}
	return err_set(err, ERR_USAGE,
		       "%s:%zu:%zu: not UTF-8; save the file "
		       "as UTF-8",
		       mistakes->file, line, column);
}
