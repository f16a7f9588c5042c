/* The operating system as SQLite sees it, with the clock of base/clock.h. */
#ifndef DB_VFS_H
#define DB_VFS_H

/*
 * The name of the VFS that connections are opened with: SQLite's own one, but
 * 'now' in SQL is clock_unix_s(), so that views and C agree on what lies in the
 * future, also after clock_pretend(). NULL, which is SQLite's own one, if it
 * cannot be made.
 */
const char *db_vfs(void);

#endif
