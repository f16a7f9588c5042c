/* SQLite on a file that has no name. */
#ifndef DB_DESCRIPTOR_H
#define DB_DESCRIPTOR_H

#include <sqlite3.h>

/*
 * Opens the file behind the descriptor `fd`, which stays the caller's, as a
 * database. SQLite opens files by name and follows none through /proc, so that
 * this needs a file system of its own (sqlite3_vfs): it reads and writes the
 * one file and takes no locks, for nobody else can have it. It opens nothing
 * else: a journal or a WAL is refused, and db/copy.sql turns them off.
 * Returns SQLite's code; *db is to be closed in any case.
 */
int descriptor_open(int fd, sqlite3 **sqlite);

/*
 * Marks the closed database behind `fd` as one without a WAL, as `PRAGMA
 * journal_mode = DELETE` would if there were a place for a WAL: both versions
 * in the header (https://sqlite.org/fileformat2.html, 1.3.3) are 1. Returns 0,
 * or -1 with errno.
 */
int descriptor_settle(int fd);

#endif
