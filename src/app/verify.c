/* Checks that a database holds what was stored in it. */
#include "app/verify.h"

#include "base/line.h"
#include "base/units.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "proc/shared.h"
#include "travel/verify.h"

#include <stdatomic.h>

#define PARTS   64          /* of the cells, for whoever is free */
#define LIMIT_S (24 * 3600) /* a large file on a slow disk */

/* What the processes share. */
struct shared_work {
	atomic_uint next; /* part that nobody has taken */
	struct err err[CHILD_SHARE_MAX];
};

struct work {
	const char *path;
	const struct verify_scope *scope;
	struct shared_work *shared;
};

/* Checks a part of the cells; all parts have as many ids. */
static int check_part(const struct work *w, struct db *db, unsigned part,
		      struct err *err)
{
	/* the ids of a hostile file may span all integers */
	uint64_t span = (uint64_t)w->scope->last - (uint64_t)w->scope->first;
	uint64_t size = span / PARTS + 1, from = part * size;
	uint64_t first = (uint64_t)w->scope->first + from;

	if (from > span)
		return 0;
	if (size > span - from + 1)
		size = span - from + 1;
	return travel_verify_cells(db, (int64_t)first,
				   (int64_t)(first + size - 1), err);
}

/* The work of process i: the first one checks the file before it takes cells.
 * Returns 0; what was found is in w->shared->err[i]. */
static int check_as(void *ctx, size_t i)
{
	const struct work *w = ctx;
	struct err *err = &w->shared->err[i];
	struct db *db = db_open(w->path, DB_READ, err);
	int rc = db ? 0 : -1;
	unsigned part;

	if (!rc && i == 0)
		rc = travel_verify_file(db, err);
	while (!rc && (part = atomic_fetch_add(&w->shared->next, 1)) < PARTS)
		rc = check_part(w, db, part, err);
	if (rc)
		atomic_store(&w->shared->next, PARTS); /* the others may end */
	db_close(db);
	return 0;
}

/* Closes the database for good: connections that close at the same time, or are
 * killed, leave a -wal, which this one removes. */
static void close_last(const char *path)
{
	db_close(db_open(path, DB_READ, NULL));
}

static int check_all(struct work *w, struct err *err)
{
	size_t cpus = (size_t)pin_cpu_count(), i;
	int rc = 0;

	if (cpus > CHILD_SHARE_MAX)
		cpus = CHILD_SHARE_MAX;
	if (cpus == 1) {
		check_as(w, 0);
	} else {
		rc = child_share(cpus, check_as, w, "a checking process",
				 LIMIT_S, err);
		close_last(w->path);
	}
	for (i = 0; !rc && i < cpus; i++)
		if (w->shared->err[i].kind)
			rc = err_set(err, w->shared->err[i].kind, "%s",
				     w->shared->err[i].text);
	return rc;
}

static int read_scope(const char *path, struct verify_scope *scope,
		      struct err *err)
{
	struct db *db = db_open(path, DB_READ, err);
	int rc = db ? travel_verify_scope(db, scope, err) : -1;

	db_close(db);
	return rc;
}

int verify_database(const char *path, struct str *said, struct err *err)
{
	struct verify_scope scope;
	struct work w = { path, &scope, NULL };
	struct shared shared = { 0 };
	char runs[UNITS_SIZE];
	int rc;

	if (read_scope(path, &scope, err) ||
	    shared_open(&shared, sizeof(*w.shared), err))
		return -1;
	w.shared = shared.data;
	rc = check_all(&w, err);
	shared_close(&shared);
	if (!rc)
		line_addf(said,
			  "'%s' is sound: its pages, and by their hashes the "
			  "repeats of %s",
			  path, units_count(runs, (size_t)scope.runs, "run"));
	return rc;
}
