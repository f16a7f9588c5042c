/* Stores what is said of a night, and tells it. */
#include "store/verdicts.h"

#include "base/mem.h"
#include "db/statement.h"

#include <inttypes.h>
#include <math.h>

static void bind_real(sqlite3_stmt *s, const char *name, double value)
{
	if (isfinite(value))
		db_real(s, name, value);
}

static int insert_verdict(struct db *db, int64_t run_id,
			  const struct verdict_row *row, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/verdict", err);

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_text(s, ":measure", row->measure);
	db_text(s, ":subject", row->subject);
	db_id(s, ":series_id", row->series_id);
	db_text(s, ":verdict", row->verdict);
	db_id(s, ":since_run_id", row->since_run_id);
	bind_real(s, ":effect_ratio", row->effect);
	bind_real(s, ":low_ratio", row->low);
	bind_real(s, ":high_ratio", row->high);
	bind_real(s, ":last_ratio", row->last);
	bind_real(s, ":month_ratio", row->month);
	bind_real(s, ":p", row->p);
	bind_real(s, ":visible_ratio", row->visible[0]);
	bind_real(s, ":visible7_ratio", row->visible[1]);
	db_int(s, ":nights", (int64_t)row->nights);
	db_text(s, ":still", row->still);
	db_id(s, ":still_since_run_id", row->still_since_run_id);
	db_text(s, ":reason", row->reason);
	db_text(s, ":moved", row->moved);
	db_text(s, ":phases", row->phases);
	db_int(s, ":method", row->method);
	return db_run(db, s, err);
}

static int insert_trend(struct db *db, int64_t run_id,
			const struct trend_row *row, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/trend", err);

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_text(s, ":name", row->name);
	db_text(s, ":subject", row->subject);
	bind_real(s, ":value", row->value);
	bind_real(s, ":low", row->low);
	bind_real(s, ":high", row->high);
	db_text(s, ":word", row->word);
	return db_run(db, s, err);
}

static int is_judged(struct db *db, int64_t run_id, int64_t *judged,
		     struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_judged", err);

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	return db_run_int(db, s, judged, err);
}

int store_verdicts(struct db *db, int64_t run_id,
		   const struct verdict_row *rows, size_t count,
		   const struct trend_row *trends, size_t ntrends,
		   struct err *err)
{
	int64_t judged = 0;
	size_t i;
	int rc;

	if (db_begin(db, err))
		return -1;
	rc = is_judged(db, run_id, &judged, err);
	if (judged)
		count = ntrends = 0;
	for (i = 0; i < count && !rc; i++)
		rc = insert_verdict(db, run_id, &rows[i], err);
	for (i = 0; i < ntrends && !rc; i++)
		rc = insert_trend(db, run_id, &trends[i], err);
	return db_end(db, rc, err);
}

int store_night_words(struct db *db, int64_t run_id, bool late,
		      struct str *text, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_words", err);
	int code, i;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_int(s, ":late", late);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		for (i = 0; i < 3; i++)
			if (*db_column_text(s, i))
				str_addf(text, "%s%s", text->len ? "; " : "",
					 db_column_text(s, i));
	return db_ended(db, s, code, err) ? -1 : str_check(text, err);
}

int store_remeasured_words(struct db *db, int64_t run_id, struct str *text,
			   struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/remeasured_words", err);
	struct str outcomes = { 0 };
	int64_t count = 0;
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		count += sqlite3_column_int64(s, 0);
		str_addf(&outcomes, "%s%s %s", outcomes.len ? ", " : "",
			 db_column_text(s, 0), db_column_text(s, 1));
	}
	if (outcomes.len)
		str_addf(text,
			 "%" PRId64 " suspicious series measured again: %s",
			 count, outcomes.text);
	str_free(&outcomes);
	return db_ended(db, s, code, err) ? -1 : str_check(text, err);
}

int store_night_json(struct db *db, int64_t run_id, int exit_code,
		     const char *line, const char *report, struct str *text,
		     struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_json", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":code", exit_code);
	db_text(s, ":line", line);
	db_text(s, ":report", report);
	db_int(s, ":run_id", run_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		str_addf(text, "%s\n", db_column_text(s, 0));
	return db_ended(db, s, code, err) ? -1 : str_check(text, err);
}

int store_confirmed(struct db *db, int64_t run_id,
		    struct verdict_subject **list, size_t *count,
		    struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/confirmed_of_run", err);
	struct verdict_subject *at;
	size_t cap = 0;
	int code;

	*list = NULL;
	*count = 0;
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (mem_grow(list, &cap, *count + 1, sizeof(**list), err))
			break;
		at = &(*list)[(*count)++];
		str_copy(at->measure, sizeof(at->measure),
			 db_column_text(s, 0));
		str_copy(at->name, sizeof(at->name), db_column_text(s, 1));
	}
	return db_ended(db, s, code, err);
}
