/* The form in which a run travels, and its hash. */
#include "store/section.h"

#include "store/travel.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct section section_table[] = {
	{ "run",
	  SECTION_CONTENT,
	  "travel/get_run",
	  { "travel/put_machine", "travel/put_build", "travel/put_run" } },
	{ "cell",
	  SECTION_CONTENT,
	  "travel/get_cell",
	  { "travel/put_series", "travel/put_cell" } },
	{ "sample",
	  SECTION_CONTENT,
	  "travel/get_sample",
	  { "travel/put_sample" } },
	{ "cold", SECTION_CONTENT, "travel/get_cold", { "travel/put_cold" } },
	{ "control",
	  SECTION_CONTENT,
	  "travel/get_control",
	  { "travel/put_control" } },
	{ "summary",
	  SECTION_DERIVED,
	  "travel/get_summary",
	  { "travel/put_summary" } },
	{ "speedup",
	  SECTION_DERIVED,
	  "travel/get_speedup",
	  { "travel/put_speedup" } },
	{ "sketch",
	  SECTION_DERIVED,
	  "travel/get_sketch",
	  { "travel/put_sketch" } },
	{ "verdict",
	  SECTION_SAID,
	  "travel/get_verdict",
	  { "travel/put_series", "travel/refuse_verdict",
	    "travel/put_verdict" } },
	{ "trend", SECTION_SAID, "travel/get_trend", { "travel/put_trend" } },
	{ "mark",
	  SECTION_SAID,
	  "travel/get_mark",
	  { "travel/put_series", "travel/put_mark", "travel/undo_mark" } },
	{ .name = NULL },
};

const struct section *section_find(const char *name)
{
	const struct section *section = section_table;

	while (section->name && strcmp(section->name, name) != 0)
		section++;
	return section->name ? section : NULL;
}

/* ---- writing rows ------------------------------------------------------ */

int section_writer_make(struct section_writer *writer, struct store *store,
			const struct section *section, const char *const *names,
			int columns, struct err *err)
{
	char parameter[80];
	int i, k;

	assert(columns <= SECTION_COLUMNS_MAX);
	memset(writer, 0, sizeof(*writer));
	writer->store = store;
	writer->columns = columns;
	for (k = 0; section->put[k]; k++) {
		sqlite3_stmt *s = db_statement(store, section->put[k], err);

		if (!s)
			return -1;
		writer->put[k].statement = s;
		for (i = 0; i < columns; i++) {
			snprintf(parameter, sizeof(parameter), ":%s", names[i]);
			writer->put[k].parameter[i] =
			    sqlite3_bind_parameter_index(s, parameter);
		}
	}
	return 0;
}

static void bind_place(sqlite3_stmt *s, const struct section_place *place)
{
	int run_id = sqlite3_bind_parameter_index(s, ":run_id");
	int first = sqlite3_bind_parameter_index(s, ":first");

	if (run_id && place->run_id)
		sqlite3_bind_int64(s, run_id, place->run_id);
	else if (run_id)
		sqlite3_bind_null(s, run_id);
	if (first)
		sqlite3_bind_int64(s, first, place->first);
}

/* A row that comes back is the reason why it cannot be stored. */
static int put_row(struct store *store, sqlite3_stmt *s, struct err *err)
{
	int code = sqlite3_step(s), rc = 1;

	if (code == SQLITE_DONE)
		rc = 0;
	else if (code == SQLITE_ROW)
		err_set(err, ERR_STORAGE, "%s", sqlite3_column_text(s, 0));
	else if ((code & 0xff) == SQLITE_CONSTRAINT)
		err_set(err, ERR_STORAGE, "%s", sqlite3_errmsg(store->db));
	else
		rc = db_fail(store, "cannot write", err);
	sqlite3_reset(s);
	return rc;
}

int section_write(const struct section_writer *writer,
		  const struct section_place *place,
		  void (*bind)(void *ctx, sqlite3_stmt *statement,
			       int parameter, int column),
		  void *ctx, struct err *err)
{
	int i, k, rc = 0;

	for (k = 0; !rc && k < 4 && writer->put[k].statement; k++) {
		sqlite3_stmt *s = writer->put[k].statement;

		bind_place(s, place);
		for (i = 0; i < writer->columns; i++)
			if (writer->put[k].parameter[i])
				bind(ctx, s, writer->put[k].parameter[i], i);
		rc = put_row(writer->store, s, err);
	}
	return rc;
}

/* ---- reading rows ------------------------------------------------------ */

const char *section_text(struct store *store, sqlite3_stmt *s, int i,
			 struct err *err)
{
	bool is_null = sqlite3_column_type(s, i) == SQLITE_NULL;
	const char *text = (const char *)sqlite3_column_text(s, i);

	if (!text && !is_null) {
		db_fail(store, "cannot read", err);
		return NULL;
	}
	return text ? text : "";
}

sqlite3_stmt *section_rows(struct store *store, const struct section *section,
			   int64_t run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, section->get, err);

	if (s)
		db_int(s, ":run_id", run_id);
	return s;
}

/* The value lies in the row of another connection. */
static void bind_column(void *ctx, sqlite3_stmt *s, int parameter, int column)
{
	sqlite3_bind_value(s, parameter, sqlite3_column_value(ctx, column));
}

int section_copy(struct store *from, int64_t run_id, struct store *to,
		 const struct section_place *place,
		 const struct section *section, struct err *err)
{
	sqlite3_stmt *rows = section_rows(from, section, run_id, err);
	const char *names[SECTION_COLUMNS_MAX];
	struct section_writer writer;
	int i, columns, code, rc;

	if (!rows)
		return -1;
	columns = sqlite3_column_count(rows);
	for (i = 0; i < columns; i++)
		names[i] = sqlite3_column_name(rows, i);
	rc = section_writer_make(&writer, to, section, names, columns, err);
	while (!rc && (code = sqlite3_step(rows)) != SQLITE_DONE)
		rc = code == SQLITE_ROW
			 ? section_write(&writer, place, bind_column, rows, err)
			 : db_fail(from, "cannot read", err);
	sqlite3_reset(rows);
	return rc;
}

int section_find_run(struct store *store, const char *uuid, int64_t *run_id,
		     struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "travel/run_with_uuid", err);

	if (!s)
		return -1;
	db_text(s, ":uuid", uuid);
	return db_run_int(store, s, run_id, err);
}

int section_hold(struct store *store, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "travel/snapshot", err);

	return s ? db_run(store, s, err) : -1;
}

void section_release(struct store *store)
{
	struct err ignored = { 0 };

	db_end(store, -1, &ignored);
}

/* ---- hashing ----------------------------------------------------------- */

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
	unsigned char bytes[8];
	int b;

	for (b = 0; b < 8; b++)
		bytes[b] = (unsigned char)(number >> 8 * b);
	return str_hash(hash, bytes, sizeof(bytes));
}

/* Type, then integer or the bits of a double little-endian, or length and
 * text. */
static uint64_t hash_value(uint64_t hash, sqlite3_stmt *s, int column)
{
	unsigned char type = (unsigned char)sqlite3_column_type(s, column);
	double real;
	uint64_t bits;
	const void *text;

	hash = str_hash(hash, &type, 1);
	switch (type) {
	case SQLITE_INTEGER:
		return hash_number(hash,
				   (uint64_t)sqlite3_column_int64(s, column));
	case SQLITE_FLOAT:
		real = sqlite3_column_double(s, column);
		memcpy(&bits, &real, sizeof(bits));
		return hash_number(hash, bits);
	case SQLITE_NULL:
		return hash;
	default:
		text = sqlite3_column_blob(s, column);
		bits = (uint64_t)sqlite3_column_bytes(s, column);
		return str_hash(hash_number(hash, bits), text, (size_t)bits);
	}
}

/* Not a column that says what others say: which run it is, its own hash, and
 * what shows in the number of repeats (and came after the first hashes). */
static bool is_hashed(const char *name)
{
	return strcmp(name, "run") != 0 && strcmp(name, "content_hash") != 0 &&
	       strcmp(name, "remeasured") != 0;
}

static int hash_section(struct store *store, const struct section *section,
			int64_t run_id, uint64_t *hash, struct err *err)
{
	sqlite3_stmt *s = section_rows(store, section, run_id, err);
	bool hashed[SECTION_COLUMNS_MAX];
	int i, columns, code;

	if (!s)
		return -1;
	columns = sqlite3_column_count(s);
	for (i = 0; i < columns; i++)
		hashed[i] = is_hashed(sqlite3_column_name(s, i));
	*hash = str_hash(*hash, section->name, strlen(section->name) + 1);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		for (i = 0; i < columns; i++)
			if (hashed[i])
				*hash = hash_value(*hash, s, i);
	sqlite3_reset(s);
	return code == SQLITE_DONE ? 0 : db_fail(store, "cannot read", err);
}

/* The hash that was kept when the repeats were thinned: 1 where it was not. */
static int kept_hash(struct store *store, int64_t run_id, char hash[17],
		     struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "travel/standing", err);
	const char *kept;
	int rc = 0;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	if (sqlite3_step(s) != SQLITE_ROW)
		rc = db_fail(store, "cannot read", err);
	kept = rc ? NULL : (const char *)sqlite3_column_text(s, 0);
	if (kept)
		str_copy(hash, 17, kept);
	sqlite3_reset(s);
	return rc ? rc : !kept;
}

int section_run_hash(struct store *store, int64_t run_id, char hash[17],
		     struct err *err)
{
	uint64_t value = STR_HASH_START;
	const struct section *s;
	int rc = kept_hash(store, run_id, hash, err);

	if (rc <= 0)
		return rc;
	for (s = section_table; s->name; s++)
		if (s->kind == SECTION_CONTENT &&
		    hash_section(store, s, run_id, &value, err))
			return -1;
	snprintf(hash, 17, "%016" PRIx64, value);
	return 0;
}

/* What was recorded of a run, what was made from it, what was said of it. */
static int hash_run(struct store *store, int64_t run_id, uint64_t *hash,
		    struct err *err)
{
	const struct section *s;
	char text[17];

	if (section_run_hash(store, run_id, text, err))
		return -1;
	*hash = str_hash(*hash, text, 16);
	for (s = section_table; s->name; s++)
		if (s->kind != SECTION_CONTENT &&
		    hash_section(store, s, run_id, hash, err))
			return -1;
	return 0;
}

int store_hash(struct store *store, char hash[17], struct err *err)
{
	uint64_t value = STR_HASH_START;
	sqlite3_stmt *runs;
	int rc = 0, code = SQLITE_DONE;

	if (section_hold(store, err))
		return -1;
	runs = db_statement(store, "travel/runs", err);
	if (!runs)
		rc = -1;
	while (!rc && (code = sqlite3_step(runs)) == SQLITE_ROW) {
		value = hash_value(value, runs, 1);
		rc =
		    hash_run(store, sqlite3_column_int64(runs, 0), &value, err);
	}
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(store, "cannot read", err);
	if (runs)
		sqlite3_reset(runs);
	section_release(store);
	snprintf(hash, 17, "%016" PRIx64, value);
	return rc;
}
