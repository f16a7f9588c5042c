/* Stores the samples of a run, block by block: the sink of the runner. */
#include "store/block.h"

#include "base/clock.h"
#include "base/mem.h"
#include "db/statement.h"
#include "store/derive.h"
#include "store/recording.h"
#include "store/samples_hash.h"

#include <stdlib.h>
#include <string.h>

/* Keeps the worst status of a cell's sessions, and its reason. */
static void worsen(struct recording_cell *cell, const struct cell_record *c)
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

static int update_cell(struct db *db, const struct cell_record *c,
		       const struct sample *samples, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/cell", err);
	struct recording_cell *cell = &db->recording->cells[c->cell];
	uint64_t hash = cell->hash;
	char text[SAMPLES_HASH_SIZE];
	uint32_t i;

	if (!s)
		return -1;
	for (i = 0; i < c->repeats; i++)
		hash = samples_hash_add(hash, &samples[i]);
	cell->hash = hash;
	worsen(cell, c);
	samples_hash_text(hash, text);
	db_text(s, ":status", sample_status_name(cell->status));
	if (cell->reason[0])
		db_text(s, ":reason", cell->reason);
	db_text(s, ":samples_hash", text);
	db_int(s, ":more", cell->remeasured ? c->repeats : 0);
	db_text(s, ":remeasured", cell->remeasured);
	db_int(s, ":warmups", c->warmups);
	if (c->calls) {
		db_int(s, ":settled", c->settled);
		db_int(s, ":calls", c->calls);
	}
	if (c->open_ns >= 0)
		db_int(s, ":open_ns", c->open_ns);
	if (c->first_ns >= 0)
		db_int(s, ":first_ns", c->first_ns);
	bind_reference(s, c);
	db_int(s, ":id", cell->id);
	return db_run(db, s, err);
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

/* Derives the summary and speed-up of cell i: from the samples of the block,
 * or, if the cell has earlier sessions, from all its stored samples. */
static int derive(struct db *db, const struct block *b, size_t i,
		  struct err *err)
{
	const struct recording_cell *cell =
	    &db->recording->cells[b->batch->cells[i].cell];
	size_t j = find_cell(b->batch, cell->base);
	bool has_base = j < b->batch->ncells;
	int64_t base_id = has_base ? db->recording->cells[cell->base].id : 0;

	if (cell->sessions)
		return derive_again(db, cell->id, base_id, err);
	return derive_cell(db, cell->id, b->timings + b->first[i],
			   b->first[i + 1] - b->first[i], base_id,
			   has_base ? b->timings + b->first[j] : NULL,
			   has_base ? b->first[j + 1] - b->first[j] : 0, err);
}

static int insert_cold(struct db *db, const struct cold_start *c,
		       struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/cold", err);

	if (!s)
		return -1;
	db_int(s, ":cell_id", db->recording->cells[c->cell].id);
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
	return db_run(db, s, err);
}

/* Stores the cold start with which the settling of a cell began. */
static int insert_own_cold(struct db *db, const struct cell_record *c,
			   struct err *err)
{
	struct cold_start cold = { .cell = c->cell,
				   .number = c->session * c->colds,
				   .start_ns = -1,
				   .open_ns = c->open_ns,
				   .first_ns = c->first_ns };

	return c->first_ns < 0 ? 0 : insert_cold(db, &cold, err);
}

static int insert_control(struct db *db, const struct control *c,
			  struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/control", err);

	if (!s)
		return -1;
	db_int(s, ":run_id", db->recording->run_id);
	db_text(s, ":name", c->name);
	db_int(s, ":start_ns", c->start_ns);
	db_int(s, ":total_ns", c->total_ns);
	db_int(s, ":calls", c->calls);
	return db_run(db, s, err);
}

static int write_samples(struct db *db, const struct block *b, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/sample", err);
	int rc;

	if (!s)
		return -1;
	db->recording->pending.samples = b->batch->samples;
	db->recording->pending.cell_of = b->cell_of;
	db->recording->pending.count = b->batch->nsamples;
	rc = db_run(db, s, err);
	memset(&db->recording->pending, 0, sizeof(db->recording->pending));
	return rc;
}

/* Moves the end of a finished run that is being re-measured to the present. */
static int prolong_run(struct db *db, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_prolong", err);
	char now[CLOCK_UTC_SIZE];

	if (!s)
		return -1;
	clock_utc(now);
	db_text(s, ":finished_utc", now);
	db_int(s, ":id", db->recording->run_id);
	return db_run(db, s, err);
}

static int write_block(struct db *db, const struct block *b, struct err *err)
{
	const struct batch *batch = b->batch;
	const struct sample *p = batch->samples;
	size_t i;

	for (i = 0; i < batch->ncells; p += batch->cells[i++].repeats)
		if (update_cell(db, &batch->cells[i], p, err) ||
		    insert_own_cold(db, &batch->cells[i], err))
			return -1;
	if (write_samples(db, b, err))
		return -1;
	if (db->recording->again && prolong_run(db, err))
		return -1;
	for (i = 0; i < batch->ncells; i++)
		if (derive(db, b, i, err))
			return -1;
	for (i = 0; i < batch->ncolds; i++)
		if (insert_cold(db, &batch->colds[i], err))
			return -1;
	for (i = 0; i < batch->ncontrols; i++)
		if (insert_control(db, &batch->controls[i], err))
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
	struct db *db = ctx;
	struct block b = { .batch = batch };
	size_t i;
	int rc = -1;

	b.cell_of = mem_array(batch->nsamples, sizeof(*b.cell_of), err);
	b.timings = mem_array(batch->nsamples, sizeof(*b.timings), err);
	b.first = mem_array(batch->ncells + 1, sizeof(*b.first), err);
	if (b.cell_of && b.timings && b.first && !db_begin(db, err)) {
		block_fill(&b);
		rc = db_end(db, write_block(db, &b, err), err);
	}
	for (i = 0; !rc && i < batch->ncells; i++)
		db->recording->cells[batch->cells[i].cell].sessions++;
	free(b.cell_of);
	free(b.timings);
	free(b.first);
	return rc;
}

struct sample_sink *store_sink(struct db *db)
{
	db->recording->sink.ctx = db;
	db->recording->sink.block = sink_block;
	return &db->recording->sink;
}
