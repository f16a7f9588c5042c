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

/* The schema version this program writes. */
int store_version(void);

/* Version of the SQLite library in use. */
const char *store_library_version(void);

/* What is known of a run before anything is probed. */
struct run_start {
	const char *uuid, *label; /* label may be NULL */
	uint64_t seed;
};

/* Writes and commits the run's row. Returns 0 with its id in *run_id. */
int store_run_begin(struct store *store, const struct run_start *start,
		    const struct plan *plan, int64_t *run_id, struct err *err);

/*
 * Adds where and with what it runs, and a row for every planned cell, status
 * 'missing'. bases[i] is the plan index of cell i's serial base, or SIZE_MAX.
 */
int store_run_describe(struct store *store, int64_t run_id,
		       const struct plan *plan, const size_t *bases,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err);

/* The sink that keeps this run's blocks, one transaction each; valid until
 * the next store_run_describe() or store_close(). */
struct sample_sink *store_sink(struct store *store);

/* Writes how the run ended: 'finished', 'interrupted', 'failed'. */
int store_run_finish(struct store *store, int64_t run_id, const char *status,
		     const char *reason, const struct facts *facts,
		     struct err *err);

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
