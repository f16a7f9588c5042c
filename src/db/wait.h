/* Waiting for the lock of another process. */
#ifndef DB_WAIT_H
#define DB_WAIT_H

#include "db/open.h"

/*
 * Waiting for others: SQLite's own handler naps the longer the longer it has
 * waited, so that newcomers get the lock: of 32 writers some had not got it
 * after 10 s. Here all ask at the same rate, with some chance in it, so that
 * they do not ask in step, for up to a minute. db_wait() naps and tells whether
 * to try again: not when a signal has come since db_wait_begin(). What begins
 * to wait after a signal has a few seconds in all.
 */
void db_wait_begin(struct db *db);
bool db_wait(struct db *db);

/* SQLite waits so from now on, and long queries end when a signal comes. */
void db_heed_signals(struct db *db);

#endif
