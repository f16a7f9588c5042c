/* Reading and writing CSV (RFC 4180), with positions: the only user of
 * libcsv. */
#include "base/csv.h"

#include "base/mem.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const char *name;
	int (*row)(void *, const struct csv_row *, struct err *);
	void *ctx;
	struct err *err;
	struct str bytes; /* the texts of the fields, NUL after each */
	struct csv_field fields[CSV_FIELDS_MAX];
	size_t offset[CSV_FIELDS_MAX]; /* of each field in bytes */
	size_t count;
	size_t line, column; /* of the byte being fed, from 1 */
	size_t field_line, field_column, row_line;
	int failed; /* stays set: a callback cannot stop the parser */
};

/* libcsv trims blanks around unquoted fields; in data they must stay. */
static int no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

/* libcsv reports both as a lack of memory: whether the last allocation that
 * failed was refused because of its size. */
static _Thread_local bool too_long;

static void *capped_realloc(void *p, size_t size)
{
	too_long = size > CSV_FIELD_MAX + 256;
	return too_long ? NULL : realloc(p, size);
}

static void csv_refuse(struct reader *r, size_t line, size_t column,
		       const char *what)
{
	r->failed = 1;
	err_set(r->err, ERR_USAGE, "%s:%zu:%zu: %s", r->name, line, column,
		what);
}

static void csv_on_field(void *text, size_t len, void *ctx)
{
	struct reader *r = ctx;
	struct csv_field *f;

	if (r->failed)
		return;
	if (r->count == CSV_FIELDS_MAX) {
		csv_refuse(r, r->line, r->column,
			   "more than 256 fields in one row; split the row");
		return;
	}
	f = &r->fields[r->count];
	f->len = len;
	f->line = r->field_line;
	f->column = r->field_column;
	r->offset[r->count++] = r->bytes.len;
	str_add_bytes(&r->bytes, text ? text : "", len);
	str_add_bytes(&r->bytes, "", 1);
	r->field_line = r->line;
	r->field_column = r->column + 1;
}

static void csv_on_row(int end, void *ctx)
{
	struct reader *r = ctx;
	struct csv_row row = { r->fields, r->count, r->row_line };
	size_t i;

	(void)end;
	if (!r->failed && str_check(&r->bytes, r->err))
		r->failed = 1;
	if (r->failed)
		return;
	for (i = 0; i < r->count; i++)
		r->fields[i].text = r->bytes.text + r->offset[i];
	if (r->row(r->ctx, &row, r->err))
		r->failed = 1;
	r->count = 0;
	r->bytes.len = 0;
}

/* Line and column (in characters) of byte `at`, both from 1. */
static void locate(const char *text, size_t at, size_t *line, size_t *column)
{
	size_t i;

	*line = *column = 1;
	for (i = 0; i < at; i++) {
		if (text[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}

static int check_bytes(const char *text, size_t len, struct reader *r)
{
	const char *nul = memchr(text, '\0', len);
	size_t bad = str_utf8_bad(text, len);
	size_t line, column;

	if (nul && (size_t)(nul - text) < bad) {
		locate(text, (size_t)(nul - text), &line, &column);
		csv_refuse(r, line, column,
			   "a NUL byte; save the file as plain text");
	} else if (bad < len) {
		locate(text, bad, &line, &column);
		csv_refuse(r, line, column,
			   "not UTF-8; save the file as UTF-8");
	}
	return r->failed ? -1 : 0;
}

static void parse_failed(struct reader *r, struct csv_parser *p)
{
	if (csv_error(p) == CSV_EPARSE) {
		csv_refuse(r, r->line, r->column,
			   "a quote inside a field; quote the whole field and "
			   "double the quotes inside it");
	} else if (too_long) {
		csv_refuse(
		    r, r->field_line, r->field_column,
		    "a field longer than 1 MiB; close its quote or shorten "
		    "it");
	} else {
		r->failed = 1;
		err_set(r->err, ERR_ENVIRONMENT, "not enough memory");
	}
}

/*
 * Feeds libcsv one byte at a time, about 20 ns each, so that the callbacks know
 * their position, comments can be left out and an error stops the reading.
 */
static void feed(struct reader *r, struct csv_parser *p, const char *text,
		 size_t len, unsigned flags)
{
	int row_start = 1, comment = 0;
	size_t i;

	for (i = 0; i < len && !r->failed; i++) {
		char c = text[i];

		if (row_start) {
			r->row_line = r->field_line = r->line;
			r->field_column = r->column;
			comment = c == '#' && (flags & CSV_COMMENTS);
			row_start = 0;
		}
		if (!comment &&
		    csv_parse(p, &c, 1, csv_on_field, csv_on_row, r) != 1) {
			parse_failed(r, p);
			return;
		}
		if (c == '\n' || c == '\r') {
			/* not inside a quoted field: a row has just ended */
			row_start = comment || !p->quoted;
			if (comment)
				comment = c != '\n' && c != '\r';
		}
		if (c == '\n') {
			r->line++;
			r->column = 1;
		} else if (((unsigned char)c & 0xc0) != 0x80) {
			r->column++;
		}
	}
}

int csv_read(const char *text, size_t len, const char *name, unsigned flags,
	     int (*row)(void *ctx, const struct csv_row *row, struct err *err),
	     void *ctx, struct err *err)
{
	struct reader *r = mem_array(1, sizeof(*r), err);
	struct csv_parser p;
	size_t mark;

	if (!r)
		return -1;
	r->name = name;
	r->row = row;
	r->ctx = ctx;
	r->err = err;
	r->line = r->column = 1;
	mark = str_mark(text, len);
	text += mark;
	len -= mark;
	/* set all options here: setting them later can overflow libcsv's
	 * heap */
	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
	if (!(flags & CSV_TRIM))
		csv_set_space_func(&p, no_blank);
	if (flags & (CSV_SEMICOLONS | CSV_TABS))
		csv_set_delim(&p, flags & CSV_TABS ? '\t' : ';');
	csv_set_realloc_func(&p, capped_realloc);
	if (!check_bytes(text, len, r))
		feed(r, &p, text, len, flags);
	if (!r->failed && csv_fini(&p, csv_on_field, csv_on_row, r))
		csv_refuse(r, r->field_line, r->field_column,
			   "the quote opened here is never closed; close it");
	csv_free(&p);
	str_free(&r->bytes);
	len = (size_t)r->failed;
	free(r);
	return len ? -1 : 0;
}

unsigned csv_separator(const char *text, size_t len)
{
	size_t commas = 0, semicolons = 0, tabs = 0, i;
	bool quoted = false, comment = false, begun = false;

	for (i = str_mark(text, len); i < len; i++) {
		if (!quoted && (text[i] == '\n' || text[i] == '\r')) {
			if (begun)
				break;
			comment = false;
		} else if (!begun && text[i] == '#') {
			comment = true;
		} else if (!comment) {
			begun |= text[i] != ' ';
			quoted ^= text[i] == '"';
			commas += !quoted && text[i] == ',';
			semicolons += !quoted && text[i] == ';';
			tabs += !quoted && text[i] == '\t';
		}
	}
	if (tabs > semicolons && tabs >= commas)
		return CSV_TABS;
	return semicolons && semicolons >= commas ? CSV_SEMICOLONS : 0;
}

void csv_add(struct str *out, const char *text)
{
	size_t len = strlen(text);
	char small[512];
	char *quoted = small;
	size_t need = 2 * len + 2;

	if (!strpbrk(text, ",\"\r\n") && *text != ' ' &&
	    (!len || text[len - 1] != ' ')) {
		str_add(out, text);
		return;
	}
	if (need > sizeof(small) && !(quoted = malloc(need))) {
		out->failed = true;
		return;
	}
	need = csv_write(quoted, need, text, len);
	str_add_bytes(out, quoted, need);
	if (quoted != small)
		free(quoted);
}
