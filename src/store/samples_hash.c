/* Hashes the samples of a cell, in memory and in the database. */
#include "store/samples_hash.h"

#include "db/statement.h"
#include "sample/columns.h"

#include <inttypes.h>
#include <stdio.h>

/* What is hashed for an unknown value. */
static inline uint64_t value_of_null(const struct column *c)
{
	return c->type == COLUMN_BITS ? UINT64_MAX : 0;
}

/* Adds a column of a sample to the hash, if it is a part of it. */
static inline uint64_t add_column(uint64_t hash, const struct column *c,
				  const struct sample *p)
{
	uint64_t value;

	if (!c->hashed)
		return hash;
	value = column_is_known(c, p) ? (uint64_t)column_integer(c, p)
				      : value_of_null(c);
	return str_hash_number(hash, value);
}

uint64_t samples_hash_add(uint64_t hash, const struct sample *p)
{
#define COLUMN(...)                                                            \
	hash = add_column(hash, &(const struct column)COLUMN_ROW(__VA_ARGS__), \
			  p);
#include "sample/columns.def"
#undef COLUMN
	return hash;
}

void samples_hash_text(uint64_t hash, char text[SAMPLES_HASH_SIZE])
{
	snprintf(text, SAMPLES_HASH_SIZE, "%016" PRIx64, hash);
}

/* Adds the value of a column of a row, as samples_hash_add() adds that of a
 * sample. Returns 0, or -1 if memory ran out. */
static inline int add_value(uint64_t *hash, const struct column *c,
			    sqlite3_value *from)
{
	enum sample_status status = SAMPLE_SKIPPED;
	uint64_t value;
	const char *word;

	if (c->type == COLUMN_STATUS) {
		word = (const char *)sqlite3_value_text(from);
		if (!word)
			return -1;
		sample_status_read(word, &status);
		value = status;
	} else {
		value = (uint64_t)sqlite3_value_int64(from); /* of NULL: 0 */
		if (!value && sqlite3_value_type(from) == SQLITE_NULL)
			value = value_of_null(c);
	}
	*hash = str_hash_number(*hash, value);
	return 0;
}

/* Adds the values of the hashed columns of a row. */
static int add_row(uint64_t *hash, sqlite3_value **from)
{
	int rc = 0;

#define COLUMN(name, field, type, known, kind)                       \
	if (COLUMN_IS_##kind)                                        \
		rc |= add_value(hash,                                \
				&(const struct column)COLUMN_ROW(    \
				    name, field, type, known, kind), \
				*from++);
#include "sample/columns.def"
#undef COLUMN
	return rc;
}

/* The state of samples_hash(): the hash of the rows so far, less that of none,
 * since SQLite gives zeroed memory. */
static void hash_step(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	uint64_t *state = sqlite3_aggregate_context(ctx, sizeof(*state));
	uint64_t hash;

	(void)argc;
	hash = state ? *state ^ STR_HASH_START : 0;
	if (!state || add_row(&hash, argv))
		sqlite3_result_error_nomem(ctx);
	else
		*state = hash ^ STR_HASH_START;
}

static void hash_final(sqlite3_context *ctx)
{
	const uint64_t *state = sqlite3_aggregate_context(ctx, 0);
	char text[SAMPLES_HASH_SIZE];

	samples_hash_text((state ? *state : 0) ^ STR_HASH_START, text);
	sqlite3_result_text(ctx, text, -1, SQLITE_TRANSIENT);
}

int samples_hash_function(struct db *db, struct err *err)
{
	size_t i;
	int count = 0;

	for (i = 0; i < COLUMN_COUNT; i++)
		count += column_table[i].hashed;
	if (sqlite3_create_function_v2(db->sqlite, "samples_hash", count,
				       SQLITE_UTF8 | SQLITE_DETERMINISTIC |
					   SQLITE_DIRECTONLY,
				       NULL, NULL, hash_step, hash_final, NULL))
		return db_fail(db, "cannot extend", err);
	return 0;
}

int samples_hash_find(struct db *db, int64_t first, int64_t last, bool lost,
		      struct samples_hash_differing *cell, struct err *err)
{
	sqlite3_stmt *s = samples_hash_function(db, err)
			      ? NULL
			      : db_statement(db, "store/hashed", err);
	char none[SAMPLES_HASH_SIZE];
	int code;

	if (!s)
		return -1;
	samples_hash_text(STR_HASH_START, none);
	db_int(s, ":first", first);
	db_int(s, ":last", last);
	if (!lost)
		db_text(s, ":none", none);
	code = sqlite3_step(s);
	if (code == SQLITE_DONE)
		return db_ended(db, s, code, err);
	str_copy(cell->name, sizeof(cell->name), db_column_text(s, 0));
	str_copy(cell->stored, sizeof(cell->stored), db_column_text(s, 1));
	str_copy(cell->made, sizeof(cell->made), db_column_text(s, 2));
	return db_row_ended(db, s, code, err) ? -1 : 1;
}
