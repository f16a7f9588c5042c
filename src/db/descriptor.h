/* Opens a file without a name as an SQLite database. */
#ifndef DB_DESCRIPTOR_H
#define DB_DESCRIPTOR_H

#include <sqlite3.h>

/*
 * Opens the file of the descriptor `fd` as a database; the caller still owns
 * `fd`. SQLite opens files by name and does not follow the links of /proc/self,
 * so this needs a file system layer of its own (sqlite3_vfs). The layer reads
 * and writes this one file, and takes no locks because no other process can
 * open it. It refuses to open a journal or a WAL; db/copy.sql turns them off.
 * Returns an SQLite result code; the caller closes *sqlite in any case.
 */
int descriptor_open(int fd, sqlite3 **sqlite);

/*
 * Marks the closed database of `fd` as one without a WAL: sets both version
 * numbers in its header to 1 (https://sqlite.org/fileformat2.html, 1.3.3).
 * `PRAGMA journal_mode = DELETE` does the same, but needs to open a WAL.
 * Returns 0, or -1 with errno.
 */
int descriptor_settle(int fd);

#endif
