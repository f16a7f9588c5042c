/* Which run is meant. */
#ifndef STORE_FIND_H
#define STORE_FIND_H

#include "db/open.h"

/*
 * Finds the run that `text` names: an id, the beginning of a uuid (at least 4
 * characters), a label (the newest with it), "last", or "last~N". Returns 0,
 * or -1 with ERR_USAGE.
 */
int store_run_find(struct db *db, const char *text, int64_t *run_id,
		   struct err *err);

#endif
