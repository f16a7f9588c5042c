/* Identifies a database file: its application and its schema version. */
#ifndef DB_IDENTITY_H
#define DB_IDENTITY_H

#include "db/open.h"

/* Reads the schema version of the database, 0 if it is empty. Refuses a
 * database of another application and one with a newer schema; in DB_READ mode
 * also an older one. Returns 0, or -1 with *err. */
int db_identity(struct db *db, int *version, struct err *err);

#endif
