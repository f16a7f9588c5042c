/* Decisions of people: levels that are accepted, runs that are excluded. */
#include "store/marks.h"

#include "base/clock.h"
#include "base/mem.h"
#include "db/statement.h"
#include "plan/plan.h"

#include <stdlib.h>

/* Begins a transaction, unless one is under way; *own is whether it did. */
static int begin_own(struct db *db, bool *own, struct err *err)
{
	*own = sqlite3_get_autocommit(db->sqlite);
	return *own ? db_begin(db, err) : 0;
}

/* Ends the transaction that begin_own() began, if any. */
static int end_own(struct db *db, bool own, int rc, struct err *err)
{
	return own ? db_end(db, rc, err) : rc;
}

int store_mark(struct db *db, const char *kind, int64_t series_id,
	       int64_t run_id, const char *reason, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/mark", err);
	char now[CLOCK_UTC_SIZE];
	bool own;

	if (!s || begin_own(db, &own, err))
		return -1;
	clock_utc(now);
	db_id(s, ":series_id", series_id);
	db_int(s, ":run_id", run_id);
	db_text(s, ":kind", kind);
	db_text(s, ":reason", reason);
	db_text(s, ":made_utc", now);
	return end_own(db, own, db_run(db, s, err), err);
}

int store_unmark(struct db *db, const char *kind, int64_t series_id,
		 int64_t run_id, size_t *count, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/mark_undo", err);
	char now[CLOCK_UTC_SIZE];
	bool own;
	int code;

	*count = 0;
	if (!s || begin_own(db, &own, err))
		return -1;
	clock_utc(now);
	db_text(s, ":kind", kind);
	db_id(s, ":series_id", series_id);
	db_id(s, ":run_id", run_id);
	db_text(s, ":undone_utc", now);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		++*count;
	return end_own(db, own, db_ended(db, s, code, err), err);
}

/* A series that matches; all are read before take() may write to the table. */
struct match {
	int64_t series_id, run_id;
	char series[PLAN_SERIES_SIZE];
};

static int load_matches(struct db *db, const char *pattern,
			struct match **match, size_t *count, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/series_match", err);
	size_t cap = 0;
	int code;

	*match = NULL;
	*count = 0;
	if (!s)
		return -1;
	db_text(s, ":pattern", pattern);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (mem_grow(match, &cap, *count + 1, sizeof(**match), err))
			break;
		(*match)[*count].series_id = sqlite3_column_int64(s, 0);
		(*match)[*count].run_id = sqlite3_column_int64(s, 1);
		str_copy((*match)[*count].series,
			 sizeof((*match)[*count].series), db_column_text(s, 2));
		++*count;
	}
	return db_ended(db, s, code, err);
}

int store_series_match(struct db *db, const char *pattern,
		       int (*take)(void *ctx, int64_t series_id, int64_t run_id,
				   const char *series, struct err *err),
		       void *ctx, struct err *err)
{
	struct match *match;
	size_t count, i;
	int rc = load_matches(db, pattern, &match, &count, err);

	if (!rc && !count)
		rc = err_set(err, ERR_USAGE,
			     "no series '%s' in '%s'; 'dotrec list series' "
			     "shows them",
			     pattern, db->path);
	if (!rc)
		rc = db_begin(db, err);
	if (!rc) {
		for (i = 0; !rc && i < count; i++)
			rc = take(ctx, match[i].series_id, match[i].run_id,
				  match[i].series, err);
		rc = db_end(db, rc, err);
	}
	free(match);
	return rc;
}
