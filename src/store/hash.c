/* The hash of a cell's samples. */
#include "store/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

uint64_t hash_sample(uint64_t hash, const struct sample *p)
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
static void read_sample(sqlite3_stmt *s, struct sample *p)
{
	const char *word = (const char *)sqlite3_column_text(s, 5);
	uint64_t bits = (uint64_t)sqlite3_column_int64(s, 17);

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

int hash_check(struct store *store, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "travel/hashed", err);
	struct hashed h = { .cell = 0 };
	struct sample sample;
	int code = SQLITE_DONE, rc = s ? 0 : -1;

	while (!rc && (code = sqlite3_step(s)) == SQLITE_ROW) {
		if (sqlite3_column_int64(s, 0) != h.cell) {
			rc = compare(&h, err);
			h.cell = sqlite3_column_int64(s, 0);
			h.hash = STR_HASH_START;
			str_copy(h.said, sizeof(h.said),
				 (const char *)sqlite3_column_text(s, 1));
			str_copy(h.name, sizeof(h.name),
				 (const char *)sqlite3_column_text(s, 2));
		}
		read_sample(s, &sample);
		h.hash = hash_sample(h.hash, &sample);
	}
	sqlite3_reset(s);
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		return db_fail(store, "cannot read", err);
	return rc ? rc : compare(&h, err);
}
