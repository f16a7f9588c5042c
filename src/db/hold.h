/* Whose run it is, while it is being run. */
#ifndef DB_HOLD_H
#define DB_HOLD_H

#include "db/open.h"

/*
 * From now on until db_close() this process is the only one that runs the
 * run; ERR_BUSY names the process that does. What is guaranteed: of all
 * processes of one kernel (also of different containers, which do not see each
 * other's processes), and of all machines between which the file system's
 * record locks work, at most one holds a run, and however that ends, killed,
 * too, the run is free at once. Its children do not hold it.
 *
 * It is a record lock (fcntl, F_SETLK) on a byte of the database itself, behind
 * what SQLite locks: nothing is left beside it. While it is held, the process
 * must not open and close the file in another way, and must not close another
 * connection to it: that would drop the lock.
 */
int db_hold_run(struct db *db, int64_t run_id, struct err *err);

/* Gives all runs back that are held; see db_hold_run(). A process that closes
 * any descriptor of a file loses all its locks on that file, those of SQLite,
 * too: the connection must be closed before. */
void db_release(struct db *db);

#endif
