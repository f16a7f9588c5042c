/* The state of the machine in a run: what nights must have in common to be
 * compared. */
#include "store/state.h"

#include "db/statement.h"

#include <string.h>

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
	return db_row_ended(db, s, code, err);
}

static bool fact_differs(const struct state *a, const struct state *b, int i)
{
	return *a->fact[i] && *b->fact[i] && strcmp(a->fact[i], b->fact[i]) &&
	       (i != STATE_CORE || !strcmp(a->library, b->library));
}

bool state_differs(const struct state *a, const struct state *b)
{
	int i;

	for (i = 0; i < STATE_FACTS; i++)
		if (fact_differs(a, b, i))
			return true;
	return false;
}

void state_describe(const struct state *is, const struct state *was,
		    struct str *text)
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
}
