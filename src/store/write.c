/* Writing a run: its row first, its cells, then block after block. */
#include "store/db.h"
#include "store/hash.h"

#include "base/clock.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int insert_run(struct store *store, const struct run_start *start,
		      const struct plan *plan, int64_t *run_id, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/run_begin", err);
	char hash[17], now[CLOCK_UTC_SIZE];

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
	return db_run_int(store, s, run_id, err);
}

int store_run_begin(struct store *store, const struct run_start *start,
		    const struct plan *plan, int64_t *run_id, struct err *err)
{
	if (db_begin(store, err))
		return -1;
	return db_end(store, insert_run(store, start, plan, run_id, err), err);
}

/* ---- where and with what ----------------------------------------------- */

static int insert_machine(struct store *store, const struct machine *m,
			  int64_t *id, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/machine", err);

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
	return db_run_int(store, s, id, err);
}

static int insert_build(struct store *store, const struct build *b, int64_t *id,
			struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/build", err);

	if (!s)
		return -1;
	db_text(s, ":version", b->version);
	db_text(s, ":source", b->source);
	db_text(s, ":compiler", b->compiler);
	db_text(s, ":flags", b->flags);
	db_text(s, ":blas", b->blas);
	db_text(s, ":libc", b->libc);
	db_text(s, ":sqlite", sqlite3_libversion());
	return db_run_int(store, s, id, err);
}

/* The object with one member more, to be released with free(); NULL with *err.
 */
static char *json_add(struct store *store, const char *object, const char *name,
		      const char *value, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/json_add", err);
	const char *text = NULL;
	char *more = NULL;

	if (!s)
		return NULL;
	db_text(s, ":object", object);
	db_text(s, ":name", name);
	db_text(s, ":value", value);
	/* NULL, too, is a failure: there was no memory for the text */
	if (sqlite3_step(s) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(s, 0);
	if (text)
		more = mem_text(text, err);
	else
		db_fail(store, "cannot use", err);
	sqlite3_reset(s);
	return more;
}

/* The facts as a JSON object, to be released with free(). */
static char *facts_json(struct store *store, const struct facts *facts,
			struct err *err)
{
	char *object = mem_text("{}", err), *more;
	size_t i;

	for (i = 0; object && i < facts->count; i++) {
		more = json_add(store, object, facts->fact[i].name,
				facts->fact[i].value, err);
		free(object);
		object = more;
	}
	return object;
}

static int update_run(struct store *store, int64_t run_id,
		      const struct machine *machine, const struct build *build,
		      const struct facts *facts, struct err *err)
{
	char *json = facts_json(store, facts, err);
	int64_t machine_id, build_id;
	sqlite3_stmt *s;
	int rc = -1;

	if (!json || insert_machine(store, machine, &machine_id, err) ||
	    insert_build(store, build, &build_id, err))
		goto out;
	s = db_statement(store, "write/run_describe", err);
	if (!s)
		goto out;
	db_int(s, ":machine_id", machine_id);
	db_int(s, ":build_id", build_id);
	db_text(s, ":host", json);
	db_int(s, ":id", run_id);
	rc = db_run(store, s, err);
out:
	free(json);
	return rc;
}

/* ---- cells ------------------------------------------------------------- */

static int insert_cell(struct store *store, int64_t run_id, uint32_t sessions,
		       const struct cell *cell, int64_t *id, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/series", err);
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
	if (db_run_int(store, s, &series_id, err))
		return -1;
	s = db_statement(store, "write/cell_plan", err);
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_int(s, ":series_id", series_id);
	db_int(s, ":planned", (int64_t)cell->repeats * sessions);
	db_int(s, ":timeout_ms", cell->timeout_ms);
	db_int(s, ":cell_timeout_ms", cell->cell_timeout_ms);
	return db_run_int(store, s, id, err);
}

static int insert_cells(struct store *store, uint32_t sessions,
			const struct plan *plan, struct err *err)
{
	struct run_cell *cells = store->cells;
	sqlite3_stmt *s;
	size_t i;

	for (i = 0; i < plan->count; i++)
		if (insert_cell(store, store->run_id, sessions, &plan->cells[i],
				&cells[i].id, err))
			return -1;
	for (i = 0; i < plan->count; i++) {
		if (cells[i].base == SIZE_MAX)
			continue;
		s = db_statement(store, "write/cell_base", err);
		if (!s)
			return -1;
		db_int(s, ":id", cells[i].id);
		db_int(s, ":base_id", cells[cells[i].base].id);
		if (db_run(store, s, err))
			return -1;
	}
	return 0;
}

/* Makes room for the cells of the run to be written, all new. */
static int run_cells(struct store *store, int64_t run_id, const size_t *bases,
		     size_t count, struct err *err)
{
	size_t i;

	free(store->cells);
	store->run_id = run_id;
	store->cells = mem_array(count, sizeof(*store->cells), err);
	if (!store->cells)
		return -1;
	for (i = 0; i < count; i++) {
		store->cells[i].base = bases[i];
		store->cells[i].hash = STR_HASH_START;
	}
	return 0;
}

int store_run_describe(struct store *store, int64_t run_id, uint32_t sessions,
		       const struct plan *plan, const size_t *bases,
		       const struct machine *machine, const struct build *build,
		       const struct facts *facts, struct err *err)
{
	int rc;

	if (run_cells(store, run_id, bases, plan->count, err) ||
	    db_begin(store, err))
		return -1;
	rc = update_run(store, run_id, machine, build, facts, err);
	if (!rc)
		rc = insert_cells(store, sessions, plan, err);
	return db_end(store, rc, err);
}

int store_run_finish(struct store *store, int64_t run_id, const char *status,
		     const char *reason, const char *noisy,
		     const struct facts *facts, struct err *err)
{
	char now[CLOCK_UTC_SIZE], *json = facts_json(store, facts, err);
	sqlite3_stmt *s =
	    json ? db_statement(store, "write/run_finish", err) : NULL;
	int rc = -1;

	clock_utc(now);
	if (s) {
		db_text(s, ":finished_utc", now);
		db_text(s, ":status", status);
		db_text(s, ":reason", reason);
		db_text(s, ":noisy", noisy);
		db_text(s, ":host", json);
		db_int(s, ":id", run_id);
		rc = db_run(store, s, err);
	}
	free(json);
	return rc;
}

/* ---- blocks: the sink -------------------------------------------------- */

/* A cell is as bad as the worst of its sessions. */
static void worsen(struct run_cell *cell, const struct cell_record *c)
{
	if (c->status == SAMPLE_OK ||
	    (cell->status != SAMPLE_OK && cell->status <= c->status))
		return;
	cell->status = c->status;
	str_copy(cell->reason, sizeof(cell->reason), c->reason);
}

static void bind_reference(sqlite3_stmt *s, const struct cell_record *c)
{
	if (!c->has_reference)
		return;
	db_real(s, ":reference", c->reference);
	db_int(s, ":reference_bits", (int64_t)sample_bits(c->reference));
	db_int(s, ":exact", c->exact);
	db_real(s, ":bound", c->bound);
	db_real(s, ":accurate", c->accurate);
	if (c->error_ulp >= 0)
		db_real(s, ":error_ulp", c->error_ulp);
}

static int update_cell(struct store *store, const struct cell_record *c,
		       const struct sample *samples, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/cell", err);
	struct run_cell *cell = &store->cells[c->cell];
	uint64_t hash = cell->hash;
	char text[17];
	uint32_t i;

	if (!s)
		return -1;
	for (i = 0; i < c->repeats; i++)
		hash = hash_sample(hash, &samples[i]);
	cell->hash = hash;
	worsen(cell, c);
	snprintf(text, sizeof(text), "%016" PRIx64, hash);
	db_int(s, ":id", cell->id);
	db_text(s, ":status", sample_status_name(cell->status));
	if (cell->reason[0])
		db_text(s, ":reason", cell->reason);
	db_int(s, ":more", cell->remeasured ? c->repeats : 0);
	db_text(s, ":remeasured", cell->remeasured);
	db_int(s, ":warmups", c->warmups);
	if (c->calls) {
		db_int(s, ":calls", c->calls);
		db_int(s, ":settled", c->settled);
	}
	if (c->open_ns >= 0)
		db_int(s, ":open_ns", c->open_ns);
	if (c->first_ns >= 0)
		db_int(s, ":first_ns", c->first_ns);
	bind_reference(s, c);
	db_text(s, ":samples_hash", text);
	return db_run(store, s, err);
}

/* A batch being stored: its cells and where their timings lie. */
struct block {
	const struct batch *batch;
	const struct cell_record **cell_of; /* of each sample */
	struct timing *timings; /* of all ok samples, cell by cell */
	size_t *first;          /* cell i: timings[first[i] .. first[i + 1]) */
};

static void collect_timings(struct block *b)
{
	const struct sample *samples = b->batch->samples;
	size_t i, k, at = 0;

	for (i = 0; i < b->batch->ncells; i++) {
		b->first[i] = at;
		for (k = 0; k < b->batch->cells[i].repeats; k++, samples++) {
			if (samples->status != SAMPLE_OK)
				continue;
			b->timings[at].round = samples->round;
			b->timings[at].session = b->batch->cells[i].session;
			b->timings[at++].value =
			    (double)samples->total_ns / samples->calls;
		}
	}
	b->first[i] = at;
}

static size_t find_cell(const struct batch *batch, size_t cell)
{
	size_t i;

	for (i = 0; i < batch->ncells; i++)
		if (batch->cells[i].cell == cell)
			break;
	return i;
}

/* From the samples at hand; with earlier sessions, from all that is stored. */
static int derive_cell(struct store *store, const struct block *b, size_t i,
		       struct err *err)
{
	const struct run_cell *cell = &store->cells[b->batch->cells[i].cell];
	size_t j = find_cell(b->batch, cell->base);
	bool has_base = j < b->batch->ncells;
	int64_t base_id = has_base ? store->cells[cell->base].id : 0;

	if (cell->sessions)
		return db_rebuild_cell(store, cell->id, base_id, err);
	return db_derive(store, cell->id, b->timings + b->first[i],
			 b->first[i + 1] - b->first[i], base_id,
			 has_base ? b->timings + b->first[j] : NULL,
			 has_base ? b->first[j + 1] - b->first[j] : 0, err);
}

static int insert_cold(struct store *store, const struct cold_start *c,
		       struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/cold", err);

	if (!s)
		return -1;
	db_int(s, ":cell_id", store->cells[c->cell].id);
	db_int(s, ":number", c->number);
	db_text(s, ":status", sample_status_name(c->status));
	if (c->start_ns >= 0)
		db_int(s, ":start_ns", c->start_ns);
	if (c->open_ns >= 0)
		db_int(s, ":open_ns", c->open_ns);
	if (c->first_ns >= 0)
		db_int(s, ":first_ns", c->first_ns);
	if (c->reason[0])
		db_text(s, ":reason", c->reason);
	return db_run(store, s, err);
}

/* The cold start that a cell's settling began with. */
static int insert_own_cold(struct store *store, const struct cell_record *c,
			   struct err *err)
{
	struct cold_start cold = { .cell = c->cell,
				   .number = c->session * c->colds,
				   .start_ns = -1,
				   .open_ns = c->open_ns,
				   .first_ns = c->first_ns };

	return c->first_ns < 0 ? 0 : insert_cold(store, &cold, err);
}

static int insert_control(struct store *store, const struct control *c,
			  struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/control", err);

	if (!s)
		return -1;
	db_int(s, ":run_id", store->run_id);
	db_text(s, ":name", c->name);
	db_int(s, ":start_ns", c->start_ns);
	db_int(s, ":total_ns", c->total_ns);
	db_int(s, ":calls", c->calls);
	return db_run(store, s, err);
}

static int write_samples(struct store *store, const struct block *b,
			 struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/sample", err);
	int rc;

	if (!s)
		return -1;
	store->pending.samples = b->batch->samples;
	store->pending.cell_of = b->cell_of;
	store->pending.count = b->batch->nsamples;
	rc = db_run(store, s, err);
	memset(&store->pending, 0, sizeof(store->pending));
	return rc;
}

/* What measures a finished run again ends later than the run did. */
static int prolong_run(struct store *store, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "write/run_prolong", err);
	char now[CLOCK_UTC_SIZE];

	if (!s)
		return -1;
	clock_utc(now);
	db_text(s, ":finished_utc", now);
	db_int(s, ":id", store->run_id);
	return db_run(store, s, err);
}

static int write_block(struct store *store, const struct block *b,
		       struct err *err)
{
	const struct batch *batch = b->batch;
	const struct sample *p = batch->samples;
	size_t i;

	for (i = 0; i < batch->ncells; p += batch->cells[i++].repeats)
		if (update_cell(store, &batch->cells[i], p, err) ||
		    insert_own_cold(store, &batch->cells[i], err))
			return -1;
	if (write_samples(store, b, err))
		return -1;
	if (batch->ncells && store->cells[batch->cells[0].cell].remeasured &&
	    prolong_run(store, err))
		return -1;
	for (i = 0; i < batch->ncells; i++)
		if (derive_cell(store, b, i, err))
			return -1;
	for (i = 0; i < batch->ncolds; i++)
		if (insert_cold(store, &batch->colds[i], err))
			return -1;
	for (i = 0; i < batch->ncontrols; i++)
		if (insert_control(store, &batch->controls[i], err))
			return -1;
	return 0;
}

static void block_fill(struct block *b)
{
	const struct batch *batch = b->batch;
	size_t i, k, at = 0;

	for (i = 0; i < batch->ncells; i++)
		for (k = 0; k < batch->cells[i].repeats; k++)
			b->cell_of[at++] = &batch->cells[i];
	collect_timings(b);
}

static int sink_block(void *ctx, const struct batch *batch, struct err *err)
{
	struct store *store = ctx;
	struct block b = { .batch = batch };
	size_t i;
	int rc = -1;

	b.cell_of = mem_array(batch->nsamples, sizeof(*b.cell_of), err);
	b.timings = mem_array(batch->nsamples, sizeof(*b.timings), err);
	b.first = mem_array(batch->ncells + 1, sizeof(*b.first), err);
	if (b.cell_of && b.timings && b.first && !db_begin(store, err)) {
		block_fill(&b);
		rc = db_end(store, write_block(store, &b, err), err);
	}
	for (i = 0; !rc && i < batch->ncells; i++)
		store->cells[batch->cells[i].cell].sessions++;
	free(b.cell_of);
	free(b.timings);
	free(b.first);
	return rc;
}

struct sample_sink *store_sink(struct store *store)
{
	store->sink.ctx = store;
	store->sink.block = sink_block;
	return &store->sink;
}
