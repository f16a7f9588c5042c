/* Merging: runs by their uuid, all or nothing. */
#include "store/section.h"
#include "store/merge.h"

#include <stdio.h>
#include <string.h>

/* A copy of a run: its hash, how much of it is there, how far it had come. */
struct standing {
	char hash[17];
	int64_t whole; /* 2: all repeats; 1: their sketches; 0: neither */
	int64_t
	    progress[3]; /* running, cut short, finished; resumed; samples */
};

enum choice { CHOICE_KEEP, CHOICE_REPLACE, CHOICE_CONFLICT };

static int standing_of(struct store *store, int64_t run_id,
		       struct standing *standing, struct err *err)
{
	sqlite3_stmt *s;
	int i;

	if (section_run_hash(store, run_id, standing->hash, err))
		return -1;
	s = db_statement(store, "travel/standing", err);
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	if (sqlite3_step(s) != SQLITE_ROW)
		return db_fail(store, "cannot read", err);
	standing->whole = sqlite3_column_int64(s, 1);
	for (i = 0; i < 3; i++)
		standing->progress[i] = sqlite3_column_int64(s, 2 + i);
	sqlite3_reset(s);
	return 0;
}

/* The same for a and b in either order, and for any number of copies. */
static enum choice choose(const struct standing *a, const struct standing *b)
{
	int i = 0;

	if (!strcmp(a->hash, b->hash))
		return b->whole > a->whole ? CHOICE_REPLACE : CHOICE_KEEP;
	if (a->whole < 2 || b->whole < 2)
		return CHOICE_CONFLICT;
	while (i < 3 && a->progress[i] == b->progress[i])
		i++;
	/* two that have finished must be the same */
	if (i == 3 || (a->progress[0] == 2 && b->progress[0] == 2))
		return CHOICE_CONFLICT;
	return b->progress[i] > a->progress[i] ? CHOICE_REPLACE : CHOICE_KEEP;
}

static int conflict(const struct store *to, const struct store *from,
		    const char *uuid, const struct standing *a,
		    const struct standing *b, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       "run %s is another in '%s' (hash %s) than in '%s' (hash "
		       "%s): one of them was changed after it was recorded; "
		       "nothing is merged",
		       uuid, from->path, b->hash, to->path, a->hash);
}

/* Removes everything of a run but its row. */
static int drop_run(struct store *store, int64_t run_id, struct err *err)
{
	char text[1000];

	snprintf(text, sizeof(text), str_file_find(store_sql, "travel/drop"),
		 (long long)run_id);
	return db_exec(store, text, err);
}

static int add_run(struct store *from, int64_t run_id, struct store *to,
		   int64_t to_id, struct err *err)
{
	struct section_place place = { .run_id = to_id };
	const struct section *section;
	sqlite3_stmt *s = db_statement(to, "travel/next_cell", err);

	if (!s || db_run_int(to, s, &place.first, err))
		return -1;
	for (section = section_table; section->name; section++) {
		if (section->kind == SECTION_SAID)
			continue;
		if (section_copy(from, run_id, to, &place, section, err))
			return -1;
		/* the first section is the run's own row */
		if (!place.run_id)
			place.run_id = sqlite3_last_insert_rowid(to->db);
	}
	return 0;
}

static int merge_run(struct store *from, int64_t run_id, const char *uuid,
		     struct store *to, struct merge_result *result,
		     struct err *err)
{
	struct standing there, here;
	int64_t to_id = 0;
	int rc = section_find_run(to, uuid, &to_id, err);

	if (rc < 0)
		return -1;
	if (rc > 0) {
		result->added++;
		return add_run(from, run_id, to, 0, err);
	}
	if (standing_of(to, to_id, &here, err) ||
	    standing_of(from, run_id, &there, err))
		return -1;
	switch (choose(&here, &there)) {
	case CHOICE_KEEP:
		result->kept++;
		return 0;
	case CHOICE_REPLACE:
		result->replaced++;
		if (drop_run(to, to_id, err))
			return -1;
		return add_run(from, run_id, to, to_id, err);
	case CHOICE_CONFLICT:
		break;
	}
	return conflict(to, from, uuid, &here, &there, err);
}

/* What was said of a run comes when all runs are there: it names others. */
static int merge_said(struct store *from, int64_t run_id, const char *uuid,
		      struct store *to, struct merge_result *result,
		      struct err *err)
{
	struct section_place place = { 0 };
	const struct section *section;

	(void)result;
	if (section_find_run(to, uuid, &place.run_id, err))
		return -1;
	for (section = section_table; section->name; section++)
		if (section->kind == SECTION_SAID &&
		    section_copy(from, run_id, to, &place, section, err))
			return -1;
	return 0;
}

typedef int each_run(struct store *from, int64_t run_id, const char *uuid,
		     struct store *to, struct merge_result *result,
		     struct err *err);

static int for_each_run(struct store *from, struct store *to, each_run *each,
			struct merge_result *result, struct err *err)
{
	sqlite3_stmt *runs = db_statement(from, "travel/runs", err);
	int rc = 0, code;

	if (!runs)
		return -1;
	while (!rc && (code = sqlite3_step(runs)) != SQLITE_DONE)
		rc = code == SQLITE_ROW
			 ? each(from, sqlite3_column_int64(runs, 0),
				(const char *)sqlite3_column_text(runs, 1), to,
				result, err)
			 : db_fail(from, "cannot read", err);
	sqlite3_reset(runs);
	return rc;
}

int merge_from(struct store *to, struct store *from,
	       struct merge_result *result, struct err *err)
{
	int rc;

	if (section_hold(from, err))
		return -1;
	rc = for_each_run(from, to, merge_run, result, err);
	if (!rc)
		rc = for_each_run(from, to, merge_said, result, err);
	section_release(from);
	return rc;
}

int merge_begin(struct store *store, struct err *err)
{
	if (db_begin(store, err))
		return -1;
	if (!db_exec(store, str_file_find(store_sql, "travel/defer"), err))
		return 0;
	return db_end(store, -1, err);
}

int store_merge(struct store *store, const char *const *paths, size_t count,
		struct merge_result *result, struct err *err)
{
	struct store *from;
	size_t i;
	int rc;

	memset(result, 0, sizeof(*result));
	rc = merge_begin(store, err);
	if (rc)
		return -1;
	for (i = 0; i < count && !rc; i++) {
		from = store_open(paths[i], STORE_READ, err);
		rc = from ? merge_from(store, from, result, err) : -1;
		store_close(from);
	}
	return db_end(store, rc, err);
}
