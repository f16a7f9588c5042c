/* The hash of a cell's samples. */
#include "store/samples_hash.h"

#include "db/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

uint64_t samples_hash_add(uint64_t hash, const struct sample *p)
{
	bool measured = p->status == SAMPLE_OK || p->status == SAMPLE_WRONG;
	bool started = p->status != SAMPLE_SKIPPED;
	const int64_t field[] = {
		p->repeat,
		p->round,
		(int64_t)p->status,
		started ? p->start_ns : 0,
		measured ? p->total_ns : 0,
		measured ? p->spawn_ns : 0,
		measured ? p->dispatch_ns : 0,
		measured ? p->compute_ns : 0,
		measured ? p->collect_ns : 0,
		measured ? p->skew_ns : 0,
		measured ? p->mark_every : 0,
		measured ? p->active : 0,
		measured ? (int64_t)p->sent_bytes : 0,
		measured ? (int64_t)p->received_bytes : 0,
		p->has_result ? (int64_t)sample_bits(p->result) : -1,
	};
	unsigned char bytes[8];
	size_t f, b;

	for (f = 0; f < sizeof(field) / sizeof(field[0]); f++) {
		for (b = 0; b < 8; b++)
			bytes[b] = (unsigned char)((uint64_t)field[f] >> 8 * b);
		hash = str_hash(hash, bytes, sizeof(bytes));
	}
	return hash;
}

/* What the row of travel/hashed says of a repeat, from its fourth column on.
 * What is NULL was not measured, and is 0 in a sample. */
static int read_sample(struct db *db, sqlite3_stmt *s, struct sample *p,
		       struct err *err)
{
	const char *word = db_text_at(db, s, 5, err);
	uint64_t bits = (uint64_t)sqlite3_column_int64(s, 17);

	if (!word)
		return -1;
	memset(p, 0, sizeof(*p));
	p->repeat = (uint32_t)sqlite3_column_int64(s, 3);
	p->round = (uint32_t)sqlite3_column_int64(s, 4);
	while (p->status < SAMPLE_SKIPPED &&
	       strcmp(word, sample_status_name(p->status)))
		p->status++;
	p->start_ns = sqlite3_column_int64(s, 6);
	p->total_ns = sqlite3_column_int64(s, 7);
	p->spawn_ns = sqlite3_column_int64(s, 8);
	p->dispatch_ns = sqlite3_column_int64(s, 9);
	p->compute_ns = sqlite3_column_int64(s, 10);
	p->collect_ns = sqlite3_column_int64(s, 11);
	p->skew_ns = sqlite3_column_int64(s, 12);
	p->mark_every = (uint32_t)sqlite3_column_int64(s, 13);
	p->active = (uint32_t)sqlite3_column_int64(s, 14);
	p->sent_bytes = (uint64_t)sqlite3_column_int64(s, 15);
	p->received_bytes = (uint64_t)sqlite3_column_int64(s, 16);
	p->has_result = sqlite3_column_type(s, 17) != SQLITE_NULL;
	memcpy(&p->result, &bits, sizeof(p->result));
	return 0;
}

/* A cell whose samples are being read. */
struct hashed {
	int64_t cell;
	uint64_t hash;
	char said[17], name[200];
};

static int compare(const struct hashed *h, struct err *err)
{
	char text[17];

	snprintf(text, sizeof(text), "%016" PRIx64, h->hash);
	if (!h->cell || !strcmp(text, h->said) || strchr(h->said, ':'))
		return 0;
	return err_set(err, ERR_USAGE,
		       "%s: its samples have the hash %s, not %s: one of them "
		       "was changed; export it again",
		       h->name, text, h->said);
}

/* The first row of a cell's samples. */
static int begin_cell(struct db *db, sqlite3_stmt *s, struct hashed *h,
		      struct err *err)
{
	const char *said = db_text_at(db, s, 1, err);
	const char *name = said ? db_text_at(db, s, 2, err) : NULL;

	if (!name)
		return -1;
	h->cell = sqlite3_column_int64(s, 0);
	h->hash = STR_HASH_START;
	str_copy(h->said, sizeof(h->said), said);
	str_copy(h->name, sizeof(h->name), name);
	return 0;
}

static int hash_row(struct db *db, sqlite3_stmt *s, struct hashed *h,
		    struct err *err)
{
	struct sample sample;

	if (sqlite3_column_int64(s, 0) != h->cell &&
	    (compare(h, err) || begin_cell(db, s, h, err)))
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
		if (hash_row(db, s, &h, err))
			break;
	return db_ended(db, s, code, err) ? -1 : compare(&h, err);
}
