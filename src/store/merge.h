/* Inside src/store: merging within a transaction that others may share. */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include "store/db.h"
#include "store/travel.h"

/* Begins a transaction in which rows may come in any order; ended by db_end().
 */
int merge_begin(struct store *store, struct err *err);

/* Adds what `from` holds, counting up *result. 0, or -1 with *err. */
int merge_from(struct store *to, struct store *from,
	       struct merge_result *result, struct err *err);

#endif
