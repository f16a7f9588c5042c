/* Hashes the samples of a cell, and checks stored hashes. */
#include "store/samples_hash.h"

#include "db/statement.h"
#include "sample/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

uint64_t samples_hash_add(uint64_t hash, const struct sample *p)
{
	uint64_t value;
	size_t i;

	for (i = 0; i < COLUMN_COUNT; i++) {
		const struct column *c = &column_table[i];

		if (!c->hashed)
			continue;
		/* an unknown value is 0; the bits of a result, -1 */
		value = c->type == COLUMN_BITS ? UINT64_MAX : 0;
		if (column_is_known(c, p))
			value = (uint64_t)column_integer(c, p);
		hash = str_hash_number(hash, value);
	}
	return hash;
}

/* Reads a status by its name. */
static int read_status(struct db *db, sqlite3_stmt *s, int at, int64_t *value,
		       struct err *err)
{
	const char *word = db_text_at(db, s, at, err);
	enum sample_status status = SAMPLE_SKIPPED;

	if (!word)
		return -1;
	sample_status_read(word, &status);
	*value = status;
	return 0;
}

/* Reads a repeat from the row of travel/hashed, from its fourth column on. NULL
 * was not measured and stays 0. */
static int read_sample(struct db *db, sqlite3_stmt *s, struct sample *p,
		       struct err *err)
{
	int64_t value;
	int at = 3;
	size_t i;

	memset(p, 0, sizeof(*p));
	for (i = 0; i < COLUMN_COUNT; i++) {
		const struct column *c = &column_table[i];

		if (!c->hashed)
			continue;
		value = sqlite3_column_int64(s, at);
		if (c->type == COLUMN_STATUS &&
		    read_status(db, s, at, &value, err))
			return -1;
		if (sqlite3_column_type(s, at++) != SQLITE_NULL)
			column_set(c, p, value);
	}
	return 0;
}

/* A cell whose samples are being read. */
struct hashed {
	int64_t cell;
	uint64_t hash;
	char stored[17], name[200]; /* the hash in the cell, the cell's name */
};

/* Compares the hash computed with the stored one. */
static int compare_samples_hash(const struct hashed *h, struct err *err)
{
	char text[17];

	snprintf(text, sizeof(text), "%016" PRIx64, h->hash);
	if (!h->cell || !strcmp(text, h->stored) || strchr(h->stored, ':'))
		return 0;
	return err_set(err, ERR_USAGE,
		       "%s: its samples have the hash %s, not %s: one of them "
		       "was changed; export it again",
		       h->name, text, h->stored);
}

/* Begins a cell, at the first row of its samples. */
static int begin_cell(struct db *db, sqlite3_stmt *s, struct hashed *h,
		      struct err *err)
{
	const char *stored = db_text_at(db, s, 1, err);
	const char *name = stored ? db_text_at(db, s, 2, err) : NULL;

	if (!name)
		return -1;
	h->cell = sqlite3_column_int64(s, 0);
	h->hash = STR_HASH_START;
	str_copy(h->stored, sizeof(h->stored), stored);
	str_copy(h->name, sizeof(h->name), name);
	return 0;
}

static int hash_sample_row(struct db *db, sqlite3_stmt *s, struct hashed *h,
			   struct err *err)
{
	struct sample sample;

	if (sqlite3_column_int64(s, 0) != h->cell &&
	    (compare_samples_hash(h, err) || begin_cell(db, s, h, err)))
		return -1;
	if (read_sample(db, s, &sample, err))
		return -1;
	h->hash = samples_hash_add(h->hash, &sample);
	return 0;
}

int samples_hash_check(struct db *db, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/hashed", err);
	struct hashed h = { .cell = 0 };
	int code;

	if (!s)
		return -1;
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		if (hash_sample_row(db, s, &h, err))
			break;
	return db_ended(db, s, code, err) ? -1 : compare_samples_hash(&h, err);
}
