/* Opens a connection, checks and sets it up, and closes it. */
#include "db/open.h"

#include "base/interrupt.h"
#include "base/log.h"
#include "base/mem.h"
#include "db/functions.h"
#include "db/harden.h"
#include "db/hold.h"
#include "db/identity.h"
#include "db/migrate.h"
#include "db/place.h"
#include "db/schema.h"
#include "db/statement.h"
#include "db/vfs.h"
#include "db/wait.h"
#include "db/wal.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int refuse_missing(const char *path, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       "no database '%s'; 'dotrec run' makes one, -d names "
		       "another",
		       path);
}

/* Checks for errors that SQLite does not report, or only after it has created a
 * file. */
static int check_path(const char *path, enum db_mode mode, struct err *err)
{
	struct stat st;

	if (lstat(path, &st)) {
		if (errno != ENOENT)
			return err_errno(err, ERR_STORAGE, "cannot open '%s'",
					 path);
		if (mode == DB_READ)
			return refuse_missing(path, err);
		return 0;
	}
	if (S_ISDIR(st.st_mode))
		return err_set(err, ERR_STORAGE,
			       "cannot open '%s': is a directory", path);
	if (S_ISLNK(st.st_mode))
		return err_set(err, ERR_STORAGE,
			       "cannot open '%s': is a symbolic link; name "
			       "the file itself",
			       path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_STORAGE,
			       "cannot open '%s': not a regular file", path);
	if (mode == DB_WRITE && access(path, W_OK))
		return err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
	return 0;
}

/* Sets up a connection that writes. SQLite does not call the busy handler when
 * it switches the journal to WAL, so this waits by itself. */
static int become_writer(struct db *db, struct err *err)
{
	const char *sql = str_file_find(store_sql, "db/writer");
	int code;

	db_wait_begin(db);
	while ((code = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL)) !=
	       SQLITE_OK)
		if ((code & 0xff) != SQLITE_BUSY || !db_wait(db))
			return db_fail(db, "cannot use", err);
	return 0;
}

/* Sets up a connection that reads, with temporary views if those in the file
 * are not dotrec's. db/reader comes last: its query_only forbids temporary
 * views. */
static int become_reader(struct db *db, struct err *err)
{
	bool views;

	if (db_schema_check(db, &views, err) ||
	    (!views && db_views_shadow(db, err)))
		return -1;
	return db_exec_file(db, err, "db/reader");
}

static int set_up(struct db *db, struct err *err)
{
	int version;

	if (db_identity(db, &version, err))
		return -1;
	if (functions_register(db->sqlite))
		return db_fail(db, "cannot extend", err);
	if (db->mode == DB_READ) {
		if (become_reader(db, err))
			return -1;
	} else if (become_writer(db, err) || db_migrate(db, err)) {
		return -1;
	} else {
		db_place_note(db);
	}
	db_restrict(db);
	db->accepted = true;
	return 0;
}

/* Sets *name to the path with its directory resolved, since SQLite is told to
 * follow no symbolic link. */
static int full_name(const char *path, struct str *name, struct err *err)
{
	const char *base = strrchr(path, '/');
	char *dir, *real;

	if (!base) {
		str_addf(name, "./%s", path);
		return 0;
	}
	dir = mem_text(path, err);
	if (!dir)
		return -1;
	dir[base - path + 1] = '\0';
	real = realpath(dir, NULL);
	if (!real)
		err_errno(err, ERR_STORAGE, "cannot open '%s'", path);
	else
		str_addf(name, "%s/%s", real, base + 1);
	free(dir);
	free(real);
	return real ? 0 : -1;
}

static int open_connection(struct db *db, const char *name, int more,
			   struct err *err)
{
	int flags = db->mode == DB_READ
			? SQLITE_OPEN_READONLY
			: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

	if (sqlite3_open_v2(name, &db->sqlite,
			    flags | more | SQLITE_OPEN_NOFOLLOW |
				SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    db_vfs()))
		return db_fail(db, "cannot open", err);
	db_harden(db->sqlite);
	db_heed_signals(db);
	return 0;
}

static void close_connection(struct db *db)
{
	size_t i;

	for (i = 0; i < db->count; i++)
		sqlite3_finalize(db->prepared[i].statement);
	db->count = 0;
	sqlite3_close(db->sqlite);
	db->sqlite = NULL;
}

/* Reads the file as immutable: creates no file beside it and takes no lock; see
 * https://sqlite.org/uri.html. */
static int connect_immutable(struct db *db, const char *name, struct err *err)
{
	struct str uri = { 0 };
	int rc;

	close_connection(db);
	err_clear(err);
	db_wal_uri(&uri, name);
	rc = db_wal_empty(db, name, err) || str_check(&uri, err) ? -1 : 0;
	if (!rc) {
		db_wal_note(db, name);
		rc = open_connection(db, uri.text, SQLITE_OPEN_URI, err);
	}
	if (!rc)
		rc = set_up(db, err);
	str_free(&uri);
	return rc;
}

/* Allocates a handle that is not connected yet. */
static struct db *make_handle(const char *path, enum db_mode mode,
			      struct err *err)
{
	struct db *db = mem_array(1, sizeof(*db), err);

	if (!db)
		return NULL;
	db->mode = mode;
	db->path = mem_text(path, err);
	if (db->path)
		return db;
	free(db);
	return NULL;
}

static int open_name(struct db *db, const char *name, struct err *err)
{
	int rc;

	if (db_wal_unwanted(db, name))
		return connect_immutable(db, name, err);
	if (open_connection(db, name, 0, err))
		return -1;
	rc = set_up(db, err);
	if (rc && db_wal_impossible(db, name))
		rc = connect_immutable(db, name, err);
	return rc;
}

struct db *db_open(const char *path, enum db_mode mode, struct err *err)
{
	struct db *db;
	struct str name = { 0 };
	int rc = -1;

	if (check_path(path, mode, err))
		return NULL;
	db = make_handle(path, mode, err);
	if (!db)
		return NULL;
	if (!full_name(path, &name, err) && !str_check(&name, err))
		rc = open_name(db, name.text, err);
	str_free(&name);
	if (!rc)
		return db;
	db_close(db);
	return NULL;
}

struct db *db_open_existing(const char *path, struct err *err)
{
	if (!access(path, F_OK) || errno != ENOENT)
		return db_open(path, DB_WRITE, err);
	refuse_missing(path, err);
	return NULL;
}

struct db *db_open_again(const struct db *db, struct err *err)
{
	struct db *again = make_handle(db->path, DB_READ, err);

	if (again &&
	    open_connection(again, sqlite3_db_filename(db->sqlite, "main"), 0,
			    err)) {
		db_close(again);
		return NULL;
	}
	return again;
}

static int set_up_temporary(struct db *db, struct err *err)
{
	/* the empty name: SQLite unlinks the file before it writes to it */
	if (open_connection(db, "", 0, err))
		return -1;
	if (functions_register(db->sqlite))
		return db_fail(db, "cannot extend", err);
	if (db_exec_file(db, err, "db/temporary") || db_migrate(db, err))
		return -1;
	db_restrict(db);
	return 0;
}

struct db *db_open_temporary(struct err *err)
{
	struct db *db =
	    make_handle("temporary database in $TMPDIR", DB_WRITE, err);

	if (!db || !set_up_temporary(db, err))
		return db;
	db_close(db);
	return NULL;
}

void db_close(struct db *db)
{
	struct str name = { 0 };
	struct err changed = { 0 };

	if (!db)
		return;
	if (db->accepted) {
		str_add(&name, sqlite3_db_filename(db->sqlite, "main"));
		if (db_check_unchanged(db, &changed))
			log_warn("%s", changed.text);
		db_place_leave(db);
	}
	close_connection(db);
	if (name.len && !name.failed && !db->rescued)
		db_wal_settle(name.text);
	str_free(&name);
	db_release(db);
	free(db->rescued);
	free(db->path);
	free(db);
}

const char *db_library_version(void)
{
	return sqlite3_libversion();
}
