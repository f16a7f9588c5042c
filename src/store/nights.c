/* Reads the nights of a machine. */
#include "store/nights.h"

#include "base/mem.h"
#include "db/statement.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, s, column) str_copy(to, sizeof(to), db_column_text(s, column))

static double real_of(sqlite3_stmt *s, int column)
{
	return sqlite3_column_type(s, column) == SQLITE_NULL
		   ? NAN
		   : sqlite3_column_double(s, column);
}

/* Returns ln, or NaN if no double has this logarithm (a damaged row). */
static double log_of(double ln)
{
	return fabs(ln) <= 750 ? ln : NAN;
}

/* Reads a number of 32 bits that is at least `least`; else the run is
 * damaged. */
static int count_of(struct db *db, sqlite3_stmt *s, int column, int64_t least,
		    int64_t run_id, uint32_t *count, struct err *err)
{
	int64_t value = sqlite3_column_int64(s, column);

	if (value < least || value >= UINT32_MAX)
		return err_set(err, ERR_STORAGE,
			       "run %" PRId64 " in '%s' is damaged: %s is "
			       "%" PRId64,
			       run_id, db->path, sqlite3_column_name(s, column),
			       value);
	*count = (uint32_t)value;
	return 0;
}

/* ---- nights ------------------------------------------------------------ */

static int load_night_run(struct db *db, int64_t run_id, struct nights *n,
			  char utc[24], struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/machine_of_run", err);
	bool finished;
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	str_copy(utc, 24, db_column_text(s, 0));
	finished = !strcmp(db_column_text(s, 1), "finished");
	n->excluded = sqlite3_column_int(s, 2);
	COPY(n->noisy, s, 3);
	if (db_row_ended(db, s, code, err))
		return -1;
	if (finished)
		return 0;
	return err_set(err, ERR_USAGE,
		       "run %" PRId64 " has not finished; 'dotrec run "
		       "--resume %" PRId64 "' goes on with it",
		       run_id, run_id);
}

static int load_nights(struct db *db, int64_t run_id, size_t most,
		       struct nights *n, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/nights_before", err);
	struct night swap;
	size_t i;
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_int(s, ":nights", (int64_t)most);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		struct night *night;

		if (mem_grow(&n->night, &n->cap, n->count + 1,
			     sizeof(*n->night), err))
			break;
		night = &n->night[n->count++];
		memset(night, 0, sizeof(*night));
		night->run_id = sqlite3_column_int64(s, 0);
		COPY(night->uuid, s, 1);
		COPY(night->utc, s, 2);
		night->judged = sqlite3_column_int(s, 3);
		COPY(night->date, s, 4);
	}
	for (i = 0; i < n->count / 2; i++) { /* the oldest comes first */
		swap = n->night[i];
		n->night[i] = n->night[n->count - 1 - i];
		n->night[n->count - 1 - i] = swap;
	}
	if (db_ended(db, s, code, err))
		return -1;
	if (!n->count || n->night[n->count - 1].run_id != run_id)
		return err_set(err, ERR_STORAGE,
			       "run %" PRId64 " in '%s' is damaged: it has no "
			       "night, by its started_utc",
			       run_id, db->path);
	return 0;
}

static int load_states(struct db *db, struct nights *n, struct err *err)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (state_read(db, n->night[i].run_id, &n->night[i].state, err))
			return -1;
	return 0;
}

/* The last row that differs is the key, which is told only if nothing else is. */
static int load_machine_before(struct db *db, struct nights *n, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/machine_before", err);
	struct str text = { 0 };
	int code, rc;

	if (!s)
		return -1;
	db_int(s, ":run_id", n->night[0].run_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		COPY(n->machine_was, s, 1);
		if (!text.len || strncmp(db_column_text(s, 0), "key ", 4) != 0)
			str_addf(&text, "%s%s, was %s", text.len ? "; " : "",
				 db_column_text(s, 0), db_column_text(s, 1));
	}
	rc = db_ended(db, s, code, err) ? -1 : str_check(&text, err);
	if (!rc && text.len)
		str_copy(n->machine, sizeof(n->machine), text.text);
	str_free(&text);
	return rc;
}

static int load_levels(struct db *db, struct nights *n, int64_t run_id,
		       const char *utc, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_levels", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_text(s, ":until_utc", utc);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		struct night_level *level;

		if (mem_grow(&n->level, &n->levels_cap, n->levels + 1,
			     sizeof(*n->level), err))
			break;
		level = &n->level[n->levels++];
		COPY(level->measure, s, 0);
		COPY(level->subject, s, 1);
		COPY(level->how, s, 2);
		COPY(level->start_utc, s, 3);
	}
	return db_ended(db, s, code, err);
}

int store_nights_load(struct db *db, int64_t run_id, size_t most,
		      struct nights *nights, struct err *err)
{
	char utc[24];

	memset(nights, 0, sizeof(*nights));
	if (load_night_run(db, run_id, nights, utc, err) ||
	    load_nights(db, run_id, most, nights, err) ||
	    load_states(db, nights, err) ||
	    load_machine_before(db, nights, err) ||
	    load_levels(db, nights, run_id, utc, err)) {
		store_nights_free(nights);
		return -1;
	}
	return 0;
}

void store_nights_free(struct nights *nights)
{
	free(nights->night);
	free(nights->level);
	memset(nights, 0, sizeof(*nights));
}

int store_run_night(struct db *db, int64_t run_id, char date[16],
		    struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_night", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	if (*db_column_text(s, 0))
		str_copy(date, 16, db_column_text(s, 0));
	return db_row_ended(db, s, code, err);
}

/* ---- measurements of a night ------------------------------------------- */

static int read_night_cell(struct db *db, sqlite3_stmt *s, int64_t run_id,
			   struct night_cell *c, struct err *err)
{
	int i;

	memset(c, 0, sizeof(*c));
	c->series_id = sqlite3_column_int64(s, 0);
	COPY(c->series, s, 1);
	c->value = log_of(real_of(s, 2));
	if (isnan(c->value)) /* a summary written before value_ln existed */
		c->value = log_of(log(real_of(s, 3)));
	for (i = 0; i < 3; i++) {
		c->ratio[i] = real_of(s, 4 + i);
		if (isnan(log_of(log(c->ratio[i]))))
			c->ratio[i] = NAN;
	}
	c->relative = -log(c->ratio[0]);
	COPY(c->status, s, 7);
	COPY(c->reason, s, 8);
	c->cell.n = (uint64_t)sqlite3_column_int64(s, 9);
	if (sqlite3_column_int64(s, 9) < 1)
		return err_set(err, ERR_STORAGE,
			       "run %" PRId64 " in '%s' is damaged: n is %lld",
			       run_id, db->path,
			       (long long)sqlite3_column_int64(s, 9));
	if (count_of(db, s, 10, 1, run_id, &c->cell.workers, err) ||
	    count_of(db, s, 11, 1, run_id, &c->cell.chunks, err))
		return -1;
	COPY(c->cell.strategy, s, 12);
	COPY(c->cell.kernel, s, 13);
	COPY(c->cell.dtype, s, 14);
	COPY(c->cell.placement, s, 15);
	return 0;
}

int store_night_cells(struct db *db, int64_t run_id, struct night_cells *cells,
		      struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_values", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (mem_grow(&cells->cell, &cells->cap, cells->count + 1,
			     sizeof(*cells->cell), err) ||
		    read_night_cell(db, s, run_id, &cells->cell[cells->count],
				    err))
			break;
		cells->count++;
	}
	return db_ended(db, s, code, err);
}

int store_night_repeats(struct db *db, int64_t run_id, int64_t series_id,
			struct night_repeats *repeats, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_repeats", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	db_int(s, ":series_id", series_id);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		struct night_repeat *r;

		if (mem_grow(&repeats->repeat, &repeats->cap,
			     repeats->count + 1, sizeof(*r), err))
			break;
		r = &repeats->repeat[repeats->count++];
		if (count_of(db, s, 0, 0, run_id, &r->session, err) ||
		    count_of(db, s, 1, 0, run_id, &r->round, err))
			break;
		r->ns = real_of(s, 2);
		r->base_ns = real_of(s, 3);
		if (r->session >= repeats->sessions)
			repeats->sessions = r->session + 1;
	}
	return db_ended(db, s, code, err);
}

int store_run_noisy(struct db *db, int64_t run_id, struct str *text,
		    struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/noisy_of_run", err);

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	return db_run_text(db, s, text, err);
}

int store_night_changes(struct db *db, const struct night_change *change,
			struct str *text, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_changes", err);
	int code;

	if (!s)
		return -1;
	db_id(s, ":earlier", change->earlier);
	db_id(s, ":before", change->before);
	db_id(s, ":since", change->since);
	db_id(s, ":later", change->later);
	db_id(s, ":tonight", change->tonight);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		str_addf(text, "%s%s: '%s' -> '%s'%s", text->len ? "; " : "",
			 db_column_text(s, 0), db_column_text(s, 1),
			 db_column_text(s, 2), db_column_text(s, 3));
	return db_ended(db, s, code, err) ? -1 : str_check(text, err);
}

int store_night_phases(struct db *db, int64_t series_id, bool relative,
		       const char *before, const char *since, struct str *moved,
		       struct str *phases, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/night_phases", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":series_id", series_id);
	db_int(s, ":relative", relative);
	db_text(s, ":before", before);
	db_text(s, ":since", since);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		str_add(phases, db_column_text(s, 0));
		str_add(moved, db_column_text(s, 1));
	}
	return db_ended(db, s, code, err) || str_check(phases, err) ||
		       str_check(moved, err)
		   ? -1
		   : 0;
}

int store_run_cpus(struct db *db, int64_t run_id, double *cpus, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_cpus", err);
	int code;

	*cpus = 1;
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW)
		*cpus = fmax(1, sqlite3_column_double(s, 0));
	return db_row_ended(db, s, code, err);
}
