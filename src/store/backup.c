/* A copy of the database, through SQLite's online backup. */
#include "store/db.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_NS (60 * (int64_t)CLOCK_NS_PER_S)

/* Copies page by page; others may write meanwhile. */
static int copy(struct store *store, sqlite3 *to, const char *path,
		struct err *err)
{
	sqlite3_backup *backup =
	    sqlite3_backup_init(to, "main", store->db, "main");
	int64_t until_ns = clock_ns() + PATIENCE_NS;
	struct timespec nap = { 0, 10 * CLOCK_NS_PER_MS };
	int code = SQLITE_OK;

	while (backup && clock_ns() < until_ns) {
		code = sqlite3_backup_step(backup, 1000);
		if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
			nanosleep(&nap, NULL);
		else if (code == SQLITE_OK)
			until_ns = clock_ns() + PATIENCE_NS;
		else
			break;
	}
	sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE)
		return 0;
	return err_set(err,
		       code == SQLITE_BUSY || code == SQLITE_LOCKED
			   ? ERR_BUSY
			   : ERR_STORAGE,
		       "cannot copy '%s' to '%s': %s", store->path, path,
		       sqlite3_errmsg(to));
}

int db_backup(struct store *store, const char *path, struct err *err)
{
	struct str temporary = { 0 };
	sqlite3 *to = NULL;
	int rc = -1, fd;

	str_addf(&temporary, "%s.%d-part", path, (int)getpid());
	if (str_check(&temporary, err))
		return -1;
	unlink(temporary.text);
	if (sqlite3_open_v2(temporary.text, &to,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
				SQLITE_OPEN_NOFOLLOW,
			    NULL))
		err_set(err, ERR_STORAGE, "cannot make '%s': %s", path,
			sqlite3_errmsg(to));
	else
		rc = copy(store, to, path, err);
	if (sqlite3_close(to) && !rc)
		rc = err_set(err, ERR_STORAGE, "cannot write '%s'", path);
	fd = rc ? -1 : open(temporary.text, O_RDONLY | O_CLOEXEC);
	if (!rc && (fd < 0 || fsync(fd) || link(temporary.text, path)))
		rc = err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
	if (fd >= 0)
		close(fd);
	unlink(temporary.text);
	str_free(&temporary);
	return rc;
}
