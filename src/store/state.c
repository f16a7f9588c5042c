/* The state of the machine in a run: what nights must have in common to be
 * compared. */
#include "store/state.h"

#include "base/units.h"
#include "db/statement.h"

#include <math.h>
#include <string.h>

/* A time above 0, else NaN. */
static double column_time(sqlite3_stmt *s, int column)
{
	double ns = sqlite3_column_double(s, column);

	return ns > 0 && isfinite(ns) ? ns : NAN;
}

int state_read(struct db *db, int64_t run_id, struct state *state,
	       struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/state_of_run", err);
	int code, i;

	memset(state, 0, sizeof(*state));
	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	for (i = 0; code == SQLITE_ROW && i < STATE_FACTS; i++)
		str_copy(state->fact[i], sizeof(state->fact[i]),
			 db_column_text(s, i));
	if (code == SQLITE_ROW)
		str_copy(state->library, sizeof(state->library),
			 db_column_text(s, STATE_FACTS));
	for (i = 0; i < STATE_TIMES; i++)
		state->ns[i] = code == SQLITE_ROW
				   ? column_time(s, STATE_FACTS + 1 + i)
				   : NAN;
	return db_row_ended(db, s, code, err);
}

static bool fact_differs(const struct state *a, const struct state *b, int i)
{
	return *a->fact[i] && *b->fact[i] && strcmp(a->fact[i], b->fact[i]) &&
	       (i != STATE_CORE || !strcmp(a->library, b->library));
}

/* NaN makes each comparison false. */
static bool time_differs(const struct state *a, const struct state *b, int i,
			 bool exchanges)
{
	static const double most[] = {
		[STATE_CHAIN] = 1.25, [STATE_DISTANCE] = 2
	};

	return (exchanges || i != STATE_DISTANCE) &&
	       (a->ns[i] > most[i] * b->ns[i] || b->ns[i] > most[i] * a->ns[i]);
}

bool state_differs(const struct state *a, const struct state *b, bool exchanges)
{
	int i;

	for (i = 0; i < STATE_FACTS; i++)
		if (fact_differs(a, b, i))
			return true;
	for (i = 0; i < STATE_TIMES; i++)
		if (time_differs(a, b, i, exchanges))
			return true;
	return false;
}

static void describe_time(double is_ns, double was_ns, const char *before,
			  const char *after, struct str *text)
{
	char is[UNITS_SIZE], was[UNITS_SIZE];

	str_addf(text, "%s%s%s%s, was %s", text->len ? "; " : "", before,
		 units_time(is, is_ns), after, units_time(was, was_ns));
}

void state_describe(const struct state *is, const struct state *was,
		    bool exchanges, struct str *text)
{
	static const struct {
		const char *before, *one, *many; /* around the value */
	} words[] = {
		[STATE_CPUS] = { "", " CPU allowed", " CPUs allowed" },
		[STATE_QUOTA] = { "CPU quota ", "", "" },
		[STATE_SHARING] = { "", " CPU shares a core",
				    " CPUs share a core" },
		[STATE_SMT] = { "SMT ", "", "" },
		[STATE_GOVERNOR] = { "governor ", "", "" },
		[STATE_CORE] = { "BLAS core ", "", "" },
	};
	int i;

	for (i = 0; i < STATE_FACTS; i++) {
		const char *value = is->fact[i];

		if (!fact_differs(is, was, i))
			continue;
		/* other CPUs explain that others share a core */
		if (i == STATE_SHARING && fact_differs(is, was, STATE_CPUS))
			continue;
		str_addf(text, "%s%s%s%s, was %s", text->len ? "; " : "",
			 words[i].before, value,
			 strcmp(value, "1") ? words[i].many : words[i].one,
			 was->fact[i]);
	}
	if (time_differs(is, was, STATE_CHAIN, exchanges))
		describe_time(is->ns[STATE_CHAIN], was->ns[STATE_CHAIN],
			      "control kernel ", "", text);
	if (time_differs(is, was, STATE_DISTANCE, exchanges))
		describe_time(is->ns[STATE_DISTANCE], was->ns[STATE_DISTANCE],
			      "CPUs ", " apart", text);
}
