/* Defences against an untrusted database file; see harden.c. */
#ifndef DB_HARDEN_H
#define DB_HARDEN_H

#include "db/db.h"

/* Sets the defences that must be active before the file is read. */
void db_harden(sqlite3 *sqlite);

/* Forbids the statements that only the set-up of a connection needs. */
void db_restrict(struct db *db);

#endif
