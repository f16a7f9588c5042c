/*
 * Reads a database where no -wal can be created, and leaves no -wal behind; see
 * https://sqlite.org/wal.html, "Read-Only Databases".
 */
#include "db/wal.h"

#include "base/log.h"
#include "db/db.h"
#include "db/harden.h"

#include <ctype.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Size of the -wal of a database, -1 if there is none. */
static off_t wal_size(const char *name)
{
	struct str wal = { 0 };
	struct stat st;
	off_t size = -1;

	str_addf(&wal, "%s-wal", name);
	if (wal.text && !wal.failed && !lstat(wal.text, &st))
		size = st.st_size;
	str_free(&wal);
	return size;
}

static bool may_write_beside(const char *name)
{
	struct str copy = { 0 };
	bool may = false;

	str_add(&copy, name);
	if (copy.text && !copy.failed)
		may = !access(dirname(copy.text), W_OK);
	str_free(&copy);
	return may;
}

bool db_wal_impossible(const struct db *db, const char *name)
{
	int code = sqlite3_errcode(db->sqlite) & 0xff;

	return db->mode == DB_READ &&
	       (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) &&
	       !may_write_beside(name);
}

bool db_wal_unwanted(const struct db *db, const char *name)
{
	return db->mode == DB_READ && access(name, W_OK) && wal_size(name) <= 0;
}

int db_wal_empty(const struct db *db, const char *name, struct err *err)
{
	if (wal_size(name) <= 0)
		return 0;
	return err_set(err, ERR_STORAGE,
		       "cannot read '%s' in a directory that cannot be "
		       "written: its newest data is in '%s-wal'; copy both "
		       "files to a directory that can be written, and read the "
		       "copy",
		       db->path, db->path);
}

void db_wal_uri(struct str *uri, const char *name)
{
	str_add(uri, "file:");
	for (; *name; name++)
		str_addf(uri,
			 isalnum((unsigned char)*name) || strchr("/._-", *name)
			     ? "%c"
			     : "%%%02X",
			 (unsigned char)*name);
	str_add(uri, "?immutable=1");
}

/* The modification time of a file; 0 if it cannot be read. */
static struct timespec modified_time(const char *name)
{
	struct stat st;

	if (lstat(name, &st))
		memset(&st, 0, sizeof(st));
	return st.st_mtim;
}

void db_wal_note(struct db *db, const char *name)
{
	db->changed = modified_time(name);
}

int db_check_unchanged(struct db *db, struct err *err)
{
	struct timespec was = db->changed, now;

	if (!was.tv_sec)
		return 0;
	now = modified_time(sqlite3_db_filename(db->sqlite, "main"));
	if (now.tv_sec == was.tv_sec && now.tv_nsec == was.tv_nsec)
		return 0;
	/* reports the change only once */
	db->changed.tv_sec = 0;
	return err_set(err, ERR_STORAGE,
		       "'%s' was changed by another program while it was read; "
		       "the result may be wrong: try again",
		       db->path);
}

/* Checkpoints the -wal and warns if that fails: its data is safe, but a copy of
 * the database file alone lacks it. */
static void checkpoint_rest(sqlite3 *sqlite, const char *name)
{
	int code = sqlite3_wal_checkpoint_v2(
	    sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	if ((code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_IOERR)
		log_warn("the newest data cannot be moved from "
			 "'%s-wal' to '%s': %s; make room, then 'dotrec "
			 "status' moves it; until then a copy needs both files",
			 name, name,
			 (code & 0xff) == SQLITE_FULL ? "the disk is full"
						      : sqlite3_errmsg(sqlite));
}

void db_wal_settle(const char *name)
{
	const char *sql = str_file_find(store_sql, "db/user_version");
	sqlite3 *sqlite;

	if (wal_size(name) < 0 || access(name, W_OK) || !may_write_beside(name))
		return;
	/* SQLite notices the -wal only when it reads; the last connection to
	 * close removes it */
	if (!sqlite3_open_v2(name, &sqlite,
			     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW |
				 SQLITE_OPEN_NOMUTEX,
			     NULL)) {
		db_harden(sqlite);
		if (!sqlite3_exec(sqlite, sql, NULL, NULL, NULL))
			checkpoint_rest(sqlite, name);
	}
	sqlite3_close(sqlite);
}
