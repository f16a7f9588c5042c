/*
 * The samples of a block as a table that SQL can read where they lie: one
 * INSERT ... SELECT then stores them all, several times faster than a
 * statement per sample (https://sqlite.org/vtab.html, eponymous tables).
 */
#include "store/recording.h"

#include "base/mem.h"
#include "db/db.h"

#include <stdlib.h>

struct cursor {
	sqlite3_vtab_cursor base;
	struct recording *recording;
	size_t at;
};

struct table {
	sqlite3_vtab base;
	struct recording *recording;
};

static int connect(sqlite3 *sqlite, void *aux, int argc,
		   const char *const *argv, sqlite3_vtab **vtab, char **message)
{
	struct table *t = sqlite3_malloc(sizeof(*t));
	const char *sql = str_file_find(store_sql, "store/memory_sample");

	(void)argc, (void)argv, (void)message;
	if (!t)
		return SQLITE_NOMEM;
	*t = (struct table){ .recording = aux };
	*vtab = &t->base;
	/* not for views of a file */
	sqlite3_vtab_config(sqlite, SQLITE_VTAB_DIRECTONLY);
	return sqlite3_declare_vtab(sqlite, sql);
}

static int disconnect(sqlite3_vtab *vtab)
{
	sqlite3_free(vtab);
	return SQLITE_OK;
}

static int best_index(sqlite3_vtab *vtab, sqlite3_index_info *info)
{
	const struct table *t = (const struct table *)vtab;

	info->estimatedRows = (sqlite3_int64)t->recording->pending.count;
	info->estimatedCost = (double)t->recording->pending.count;
	return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *vtab, sqlite3_vtab_cursor **cursor)
{
	struct cursor *c = sqlite3_malloc(sizeof(*c));

	if (!c)
		return SQLITE_NOMEM;
	*c = (struct cursor){ .recording = ((struct table *)vtab)->recording };
	*cursor = &c->base;
	return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *cursor, int number, const char *text,
		  int argc, sqlite3_value **argv)
{
	(void)number, (void)text, (void)argc, (void)argv;
	((struct cursor *)cursor)->at = 0;
	return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int eof(sqlite3_vtab_cursor *cursor)
{
	const struct cursor *c = (const struct cursor *)cursor;

	return c->at >= c->recording->pending.count;
}

static void text(sqlite3_context *ctx, const char *value)
{
	if (*value)
		sqlite3_result_text(ctx, value, -1, SQLITE_STATIC);
}

/* The columns that only a finished measurement has, from total_ns on. */
static void measured(sqlite3_context *ctx, const struct sample *p, int i)
{
	const int64_t value[] = {
		p->total_ns,
		p->spawn_ns,
		p->dispatch_ns,
		p->compute_ns,
		p->collect_ns,
		p->skew_ns,
		p->mark_every,
		p->active,
		(int64_t)p->sent_bytes,
		(int64_t)p->received_bytes,
		p->noise.waits,
		p->noise.preemptions,
		p->noise.faults,
		p->noise.cpu,
		p->noise.moved,
	};

	if (p->status == SAMPLE_OK || p->status == SAMPLE_WRONG)
		sqlite3_result_int64(ctx, value[i]);
}

/* In the order of sql/store/memory_sample.sql; what is not set is NULL. */
static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *ctx, int i)
{
	const struct cursor *c = (const struct cursor *)cursor;
	const struct recording *r = c->recording;
	const struct sample *p = &r->pending.samples[c->at];
	const struct cell_record *cell = r->pending.cell_of[c->at];

	switch (i) {
	case 0:
		sqlite3_result_int64(ctx, r->cells[p->cell].id);
		break;
	case 1:
		sqlite3_result_int64(ctx, p->repeat);
		break;
	case 2:
		sqlite3_result_int64(ctx, p->round);
		break;
	case 3:
		text(ctx, sample_status_name(p->status));
		break;
	case 4:
		if (p->status != SAMPLE_SKIPPED)
			sqlite3_result_int64(ctx, p->start_ns);
		break;
	case 20:
		if (p->has_result)
			sqlite3_result_int64(ctx,
					     (int64_t)sample_bits(p->result));
		break;
	case 21: /* only where it is not the cell's reference */
		if (p->has_result &&
		    (!cell->has_reference ||
		     sample_bits(p->result) != sample_bits(cell->reference)))
			sqlite3_result_double(ctx, p->result);
		break;
	case 22:
		text(ctx, p->reason);
		break;
	default:
		measured(ctx, p, i - 5);
	}
	return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
	*id = (sqlite3_int64)((struct cursor *)cursor)->at;
	return SQLITE_OK;
}

/* Without xCreate the table exists by itself, and only so. */
static const sqlite3_module module = {
	.xConnect = connect,
	.xBestIndex = best_index,
	.xDisconnect = disconnect,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = filter,
	.xNext = next,
	.xEof = eof,
	.xColumn = column,
	.xRowid = rowid,
};

static void release(void *ctx)
{
	struct recording *recording = ctx;

	free(recording->cells);
	free(recording);
}

/* Belongs to the connection from then on, even where that fails. */
static int add_table(struct db *db, struct recording *recording,
		     struct err *err)
{
	if (sqlite3_create_module_v2(db->sqlite, "memory_sample", &module,
				     recording, release))
		return db_fail(db, "cannot extend", err);
	db->recording = recording;
	return 0;
}

int recording_begin(struct db *db, int64_t run_id, struct err *err)
{
	struct recording *recording = db->recording;

	if (!recording) {
		recording = mem_array(1, sizeof(*recording), err);
		if (!recording || add_table(db, recording, err))
			return -1;
	}
	free(recording->cells);
	recording->cells = NULL;
	recording->run_id = run_id;
	recording->again = false;
	return 0;
}
