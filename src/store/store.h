/*
 * The database: runs, cells and samples in SQLite.
 *
 * Only the parent process opens it; workers never touch it. Every statement
 * comes from a file of sql/ and is prepared once. Errors are ERR_STORAGE with
 * the path in the message, or ERR_BUSY where another process holds the file.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/err.h"
#include "base/str.h"
#include "plan/plan.h"
#include "sample/provenance.h"
#include "sample/sink.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum store_mode {
	STORE_READ, /* an existing database of this version; never written */
	STORE_WRITE /* made if it is not there; an older one is upgraded */
};

/*
 * Opens a database. Refused, with nothing touched: a directory, a file that is
 * not a database, one of another application, one with a newer schema, a
 * symbolic link. NULL with *err on failure.
 */
struct store *store_open(const char *path, enum store_mode mode,
			 struct err *err);
void store_close(struct store *store);

/* A new database that nobody else can see and that vanishes with this handle or
 * process; what does not fit into memory goes where SQLITE_TMPDIR or TMPDIR
 * says, else to /var/tmp or /tmp. NULL with *err. */
struct store *store_open_temporary(struct err *err);

/*
 * Whether what was read is of one state of the database. SQLite guarantees that,
 * but not where the file is read without its -wal and locks because nothing can
 * be written beside it. 0, or -1 with *err (ERR_STORAGE) where the file has been
 * changed since it was opened. store_backup() asks that, too; store_close()
 * warns where nobody has asked.
 */
int store_check_unchanged(struct store *store, struct err *err);

/* The schema version this program writes; and that of the file when it was
 * opened, 0 for a new one. An older one was copied to NAME.vN-backup first. */
int store_version(void);
int store_old_version(const struct store *store);

/*
 * Copies the database as it is now to `path`, while others write to it: whole
 * and on the medium, or not at all. With `replace` a file of that name gives
 * way to it; else that is refused. 0, or -1 with *err.
 */
int store_backup(struct store *store, const char *path, bool replace,
		 struct err *err);

/* Whether a copy may be called `path`: not where that is a name of the database
 * `db` or of a part of it (ERR_USAGE), which need not be there yet. store_backup()
 * asks that, too. 0, or -1 with *err. */
int store_backup_check(const char *db, const char *path, struct err *err);

/* Version of the SQLite library in use. */
const char *store_library_version(void);

/* What is known of a run before anything is probed. */
struct run_start {
	const char *uuid, *label; /* label may be NULL */
	uint64_t seed;
	uint32_t sessions, colds; /* as in struct run_options */
	const char *owner;        /* see owner_self() */
};

/*
 * Writes the run's row and one for every planned cell, status 'missing', in
 * one transaction: a run that is cut short after that can be gone on with as
 * it was planned. bases[i] is the plan index of cell i's serial base, or
 * SIZE_MAX. Returns 0 with the run's id in *run_id, or -1 with *err.
 */
int store_run_begin(struct store *store, const struct run_start *start,
		    const struct plan *plan, const size_t *bases,
		    int64_t *run_id, struct err *err);

/*
 * From now on until store_close() this process is the only one that runs the
 * run; ERR_BUSY names the process that does. What is guaranteed: of all
 * processes of one kernel (also of different containers, which do not see each
 * other's processes), and of all machines between which the file system's
 * record locks work, at most one holds a run, and however that ends, killed,
 * too, the run is free at once. Its children do not hold it.
 *
 * It is a record lock (fcntl, F_SETLK) on a byte of the database itself, behind
 * what SQLite locks: nothing is left beside it. While it is held, the process
 * must not open and close the file in another way, and must not close another
 * store of it: that would drop the lock.
 */
int store_run_hold(struct store *store, int64_t run_id, struct err *err);

/* Adds where and with what it runs. */
int store_run_describe(struct store *store, int64_t run_id,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err);

/* A run as it is stored, to go on with. */
struct run_stored {
	char uuid[40], owner[80]; /* owner "": it has ended */
	uint64_t seed;
	uint32_t sessions, colds;
	bool finished;
	bool external;      /* imported, not recorded by dotrec */
	bool described;     /* where and with what it runs is known */
	int64_t elapsed_ns; /* since it was started, 0 to 30 years */
	struct plan plan;   /* no cells: its row is all that was written */
	struct cell_known *known; /* of each cell */
};

/* The newest run of this plan, begun since then (seconds since 1970) on this
 * machine, where it has not finished; else *run_id is 0. `owner` is this
 * process, as in struct run_start. 0, or -1 with *err. */
int store_run_unfinished(struct store *store, uint64_t plan_hash,
			 int64_t since_s, const char *machine_key,
			 const char *owner, int64_t *run_id, struct err *err);

/* Ends a run that is held, has not finished and is not gone on with: it counts
 * as interrupted, for this reason. 0, or -1 with *err. */
int store_run_end(struct store *store, int64_t run_id, const char *reason,
		  struct err *err);

/*
 * Reads a run, and makes store_sink() go on with it. Numbers that no run of
 * dotrec has (0 sessions, a cell of 0 repeats, ...) are refused as damage
 * (ERR_STORAGE); in the cells of an external run they are read as 1. Returns 0,
 * or -1 with *err; to be released with run_stored_free() in any case.
 */
int store_run_load(struct store *store, int64_t run_id, struct run_stored *run,
		   struct err *err);
void run_stored_free(struct run_stored *run);

/* Adds to *text in what machine and build differ from the run's: "machine was
 * 'A', is 'B'; ..."; nothing where they do not. 0, or -1 with *err. */
int store_run_differences(struct store *store, int64_t run_id,
			  const struct machine *machine,
			  const struct build *build, struct str *text,
			  struct err *err);

/* With what a run goes on. */
struct run_resume {
	const char *owner;   /* the process that runs it now */
	const char *forced;  /* what is different; NULL: nothing */
	const size_t *bases; /* of the cells of its plan */
	const struct machine *machine;
	const struct build *build;
	const struct facts *facts;
};

/*
 * Notes that a loaded run goes on. In the same transaction it gets what its
 * row was written without: cells, if it has none (run->plan is then the plan
 * read anew), and where and with what it runs. 0, or -1 with *err.
 */
int store_run_resume(struct store *store, int64_t run_id,
		     const struct run_stored *run,
		     const struct run_resume *resume, struct err *err);

/*
 * Goes on with a loaded run that has finished: what the sink gets from now on
 * measures cell i of its plan again, because of why[i] (a text that stays, or
 * NULL: not that cell). Each block brings its repeats into the plan, so that
 * the run is whole and finished whenever that ends.
 */
void store_run_again(struct store *store, const size_t *bases,
		     const char *const *why, size_t count);

/* Repeats of a run by what became of them: by status, and those missing. */
struct run_account {
	size_t samples[SAMPLE_SKIPPED + 1], missing;
};
int store_run_account(struct store *store, int64_t run_id,
		      struct run_account *account, struct err *err);

/* The sink that keeps this run's blocks, one transaction each; valid until
 * the next run is begun or loaded, or store_close(). */
struct sample_sink *store_sink(struct store *store);

/* Writes how the run ended: 'finished', 'interrupted', 'failed'; why it counts
 * as noisy ("": it does not, NULL: not known). */
int store_run_finish(struct store *store, int64_t run_id, const char *status,
		     const char *reason, const char *noisy,
		     const struct facts *facts, struct err *err);

/*
 * Makes summary and speedup of a run anew from its samples, in one
 * transaction; nothing changes unless somebody has changed the samples.
 */
int store_rebuild(struct store *store, int64_t run_id, struct err *err);

/*
 * Finds the run that `text` names: an id, the beginning of a uuid (at least 4
 * characters), a label (the newest with it), "last", or "last~N". Returns 0,
 * or -1 with ERR_USAGE.
 */
int store_run_find(struct store *store, const char *text, int64_t *run_id,
		   struct err *err);

#endif
