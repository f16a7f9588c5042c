/* Tests of src/store: a text is stored unchanged, or the function that stores
 * it fails. */
#include "db/statement.h"
#include "store/find.h"
#include "store/marks.h"
#include "store/nights.h"
#include "store/resume.h"
#include "store/write.h"
#include "tiny.h"
#include "travel/travel.h"

#define UUID_A "11111111-2222-4333-8444-555555555555"
#define UUID_B "11119999-2222-4333-8444-555555555555"
#define LONG   ((size_t)1 << 20) /* bytes of a long text */

/* A million letters, for free(). */
static char *long_text(void)
{
	char *text = malloc(LONG + 1);

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', LONG);
	text[LONG] = '\0';
	return text;
}

/* Limits SQLite's memory: too little for a long text, enough for all else. */
static void lack_memory(void)
{
	sqlite3_hard_heap_limit64(sqlite3_memory_used() + (int64_t)LONG / 2);
}
static void have_memory(void)
{
	sqlite3_hard_heap_limit64(0);
}

/* A function that is given a long text; make() returns 0, or -1 with *err. */
struct attempt {
	const char *name;
	int (*make)(struct db *db, const struct tiny *t, const char *text,
		    struct err *err);
	const char *left; /* an SQL query whose rows must not change */
};

static int begin(struct db *db, const struct tiny *t,
		 const struct run_start *start, struct err *err)
{
	size_t bases[TINY_CELLS];
	int64_t id;
	size_t i;

	for (i = 0; i < TINY_CELLS; i++)
		bases[i] = SIZE_MAX;
	return store_run_begin(db, start, &t->plan, bases, &id, err);
}

static int add_label(struct db *db, const struct tiny *t, const char *text,
		     struct err *err)
{
	struct run_start start = { UUID_B, text, 1, 1, 1, "me", true };

	return begin(db, t, &start, err);
}

static int add_plan(struct db *db, const struct tiny *t, const char *text,
		    struct err *err)
{
	struct run_start start = { UUID_B, "b", 1, 1, 1, "me", true };
	struct tiny with = *t;

	with.plan.text = (char *)text;
	return begin(db, &with, &start, err);
}

static int add_mark(struct db *db, const struct tiny *t, const char *text,
		    struct err *err)
{
	(void)t;
	return store_mark(db, "excluded", 0, 1, text, err);
}

static int add_reason(struct db *db, const struct tiny *t, const char *text,
		      struct err *err)
{
	(void)t;
	return store_run_end(db, 1, text, err);
}

static int add_end(struct db *db, const struct tiny *t, const char *text,
		   struct err *err)
{
	struct facts facts = { .count = 0 };
	int rc;

	(void)t;
	rc = store_run_finish(db, 1, "finished", text, NULL, &facts, err);
	return rc;
}

static int find_run(struct db *db, const struct tiny *t, const char *text,
		    struct err *err)
{
	int64_t id;

	(void)t;
	return store_run_find(db, text, &id, err);
}

static int ask(struct db *db, const struct tiny *t, const char *text,
	       struct err *err)
{
	struct param param = { "x", text };
	struct query *query = query_open(
	    db, "SELECT :x IS NULL UNION ALL SELECT 1", &param, 1, err);
	int rc = query ? query_next(query, err) : -1;

	(void)t;
	query_close(query);
	return rc < 0 ? -1 : 0;
}

static const struct attempt attempts[] = {
	{ "label", add_label, "SELECT count(*) FROM run" },
	{ "plan", add_plan, "SELECT count(*) FROM run" },
	{ "mark", add_mark, "SELECT count(*) FROM mark" },
	{ "end", add_reason, "SELECT status, reason FROM run" },
	{ "finish", add_end, "SELECT status, reason FROM run" },
};

static void answer(struct db *db, const char *sql, struct str *out)
{
	struct err err = { 0 };
	struct query *query = query_open(db, sql, NULL, 0, &err);
	struct value value;
	int i;

	ck_assert_msg(query != NULL, "%s", err.text);
	while (query_next(query, &err) > 0)
		for (i = 0; i < query->columns; i++) {
			query_value(query, i, &value);
			str_addf(out, "%s|", value.text);
		}
	query_close(query);
}

/* Asserts that each attempt fails with this kind and words, and changes
 * nothing. */
static void all_fail(struct db *db, const struct tiny *t, enum err_kind kind,
		     const char *words)
{
	char *text = long_text();
	size_t i;

	for (i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		const struct attempt *a = &attempts[i];
		struct str before = { 0 }, after = { 0 };
		struct err err = { 0 };
		int rc;

		answer(db, a->left, &before);
		if (kind == ERR_ENVIRONMENT)
			lack_memory();
		rc = a->make(db, t, text, &err);
		have_memory();
		ck_assert_msg(rc == -1, "%s: gave %d", a->name, rc);
		ck_assert_msg(err.kind == kind && strstr(err.text, words),
			      "%s: %d, %s", a->name, err.kind, err.text);
		answer(db, a->left, &after);
		ck_assert_str_eq(before.text, after.text);
		str_free(&before);
		str_free(&after);
	}
	free(text);
}

START_TEST(no_memory_for_a_text)
{
	char path[PLACE_SIZE];
	struct db *db;
	struct tiny t;

	tiny_make(&t);
	db = tiny_open(place_path(path, "memory.db"), DB_WRITE);
	tiny_begin(db, &t, UUID_A, "a");
	all_fail(db, &t, ERR_ENVIRONMENT, "not enough memory");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(a_text_is_too_long)
{
	char path[PLACE_SIZE], *text = long_text();
	struct db *db;
	struct tiny t;
	struct err err = { 0 };

	tiny_make(&t);
	db = tiny_open(place_path(path, "long.db"), DB_WRITE);
	tiny_begin(db, &t, UUID_A, "a");
	sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, LONG / 2);
	all_fail(db, &t, ERR_STORAGE, "longer than 524288 bytes");
	/* a search for it fails too, instead of searching for NULL */
	ck_assert_int_eq(find_run(db, &t, text, &err), -1);
	ck_assert_msg(strstr(err.text, "longer than"), "%s", err.text);
	db_close(db);
	plan_free(&t.plan);
	free(text);
}
END_TEST

/* A long text within the limit is stored whole. */
START_TEST(a_long_text_is_stored)
{
	char path[PLACE_SIZE], *text = long_text();
	struct db *db;
	struct tiny t;
	struct err err = { 0 };

	tiny_make(&t);
	db = tiny_open(place_path(path, "whole.db"), DB_WRITE);
	ck_assert_msg(!add_label(db, &t, text, &err), "%s", err.text);
	ck_assert_msg(!add_mark(db, &t, text, &err), "%s", err.text);
	ck_assert_msg(!add_reason(db, &t, text, &err), "%s", err.text);
	free(text);
	tiny_is(db,
		"SELECT length(r.label), length(m.reason), length(r.reason), "
		"trim(r.label || m.reason || r.reason, 'x') "
		"FROM run AS r, mark AS m",
		"1048576|1048576|1048576|;");
	db_close(db);
	plan_free(&t.plan);
}
END_TEST

START_TEST(a_parameter_is_not_lost)
{
	char path[PLACE_SIZE], *text = long_text();
	struct err err = { 0 };
	struct db *db;

	db_close(tiny_open(place_path(path, "ask.db"), DB_WRITE));
	db = tiny_open(path, DB_READ);
	lack_memory();
	ck_assert_int_eq(ask(db, NULL, text, &err), -1);
	have_memory();
	ck_assert_msg(err.kind == ERR_ENVIRONMENT, "%s", err.text);
	err_clear(&err);
	sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, LONG / 2);
	ck_assert_int_eq(ask(db, NULL, text, &err), -1);
	ck_assert_msg(err.kind == ERR_USAGE, "%s", err.text);
	db_close(db);
	free(text);
}
END_TEST

/* Whichever allocation fails: either the run is merged with its long label, or
 * the merge reports the error. */
START_TEST(a_merge_loses_no_text)
{
	char from[PLACE_SIZE], into[PLACE_SIZE], *text = long_text();
	const char *one = from;
	int64_t step = (int64_t)LONG / 8;
	struct db *db;
	struct tiny t;
	bool done = false;
	int i, refused = 0;

	tiny_make(&t);
	db = tiny_open(place_path(from, "from.db"), DB_WRITE);
	tiny_begin(db, &t, UUID_A, text);
	db_close(db);
	for (i = 0; i < 200 && !done; i++) {
		struct merge_result result = { 0 };
		struct err err = { 0 };
		char name[20];

		snprintf(name, sizeof(name), "into%d.db", i);
		db_close(tiny_open(place_path(into, name), DB_WRITE));
		sqlite3_hard_heap_limit64(sqlite3_memory_used() + step * i + 1);
		done = !travel_merge(into, &one, 1, &result, &err);
		have_memory();
		if (!done)
			ck_assert_msg(err.kind == ERR_ENVIRONMENT, "%d: %s",
				      err.kind, err.text);
		refused += !done;
		db = tiny_open(into, DB_READ);
		tiny_is(db, "SELECT count(*), sum(length(label)) FROM run",
			done ? "1|1048576;" : "0|-;");
		db_close(db);
	}
	ck_assert(done && refused > 5);
	plan_free(&t.plan);
	free(text);
}
END_TEST

/* A text that cannot be read for lack of memory is not taken for an empty
 * one. */
START_TEST(a_text_that_is_read_is_not_lost)
{
	char path[PLACE_SIZE], *text = long_text();
	struct db *db = tiny_open(place_path(path, "row.db"), DB_WRITE);
	struct err err = { 0 };
	sqlite3_stmt *s;
	int code, lacks;

	for (lacks = 0; lacks < 2; lacks++) {
		ck_assert_int_eq(
		    sqlite3_prepare_v2(db->sqlite, "SELECT ?1", -1, &s, NULL),
		    SQLITE_OK);
		/* SQLite copies a blob to end it as a text */
		sqlite3_bind_blob(s, 1, text, LONG, SQLITE_STATIC);
		code = sqlite3_step(s);
		if (lacks)
			lack_memory();
		db_column_text(s, 0);
		ck_assert_int_eq(db_row_ended(db, s, code, &err), -lacks);
		have_memory();
		sqlite3_finalize(s);
	}
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	db_close(db);
	free(text);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		no_memory_for_a_text,
		a_text_is_too_long,
		a_long_text_is_stored,
		a_parameter_is_not_lost,
		a_merge_loses_no_text,
		a_text_that_is_read_is_not_lost,
		NULL,
	};
	int rc;

	place_make();
	rc = unit_run("texts", tests);
	place_clear();
	return rc;
}
