/* Inside travel/: sketches in the place of repeats. */
#ifndef TRAVEL_THIN_H
#define TRAVEL_THIN_H

#include "db/db.h"

/* Adds a run's sketches and keeps its hash, unless it has them; its repeats
 * are still there. 0, or -1 with *err. */
int thin_sketch(struct db *db, int64_t run_id, struct err *err);

#endif
