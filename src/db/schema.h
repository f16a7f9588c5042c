/* Whether the tables and views of a file are those of dotrec. */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include "db/open.h"

/*
 * Compares everything of ours in the file with sql/schema.sql. Other tables and
 * indexes are refused; whether all views are ours is told in *views.
 */
int db_schema_check(struct db *db, bool *views, struct err *err);

/* Uses our views instead of those in the file; writes ours into it. */
int db_views_shadow(struct db *db, struct err *err);
int db_views_renew(struct db *db, struct err *err);

#endif
