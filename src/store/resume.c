/* Going on with a run: what was planned, what is there, what is different. */
#include "store/db.h"

#include "base/clock.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(sqlite3_stmt *s, int column)
{
	return (const char *)sqlite3_column_text(s, column);
}

static int load_run(struct store *store, int64_t run_id, struct run_stored *run,
		    struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "store/run_to_resume", err);
	char now[CLOCK_UTC_SIZE];
	int rc = 0;

	if (!s)
		return -1;
	clock_utc(now);
	db_text(s, ":now", now);
	db_int(s, ":id", run_id);
	if (sqlite3_step(s) != SQLITE_ROW)
		return db_fail(store, "cannot read", err);
	str_copy(run->uuid, sizeof(run->uuid), text_of(s, 0));
	run->plan.name = mem_text(text_of(s, 2), err);
	run->plan.text = mem_text(text_of(s, 3), err);
	if (!run->plan.name || !run->plan.text)
		rc = -1;
	run->seed = (uint64_t)sqlite3_column_int64(s, 4);
	run->sessions = (uint32_t)sqlite3_column_int64(s, 5);
	run->colds = (uint32_t)sqlite3_column_int64(s, 6);
	run->finished = !strcmp(text_of(s, 7), "finished");
	str_copy(run->owner, sizeof(run->owner), text_of(s, 8));
	run->elapsed_ns = sqlite3_column_int64(s, 9) * CLOCK_NS_PER_S;
	sqlite3_reset(s);
	return rc;
}

/* The row of a cell: as it was planned, and what is stored of it. */
static void read_cell(sqlite3_stmt *s, uint32_t sessions, struct cell *cell,
		      struct run_cell *stored, struct cell_known *known)
{
	enum sample_status status;

	sessions += (uint32_t)sqlite3_column_int(s, 16);
	memset(cell, 0, sizeof(*cell));
	stored->id = sqlite3_column_int64(s, 0);
	str_copy(cell->strategy, sizeof(cell->strategy), text_of(s, 1));
	str_copy(cell->kernel, sizeof(cell->kernel), text_of(s, 2));
	str_copy(cell->dtype, sizeof(cell->dtype), text_of(s, 3));
	cell->n = (uint64_t)sqlite3_column_int64(s, 4);
	cell->workers = (uint32_t)sqlite3_column_int64(s, 5);
	cell->chunks = (uint32_t)sqlite3_column_int64(s, 6);
	str_copy(cell->placement, sizeof(cell->placement), text_of(s, 7));
	cell->repeats = (uint32_t)sqlite3_column_int64(s, 8) / sessions;
	cell->timeout_ms = (uint32_t)sqlite3_column_int64(s, 9);
	cell->cell_timeout_ms = (uint32_t)sqlite3_column_int64(s, 10);
	known->calls = (uint32_t)sqlite3_column_int64(s, 11);
	known->sessions = (uint32_t)sqlite3_column_int64(s, 15) / cell->repeats;
	stored->sessions = known->sessions;
	for (status = SAMPLE_OK; status <= SAMPLE_SKIPPED; status++)
		if (!strcmp(text_of(s, 12), sample_status_name(status)))
			stored->status = status;
	str_copy(stored->reason, sizeof(stored->reason), text_of(s, 13));
	stored->hash = known->sessions ? strtoull(text_of(s, 14), NULL, 16)
				       : STR_HASH_START;
}

int store_run_load(struct store *store, int64_t run_id, struct run_stored *run,
		   struct err *err)
{
	size_t cells_cap = 0, known_cap = 0, plan_cap = 0, n = 0;
	sqlite3_stmt *s;
	int code;

	memset(run, 0, sizeof(*run));
	free(store->cells);
	store->cells = NULL;
	store->run_id = run_id;
	store->again = false;
	if (load_run(store, run_id, run, err))
		return -1;
	s = db_statement(store, "store/cells_to_resume", err);
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (mem_grow(&store->cells, &cells_cap, n + 1,
			     sizeof(*store->cells), err) ||
		    mem_grow(&run->known, &known_cap, n + 1,
			     sizeof(*run->known), err) ||
		    mem_grow(&run->plan.cells, &plan_cap, n + 1,
			     sizeof(*run->plan.cells), err))
			break;
		memset(&store->cells[n], 0, sizeof(*store->cells));
		memset(&run->known[n], 0, sizeof(*run->known));
		read_cell(s, run->sessions, &run->plan.cells[n],
			  &store->cells[n], &run->known[n]);
		n++;
	}
	sqlite3_reset(s);
	run->plan.count = n;
	if (code == SQLITE_DONE)
		return 0;
	return code == SQLITE_ROW ? -1 : db_fail(store, "cannot read", err);
}

void run_stored_free(struct run_stored *run)
{
	plan_free(&run->plan);
	free(run->known);
	memset(run, 0, sizeof(*run));
}

int store_run_differences(struct store *store, int64_t run_id,
			  const struct machine *m, const struct build *b,
			  struct str *text, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "store/provenance_of_run", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_text(s, ":key", m->key);
	db_text(s, ":cpu_model", m->cpu_model);
	db_text(s, ":version", b->version);
	db_text(s, ":source", b->source);
	db_text(s, ":compiler", b->compiler);
	db_text(s, ":flags", b->flags);
	db_text(s, ":blas", b->blas);
	db_text(s, ":sqlite", sqlite3_libversion());
	db_text(s, ":libc", b->libc);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		str_addf(text, "%s%s was '%s', is '%s'", text->len ? "; " : "",
			 text_of(s, 0), text_of(s, 1), text_of(s, 2));
	sqlite3_reset(s);
	if (code != SQLITE_DONE)
		return db_fail(store, "cannot read", err);
	return str_check(text, err);
}

int store_run_resume(struct store *store, int64_t run_id, const size_t *bases,
		     size_t count, const char *owner, const char *forced,
		     struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/run_resume", err);
	size_t i;

	if (!s)
		return -1;
	for (i = 0; i < count; i++)
		store->cells[i].base = bases[i];
	db_int(s, ":id", run_id);
	db_text(s, ":owner", owner);
	db_text(s, ":forced", forced);
	return db_run(store, s, err);
}

void store_run_again(struct store *store, const size_t *bases,
		     const char *const *why, size_t count)
{
	size_t i;

	store->again = true;
	for (i = 0; i < count; i++) {
		store->cells[i].base = bases[i];
		store->cells[i].remeasured = why[i];
	}
}

int store_run_account(struct store *store, int64_t run_id,
		      struct run_account *account, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "store/account_of_run", err);
	enum sample_status status;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	if (sqlite3_step(s) != SQLITE_ROW)
		return db_fail(store, "cannot read", err);
	for (status = SAMPLE_OK; status <= SAMPLE_SKIPPED; status++)
		account->samples[status] =
		    (size_t)sqlite3_column_int64(s, (int)status);
	account->missing = (size_t)sqlite3_column_int64(s, (int)status);
	sqlite3_reset(s);
	return 0;
}

int store_run_unfinished(struct store *store, uint64_t plan_hash,
			 int64_t since_s, int64_t *run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "store/run_unfinished", err);
	char hash[17];
	int rc;

	*run_id = 0;
	if (!s)
		return -1;
	snprintf(hash, sizeof(hash), "%016" PRIx64, plan_hash);
	db_text(s, ":plan_hash", hash);
	db_int(s, ":since_s", since_s);
	rc = db_run_int(store, s, run_id, err);
	return rc < 0 ? -1 : 0;
}
