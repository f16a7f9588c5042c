/* Checks that a database holds what was stored in it. */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

#include "base/str.h"

/*
 * Checks the whole database: the structure of the file, and every cell. Each CPU
 * that this process may use gets a process with a connection of its own. For
 * that no connection may be open: the record locks of a file belong to a
 * process, and SQLite keeps account of them in memory, which a child would
 * inherit. Returns 0 and adds to `said` a line about what is sound, or returns -1
 * with *err: ERR_VERIFY for what is not as it was stored.
 */
int verify_database(const char *path, struct str *said, struct err *err);

#endif
