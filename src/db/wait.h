/* Waits while another process has the database locked. Locks of a run: db/hold.h;
 * of a night: proc/lock.h. */
#ifndef DB_WAIT_H
#define DB_WAIT_H

#include "db/open.h"

/*
 * SQLite's own busy handler sleeps longer the longer it has waited, so that
 * newcomers get the lock first: of 32 writers some did not get it within 10 s.
 * Here all waiters retry at the same rate, at slightly random intervals so that
 * they do not retry in step, for up to a minute.
 */
void db_wait_begin(struct db *db);

/* Sleeps a few milliseconds and returns whether to try again: not after the
 * minute, nor if a signal has come since db_wait_begin(). Waits that begin
 * after a signal get a few seconds in all. */
bool db_wait(struct db *db);

/* Makes SQLite wait with db_wait(), and end long queries when a signal
 * comes. */
void db_heed_signals(struct db *db);

#endif
