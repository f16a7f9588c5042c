/* Turns SQLite's errors into messages that say what to do. */
#include "db/db.h"

#include "base/interrupt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Whether another user owns the -shm or -wal, so that it cannot be written. */
static bool is_of_others(const struct db *db)
{
	static const char *const suffixes[] = { "-shm", "-wal" };
	struct str name = { 0 };
	bool of_others = false;
	size_t i;

	for (i = 0; i < 2; i++) {
		name.len = 0;
		str_addf(&name, "%s%s", db->path, suffixes[i]);
		if (name.text && !name.failed && access(name.text, W_OK) &&
		    errno == EACCES)
			of_others = true;
	}
	str_free(&name);
	return of_others;
}

int db_fail(struct db *db, const char *what, struct err *err)
{
	int code = sqlite3_errcode(db->sqlite) & 0xff;
	const char *text = sqlite3_errmsg(db->sqlite);

	if (code == SQLITE_INTERRUPT)
		return err_set(err, ERR_INTERRUPTED,
			       "interrupted while reading '%s'", db->path);
	if ((code == SQLITE_BUSY || code == SQLITE_LOCKED) &&
	    interrupt_pending())
		return err_set(err, ERR_INTERRUPTED,
			       "interrupted while waiting for '%s'", db->path);
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return err_set(err, ERR_BUSY,
			       "%s '%s': another process is writing to it; "
			       "wait for it or try again",
			       what, db->path);
	if (code == SQLITE_NOTADB)
		return err_set(err, ERR_STORAGE,
			       "%s '%s': not a database; name another file "
			       "with -d",
			       what, db->path);
	if (code == SQLITE_FULL)
		return err_set(err, ERR_STORAGE,
			       "%s '%s': the disk is full; make room and try "
			       "again",
			       what, db->path);
	if (code == SQLITE_TOOBIG)
		return err_set(
		    err, ERR_STORAGE,
		    "%s '%s': a text or a row is longer than %d "
		    "bytes; shorten it",
		    what, db->path,
		    sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, -1));
	if (code == SQLITE_READONLY && is_of_others(db))
		return err_set(err, ERR_STORAGE,
			       "%s '%s': '%s-shm' or '%s-wal' belongs to "
			       "another user, who must end the program that "
			       "reads the database, or remove both files if "
			       "none does",
			       what, db->path, db->path, db->path);
	if (code == SQLITE_NOMEM)
		return err_set(err, ERR_ENVIRONMENT,
			       "%s '%s': not enough memory", what, db->path);
	if (code == SQLITE_IOERR && sqlite3_system_errno(db->sqlite))
		return err_set(err, ERR_STORAGE, "%s '%s': %s: %s", what,
			       db->path, text,
			       strerror(sqlite3_system_errno(db->sqlite)));
	return err_set(err, ERR_STORAGE, "%s '%s': %s", what, db->path, text);
}
