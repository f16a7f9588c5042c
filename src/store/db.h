/* Inside src/store: the connection, statements by name, binding by name. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/str.h"
#include "store/store.h"

#include <sqlite3.h>
#include <sys/types.h>
#include <time.h>

/* Files of sql/ in the program: "write/run_begin", "query/course", ... */
extern const struct str_file store_sql[];

#define DB_STATEMENTS_MAX 200
#define DB_APPLICATION_ID 0x64746563 /* "dtec" */

/* Where a file lies. */
struct db_place {
	dev_t device;
	ino_t inode; /* 0: nowhere */
};
#define DB_FILES 3 /* the database, its -wal and its -shm */

struct store {
	sqlite3 *db;
	char *path;
	struct {
		const char *name;
		sqlite3_stmt *statement;
	} prepared[DB_STATEMENTS_MAX];
	size_t count;
	enum store_mode mode;
	bool accepted; /* it is ours, and set up */
	struct {       /* for a lock */
		int64_t since_ns, until_ns;
		int signal; /* that had come before */
	} wait;
	int statement_signal; /* that had come before the last statement */
	int old_version;      /* of the schema, when the file was opened */
	struct db_place place[DB_FILES]; /* when it was opened for writing */
	struct timespec changed; /* when it was opened as immutable, else 0 */
	char *rescued;           /* where a copy lies, once the file is gone */
	bool holds;              /* runs, by locks of hold_fd */
	int hold_fd;
	struct recording *recording; /* see store/recording.h; or NULL */
};

/* Records SQLite's last error, with the path; returns -1. */
int db_fail(struct store *store, const char *what, struct err *err);

/* The statement of file sql/NAME.sql, reset and with no values bound. NULL
 * with *err. An unknown name is a bug. */
sqlite3_stmt *db_statement(struct store *store, const char *name,
			   struct err *err);

/*
 * Binds by name (":n"). An unknown name is a bug. A NULL text is NULL, and so is
 * the id 0.
 *
 * A text is borrowed, not copied: it must stay as it is until the statement has
 * ended or is reset. So there is no copy for which memory could be lacking, and
 * integers and reals need none. A text that is too long for SQLite is not bound
 * as NULL either: a statement that reads it fails (SQLITE_TOOBIG), so nobody
 * has to look here.
 */
void db_id(sqlite3_stmt *statement, const char *name, int64_t id);
void db_int(sqlite3_stmt *statement, const char *name, int64_t value);
void db_real(sqlite3_stmt *statement, const char *name, double value);
void db_text(sqlite3_stmt *statement, const char *name, const char *value);

/* Column i of the row as text, "" for NULL: never a null pointer. Valid until
 * the next step or reset. */
const char *db_column_text(sqlite3_stmt *statement, int i);

/* After the last sqlite3_step() of a loop over rows, whose code this is: 0 when
 * all rows were taken, else -1; *err is set already where the loop was left. */
int db_ended(struct store *store, sqlite3_stmt *statement, int code,
	     struct err *err);

/* Runs a statement that gives one integer; 0, 1 if it gave no row, or -1. */
int db_run_int(struct store *store, sqlite3_stmt *statement, int64_t *value,
	       struct err *err);

/* Runs a statement to its end. 0, or -1 with *err. */
int db_run(struct store *store, sqlite3_stmt *statement, struct err *err);

/* The same of file sql/NAME.sql, for one run: its only value is :run_id. */
int db_run_of(struct store *store, const char *name, int64_t run_id,
	      struct err *err);

/* Runs all statements of a text. */
int db_exec(struct store *store, const char *sql, struct err *err);

/* Runs all statements of file sql/NAME.sql. What cannot be bound, as names of
 * views, stands there as for printf(), and its values follow. */
int db_exec_file(struct store *store, struct err *err, const char *name, ...);

/* BEGIN IMMEDIATE; COMMIT when rc is 0, ROLLBACK when not. Both give rc. What
 * was committed to a file that is no longer there under its name is an error,
 * too: see db_place_check(). */
int db_begin(struct store *store, struct err *err);
int db_end(struct store *store, int rc, struct err *err);

/* ---- opening ----------------------------------------------------------- */

/* Defences that must stand before anything is read, and those that would stand
 * in the way of setting a connection up. */
void db_harden(sqlite3 *db);
void db_restrict(struct store *store);

/*
 * Waiting for others: SQLite's own handler naps the longer the longer it has
 * waited, so that newcomers get the lock: of 32 writers some had not got it
 * after 10 s. Here all ask at the same rate, with some chance in it, so that
 * they do not ask in step, for up to a minute. db_wait() naps and tells whether
 * to try again: not when a signal has come since db_wait_begin(). What begins
 * to wait after a signal has a few seconds in all.
 */
void db_wait_begin(struct store *store);
bool db_wait(struct store *store);

/* SQLite waits so from now on, and long queries end when a signal comes. */
void db_heed_signals(struct store *store);

/* Whose database is it, and how old (*version)? Refuses what is not ours, or
 * newer; without anything in it, the version is 0. */
int db_identity(struct store *store, int *version, struct err *err);

/*
 * Compares everything of ours in the file with sql/schema.sql. Other tables and
 * indexes are refused; whether all views are ours is told in *views.
 */
int db_schema_check(struct store *store, bool *views, struct err *err);

/* Uses our views instead of those in the file; writes ours into it. */
int db_views_shadow(struct store *store, struct err *err);
int db_views_renew(struct store *store, struct err *err);

/* Brings a database of an older version, or an empty one, to this one; makes
 * the views anew when they have changed. */
int db_migrate(struct store *store, struct err *err);

/* A second connection to the file, to read what is committed. */
struct store *db_open_again(const struct store *store, struct err *err);

/*
 * Notes where the files of the database lie, and tells whether they still lie
 * there. If not, another program has deleted or replaced one of them, and what
 * is written goes where nobody would find it: all is copied to a name that is
 * free, and that is the error.
 */
void db_place_note(struct store *store);
int db_place_check(struct store *store, struct err *err);

/* If they do not lie there any more, nothing is moved from the -wal to the
 * database from now on: either may belong to somebody else. */
void db_place_guard(struct store *store);

/* Before closing: our -wal must not be taken for that of a new database. */
void db_place_leave(struct store *store);

/* Whether a database could not be read because no -wal can be made beside it;
 * `name` is the path that SQLite opened. */
bool db_wal_impossible(const struct store *store, const char *name);

/*
 * Whether a reader had better make no -wal: he may not write the file, so that
 * he could not remove it afterwards, and who may write the file could not write
 * to a -wal and -shm that belong to somebody else. There is none yet.
 */
bool db_wal_unwanted(const struct store *store, const char *name);

/* Such a database can be read as an immutable one, unless there is a -wal with
 * something in it: 0, or -1 with *err (ERR_STORAGE). */
int db_wal_empty(const struct store *store, const char *name, struct err *err);

/* The URI that tells SQLite to read it so. */
void db_wal_uri(struct str *uri, const char *name);

/* SQLite takes no lock on an immutable file: notes when it was changed last, for
 * store_check_unchanged(). */
void db_wal_note(struct store *store, const char *name);

/*
 * After closing: if a -wal is left beside the database, moves it there, so that
 * a copy of the one file has everything. Only who may write can do so: a reader
 * leaves the -wal that it made, or that a run left which ended meanwhile. Does
 * nothing while somebody has the database open: it is for the last one. Warns
 * where the disk is full.
 */
void db_wal_settle(const char *name);

/* The names of copies are "STEM", "STEM-2", "STEM-3", ... by their numbers, from
 * 1. db_free_name() finds the first of them that is not there, and gives its
 * number, or -1 with *err. */
#define DB_COPIES_MAX 100
void db_copy_name(struct str *name, const char *stem, int number);
int db_free_name(struct str *name, const char *stem, struct err *err);

/* Copies the database to the first free of these names, unless a copy of the
 * same bytes has one of them already: somebody made it, and died before it was
 * needed. The name of the copy is in *name. 1 where a copy was made, 0 where it
 * was found, or -1 with *err. */
int db_backup_once(struct store *store, const char *stem, struct str *name,
		   struct err *err);

/* Gives all runs back that are held; see store_run_hold(). A process that closes
 * any descriptor of a file loses all its locks on that file, those of SQLite,
 * too: the connection must be closed before. */
void db_release(struct store *store);

#endif
