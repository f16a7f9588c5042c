/* What an untrusted database may not do; see harden.c. */
#ifndef DB_HARDEN_H
#define DB_HARDEN_H

#include "db/db.h"

/* Defences that must stand before anything is read, and those that would stand
 * in the way of setting a connection up. */
void db_harden(sqlite3 *sqlite);
void db_restrict(struct db *db);

#endif
