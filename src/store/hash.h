/* Inside src/store: the hash of a cell's samples. */
#ifndef STORE_HASH_H
#define STORE_HASH_H

#include "sample/sample.h"
#include "store/db.h"

/* FNV-1a over what the row of a sample keeps (a time that was not measured is 0
 * here), field by field, little-endian; `hash` is that of the samples before, or
 * STR_HASH_START. */
uint64_t hash_sample(uint64_t hash, const struct sample *sample);

/*
 * Whether the samples of every cell have the hash that the cell says; one that
 * says none, or whose samples are thinned, is passed over. Returns 0, or -1
 * with *err: ERR_USAGE names the first that has not.
 */
int hash_check(struct store *store, struct err *err);

#endif
