/* Inside travel/: sketches, which replace the repeats of a thinned run. */
#ifndef TRAVEL_THIN_H
#define TRAVEL_THIN_H

#include "db/open.h"

/* Stores a run's sketches and its content hash, unless it has them already.
 * Does not delete the repeats. 0, or -1 with *err. */
int thin_sketch(struct db *db, int64_t run_id, struct err *err);

/* The same, and deletes the repeats. 0, or -1 with *err. */
int thin_run(struct db *db, int64_t run_id, struct err *err);

#endif
