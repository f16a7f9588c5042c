/* The state of the machine in a run: what nights must have in common to be
 * compared. */
#ifndef STORE_STATE_H
#define STORE_STATE_H

#include "base/str.h"
#include "db/open.h"

#include <stdbool.h>

/* The facts of a state, in the order of the columns of
 * sql/store/state_of_run.sql. */
enum {
	STATE_CPUS,     /* number of CPUs allowed */
	STATE_QUOTA,    /* CPUs at once, by the quota of a control group */
	STATE_SHARING,  /* allowed CPUs that share a core with another */
	STATE_SMT,      /* whether cores run two threads */
	STATE_GOVERNOR, /* of the clock */
	STATE_CORE,     /* the core that the BLAS chose its code for */
	STATE_FACTS
};

/* What was measured, in the order of the next columns, in ns. */
enum {
	STATE_CHAIN,    /* a call of the control kernel that shows the clock:
			 * the least over the run, because other programs can
			 * only make it longer */
	STATE_DISTANCE, /* there and back between two CPUs: the median */
	STATE_TIMES
};

struct state {
	char fact[STATE_FACTS][40]; /* ""; not known */
	char library[256];          /* the BLAS, without its core */
	double ns[STATE_TIMES];     /* NaN: not known */
};

/* Reads the state of the machine in a run. Returns 0, or -1 with *err. */
int state_read(struct db *db, int64_t run_id, struct state *state,
	       struct err *err);

/* Whether the states differ for series whose workers exchange data between CPUs, or
 * for others, to which the distance of the CPUs does not matter. A fact that is not
 * known in one of the states does not differ; neither does the core of another BLAS
 * library, which is a change of the program. Measured times differ by more than noise
 * can: the control kernel by a quarter, the distance by a factor of two. */
bool state_differs(const struct state *a, const struct state *b,
		   bool exchanges);

/* Adds how the state `is` differs from the state `was`: "1 CPU allowed, was 2". */
void state_describe(const struct state *is, const struct state *was,
		    bool exchanges, struct str *text);

#endif
