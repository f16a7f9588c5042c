/* Schema versions. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/open.h"

/* Brings a database of an older version, or an empty one, to this one; makes
 * the views anew when they have changed. */
int db_migrate(struct db *db, struct err *err);

#endif
