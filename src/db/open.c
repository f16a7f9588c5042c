/* The connection: opened with care, statements prepared once. */
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

/* What SQLite would not say, or only after it has made a file. */
static int check_path(const char *path, enum store_mode mode, struct err *err)
{
	struct stat st;

	if (lstat(path, &st)) {
		if (errno != ENOENT)
			return err_errno(err, ERR_STORAGE, "cannot open '%s'",
					 path);
		if (mode == STORE_READ)
			return err_set(err, ERR_STORAGE,
				       "no database '%s'; 'dotrec run' makes "
				       "one, -d names another",
				       path);
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
	if (mode == STORE_WRITE && access(path, W_OK))
		return err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
	return 0;
}

/* Turning the journal to WAL does not wait for others by itself. */
static int become_writer(struct store *store, struct err *err)
{
	const char *sql = str_file_find(store_sql, "db/writer");
	int code;

	db_wait_begin(store);
	while ((code = sqlite3_exec(store->db, sql, NULL, NULL, NULL)) !=
	       SQLITE_OK)
		if ((code & 0xff) != SQLITE_BUSY || !db_wait(store))
			return db_fail(store, "cannot use", err);
	return 0;
}

/* Puts our views in front of others'. query_only comes last: it forbids temporary
 * views, too. */
static int become_reader(struct store *store, struct err *err)
{
	bool views;

	if (db_schema_check(store, &views, err) ||
	    (!views && db_views_shadow(store, err)))
		return -1;
	return db_exec_file(store, err, "db/reader");
}

static int set_up(struct store *store, struct err *err)
{
	int version;

	if (db_identity(store, &version, err))
		return -1;
	if (extension_register(store->db))
		return db_fail(store, "cannot extend", err);
	if (store->mode == STORE_READ) {
		if (become_reader(store, err))
			return -1;
	} else if (become_writer(store, err) || db_migrate(store, err)) {
		return -1;
	} else {
		db_place_note(store);
	}
	db_restrict(store);
	store->accepted = true;
	return 0;
}

/* The file in its real directory: SQLite follows no link in a path. */
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

static int connect(struct store *store, const char *name, int more,
		   struct err *err)
{
	int flags = store->mode == STORE_READ
			? SQLITE_OPEN_READONLY
			: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

	if (sqlite3_open_v2(name, &store->db,
			    flags | more | SQLITE_OPEN_NOFOLLOW |
				SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL))
		return db_fail(store, "cannot open", err);
	db_harden(store->db);
	db_heed_signals(store);
	return 0;
}

static void disconnect(struct store *store)
{
	size_t i;

	for (i = 0; i < store->count; i++)
		sqlite3_finalize(store->prepared[i].statement);
	store->count = 0;
	sqlite3_close(store->db);
	store->db = NULL;
}

/* Makes nothing beside the file; see https://sqlite.org/uri.html. */
static int connect_immutable(struct store *store, const char *name,
			     struct err *err)
{
	struct str uri = { 0 };
	int rc;

	disconnect(store);
	err_clear(err);
	db_wal_uri(&uri, name);
	rc = db_wal_empty(store, name, err) || str_check(&uri, err) ? -1 : 0;
	if (!rc) {
		db_wal_note(store, name);
		rc = connect(store, uri.text, SQLITE_OPEN_URI, err);
	}
	if (!rc)
		rc = set_up(store, err);
	str_free(&uri);
	return rc;
}

static struct store *make(const char *path, enum store_mode mode,
			  struct err *err)
{
	struct store *store = mem_array(1, sizeof(*store), err);

	if (!store)
		return NULL;
	store->mode = mode;
	store->path = mem_text(path, err);
	if (store->path)
		return store;
	free(store);
	return NULL;
}

static int open_name(struct store *store, const char *name, struct err *err)
{
	int rc;

	if (db_wal_unwanted(store, name))
		return connect_immutable(store, name, err);
	if (connect(store, name, 0, err))
		return -1;
	rc = set_up(store, err);
	if (rc && db_wal_impossible(store, name))
		rc = connect_immutable(store, name, err);
	return rc;
}

struct store *store_open(const char *path, enum store_mode mode,
			 struct err *err)
{
	struct store *store;
	struct str name = { 0 };
	int rc = -1;

	if (check_path(path, mode, err))
		return NULL;
	store = make(path, mode, err);
	if (!store)
		return NULL;
	if (!full_name(path, &name, err) && !str_check(&name, err))
		rc = open_name(store, name.text, err);
	str_free(&name);
	if (!rc)
		return store;
	store_close(store);
	return NULL;
}

struct store *db_open_again(const struct store *store, struct err *err)
{
	struct store *again = make(store->path, STORE_READ, err);

	if (again &&
	    connect(again, sqlite3_db_filename(store->db, "main"), 0, err)) {
		store_close(again);
		return NULL;
	}
	return again;
}

static int set_up_temporary(struct store *store, struct err *err)
{
	/* "": SQLite unlinks the file before it writes to it */
	if (connect(store, "", 0, err))
		return -1;
	if (extension_register(store->db))
		return db_fail(store, "cannot extend", err);
	if (db_exec_file(store, err, "db/temporary") || db_migrate(store, err))
		return -1;
	db_restrict(store);
	return 0;
}

struct store *store_open_temporary(struct err *err)
{
	struct store *store =
	    make("temporary database in $TMPDIR", STORE_WRITE, err);

	if (!store || !set_up_temporary(store, err))
		return store;
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	struct str name = { 0 };
	struct err changed = { 0 };

	if (!store)
		return;
	if (store->accepted) {
		str_add(&name, sqlite3_db_filename(store->db, "main"));
		if (store_check_unchanged(store, &changed))
			log_warn("%s", changed.text);
		db_place_leave(store);
	}
	disconnect(store);
	if (name.len && !name.failed && !store->rescued)
		db_wal_settle(name.text);
	str_free(&name);
	db_release(store);
	free(store->rescued);
	free(store->path);
	free(store);
}

const char *store_library_version(void)
{
	return sqlite3_libversion();
}
