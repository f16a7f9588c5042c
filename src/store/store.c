/* The connection: opened with care, statements prepared once. */
#include "store/db.h"

#include "base/clock.h"
#include "base/mem.h"
#include "store/extension.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUSY_MS     60000 /* how long a writer waits for others */
#define BUSY_NAP_NS (2 * CLOCK_NS_PER_MS)

int db_fail(struct store *store, const char *what, struct err *err)
{
	int code = sqlite3_errcode(store->db) & 0xff;
	const char *text = sqlite3_errmsg(store->db);

	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return err_set(err, ERR_BUSY,
			       "%s '%s': another process is writing to it; "
			       "wait for it or try again",
			       what, store->path);
	if (code == SQLITE_NOTADB)
		return err_set(err, ERR_STORAGE,
			       "%s '%s': not a database; name another file "
			       "with -d",
			       what, store->path);
	if (code == SQLITE_FULL)
		return err_set(err, ERR_STORAGE,
			       "%s '%s': the disk is full; make room and try "
			       "again",
			       what, store->path);
	if (code == SQLITE_NOMEM)
		return err_set(err, ERR_ENVIRONMENT,
			       "%s '%s': not enough memory", what, store->path);
	if (code == SQLITE_IOERR && sqlite3_system_errno(store->db))
		return err_set(err, ERR_STORAGE, "%s '%s': %s: %s", what,
			       store->path, text,
			       strerror(sqlite3_system_errno(store->db)));
	return err_set(err, ERR_STORAGE, "%s '%s': %s", what, store->path,
		       text);
}

sqlite3_stmt *db_statement(struct store *store, const char *name,
			   struct err *err)
{
	const char *sql;
	size_t i;

	for (i = 0; i < store->count; i++)
		if (!strcmp(store->prepared[i].name, name)) {
			sqlite3_stmt *old = store->prepared[i].statement;

			sqlite3_reset(old);
			sqlite3_clear_bindings(old);
			return old;
		}
	sql = str_file_find(store_sql, name);
	assert(sql && store->count < DB_STATEMENTS_MAX);
	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &store->prepared[i].statement, NULL)) {
		db_fail(store, "cannot use", err);
		return NULL;
	}
	store->prepared[store->count++].name = name;
	return store->prepared[i].statement;
}

static int parameter(sqlite3_stmt *statement, const char *name)
{
	int i = sqlite3_bind_parameter_index(statement, name);

	assert(i > 0);
	return i;
}

void db_int(sqlite3_stmt *statement, const char *name, int64_t value)
{
	sqlite3_bind_int64(statement, parameter(statement, name), value);
}

void db_real(sqlite3_stmt *statement, const char *name, double value)
{
	sqlite3_bind_double(statement, parameter(statement, name), value);
}

void db_text(sqlite3_stmt *statement, const char *name, const char *value)
{
	sqlite3_bind_text(statement, parameter(statement, name), value, -1,
			  SQLITE_TRANSIENT);
}

const char *db_column_text(sqlite3_stmt *statement, int i)
{
	const char *text = (const char *)sqlite3_column_text(statement, i);

	return text ? text : "";
}

int db_run(struct store *store, sqlite3_stmt *statement, struct err *err)
{
	int code;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		;
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? 0 : db_fail(store, "cannot write", err);
}

int db_run_int(struct store *store, sqlite3_stmt *statement, int64_t *value,
	       struct err *err)
{
	int code = sqlite3_step(statement), rc = 0;

	if (code == SQLITE_ROW)
		*value = sqlite3_column_int64(statement, 0);
	else if (code == SQLITE_DONE)
		rc = 1;
	else
		rc = db_fail(store, "cannot use", err);
	sqlite3_reset(statement);
	return rc;
}

int db_exec(struct store *store, const char *sql, struct err *err)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL))
		return db_fail(store, "cannot use", err);
	return 0;
}

int db_begin(struct store *store, struct err *err)
{
	/* not deferred: an upgrade from reading fails at once when busy */
	sqlite3_stmt *s = db_statement(store, "store/begin", err);

	return s ? db_run(store, s, err) : -1;
}

int db_end(struct store *store, int rc, struct err *err)
{
	struct err ignored = { 0 };
	sqlite3_stmt *s = NULL;

	if (!rc) {
		s = db_statement(store, "store/commit", err);
		rc = s ? db_run(store, s, err) : -1;
	}
	if (rc && !sqlite3_get_autocommit(store->db)) {
		s = db_statement(store, "store/rollback", &ignored);
		if (s)
			db_run(store, s, &ignored);
	}
	return rc;
}

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

/* Defences against a hostile or damaged file, before it is read. */
static void harden(sqlite3 *db)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
}

static int pragma(struct store *store, const char *name, int64_t *value,
		  struct err *err)
{
	sqlite3_stmt *s = db_statement(store, name, err);

	return s ? db_run_int(store, s, value, err) : -1;
}

/* Whose database is it, and how old? Nothing has been written yet. */
static int check_identity(struct store *store, enum store_mode mode,
			  struct err *err)
{
	int64_t application = 0, version = 0, objects = 0;

	/* in this order: whoever makes the database now changes all at once */
	if (pragma(store, "store/object_count", &objects, err) ||
	    pragma(store, "store/user_version", &version, err) ||
	    pragma(store, "store/application_id", &application, err))
		return -1;
	if (application != DB_APPLICATION_ID &&
	    (application || version || objects || mode == STORE_READ))
		return err_set(err, ERR_STORAGE,
			       "'%s' is not a dotrec database (application id "
			       "%lld); name another file with -d",
			       store->path, (long long)application);
	if (version > store_version())
		return err_set(err, ERR_STORAGE,
			       "'%s' has schema version %lld and this dotrec "
			       "knows up to %d; use a newer dotrec",
			       store->path, (long long)version,
			       store_version());
	if (mode == STORE_READ && version < store_version())
		return err_set(err, ERR_STORAGE,
			       "'%s' has schema version %lld and this dotrec "
			       "reads %d; 'dotrec upgrade -d %s' upgrades "
			       "it",
			       store->path, (long long)version, store_version(),
			       store->path);
	return 0;
}

/*
 * Waits for others. SQLite's own handler naps the longer the longer it has
 * waited, so that newcomers get the lock: of 32 writers some had not got it
 * after 10 s. Here all ask at the same rate, with some chance in it, so that
 * they do not ask in step.
 */
static int wait_for_others(void *ctx, int count)
{
	struct store *store = ctx;
	int64_t now_ns = clock_ns();
	struct timespec nap = { 0, BUSY_NAP_NS + now_ns % (2 * BUSY_NAP_NS) };

	if (!count)
		store->waiting_since_ns = now_ns;
	if (now_ns - store->waiting_since_ns >=
	    (int64_t)BUSY_MS * CLOCK_NS_PER_MS)
		return 0;
	nanosleep(&nap, NULL);
	return 1;
}

/* Turning the journal to WAL does not wait for others by itself. */
static int become_writer(struct store *store, struct err *err)
{
	const char *sql = str_file_find(store_sql, "store/writer");
	struct timespec nap = { 0, 10 * CLOCK_NS_PER_MS };
	int64_t until_ns = clock_ns() + (int64_t)BUSY_MS * CLOCK_NS_PER_MS;
	int code;

	while ((code = sqlite3_exec(store->db, sql, NULL, NULL, NULL)) !=
	       SQLITE_OK) {
		if ((code & 0xff) != SQLITE_BUSY || clock_ns() >= until_ns)
			return db_fail(store, "cannot use", err);
		nanosleep(&nap, NULL);
	}
	return 0;
}

static int set_up(struct store *store, enum store_mode mode, struct err *err)
{
	harden(store->db);
	sqlite3_busy_handler(store->db, wait_for_others, store);
	if (check_identity(store, mode, err))
		return -1;
	if (extension_register(store->db))
		return db_fail(store, "cannot extend", err);
	if (mode == STORE_READ)
		return db_exec(store, str_file_find(store_sql, "store/reader"),
			       err);
	if (become_writer(store, err))
		return -1;
	return db_memory_table(store, err) ? -1 : db_migrate(store, err);
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

struct store *store_open(const char *path, enum store_mode mode,
			 struct err *err)
{
	int flags = mode == STORE_READ
			? SQLITE_OPEN_READONLY
			: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	struct store *store;
	struct str name = { 0 };

	if (check_path(path, mode, err))
		return NULL;
	store = mem_array(1, sizeof(*store), err);
	if (!store)
		return NULL;
	/* a name such as file:x would be taken for a URI */
	if (full_name(path, &name, err))
		goto fail;
	store->path = mem_text(path, err);
	if (!store->path || str_check(&name, err))
		goto fail;
	if (sqlite3_open_v2(name.text, &store->db,
			    flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
				SQLITE_OPEN_EXRESCODE,
			    NULL)) {
		db_fail(store, "cannot open", err);
		goto fail;
	}
	if (set_up(store, mode, err))
		goto fail;
	str_free(&name);
	return store;
fail:
	str_free(&name);
	store_close(store);
	return NULL;
}

struct store *store_open_temporary(struct err *err)
{
	struct store *store = mem_array(1, sizeof(*store), err);
	const char *settings = str_file_find(store_sql, "store/temporary");

	if (!store)
		return NULL;
	store->path = mem_text("temporary database in $TMPDIR", err);
	if (!store->path)
		goto fail;
	/* "": SQLite unlinks the file before it writes to it */
	if (sqlite3_open_v2("", &store->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
				SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL)) {
		db_fail(store, "cannot open", err);
		goto fail;
	}
	harden(store->db);
	if (extension_register(store->db)) {
		db_fail(store, "cannot extend", err);
		goto fail;
	}
	if (!db_exec(store, settings, err) && !db_memory_table(store, err) &&
	    !db_migrate(store, err))
		return store;
fail:
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	size_t i;

	if (!store)
		return;
	for (i = 0; i < store->count; i++)
		sqlite3_finalize(store->prepared[i].statement);
	sqlite3_close(store->db);
	free(store->cells);
	free(store->path);
	free(store);
}

const char *store_library_version(void)
{
	return sqlite3_libversion();
}
