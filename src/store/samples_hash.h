/* For store/ and travel/ only: the hash of a cell's samples. */
#ifndef STORE_SAMPLES_HASH_H
#define STORE_SAMPLES_HASH_H

#include "db/db.h"
#include "sample/sample.h"

/*
 * Adds a sample to a hash: FNV-1a over the columns of its row, little-endian (a
 * time that was not measured is 0). `hash` is that of the cell's earlier
 * samples, or STR_HASH_START.
 *
 * The 15 hashed columns never change, because cells keep their hashes while the
 * samples may be gone. Left out are waits, preemptions, faults, cpu, moved,
 * reason and every column added later; the content hash of the run covers them.
 * A rule with more columns would store its hash with its number in front, such
 * as "2:...": samples_hash_find() compares only hashes of the rule it knows.
 */
uint64_t samples_hash_add(uint64_t hash, const struct sample *sample);

/* The hash as it is stored, in hexadecimal digits. */
#define SAMPLES_HASH_SIZE 17
void samples_hash_text(uint64_t hash, char text[SAMPLES_HASH_SIZE]);

/* Adds the aggregate samples_hash() to the SQL of a connection, for its own
 * statements only: the hash of the rows whose hashed columns it is given, in
 * their order. Returns 0, or -1 with *err. */
int samples_hash_function(struct db *db, struct err *err);

/* A cell whose samples do not have the hash that is stored in it. */
struct samples_hash_differing {
	char name[200]; /* "run UUID, SERIES" */
	char stored[SAMPLES_HASH_SIZE], made[SAMPLES_HASH_SIZE];
};

/*
 * Looks for such a cell among those with an id from `first` to `last`. Skips
 * cells without a hash, with a hash of another rule, or whose samples were
 * thinned; with `lost`, a cell that has no samples for another reason counts:
 * cell->made is then STR_HASH_START as text. No statement of the connection may
 * be active. Returns 1 with *cell, 0 if there is none, or -1 with *err.
 */
int samples_hash_find(struct db *db, int64_t first, int64_t last, bool lost,
		      struct samples_hash_differing *cell, struct err *err);

#endif
