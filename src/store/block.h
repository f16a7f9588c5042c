/* Stores the samples of a run, block by block. */
#ifndef STORE_BLOCK_H
#define STORE_BLOCK_H

#include "db/open.h"
#include "sample/sink.h"

/* The sink that stores the blocks of the current run, each in a transaction.
 * Valid until the next run is begun or loaded, or db_close(). */
struct sample_sink *store_sink(struct db *db);

#endif
