/* Fuzz target: the CSV reader and writer. Rows that were read are written and read
 * again, and must be the same. */
#include "fuzz.h"

#include "base/csv.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	return 0;
}

struct rows {
	struct str csv;    /* as csv_add() writes them */
	struct str fields; /* their texts, each followed by NUL */
	size_t count;
};

static int add_row(void *ctx, const struct csv_row *row, struct err *err)
{
	struct rows *rows = ctx;
	size_t i;

	fuzz_must(row->count > 0 && row->count <= CSV_FIELDS_MAX);
	for (i = 0; i < row->count; i++) {
		const struct csv_field *f = &row->fields[i];

		fuzz_must(f->len <= CSV_FIELD_MAX && f->line && f->column);
		fuzz_must(strlen(f->text) == f->len);
		fuzz_must(str_utf8_bad(f->text, f->len) == f->len);
		str_add(&rows->csv, i ? "," : "");
		/* a row with one empty field would be written as a blank line */
		if (row->count == 1 && !f->len)
			str_add(&rows->csv, "\"\"");
		csv_add(&rows->csv, f->text);
		str_add_bytes(&rows->fields, f->text, f->len + 1);
	}
	str_add(&rows->csv, "\r\n");
	rows->count++;
	return str_check(&rows->csv, err);
}

static int read_rows(const char *text, size_t len, unsigned flags,
		     struct rows *rows)
{
	struct err err = { 0 };
	int rc = csv_read(text, len, "input", flags, add_row, rows, &err);

	fuzz_told(rc, &err);
	fuzz_must(!rc || err.kind == ERR_USAGE);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rows rows = { 0 }, again = { 0 };
	/* behind a blank line, a U+FEFF is not taken for a byte order mark */
	const size_t blank = strlen("\n");
	unsigned flags = size && data[0] == '#' ? CSV_COMMENTS : 0;

	str_add(&rows.csv, "\n");
	if (!read_rows((const char *)data, size, flags, &rows) &&
	    rows.csv.len > blank) {
		fuzz_must(!read_rows(rows.csv.text, rows.csv.len, 0, &again));
		fuzz_must(rows.count == again.count &&
			  rows.fields.len == again.fields.len);
		fuzz_must(!memcmp(rows.fields.text, again.fields.text,
				  rows.fields.len));
	}
	str_free(&rows.csv);
	str_free(&rows.fields);
	str_free(&again.csv);
	str_free(&again.fields);
	return 0;
}
