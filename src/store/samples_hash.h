/* For store/ only: the hash of a cell's samples. */
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
 * as "2:...": samples_hash_check() compares only hashes of the rule it knows.
 */
uint64_t samples_hash_add(uint64_t hash, const struct sample *sample);

/*
 * Checks that the samples of every cell have the hash stored in the cell. Skips
 * cells without a hash, with a hash of another rule, or with thinned samples.
 * Returns 0, or -1 with *err; ERR_USAGE names the first cell that differs.
 */
int samples_hash_check(struct db *db, struct err *err);

#endif
