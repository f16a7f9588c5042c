/* Inside src/store: the connection, statements by name, binding by name. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/str.h"
#include "store/store.h"

#include <sqlite3.h>

/* Files of sql/ in the program: "write/run_begin", "query/course", ... */
extern const struct str_file store_sql[];

#define DB_STATEMENTS_MAX 200
#define DB_APPLICATION_ID 0x64746563 /* "dtec" */

/* A cell of the run being written. */
struct run_cell {
	int64_t id;
	size_t base;       /* index of its serial base, or SIZE_MAX */
	uint32_t sessions; /* stored */
	uint64_t hash;     /* of its samples so far */
	enum sample_status status;
	char reason[SAMPLE_REASON_SIZE];
	const char *remeasured; /* why it is measured again, or NULL */
};

struct store {
	sqlite3 *db;
	char *path;
	struct {
		const char *name;
		sqlite3_stmt *statement;
	} prepared[DB_STATEMENTS_MAX];
	size_t count;
	struct sample_sink sink;
	int64_t waiting_since_ns; /* for a lock */
	int old_version;          /* of the schema, when it was opened */
	int64_t run_id;           /* being written */
	struct run_cell *cells;   /* its cells, by index in its plan */
	struct { /* the block being stored: table memory_sample */
		const struct sample *samples;
		const struct cell_record **cell_of; /* of each sample */
		size_t count;
	} pending;
};

/* Records SQLite's last error, with the path; returns -1. */
int db_fail(struct store *store, const char *what, struct err *err);

/* The statement of file sql/NAME.sql, reset and with no values bound. NULL
 * with *err. An unknown name is a bug. */
sqlite3_stmt *db_statement(struct store *store, const char *name,
			   struct err *err);

/* Binds by name (":n"). An unknown name is a bug. A NULL text is NULL. */
void db_int(sqlite3_stmt *statement, const char *name, int64_t value);
void db_real(sqlite3_stmt *statement, const char *name, double value);
void db_text(sqlite3_stmt *statement, const char *name, const char *value);

/* Runs a statement to its end. 0, or -1 with *err. */
int db_run(struct store *store, sqlite3_stmt *statement, struct err *err);

/* Runs a statement that gives one integer; 0, 1 if it gave no row, or -1. */
int db_run_int(struct store *store, sqlite3_stmt *statement, int64_t *value,
	       struct err *err);

/* Runs all statements of a text. */
int db_exec(struct store *store, const char *sql, struct err *err);

/* BEGIN IMMEDIATE; COMMIT when rc is 0, ROLLBACK when not. Both give rc. */
int db_begin(struct store *store, struct err *err);
int db_end(struct store *store, int rc, struct err *err);

/* Brings a database of an older version, or an empty one, to this one; makes
 * the views anew when they have changed. */
int db_migrate(struct store *store, struct err *err);

/* Adds the table memory_sample, the samples of store->pending. */
int db_memory_table(struct store *store, struct err *err);

/* An ok sample, for what is derived from samples. */
struct timing {
	uint32_t round, session;
	double value; /* ns per call; of a speed-up the ratio of two */
};

/* Makes what is derived from a cell's stored samples anew; base_id 0: none. */
int db_rebuild_cell(struct store *store, int64_t cell_id, int64_t base_id,
		    struct err *err);

/* Reads those of a stored cell in ascending rounds, for free() even on failure.
 * Returns 0, or -1 with *err. */
int db_timings(struct store *store, int64_t cell_id, struct timing **timings,
	       size_t *count, struct err *err);

/*
 * Writes the summary of a cell and, where it has a base (base_id not 0), its
 * speed-up, from its timings and its base's, both in ascending rounds. Medians
 * and intervals are of the medians of sessions where those are enough for an
 * interval, which column sessions tells.
 */
int db_derive(struct store *store, int64_t cell_id, const struct timing *own,
	      size_t nown, int64_t base_id, const struct timing *base,
	      size_t nbase, struct err *err);

#endif
