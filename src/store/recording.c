/*
 * Implements the virtual table memory_sample, through which SQL reads the
 * samples of a block in memory: one INSERT ... SELECT stores them all, several
 * times faster than a statement per sample (https://sqlite.org/vtab.html,
 * "Eponymous Virtual Tables").
 */
#include "store/recording.h"

#include "base/mem.h"
#include "db/db.h"
#include "sample/columns.h"

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

static int memory_connect(sqlite3 *sqlite, void *aux, int argc,
			  const char *const *argv, sqlite3_vtab **vtab,
			  char **message)
{
	struct table *t = sqlite3_malloc(sizeof(*t));
	const char *sql = str_file_find(store_sql, "store/memory_sample");

	(void)argc, (void)argv, (void)message;
	if (!t)
		return SQLITE_NOMEM;
	*t = (struct table){ .recording = aux };
	*vtab = &t->base;
	/* views and triggers in a file must not use this table */
	sqlite3_vtab_config(sqlite, SQLITE_VTAB_DIRECTONLY);
	return sqlite3_declare_vtab(sqlite, sql);
}

static int memory_disconnect(sqlite3_vtab *vtab)
{
	sqlite3_free(vtab);
	return SQLITE_OK;
}

static int memory_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info)
{
	const struct table *t = (const struct table *)vtab;

	info->estimatedRows = (sqlite3_int64)t->recording->pending.count;
	info->estimatedCost = (double)t->recording->pending.count;
	return SQLITE_OK;
}

static int memory_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **cursor)
{
	struct cursor *c = sqlite3_malloc(sizeof(*c));

	if (!c)
		return SQLITE_NOMEM;
	*c = (struct cursor){ .recording = ((struct table *)vtab)->recording };
	*cursor = &c->base;
	return SQLITE_OK;
}

static int memory_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int memory_filter(sqlite3_vtab_cursor *cursor, int number,
			 const char *text, int argc, sqlite3_value **argv)
{
	(void)number, (void)text, (void)argc, (void)argv;
	((struct cursor *)cursor)->at = 0;
	return SQLITE_OK;
}

static int memory_next(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int memory_eof(sqlite3_vtab_cursor *cursor)
{
	const struct cursor *c = (const struct cursor *)cursor;

	return c->at >= c->recording->pending.count;
}

/* Returns the result if its bits differ from the cell's reference; else NULL,
 * since the reference is stored in the cell. */
static void give_result(sqlite3_context *ctx, const struct sample *p,
			const struct cell_record *cell)
{
	if (!cell->has_reference ||
	    sample_bits(p->result) != sample_bits(cell->reference))
		sqlite3_result_double(ctx, p->result);
}

static inline void give_value(sqlite3_context *ctx, const struct column *of,
			      const struct cursor *c, const struct sample *p)
{
	if (!column_is_known(of, p))
		return;
	if (of->type == COLUMN_STATUS)
		sqlite3_result_text(ctx, sample_status_name(p->status), -1,
				    SQLITE_STATIC);
	else if (of->type == COLUMN_TEXT)
		sqlite3_result_text(ctx, (const char *)p + of->offset, -1,
				    SQLITE_STATIC);
	else if (of->type == COLUMN_RESULT)
		give_result(ctx, p, c->recording->pending.cell_of[c->at]);
	else
		sqlite3_result_int64(ctx, column_integer(of, p));
}

/* Column 0 is the cell's id, the others are those of the table sample; unknown
 * values are NULL. */
static int memory_column(sqlite3_vtab_cursor *cursor, sqlite3_context *ctx,
			 int i)
{
	const struct cursor *c = (const struct cursor *)cursor;
	const struct recording *r = c->recording;
	const struct sample *p = &r->pending.samples[c->at];

	switch (i - 1) {
	case -1:
		sqlite3_result_int64(ctx, r->cells[p->cell].id);
		break;
#define COLUMN(name, field, type, known, kind)                                 \
	case COLUMN_##name:                                                    \
		give_value(ctx,                                                \
			   &(const struct column)COLUMN_ROW(name, field, type, \
							    known, kind),      \
			   c, p);                                              \
		break;
#include "sample/columns.def"
#undef COLUMN
	}
	return SQLITE_OK;
}

static int memory_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
	*id = (sqlite3_int64)((struct cursor *)cursor)->at;
	return SQLITE_OK;
}

/* Without xCreate the table is eponymous only: it exists without a statement
 * and none can create another. */
static const sqlite3_module module = {
	.xConnect = memory_connect,
	.xBestIndex = memory_best_index,
	.xDisconnect = memory_disconnect,
	.xOpen = memory_open,
	.xClose = memory_close,
	.xFilter = memory_filter,
	.xNext = memory_next,
	.xEof = memory_eof,
	.xColumn = memory_column,
	.xRowid = memory_rowid,
};

static void release_recording(void *ctx)
{
	struct recording *recording = ctx;

	free(recording->cells);
	free(recording);
}

/* Adds the table memory_sample. The connection then owns the recording, even on
 * failure. */
static int add_table(struct db *db, struct recording *recording,
		     struct err *err)
{
	if (sqlite3_create_module_v2(db->sqlite, "memory_sample", &module,
				     recording, release_recording))
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
