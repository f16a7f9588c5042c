/* Merging: copies of a run are compared by generation and content hash. */
#include "travel/merge.h"

#include "base/log.h"
#include "base/mem.h"
#include "db/hold.h"
#include "db/statement.h"
#include "travel/content.h"
#include "travel/rows.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How complete a copy of a run is. */
struct standing {
	struct content content;
	int64_t whole; /* 2: all repeats; 1: their sketches; 0: neither */
	int64_t generation;
	int64_t status; /* 0: running; 1: cut short; 2: finished */
	int64_t resumed, samples;
};

static int standing_of(struct db *db, int64_t run_id, struct standing *standing,
		       struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/standing", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	standing->whole = sqlite3_column_int64(s, 2);
	standing->generation = sqlite3_column_int64(s, 3);
	standing->status = sqlite3_column_int64(s, 4);
	standing->resumed = sqlite3_column_int64(s, 5);
	standing->samples = sqlite3_column_int64(s, 6);
	return db_row_ended(db, s, code, err);
}

/* The outcome for copies a (in the target) and b where one of them wins. */
static enum merge_outcome later(bool b_is)
{
	return b_is ? MERGE_REPLACED : MERGE_KEPT;
}

/* The outcome for two copies of different generations. */
static enum merge_outcome choose_generation(const struct standing *a,
					    const struct standing *b)
{
	bool b_is = b->generation > a->generation;
	const struct standing *high = b_is ? b : a, *low = b_is ? a : b;

	/* each was continued without the other: an unfinished copy never
	 * replaces a finished one */
	if (high->status < 2 && low->status == 2)
		return MERGE_CONFLICT;
	return b_is ? MERGE_REPLACED : MERGE_OLDER;
}

/* The outcome for two copies of the same generation; `same`: with the same
 * hash. */
static enum merge_outcome choose_same(const struct standing *a,
				      const struct standing *b, bool same)
{
	if (same && a->whole == b->whole)
		return later(b->content.version > a->content.version);
	if (same)
		return later(b->whole > a->whole);
	if (a->status != b->status)
		return later(b->status > a->status);
	/* finished copies must have the same hash */
	if (a->status == 2)
		return MERGE_CONFLICT;
	if (a->resumed != b->resumed)
		return later(b->resumed > a->resumed);
	if (a->whole < 2 || b->whole < 2 || a->samples == b->samples)
		return MERGE_CONFLICT;
	return later(b->samples > a->samples);
}

void merge_conflict(struct merge_result *result, const char *fmt, ...)
{
	char text[600];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	result->conflicts++;
	log_error("%s", text);
}

/* Chooses between two copies of a run. The choice does not depend on which of
 * them is in the target, nor on the order in which more copies are merged. */
static int choose(struct merge *m, int64_t to_id, int64_t from_id,
		  const char *uuid, enum merge_outcome *outcome,
		  struct err *err)
{
	struct standing a, b;
	bool same;

	if (standing_of(m->to, to_id, &a, err) ||
	    standing_of(m->from, from_id, &b, err))
		return -1;
	if (a.generation != b.generation) {
		*outcome = choose_generation(&a, &b);
		if (*outcome == MERGE_CONFLICT)
			merge_conflict(
			    m->result,
			    "run %s in '%s' (generation %lld) differs from "
			    "that in '%s' (generation %lld): the copy of the "
			    "higher generation has not finished, the other "
			    "one has; the run stays as it is in '%s'",
			    uuid, m->from_name, (long long)b.generation,
			    m->to_name, (long long)a.generation, m->to_name);
		return 0;
	}
	if (content_hash(m->to, to_id, &a.content, err) ||
	    content_hash(m->from, from_id, &b.content, err) ||
	    content_compare(m->to, to_id, &a.content, m->from, from_id,
			    &b.content, &same, err))
		return -1;
	*outcome = choose_same(&a, &b, same);
	if (*outcome == MERGE_CONFLICT)
		merge_conflict(
		    m->result,
		    "run %s in '%s' (hash %s) differs from that in '%s' (hash "
		    "%s): one of them was changed after it was recorded; the "
		    "run stays as it is in '%s'",
		    uuid, m->from_name, b.content.hash, m->to_name,
		    a.content.hash, m->to_name);
	return 0;
}

/* Removes everything of a run except its row, verdicts, trends and marks. */
static int drop_run(struct db *db, int64_t run_id, struct err *err)
{
	return db_exec_file(db, err, "travel/drop", (long long)run_id);
}

static int merge_add_run(struct merge *m, int64_t from_id, int64_t to_id,
			 struct err *err)
{
	struct section_place place = { .run_id = to_id };
	const struct section *section;
	sqlite3_stmt *s = db_statement(m->to, "travel/next_cell", err);

	if (!s || db_run_int(m->to, s, &place.first, err))
		return -1;
	for (section = section_table; section->name; section++) {
		if (section->kind == SECTION_SAID)
			continue;
		if (section_copy(m->from, from_id, m->to, &place, section, NULL,
				 NULL, err))
			return -1;
		/* the first section has stored the run's own row */
		if (!place.run_id)
			place.run_id = sqlite3_last_insert_rowid(m->to->sqlite);
	}
	return 0;
}

/* Replaces a copy of a run by one of the same or a later generation. */
static int replace_run(struct merge *m, int64_t from_id, int64_t to_id,
		       struct err *err)
{
	struct standing a, b;

	/* fails while another process runs the run */
	if (db_hold_run(m->to, to_id, err) ||
	    standing_of(m->to, to_id, &a, err) ||
	    standing_of(m->from, from_id, &b, err) ||
	    drop_run(m->to, to_id, err))
		return -1;
	if (a.generation != b.generation &&
	    (db_run_of(m->to, "travel/drop_verdict", to_id, err) ||
	     db_run_of(m->to, "travel/drop_trend", to_id, err)))
		return -1;
	return merge_add_run(m, from_id, to_id, err);
}

static int merge_run(struct merge *m, int64_t from_id, struct merge_run *run,
		     struct err *err)
{
	int64_t to_id = 0;
	int rc = section_find_run(m->to, run->uuid, &to_id, err);

	if (rc < 0)
		return -1;
	run->outcome = MERGE_ADDED;
	if (!rc && choose(m, to_id, from_id, run->uuid, &run->outcome, err))
		return -1;
	switch (run->outcome) {
	case MERGE_ADDED:
		m->result->added++;
		return merge_add_run(m, from_id, 0, err);
	case MERGE_REPLACED:
		m->result->replaced++;
		return replace_run(m, from_id, to_id, err);
	case MERGE_KEPT:
	case MERGE_OLDER:
		m->result->kept++;
		break;
	case MERGE_CONFLICT:
		break;
	}
	return 0;
}

bool merge_takes_said(enum merge_outcome outcome, const struct section *section)
{
	if (outcome == MERGE_CONFLICT)
		return false;
	return outcome != MERGE_OLDER || !strcmp(section->name, "mark");
}

static void merge_row_conflict(void *ctx, const char *why)
{
	struct merge *m = ctx;

	merge_conflict(m->result, "'%s': %s", m->from_name, why);
}

/* Merges verdicts, trends and marks of a run. They refer to other runs, so all
 * runs must have been merged before. */
static int merge_said(struct merge *m, int64_t from_id, struct merge_run *run,
		      struct err *err)
{
	struct section_place place = { 0 };
	const struct section *section;

	if (section_find_run(m->to, run->uuid, &place.run_id, err))
		return -1;
	for (section = section_table; section->name; section++)
		if (section->kind == SECTION_SAID &&
		    merge_takes_said(run->outcome, section) &&
		    section_copy(m->from, from_id, m->to, &place, section,
				 merge_row_conflict, m, err))
			return -1;
	return 0;
}

typedef int each_run(struct merge *m, int64_t from_id, struct merge_run *run,
		     struct err *err);

/* Calls `each` for a run of `from`: that at index `number`, whose row is s. */
static int with_run(struct merge *m, sqlite3_stmt *s, size_t number,
		    each_run *each, struct err *err)
{
	const char *uuid = db_text_at(m->from, s, 1, err);
	struct merge_run *run;

	if (!uuid ||
	    mem_grow(&m->runs, &m->cap, number + 1, sizeof(*m->runs), err))
		return -1;
	run = &m->runs[number];
	if (number == m->count) {
		if (strlen(uuid) >= sizeof(run->uuid))
			return err_set(err, ERR_STORAGE,
				       "'%s' has a run whose uuid is '%.60s'; "
				       "dotrec did not make it",
				       m->from_name, uuid);
		strcpy(run->uuid, uuid);
		m->count++;
	}
	return each(m, sqlite3_column_int64(s, 0), run, err);
}

static int for_each_run(struct merge *m, each_run *each, struct err *err)
{
	sqlite3_stmt *runs = db_statement(m->from, "travel/runs", err);
	size_t number = 0;
	int rc = 0, code;

	if (!runs)
		return -1;
	while (!rc && (code = sqlite3_step(runs)) != SQLITE_DONE)
		rc = code == SQLITE_ROW ? with_run(m, runs, number++, each, err)
					: db_fail(m->from, "cannot read", err);
	sqlite3_reset(runs);
	return rc;
}

int merge_add(struct merge *m, struct err *err)
{
	int rc;

	if (section_hold(m->from, err))
		return -1;
	rc = for_each_run(m, merge_run, err);
	if (!rc)
		rc = for_each_run(m, merge_said, err);
	section_release(m->from);
	return rc;
}

static int nights_of(struct db *db, int64_t *nights, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/nights", err);

	return s ? db_run_int(db, s, nights, err) : -1;
}

int merge_nights_before(struct merge *m, struct err *err)
{
	return nights_of(m->to, &m->nights, err);
}

int merge_nights_after(struct merge *m, struct err *err)
{
	int64_t id, is_night, expected = m->nights, after;
	sqlite3_stmt *s;
	size_t i;

	for (i = 0; i < m->count; i++) {
		if (section_find_run(m->to, m->runs[i].uuid, &id, err))
			return -1;
		s = db_statement(m->to, "travel/is_night", err);
		if (!s)
			return -1;
		db_int(s, ":run_id", id);
		if (db_run_int(m->to, s, &is_night, err))
			return -1;
		m->result->nights += is_night != 0;
		expected += is_night && m->runs[i].outcome == MERGE_ADDED;
	}
	m->result->runs += m->count;
	if (nights_of(m->to, &after, err))
		return -1;
	if (after < expected)
		m->result->hidden += (size_t)(expected - after);
	return 0;
}

static int by_uuid(const void *uuid, const void *run)
{
	return strcmp(uuid, ((const struct merge_run *)run)->uuid);
}

const enum merge_outcome *merge_outcome_of(const struct merge *m,
					   const char *uuid)
{
	const struct merge_run *run =
	    m->count
		? bsearch(uuid, m->runs, m->count, sizeof(*m->runs), by_uuid)
		: NULL;

	return run ? &run->outcome : NULL;
}

void merge_free(struct merge *m)
{
	free(m->runs);
	memset(m, 0, sizeof(*m));
}

int merge_begin(struct db *db, struct err *err)
{
	if (db_begin(db, err))
		return -1;
	if (!db_exec_file(db, err, "travel/defer"))
		return 0;
	return db_end(db, -1, err);
}

bool merge_dangles(struct db *db)
{
	int now = 0, high;

	sqlite3_db_status(db->sqlite, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &high,
			  0);
	return now != 0;
}

/* ---- several databases ------------------------------------------------- */

static int add_path(struct db *to, const char *to_name, const char *path,
		    struct merge_result *result, struct err *err)
{
	struct merge m = { .to = to,
			   .to_name = to_name,
			   .from_name = path,
			   .result = result };
	int rc = -1;

	m.from = db_open(path, DB_READ, err);
	if (m.from)
		rc = merge_add(&m, err);
	db_close(m.from);
	merge_free(&m);
	return rc;
}

int merge_paths(struct db *to, const char *to_name, const char *const *paths,
		size_t count, struct merge_result *result, struct err *err)
{
	size_t i;
	int rc = merge_begin(to, err);

	if (rc)
		return -1;
	for (i = 0; i < count && !rc; i++)
		rc = add_path(to, to_name, paths[i], result, err);
	return db_end(to, rc, err);
}

int merge_into(const char *path, struct db *from, const char *from_name,
	       struct merge_result *result, struct err *err)
{
	struct merge m = { .from = from,
			   .to_name = path,
			   .from_name = from_name,
			   .result = result };
	int rc = -1;

	m.to = db_open(path, DB_WRITE, err);
	/* a run that was new to `from` may exist in this database */
	result->added = 0;
	if (m.to && !merge_begin(m.to, err))
		rc =
		    db_end(m.to,
			   merge_nights_before(&m, err) || merge_add(&m, err) ||
				   merge_nights_after(&m, err)
			       ? -1
			       : 0,
			   err);
	db_close(m.to);
	merge_free(&m);
	return rc;
}

/* Reads all databases into a temporary one before the new one is created. */
static int merge_new(const char *path, const char *const *paths, size_t count,
		     struct merge_result *result, struct err *err)
{
	struct db *all = db_open_temporary(err);
	int rc = -1;

	if (all && !merge_paths(all, path, paths, count, result, err))
		rc = merge_into(path, all, "the merged databases", result, err);
	db_close(all);
	return rc;
}

int travel_merge(const char *path, const char *const *paths, size_t count,
		 struct merge_result *result, struct err *err)
{
	struct db *db;
	int rc = -1;

	memset(result, 0, sizeof(*result));
	if (access(path, F_OK))
		return merge_new(path, paths, count, result, err);
	db = db_open(path, DB_WRITE, err);
	if (db)
		rc = merge_paths(db, path, paths, count, result, err);
	db_close(db);
	return rc;
}
