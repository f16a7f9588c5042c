/* Writes a run: its row and cells, its machine and build, and how it ended. */
#include "store/write.h"

#include "base/clock.h"
#include "base/mem.h"
#include "db/hold.h"
#include "db/statement.h"
#include "store/recording.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int insert_run(struct db *db, const struct run_start *start,
		      const struct plan *plan, int64_t *run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_begin", err);
	char hash[17], now[CLOCK_UTC_SIZE];
	int64_t now_s;

	if (!s)
		return -1;
	snprintf(hash, sizeof(hash), "%016" PRIx64, plan->hash);
	clock_utc(now);
	db_text(s, ":uuid", start->uuid);
	db_text(s, ":label", start->label);
	db_text(s, ":plan_name", plan->name);
	db_text(s, ":plan_text", plan->text);
	db_text(s, ":plan_hash", hash);
	db_int(s, ":seed", (int64_t)start->seed);
	db_int(s, ":sessions", start->sessions);
	db_int(s, ":colds", start->colds);
	db_text(s, ":owner", start->owner);
	db_text(s, ":started_utc", now);
	if (clock_parse_utc(now, &now_s))
		db_int(s, ":utc_offset_s",
		       start->utc ? 0 : clock_utc_offset_s(now_s));
	return db_run_int(db, s, run_id, err);
}

/* ---- machine and build ------------------------------------------------- */

static int insert_machine(struct db *db, const struct machine *m, int64_t *id,
			  struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/machine", err);

	if (!s)
		return -1;
	db_text(s, ":key", m->key);
	db_text(s, ":cpu_model", m->cpu_model);
	db_text(s, ":architecture", m->architecture);
	db_int(s, ":cpus", m->cpus);
	db_int(s, ":numa_nodes", m->numa_nodes);
	db_int(s, ":l1d_bytes", m->l1d_bytes);
	db_int(s, ":l2_bytes", m->l2_bytes);
	db_int(s, ":l3_bytes", m->l3_bytes);
	db_int(s, ":memory_bytes", m->memory_bytes);
	return db_run_int(db, s, id, err);
}

static int insert_build(struct db *db, const struct build *b, int64_t *id,
			struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/build", err);

	if (!s)
		return -1;
	db_text(s, ":version", b->version);
	db_text(s, ":source", b->source);
	db_text(s, ":compiler", b->compiler);
	db_text(s, ":flags", b->flags);
	db_text(s, ":blas", b->blas);
	db_text(s, ":libc", b->libc);
	db_text(s, ":sqlite", sqlite3_libversion());
	return db_run_int(db, s, id, err);
}

/* Returns a JSON object with one more member, for free(); NULL with *err. */
static char *json_add(struct db *db, const char *object, const char *name,
		      const char *value, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/json_add", err);
	const char *text = NULL;
	char *more = NULL;

	if (!s)
		return NULL;
	db_text(s, ":object", object);
	db_text(s, ":name", name);
	db_text(s, ":value", value);
	/* a NULL text is a failure too: memory ran out */
	if (sqlite3_step(s) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(s, 0);
	if (text)
		more = mem_text(text, err);
	else
		db_fail(db, "cannot use", err);
	sqlite3_reset(s);
	return more;
}

/* Returns the facts as a JSON object, for free(); NULL with *err. */
static char *facts_json(struct db *db, const struct facts *facts,
			struct err *err)
{
	char *object = mem_text("{}", err), *more;
	size_t i;

	for (i = 0; object && i < facts->count; i++) {
		more = json_add(db, object, facts->fact[i].name,
				facts->fact[i].value, err);
		free(object);
		object = more;
	}
	return object;
}

int recording_describe(struct db *db, int64_t run_id,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err)
{
	char *json = facts_json(db, facts, err);
	int64_t machine_id, build_id;
	sqlite3_stmt *s;
	int rc = -1;

	if (!json || insert_machine(db, machine, &machine_id, err) ||
	    insert_build(db, build, &build_id, err))
		goto out;
	s = db_statement(db, "store/run_describe", err);
	if (!s)
		goto out;
	db_int(s, ":machine_id", machine_id);
	db_int(s, ":build_id", build_id);
	db_text(s, ":host", json);
	db_int(s, ":id", run_id);
	rc = db_run(db, s, err);
out:
	free(json);
	return rc;
}

/* ---- cells ------------------------------------------------------------- */

static int insert_cell(struct db *db, int64_t run_id, uint32_t sessions,
		       const struct cell *cell, int64_t *id, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/series", err);
	int64_t series_id;

	if (!s)
		return -1;
	db_text(s, ":strategy", cell->strategy);
	db_text(s, ":kernel", cell->kernel);
	db_text(s, ":dtype", cell->dtype);
	db_int(s, ":n", (int64_t)cell->n);
	db_int(s, ":workers", cell->workers);
	db_int(s, ":chunks", cell->chunks);
	db_text(s, ":placement", cell->placement);
	if (db_run_int(db, s, &series_id, err))
		return -1;
	s = db_statement(db, "store/cell_plan", err);
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_int(s, ":series_id", series_id);
	db_int(s, ":planned", (int64_t)cell->repeats * sessions);
	db_int(s, ":timeout_ms", cell->timeout_ms);
	db_int(s, ":cell_timeout_ms", cell->cell_timeout_ms);
	return db_run_int(db, s, id, err);
}

static int insert_cells(struct db *db, uint32_t sessions,
			const struct plan *plan, struct err *err)
{
	struct recording_cell *cells = db->recording->cells;
	sqlite3_stmt *s;
	size_t i;

	for (i = 0; i < plan->count; i++)
		if (insert_cell(db, db->recording->run_id, sessions,
				&plan->cells[i], &cells[i].id, err))
			return -1;
	for (i = 0; i < plan->count; i++) {
		if (cells[i].base == SIZE_MAX)
			continue;
		s = db_statement(db, "store/cell_base", err);
		if (!s)
			return -1;
		db_int(s, ":id", cells[i].id);
		db_int(s, ":base_id", cells[cells[i].base].id);
		if (db_run(db, s, err))
			return -1;
	}
	return 0;
}

int recording_cells(struct db *db, int64_t run_id, uint32_t sessions,
		    const struct plan *plan, const size_t *bases,
		    struct err *err)
{
	struct recording_cell *cells;
	size_t i;

	if (recording_begin(db, run_id, err))
		return -1;
	cells = mem_array(plan->count, sizeof(*cells), err);
	if (!cells)
		return -1;
	db->recording->cells = cells;
	for (i = 0; i < plan->count; i++) {
		cells[i].base = bases[i];
		cells[i].hash = STR_HASH_START;
	}
	return insert_cells(db, sessions, plan, err);
}

/* ---- the run's begin and end ------------------------------------------- */

int store_run_begin(struct db *db, const struct run_start *start,
		    const struct plan *plan, const size_t *bases,
		    int64_t *run_id, struct err *err)
{
	int rc;

	if (db_begin(db, err))
		return -1;
	rc = insert_run(db, start, plan, run_id, err);
	if (!rc)
		rc = db_hold_run(db, *run_id, err);
	if (!rc)
		rc = recording_cells(db, *run_id, start->sessions, plan, bases,
				     err);
	return db_end(db, rc, err);
}

int store_run_describe(struct db *db, int64_t run_id,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err)
{
	int rc;

	if (db_begin(db, err))
		return -1;
	rc = recording_describe(db, run_id, machine, build, facts, err);
	return db_end(db, rc, err);
}

static int update_end(struct db *db, int64_t run_id, const char *status,
		      const char *reason, const char *noisy,
		      const struct facts *facts, struct err *err)
{
	char now[CLOCK_UTC_SIZE], *json = facts_json(db, facts, err);
	sqlite3_stmt *s =
	    json ? db_statement(db, "store/run_finish", err) : NULL;
	int rc = -1;

	clock_utc(now);
	if (s) {
		db_text(s, ":finished_utc", now);
		db_text(s, ":status", status);
		db_text(s, ":reason", reason);
		db_text(s, ":noisy", noisy);
		db_text(s, ":host", json);
		db_int(s, ":id", run_id);
		rc = db_run(db, s, err);
	}
	free(json);
	return rc;
}

int store_run_finish(struct db *db, int64_t run_id, const char *status,
		     const char *reason, const char *noisy,
		     const struct facts *facts, struct err *err)
{
	if (db_begin(db, err))
		return -1;
	return db_end(
	    db, update_end(db, run_id, status, reason, noisy, facts, err), err);
}
