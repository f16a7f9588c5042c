/* A copy of the database, through SQLite's online backup. */
#include "store/db.h"

#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_NS (60 * (int64_t)CLOCK_NS_PER_S)

/*
 * Copies all in one reading: others may write meanwhile, and what they commit
 * does not make it start anew, as it would between two steps.
 */
static int copy(struct store *store, sqlite3 *to, const char *path,
		struct err *err)
{
	sqlite3_backup *backup =
	    sqlite3_backup_init(to, "main", store->db, "main");
	int64_t until_ns = clock_ns() + PATIENCE_NS;
	struct timespec nap = { 0, 10 * CLOCK_NS_PER_MS };
	int code = SQLITE_OK;

	while (backup && clock_ns() < until_ns) {
		code = sqlite3_backup_step(backup, -1);
		if (code != SQLITE_BUSY && code != SQLITE_LOCKED)
			break;
		nanosleep(&nap, NULL);
	}
	sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE &&
	    !sqlite3_exec(to, str_file_find(store_sql, "store/settle"), NULL,
			  NULL, NULL))
		return 0;
	return err_set(err,
		       code == SQLITE_BUSY || code == SQLITE_LOCKED
			   ? ERR_BUSY
			   : ERR_STORAGE,
		       "cannot copy '%s' to '%s': %s", store->path, path,
		       sqlite3_errmsg(to));
}

/* The file, and its name in the directory, are on the medium. */
static int reach_medium(const char *path, int flags, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	int rc = fd < 0 || fsync(fd)
		     ? err_errno(err, ERR_STORAGE, "cannot write '%s'", path)
		     : 0;

	if (fd >= 0)
		close(fd);
	return rc;
}

static int give_name(const char *temporary, const char *path, bool replace,
		     struct err *err)
{
	char *copy = mem_text(path, err);
	int rc = copy ? 0 : -1;

	if (!rc && (replace ? rename(temporary, path) : link(temporary, path)))
		rc = errno == EEXIST
			 ? err_set(err, ERR_STORAGE,
				   "'%s' is there already; name another file "
				   "or use --force",
				   path)
			 : err_errno(err, ERR_STORAGE, "cannot write '%s'",
				     path);
	if (!rc)
		rc = reach_medium(dirname(copy), O_DIRECTORY, err);
	free(copy);
	return rc;
}

int store_backup(struct store *store, const char *path, bool replace,
		 struct err *err)
{
	struct str temporary = { 0 };
	sqlite3 *to = NULL;
	int rc = -1;

	/* ./ : a name such as file:x would be taken for a URI */
	str_addf(&temporary, "%s%s.%d-part", *path == '/' ? "" : "./", path,
		 (int)getpid());
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
	if (!rc)
		rc = reach_medium(temporary.text, 0, err);
	if (!rc)
		rc = give_name(temporary.text, path, replace, err);
	unlink(temporary.text);
	str_free(&temporary);
	return rc;
}
