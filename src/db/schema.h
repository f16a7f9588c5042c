/* Checks and restores the schema of a database file. */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include "db/open.h"

/*
 * Compares the tables, indexes and views of dotrec in the file with
 * sql/schema.sql. A missing or different table or index is an error; *views is
 * set to whether all views are present and equal. Objects of the user's own are
 * ignored. Returns 0, or -1 with *err.
 */
int db_schema_check(struct db *db, bool *views, struct err *err);

/* Creates dotrec's views as temporary ones, which hide those in the file. */
int db_views_shadow(struct db *db, struct err *err);

/* Replaces the views in the file by dotrec's. */
int db_views_renew(struct db *db, struct err *err);

#endif
