/* Locks a run while a process executes it. Locks of SQLite: db/wait.h; of a night:
 * proc/lock.h. */
#ifndef DB_HOLD_H
#define DB_HOLD_H

#include "db/open.h"

/*
 * Locks a run for this process until db_close(). If another process holds it,
 * the error is ERR_BUSY and names that process. Guarantee: at most one process
 * holds a run, among all processes of one kernel (including other containers,
 * which do not see each other's processes) and all machines between which the
 * file system's record locks work. However the holder ends, even killed, the
 * run is free at once. Child processes do not hold it. Returns 0, or -1 with
 * *err.
 *
 * The lock is a record lock (fcntl, F_SETLK) on a byte of the database file,
 * beyond the bytes that SQLite locks, so no lock file is left behind. While the
 * process holds it, it must neither open and close the file by other means nor
 * close another connection to it: that would drop the lock.
 */
int db_hold_run(struct db *db, int64_t run_id, struct err *err);

/* Releases all runs held; see db_hold_run(). A process that closes any
 * descriptor of a file loses all its locks on that file, including SQLite's:
 * close the connection first. */
void db_release(struct db *db);

#endif
