/* Writing a run, block after block. */
#ifndef STORE_BLOCK_H
#define STORE_BLOCK_H

#include "db/open.h"
#include "sample/sink.h"

/* The sink that keeps this run's blocks, one transaction each; valid until
 * the next run is begun or loaded, or db_close(). */
struct sample_sink *store_sink(struct db *db);

#endif
