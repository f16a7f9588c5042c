/* Loads a stored run to resume or re-measure it; records how it goes on. */
#include "store/resume.h"

#include "base/clock.h"
#include "base/mem.h"
#include "db/statement.h"
#include "store/recording.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ELAPSED_MAX_S (30 * 366 * 86400LL)

/* The row of a run or a cell being read. */
struct row {
	sqlite3_stmt *s;
	char odd[120]; /* its first value that no run can have, or "" */
};

static int refuse_damage(const struct db *db, int64_t run_id, const char *what,
			 struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       "run %" PRId64
		       " in '%s' is damaged: %s; begin a new one",
		       run_id, db->path, what);
}

/* Reads a number that a plan allows for `name`; else notes it in row->odd and
 * returns 1. */
static uint64_t planned_number(struct row *row, int column, const char *name)
{
	int64_t value = sqlite3_column_int64(row->s, column);

	if (value >= 0 && plan_allows(name, (uint64_t)value))
		return (uint64_t)value;
	if (!row->odd[0])
		snprintf(row->odd, sizeof(row->odd), "%s is %" PRId64, name,
			 value);
	return 1;
}

/* Seconds as ns; 0 if they are negative or many years: the clock was set
 * meanwhile. */
static int64_t elapsed_ns(int64_t seconds)
{
	if (seconds < 0 || seconds > ELAPSED_MAX_S)
		return 0;
	return seconds * CLOCK_NS_PER_S;
}

static int read_run(sqlite3_stmt *s, struct db *db, int64_t run_id,
		    struct run_stored *run, struct err *err)
{
	struct row row = { .s = s };
	const char *name = db_text_at(db, s, 2, err);
	const char *text = db_text_at(db, s, 3, err);

	if (!name || !text)
		return -1;
	str_copy(run->uuid, sizeof(run->uuid), db_column_text(s, 0));
	run->plan.name = mem_text(name, err);
	run->plan.text = mem_text(text, err);
	if (!run->plan.name || !run->plan.text)
		return -1;
	run->seed = (uint64_t)sqlite3_column_int64(s, 4);
	run->sessions = (uint32_t)planned_number(&row, 5, "sessions");
	run->colds = (uint32_t)planned_number(&row, 6, "colds");
	run->finished = !strcmp(db_column_text(s, 7), "finished");
	str_copy(run->owner, sizeof(run->owner), db_column_text(s, 8));
	run->elapsed_ns = elapsed_ns(sqlite3_column_int64(s, 9));
	run->described = sqlite3_column_int(s, 10);
	run->external = sqlite3_column_int(s, 11);
	return row.odd[0] ? refuse_damage(db, run_id, row.odd, err) : 0;
}

static int load_stored_run(struct db *db, int64_t run_id,
			   struct run_stored *run, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_to_resume", err);
	char now[CLOCK_UTC_SIZE];
	int code;

	if (!s)
		return -1;
	clock_utc(now);
	db_text(s, ":now", now);
	db_int(s, ":id", run_id);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW && read_run(s, db, run_id, run, err)) {
		sqlite3_reset(s);
		return -1;
	}
	return db_row_ended(db, s, code, err);
}

/* Reads the repeats per session of a cell, and its number of stored sessions:
 * the repeats of a session are always stored together. */
static void read_repeats(struct row *row, uint32_t sessions, struct cell *cell,
			 struct cell_known *known)
{
	int64_t planned = sqlite3_column_int64(row->s, 8) / sessions;
	int64_t stored = sqlite3_column_int64(row->s, 15);

	if (planned < 0 || !plan_allows("repeats", (uint64_t)planned)) {
		if (!row->odd[0])
			snprintf(row->odd, sizeof(row->odd),
				 "%" PRId64 " repeats are planned in a session",
				 planned);
		planned = 1;
	}
	if (stored % planned && !row->odd[0])
		snprintf(row->odd, sizeof(row->odd),
			 "%" PRId64
			 " repeats are not whole sessions of %" PRId64,
			 stored, planned);
	cell->repeats = (uint32_t)planned;
	known->sessions = (uint32_t)(stored / planned);
}

/* Reads the row of a cell: its grid point in the plan, and what is stored of
 * it. */
static void read_stored_cell(struct row *row, uint32_t sessions,
			     struct cell *cell, struct recording_cell *stored,
			     struct cell_known *known)
{
	sqlite3_stmt *s = row->s;

	sessions += sqlite3_column_int(s, 16) != 0;
	stored->id = sqlite3_column_int64(s, 0);
	str_copy(cell->strategy, sizeof(cell->strategy), db_column_text(s, 1));
	str_copy(cell->kernel, sizeof(cell->kernel), db_column_text(s, 2));
	str_copy(cell->dtype, sizeof(cell->dtype), db_column_text(s, 3));
	cell->n = planned_number(row, 4, "n");
	cell->workers = (uint32_t)planned_number(row, 5, "workers");
	cell->chunks = (uint32_t)planned_number(row, 6, "chunks");
	str_copy(cell->placement, sizeof(cell->placement),
		 db_column_text(s, 7));
	read_repeats(row, sessions, cell, known);
	cell->timeout_ms = (uint32_t)planned_number(row, 9, "timeout_ms");
	cell->cell_timeout_ms =
	    (uint32_t)planned_number(row, 10, "cell_timeout_ms");
	known->calls = (uint32_t)planned_number(row, 11, "calls");
	stored->sessions = known->sessions;
	sample_status_read(db_column_text(s, 12), &stored->status);
	str_copy(stored->reason, sizeof(stored->reason), db_column_text(s, 13));
	stored->hash = known->sessions
			   ? strtoull(db_column_text(s, 14), NULL, 16)
			   : STR_HASH_START;
}

/* The capacities of the three arrays of cells. */
struct room {
	size_t cells, known, plan;
};

/* Adds space for one more cell, zeroed, to all three arrays. */
static int cells_grow(struct db *db, struct run_stored *run, struct room *room,
		      struct err *err)
{
	size_t n = run->plan.count;

	if (mem_grow(&db->recording->cells, &room->cells, n + 1,
		     sizeof(*db->recording->cells), err) ||
	    mem_grow(&run->known, &room->known, n + 1, sizeof(*run->known),
		     err) ||
	    mem_grow(&run->plan.cells, &room->plan, n + 1,
		     sizeof(*run->plan.cells), err))
		return -1;
	memset(&db->recording->cells[n], 0, sizeof(*db->recording->cells));
	memset(&run->known[n], 0, sizeof(*run->known));
	memset(&run->plan.cells[n], 0, sizeof(*run->plan.cells));
	return 0;
}

static int load_stored_cells(struct db *db, int64_t run_id,
			     struct run_stored *run, struct err *err)
{
	struct row row = { db_statement(db, "store/cells_to_resume", err), "" };
	struct room room = { 0 };
	int code = SQLITE_DONE, rc = row.s ? 0 : -1;
	size_t n;

	if (row.s)
		db_int(row.s, ":run_id", run_id);
	while (!rc && (code = sqlite3_step(row.s)) == SQLITE_ROW) {
		rc = cells_grow(db, run, &room, err);
		if (rc)
			break;
		n = run->plan.count++;
		read_stored_cell(&row, run->sessions, &run->plan.cells[n],
				 &db->recording->cells[n], &run->known[n]);
		if (row.odd[0] && !run->external)
			rc = refuse_damage(db, run_id, row.odd, err);
	}
	if (!rc && code != SQLITE_DONE)
		rc = db_fail(db, "cannot read", err);
	sqlite3_reset(row.s);
	return rc;
}

int store_run_load(struct db *db, int64_t run_id, struct run_stored *run,
		   struct err *err)
{
	memset(run, 0, sizeof(*run));
	if (recording_begin(db, run_id, err) ||
	    load_stored_run(db, run_id, run, err))
		return -1;
	return load_stored_cells(db, run_id, run, err);
}

void run_stored_free(struct run_stored *run)
{
	plan_free(&run->plan);
	free(run->known);
	memset(run, 0, sizeof(*run));
}

int store_run_differences(struct db *db, int64_t run_id,
			  const struct machine *m, const struct build *b,
			  struct str *text, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/provenance_of_run", err);
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
			 db_column_text(s, 0), db_column_text(s, 1),
			 db_column_text(s, 2));
	return db_ended(db, s, code, err) ? -1 : str_check(text, err);
}

static int note_resumed(struct db *db, int64_t run_id,
			const struct run_resume *resume, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_resume", err);

	if (!s)
		return -1;
	db_int(s, ":id", run_id);
	db_text(s, ":owner", resume->owner);
	db_text(s, ":forced", resume->forced);
	return db_run(db, s, err);
}

int store_run_resume(struct db *db, int64_t run_id,
		     const struct run_stored *run,
		     const struct run_resume *resume, struct err *err)
{
	size_t i;
	int rc = 0;

	if (db_begin(db, err))
		return -1;
	if (!db->recording->cells)
		rc = recording_cells(db, run_id, run->sessions, &run->plan,
				     resume->bases, err);
	for (i = 0; !rc && i < run->plan.count; i++)
		db->recording->cells[i].base = resume->bases[i];
	if (!rc && !run->described)
		rc = recording_describe(db, run_id, resume->machine,
					resume->build, resume->facts, err);
	if (!rc)
		rc = note_resumed(db, run_id, resume, err);
	return db_end(db, rc, err);
}

void store_run_again(struct db *db, const size_t *bases, const char *const *why,
		     size_t count)
{
	size_t i;

	db->recording->again = true;
	for (i = 0; i < count; i++) {
		db->recording->cells[i].base = bases[i];
		db->recording->cells[i].remeasured = why[i];
	}
}

int store_run_account(struct db *db, int64_t run_id,
		      struct run_account *account, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/account_of_run", err);
	enum sample_status status;
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	for (status = SAMPLE_OK; status <= SAMPLE_SKIPPED; status++)
		account->samples[status] =
		    (size_t)sqlite3_column_int64(s, (int)status);
	account->missing = (size_t)sqlite3_column_int64(s, (int)status);
	return db_row_ended(db, s, code, err);
}

int store_run_unfinished(struct db *db, uint64_t plan_hash, const char *night,
			 int64_t since_s, const char *machine_key,
			 const char *owner, int64_t *run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_unfinished", err);
	char hash[17];
	int rc;

	*run_id = 0;
	if (!s)
		return -1;
	snprintf(hash, sizeof(hash), "%016" PRIx64, plan_hash);
	db_text(s, ":plan_hash", hash);
	db_text(s, ":night", night);
	db_int(s, ":since_s", since_s);
	db_text(s, ":machine_key", machine_key);
	db_text(s, ":owner", owner);
	rc = db_run_int(db, s, run_id, err);
	return rc < 0 ? -1 : 0;
}

int store_run_end(struct db *db, int64_t run_id, const char *reason,
		  struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_end", err);

	if (!s)
		return -1;
	db_int(s, ":id", run_id);
	db_text(s, ":reason", reason);
	return db_run(db, s, err);
}
