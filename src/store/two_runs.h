/* Two runs side by side: their series, and the earlier nights of each. */
#ifndef STORE_TWO_RUNS_H
#define STORE_TWO_RUNS_H

#include "db/open.h"
#include "plan/plan.h"

/* A series in one of the runs. */
struct pair_side {
	bool there; /* the run has the series */
	char status[16], reason[200];
	double *ns; /* per call, of the `count` ok samples */
	size_t count;
	double *session; /* the median of each of the `sessions` sessions */
	size_t sessions;
};

/* A night of the series on the machine of both runs. */
struct pair_night {
	double median_ns;
	int64_t level; /* counts up with each confirmed or accepted change */
	bool compared; /* the night is one of the two runs */
};

struct pair {
	char series[PLAN_SERIES_SIZE];
	struct pair_side side[2];
	/* the nights of the series among the last NIGHTS_BACK of the machine,
	 * oldest first, in which it was in the state of both runs
	 * (store/state.h); none if the runs are of two machines */
	struct pair_night *night;
	size_t nights;
};

struct two_runs {
	struct pair *pair; /* one for each series of either run, by name */
	size_t count;
	bool same_machine;
};

/* Reads the runs a and b. Returns 0, or -1 with *err and nothing to free;
 * release with two_runs_free(). */
int two_runs_read(struct db *db, int64_t a, int64_t b, struct two_runs *pairs,
		  struct err *err);
void two_runs_free(struct two_runs *pairs);

#endif
