/* Made-up samples, recorded as a run would: for what handles databases. */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stddef.h>

#define RECORD_BLOCK 1000 /* samples */

/* Adds run `number`, of `blocks` blocks, to the database at `path`; ns[i] is what
 * storing block i took. Ends the program where that fails. */
void record_run(const char *path, unsigned number, size_t blocks, double *ns);

#endif
