/* Whose database it is, and how old. */
#ifndef DB_IDENTITY_H
#define DB_IDENTITY_H

#include "db/open.h"

/* Whose database is it, and how old (*version)? Refuses what is not ours, or
 * newer; without anything in it, the version is 0. */
int db_identity(struct db *db, int *version, struct err *err);

#endif
