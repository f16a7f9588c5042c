/* Records made-up samples as a run does, for benches of databases. */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stddef.h>

#define RECORD_BLOCK 1000 /* samples */

/* Adds run `number` with `blocks` blocks to the database at `path`; ns[i] is the
 * time that storing block i took. Ends the program on failure. */
void record_run(const char *path, unsigned number, size_t blocks, double *ns);

#endif
