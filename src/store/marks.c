/* Decisions of people: levels that are accepted, runs that are excluded, machines
 * that are the same. */
#include "store/marks.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/near.h"
#include "db/statement.h"
#include "plan/plan.h"

#include <inttypes.h>
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

/* A mark and what it is about: a series or 0, a run or (to withdraw) 0, a machine or
 * NULL. */
struct mark_of {
	const char *kind;
	int64_t series_id, run_id;
	const char *machine;
};

static void bind_mark(sqlite3_stmt *s, const struct mark_of *m)
{
	db_text(s, ":kind", m->kind);
	db_id(s, ":series_id", m->series_id);
	db_id(s, ":run_id", m->run_id);
	db_text(s, ":machine_key", m->machine);
}

static int add_mark(struct db *db, const struct mark_of *m, const char *reason,
		    struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/mark", err);
	char now[CLOCK_UTC_SIZE];
	bool own;

	if (!s || begin_own(db, &own, err))
		return -1;
	clock_utc(now);
	bind_mark(s, m);
	db_text(s, ":reason", reason);
	db_text(s, ":made_utc", now);
	return end_own(db, own, db_run(db, s, err), err);
}

static int undo_marks(struct db *db, const struct mark_of *m, size_t *count,
		      struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/mark_undo", err);
	char now[CLOCK_UTC_SIZE];
	bool own;
	int code;

	*count = 0;
	if (!s || begin_own(db, &own, err))
		return -1;
	clock_utc(now);
	bind_mark(s, m);
	db_text(s, ":undone_utc", now);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		++*count;
	return end_own(db, own, db_ended(db, s, code, err), err);
}

int store_mark(struct db *db, const char *kind, int64_t series_id,
	       int64_t run_id, const char *reason, struct err *err)
{
	struct mark_of m = { kind, series_id, run_id, NULL };

	return add_mark(db, &m, reason, err);
}

int store_unmark(struct db *db, const char *kind, int64_t series_id,
		 int64_t run_id, size_t *count, struct err *err)
{
	struct mark_of m = { kind, series_id, run_id, NULL };

	return undo_marks(db, &m, count, err);
}

int store_join(struct db *db, int64_t run_id, const char *machine,
	       const char *reason, struct err *err)
{
	struct mark_of m = { "same machine", 0, run_id, machine };
	sqlite3_stmt *s = db_statement(db, "store/machine_joined", err);
	int64_t joined = 0;
	int rc;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_text(s, ":machine_key", machine);
	rc = db_run_int(db, s, &joined, err);
	if (rc < 0)
		return -1;
	if (rc)
		return err_set(err, ERR_USAGE,
			       "the machine of run %" PRId64 " is not known",
			       run_id);
	if (joined)
		return err_set(err, ERR_USAGE,
			       "the machine of run %" PRId64
			       " and machine '%s' share a history already",
			       run_id, machine);
	return add_mark(db, &m, reason, err);
}

int store_unjoin(struct db *db, int64_t run_id, const char *machine,
		 size_t *count, struct err *err)
{
	struct mark_of m = { "same machine", 0, run_id, machine };

	return undo_marks(db, &m, count, err);
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

/* Sets *err to that no series matches, with the nearest one. Returns -1. */
static int refuse_series(struct db *db, const char *pattern, struct err *err)
{
	struct near near = { .word = pattern };
	struct match *all;
	size_t count, i;
	int rc = load_matches(db, "*", &all, &count, err);

	for (i = 0; !rc && i < count; i++)
		near_offer(&near, all[i].series);
	free(all);
	return rc ? -1
		  : err_set(err, ERR_USAGE,
			    "no series '%s' in '%s'%s; 'dotrec list series' "
			    "shows them",
			    pattern, db->path, near_hint(&near));
}

int store_series_known(struct db *db, const char *pattern, struct err *err)
{
	struct match *match;
	size_t count;
	int rc = load_matches(db, pattern, &match, &count, err);

	free(match);
	return rc || count ? rc : refuse_series(db, pattern, err);
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
		rc = refuse_series(db, pattern, err);
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
