/* Pruning: old runs are thinned, sketches replace their repeats. */
#include "travel/travel.h"

#include "base/mem.h"
#include "db/statement.h"
#include "travel/thin.h"

#include <stdlib.h>
#include <string.h>

/* The runs to be thinned. */
struct thinnable {
	int64_t *run_id;
	size_t cap;
	struct prune_result *result;
};

static int file_bytes(struct db *db, int64_t *bytes, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/file_size", err);

	return s ? db_run_int(db, s, bytes, err) : -1;
}

static int note_run(struct thinnable *t, sqlite3_stmt *s, struct err *err)
{
	struct prune_result *r = t->result;
	const char *started = db_column_text(s, 1);

	if (mem_grow(&t->run_id, &t->cap, r->runs + 1, sizeof(*t->run_id), err))
		return -1;
	t->run_id[r->runs] = sqlite3_column_int64(s, 0);
	if (!r->runs++)
		str_copy(r->oldest_utc, sizeof(r->oldest_utc), started);
	str_copy(r->newest_utc, sizeof(r->newest_utc), started);
	r->samples += sqlite3_column_int64(s, 2);
	return 0;
}

static int prune_find_runs(struct db *db, const struct prune_options *options,
			   struct thinnable *t, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/thinnable", err);
	int rc = 0, code = SQLITE_DONE;

	if (!s)
		return -1;
	db_int(s, ":window", PRUNE_WINDOW);
	if (options->keep)
		db_int(s, ":keep", options->keep);
	if (options->days)
		db_int(s, ":days", options->days);
	while (!rc && (code = sqlite3_step(s)) == SQLITE_ROW)
		rc = note_run(t, s, err);
	sqlite3_reset(s);
	if (code != SQLITE_DONE && !rc)
		rc = db_fail(db, "cannot read", err);
	return rc;
}

/* Shrinks the file. VACUUM attaches a temporary database, which the connection
 * forbids otherwise. */
static int give_back(struct db *db, struct err *err)
{
	int rc;

	sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 1);
	rc = db_exec_file(db, err, "travel/give_back");
	sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 0);
	return rc;
}

int travel_prune(struct db *db, const struct prune_options *options,
		 bool only_look, struct prune_result *result, struct err *err)
{
	struct thinnable t = { .result = result };
	size_t i;
	int rc;

	memset(result, 0, sizeof(*result));
	rc = file_bytes(db, &result->bytes, err);
	if (!rc)
		rc = prune_find_runs(db, options, &t, err);
	/* one transaction per run: other processes need not wait for all runs */
	for (i = 0; !rc && !only_look && i < result->runs; i++) {
		rc = db_begin(db, err);
		if (!rc)
			rc = db_end(db, thin_run(db, t.run_id[i], err), err);
	}
	if (!rc && !only_look && result->runs)
		rc = give_back(db, err);
	if (!rc)
		rc = file_bytes(db, &result->bytes_left, err);
	free(t.run_id);
	return rc;
}
