/* Inside store/: the hash of a cell's samples. */
#ifndef STORE_SAMPLES_HASH_H
#define STORE_SAMPLES_HASH_H

#include "db/db.h"
#include "sample/sample.h"

/*
 * FNV-1a over what the row of a sample keeps (a time that was not measured is 0
 * here), field by field, little-endian; `hash` is that of the samples before,
 * or STR_HASH_START.
 *
 * These 15 fields are the rule, for good: cells keep such hashes, and the rows
 * to make others from may be gone. A column that is added to the table sample is
 * not among them (nor are waits, preemptions, faults, cpu, moved, reason); the
 * content hash of the run covers it. A rule with more fields would write its
 * hash with its number in front, such as "2:...", and samples_hash_check() compares
 * only hashes of the rule it knows.
 */
uint64_t samples_hash_add(uint64_t hash, const struct sample *sample);

/*
 * Whether the samples of every cell have the hash that the cell says; one that
 * says none, or one of another rule, or whose samples are thinned, is passed
 * over. Returns 0, or -1 with *err: ERR_USAGE names the first that has not.
 */
int samples_hash_check(struct db *db, struct err *err);

#endif
