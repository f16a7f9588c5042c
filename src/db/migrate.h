/* Upgrades the schema of a database. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/open.h"

/* Upgrades an empty or older database to the present schema version, and
 * recreates the views if they differ from dotrec's. Returns 0, or -1 with
 * *err. */
int db_migrate(struct db *db, struct err *err);

#endif
