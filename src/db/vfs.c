/* The operating system as SQLite sees it, with the clock of base/clock.h. */
#include "db/vfs.h"

#include "base/clock.h"

#include <sqlite3.h>

#define NAME "dotrec"

/* From noon of 24 November 4714 BC, where SQLite's milliseconds begin. */
#define S_UNTIL_1970 INT64_C(210866760000)

static int vfs_now_ms(sqlite3_vfs *vfs, sqlite3_int64 *ms)
{
	(void)vfs;
	*ms = (S_UNTIL_1970 + clock_unix_s()) * 1000;
	return SQLITE_OK;
}

const char *db_vfs(void)
{
	static sqlite3_vfs vfs;
	const sqlite3_vfs *system;

	if (vfs.zName)
		return NAME;
	system = sqlite3_vfs_find(NULL);
	if (!system || system->iVersion < 2)
		return NULL;
	vfs = *system;
	vfs.zName = NAME;
	vfs.xCurrentTimeInt64 = vfs_now_ms;
	if (sqlite3_vfs_register(&vfs, 0)) {
		vfs.zName = NULL;
		return NULL;
	}
	return NAME;
}
