/* Import of files that dotrec has not written, as external series: the format of
 * a file, and the times that its reader finds. */
#include "foreign/reader.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS_MAX 9e15 /* a hundred days */

/* What separates the parts of a name. */
#define BETWEEN_PARTS "/" FOREIGN_JOIN

/* ---- what is told ------------------------------------------------------ */

static void place_text(const struct where *where, char *text, size_t size)
{
	if (where->path)
		snprintf(text, size, "%s", where->path);
	else
		snprintf(text, size, "line %zu", where->line);
}

int foreign_problem(struct foreign *f, const struct where *where,
		    struct err *err, const char *fmt, ...)
{
	char text[300];
	va_list args;
	int rc;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	rc = where->path ? mistake_in(f->mistakes, where->path, err, "%s", text)
			 : mistake_at(f->mistakes, where->line, where->column,
				      err, "%s", text);
	return rc ? -1 : 1;
}

void foreign_note(struct foreign *f, const struct where *where, const char *fmt,
		  ...)
{
	struct foreign_note *note = f->notes;
	char text[sizeof(note->text)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	while (note < f->notes + f->nnotes && strcmp(note->text, text) != 0)
		note++;
	if (note == f->notes + FOREIGN_NOTES_MAX)
		strcpy(note->text, "there is more to tell about other rows");
	else if (note == f->notes + f->nnotes)
		strcpy(note->text, text);
	if (!note->count++)
		place_text(where, note->first, sizeof(note->first));
	if (note == f->notes + f->nnotes && f->nnotes < FOREIGN_NOTES_MAX)
		f->nnotes++;
}

static void foreign_tell(const struct foreign *f)
{
	const struct foreign_note *note;

	for (note = f->notes; note <= f->notes + f->nnotes; note++) {
		if (note->count == 1)
			log_warn("%s: %s: %s", f->mistakes->file, note->first,
				 note->text);
		else if (note->count)
			log_warn("%s: %s and %zu more: %s", f->mistakes->file,
				 note->first, note->count - 1, note->text);
	}
}

/* ---- names ------------------------------------------------------------- */

/* Makes a strategy of a name: / separates the parts of a series, and control
 * characters are no part of a name. A name without room is cut, and its hash tells
 * it from others that begin in the same way. */
static void store_name(const char *name, char stored[FOREIGN_NAME_SIZE])
{
	const size_t room = FOREIGN_NAME_SIZE - sizeof("~01234567") + 1;
	uint64_t hash = str_hash(STR_HASH_START, name, strlen(name));
	char *at;

	if (strlen(name) < FOREIGN_NAME_SIZE) {
		strcpy(stored, name);
	} else {
		str_copy(stored, room, name);
		snprintf(stored + strlen(stored), sizeof("~01234567"),
			 "~%08" PRIx32, (uint32_t)(hash ^ hash >> 32));
	}
	for (at = stored; *at; at++) {
		if (*at == '/' || *at == *FOREIGN_JOIN)
			*at = ':';
		else if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	}
}

/* Finds the number of a series. 0, 1 after a problem was logged, -1 with *err. */
static int find_series(struct foreign *f, const struct foreign_row *row,
		       size_t *series, struct err *err)
{
	const char *name = row->series + strspn(row->series, " \t\r\n");
	size_t known = f->names.count, before = f->series.count, stored;
	char text[FOREIGN_NAME_SIZE];

	if (!*name)
		return foreign_problem(f, &row->where, err,
				       "the series has no name");
	if (str_utf8_bad(name, strlen(name)) != strlen(name))
		return foreign_problem(f, &row->where, err,
				       "the name of the series is not UTF-8");
	*series = texts_add(&f->names, row->series, err);
	if (*series == SIZE_MAX)
		return -1;
	if (*series < known)
		return 0;
	store_name(name, text);
	stored = texts_add(&f->series, text, err);
	if (stored == SIZE_MAX)
		return -1;
	if (stored < before)
		return foreign_problem(
		    f, &row->where, err,
		    "'%.60s' and '%.60s' would be the same series '%.60s'; "
		    "rename one of them",
		    f->names.text[stored], row->series, text);
	if (strlen(name) >= FOREIGN_NAME_SIZE)
		foreign_note(
		    f, &row->where,
		    "a name of more than %zu bytes is stored shortened",
		    FOREIGN_NAME_SIZE - 1);
	return 0;
}

/* Reads a part of a name up to the next slash that is a size: 1000, n:1000 or
 * n=1000. */
static bool size_of_part(const char *part, uint64_t *n)
{
	static const char *const keys[] = { "n",   "N",      "size",
					    "len", "length", "elements" };
	size_t len = strcspn(part, BETWEEN_PARTS), key, i;
	uint64_t number;
	char digits[20];

	key = strcspn(part, ":=");
	if (key < len) {
		for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
			if (key == strlen(keys[i]) &&
			    !strncmp(part, keys[i], key))
				break;
		if (i == sizeof(keys) / sizeof(*keys))
			return false;
		part += key + 1;
		len -= key + 1;
	}
	if (!len || len > 16)
		return false;
	memcpy(digits, part, len);
	digits[len] = '\0';
	if (!units_parse_u64(digits, &number) || !number ||
	    number > FOREIGN_N_MAX)
		return false;
	*n = number;
	return true;
}

void foreign_take_size(char *name, uint64_t *n, uint64_t *workers)
{
	char *part = strpbrk(name, BETWEEN_PARTS), *to = part;
	size_t len, sizes = 0;
	uint64_t number;

	for (; part; part = strpbrk(part + 1, BETWEEN_PARTS))
		sizes += size_of_part(part + 1, &number);
	for (part = to; part && *part; part += len) {
		len = 1 + strcspn(part + 1, BETWEEN_PARTS);
		if (sizes == 1 && size_of_part(part + 1, n))
			continue;
		if (!strncmp(part + 1, "threads:", 8) &&
		    size_of_part(part + 9, workers))
			continue;
		memmove(to, part, len);
		to += len;
	}
	if (to)
		*to = '\0';
}

/* ---- times ------------------------------------------------------------- */

/* Finds the night of a row. 0, 1 after a problem was logged, -1 with *err. */
static int find_night(struct foreign *f, const struct foreign_row *row,
		      size_t *night, struct err *err)
{
	bool dated = row->date && *row->date;
	size_t known = f->nights.count;
	char utc[CLOCK_UTC_SIZE];
	struct date date = f->started;

	if (dated && !date_parse(row->date, &date))
		return foreign_problem(
		    f, row->date_where.line ? &row->date_where : &row->where,
		    err,
		    "'%.60s': not a date such as 2026-11-22 or a time such as "
		    "2026-11-22T07:15:08Z",
		    row->date);
	if (!dated)
		f->undated = true;
	clock_text(date.unix_s, utc);
	*night = texts_add(&f->nights, utc, err);
	if (*night == SIZE_MAX)
		return -1;
	if (*night < known)
		return 0;
	if (mem_grow(&f->offset_s, &f->offset_cap, known + 1,
		     sizeof(*f->offset_s), err) ||
	    mem_grow(&f->has_offset, &f->has_offset_cap, known + 1,
		     sizeof(*f->has_offset), err))
		return -1;
	f->offset_s[known] = date.offset_s;
	f->has_offset[known] = date.has_offset;
	return 0;
}

int foreign_add(struct foreign *f, const struct foreign_row *row,
		struct err *err)
{
	struct measure m = { .n = row->n ? row->n : 1,
			     .workers = row->workers ? row->workers : 1,
			     .order = f->count,
			     .line = row->where.line,
			     .row = row->row };
	int rc;

	m.ns = row->value > 0 ? unit_convert(&row->unit, row->value) : 0;
	if (!(m.ns > 0) || m.ns >= NS_MAX)
		return foreign_problem(
		    f, &row->where, err, "'%g': not a %s above 0%s", row->value,
		    row->unit.rate ? "rate" : "time",
		    row->unit.rate ? "" : " and below 100 days");
	if (m.n > FOREIGN_N_MAX || m.workers > FOREIGN_WORKERS_MAX)
		return foreign_problem(f, &row->where, err,
				       "n %" PRIu64 " or workers %" PRIu64
				       " are too many",
				       m.n, m.workers);
	rc = find_series(f, row, &m.series, err);
	if (!rc)
		rc = find_night(f, row, &m.night, err);
	if (rc)
		return rc;
	if (mem_grow(&f->measure, &f->cap, f->count + 1, sizeof(m), err))
		return -1;
	f->measure[f->count++] = m;
	return 0;
}

/* ---- the file ---------------------------------------------------------- */

static bool is_any(const char *text, size_t len)
{
	(void)text, (void)len;
	return true;
}

/* The formats, in the order in which they are tried. */
static const struct format {
	bool (*recognise)(const char *text, size_t len);
	int (*read)(struct foreign *f, const char *text, size_t len,
		    struct err *err);
	bool mapped; /* it has columns that --map can name */
} formats[] = {
	{ is_json, read_json, false },
	{ is_go, read_go, false },
	{ is_any, read_table, true },
};

int foreign_read(struct foreign *f, const char *text, size_t len,
		 struct err *err)
{
	const struct format *format = formats;
	int rc;

	while (!format->recognise(text, len))
		format++;
	if (f->map && !format->mapped)
		return err_set(err, ERR_USAGE,
			       "'%s' is no table: import it without --map",
			       f->mistakes->file);
	rc = format->read(f, text, len, err);
	foreign_tell(f);
	if (!rc)
		rc = mistakes_end(f->mistakes, err);
	if (!rc && !f->count)
		rc = err_set(err, ERR_USAGE, "no times in '%s'",
			     f->mistakes->file);
	return rc ? rc : foreign_join_nights(f, err);
}

void foreign_free(struct foreign *f)
{
	texts_free(&f->names);
	texts_free(&f->series);
	texts_free(&f->nights);
	str_free(&f->label);
	free(f->offset_s);
	free(f->has_offset);
	free(f->measure);
	free(f->base);
}
