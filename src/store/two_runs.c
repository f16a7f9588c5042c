/* Reads two runs side by side: their series, and the earlier nights of each. */
#include "store/two_runs.h"

#include "base/mem.h"
#include "base/str.h"
#include "db/statement.h"
#include "store/derive.h"
#include "store/nights.h"
#include "store/state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The ids in a row of store/pair_cells. */
struct ids {
	int64_t series, cell[2];
	bool exchanges; /* the workers of the series exchange data */
};

/* A night, and whether the machine was in another state than in one of the runs; [1]: for
 * series whose workers exchange data. */
struct looked {
	int64_t run_id;
	bool apart[2];
};

/* The state of two_runs_read(). */
struct reading {
	struct db *db;
	int64_t run[2], machine;
	struct two_runs *pairs;
	struct ids *ids;
	size_t pair_cap, ids_cap;
	struct state state[2];
	struct looked *looked; /* each night that was looked at, in any order */
	size_t nlooked, looked_cap;
	struct err *err;
};

static int add_pair(struct reading *r, sqlite3_stmt *s)
{
	size_t count = r->pairs->count;
	struct pair *pair;
	struct ids *ids;
	int i;

	if (mem_grow(&r->pairs->pair, &r->pair_cap, count + 1, sizeof(*pair),
		     r->err) ||
	    mem_grow(&r->ids, &r->ids_cap, count + 1, sizeof(*ids), r->err))
		return -1;
	pair = &r->pairs->pair[r->pairs->count++];
	ids = &r->ids[count];
	memset(pair, 0, sizeof(*pair));
	ids->series = sqlite3_column_int64(s, 0);
	ids->exchanges = sqlite3_column_int(s, 8);
	str_copy(pair->series, sizeof(pair->series), db_column_text(s, 1));
	for (i = 0; i < 2; i++) {
		struct pair_side *side = &pair->side[i];

		ids->cell[i] = sqlite3_column_int64(s, 2 + 3 * i);
		side->there = sqlite3_column_type(s, 2 + 3 * i) != SQLITE_NULL;
		str_copy(side->status, sizeof(side->status),
			 db_column_text(s, 3 + 3 * i));
		str_copy(side->reason, sizeof(side->reason),
			 db_column_text(s, 4 + 3 * i));
	}
	return 0;
}

static int read_cells(struct reading *r)
{
	sqlite3_stmt *s = db_statement(r->db, "store/pair_cells", r->err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":a", r->run[0]);
	db_int(s, ":b", r->run[1]);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		if (add_pair(r, s))
			break;
	return db_ended(r->db, s, code, r->err);
}

static int read_machine(struct reading *r)
{
	sqlite3_stmt *s = db_statement(r->db, "store/pair_machine", r->err);
	int rc;

	if (!s)
		return -1;
	db_int(s, ":a", r->run[0]);
	db_int(s, ":b", r->run[1]);
	rc = db_run_int(r->db, s, &r->machine, r->err);
	r->pairs->same_machine = rc == 0;
	return rc < 0 ? -1 : 0;
}

static int read_side(struct reading *r, size_t i, int which)
{
	struct pair_side *side = &r->pairs->pair[i].side[which];
	struct timing *timings;
	size_t k;
	int rc = -1;

	if (!side->there)
		return 0;
	if (derive_timings(r->db, r->ids[i].cell[which], &timings, &side->count,
			   r->err))
		goto out;
	side->ns = mem_array(side->count, sizeof(*side->ns), r->err);
	side->session = mem_array(side->count, sizeof(*side->session), r->err);
	if (!side->ns || !side->session)
		goto out;
	for (k = 0; k < side->count; k++)
		side->ns[k] = timings[k].value;
	side->sessions =
	    derive_session_medians(timings, side->count, side->session);
	rc = 0;
out:
	free(timings);
	return rc;
}

/* The index of the pair of a series; SIZE_MAX if store/pair_cells has no row for it. */
static size_t pair_of(const struct reading *r, int64_t series)
{
	size_t i;

	for (i = 0; i < r->pairs->count; i++)
		if (r->ids[i].series == series)
			return i;
	return SIZE_MAX;
}

/* Returns whether a night is apart, for series that exchange data or others, or -1 with
 * the error. */
static int is_apart(struct reading *r, int64_t run_id, bool exchanges)
{
	struct state state;
	struct looked *l;
	size_t i;
	int e;

	for (i = 0; i < r->nlooked; i++)
		if (r->looked[i].run_id == run_id)
			return r->looked[i].apart[exchanges];
	if (mem_grow(&r->looked, &r->looked_cap, r->nlooked + 1, sizeof(*l),
		     r->err) ||
	    state_read(r->db, run_id, &state, r->err))
		return -1;
	l = &r->looked[r->nlooked++];
	l->run_id = run_id;
	for (e = 0; e < 2; e++)
		l->apart[e] = state_differs(&state, &r->state[0], e) ||
			      state_differs(&state, &r->state[1], e);
	return l->apart[exchanges];
}

static bool is_time(double ns)
{
	return ns > 0 && isfinite(ns);
}

static int read_pair_nights(struct reading *r)
{
	sqlite3_stmt *s = db_statement(r->db, "store/pair_nights", r->err);
	size_t at = SIZE_MAX, cap = 0;
	int64_t series = 0;
	struct pair *pair;
	int code, apart;

	if (!s || state_read(r->db, r->run[0], &r->state[0], r->err) ||
	    state_read(r->db, r->run[1], &r->state[1], r->err))
		return -1;
	db_int(s, ":machine_id", r->machine);
	db_int(s, ":nights", NIGHTS_BACK);
	db_int(s, ":a", r->run[0]);
	db_int(s, ":b", r->run[1]);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (at == SIZE_MAX || sqlite3_column_int64(s, 0) != series) {
			series = sqlite3_column_int64(s, 0);
			at = pair_of(r, series);
			cap = at == SIZE_MAX ? 0 : r->pairs->pair[at].nights;
		}
		if (at == SIZE_MAX)
			continue;
		apart = is_apart(r, sqlite3_column_int64(s, 4),
				 r->ids[at].exchanges);
		if (apart < 0)
			break;
		if (apart || !is_time(sqlite3_column_double(s, 1)))
			continue;
		pair = &r->pairs->pair[at];
		if (mem_grow(&pair->night, &cap, pair->nights + 1,
			     sizeof(*pair->night), r->err))
			break;
		pair->night[pair->nights++] = (struct pair_night){
			.median_ns = sqlite3_column_double(s, 1),
			.compared = sqlite3_column_int(s, 2),
			.level = sqlite3_column_int64(s, 3),
		};
	}
	return db_ended(r->db, s, code, r->err);
}

int two_runs_read(struct db *db, int64_t a, int64_t b, struct two_runs *pairs,
		  struct err *err)
{
	struct reading r = {
		.db = db, .run = { a, b }, .pairs = pairs, .err = err
	};
	size_t i;
	int rc;

	memset(pairs, 0, sizeof(*pairs));
	rc = read_machine(&r) || read_cells(&r) ? -1 : 0;
	for (i = 0; i < pairs->count && !rc; i++)
		rc = read_side(&r, i, 0) || read_side(&r, i, 1) ? -1 : 0;
	if (!rc && pairs->same_machine)
		rc = read_pair_nights(&r);
	free(r.ids);
	free(r.looked);
	if (rc)
		two_runs_free(pairs);
	return rc;
}

void two_runs_free(struct two_runs *pairs)
{
	size_t i, k;

	for (i = 0; i < pairs->count; i++) {
		for (k = 0; k < 2; k++) {
			free(pairs->pair[i].side[k].ns);
			free(pairs->pair[i].side[k].session);
		}
		free(pairs->pair[i].night);
	}
	free(pairs->pair);
	memset(pairs, 0, sizeof(*pairs));
}
