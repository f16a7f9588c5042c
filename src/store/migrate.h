/* Schema versions. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/open.h"

/* Brings a database of an older version, or an empty one, to this one; makes
 * the views anew when they have changed. */
int db_migrate(struct store *store, struct err *err);

#endif
