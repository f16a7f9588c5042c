/*
 * Judges last night against history: the verdicts of a run, made once and
 * stored.
 *
 * Three measures are judged: the time of a series; its time relative to the
 * serial time of the same night, in which changes of the whole machine cancel;
 * and the mean of the relative times over the sizes of a strategy, in which
 * noise averages out.
 */
#ifndef JUDGE_CHECK_H
#define JUDGE_CHECK_H

#include "store/nights.h"

#include <stdbool.h>

/* The verdict on a night that is compared with none, because the machine differs. */
#define CHECK_ANOTHER "another machine"

struct check {
	size_t nights;      /* nights of history, this one included */
	size_t judged;      /* now: this night and earlier unjudged ones */
	size_t passed_over; /* earlier nights without verdicts, because they
			       came after later ones had been judged */
	size_t confirmed;   /* regressions confirmed in the judged nights that
			     still hold */
	char noisy[400];    /* why the run counts as noisy; or "" */
	/* how the machine differs from that of the nights before, and with how
	 * many nights it has in common; "" if it does not matter */
	char machine[500];
	char machine_was
	    [40]; /* the key of the machine before, if it is another */
};

/*
 * Judges the night of a run, and the unjudged nights since the last judged one,
 * and stores the results in the tables verdict and trend. A night that has
 * verdicts keeps them. A series that the previous night had and this one lacks
 * is `not measured`. The first night after an accepted change is a `new baseline`. A
 * `suspect` needs a p value that is significant among all subjects of the night
 * (Benjamini and Hochberg, q = 0.05), or an outlying night. `machine moved`: of
 * 8 or more series more than half moved the same way by more than two robust
 * sd, and so did the control kernel.
 *
 * A night is compared with nights of the same machine (v_same_machine) in the same
 * state (store/state.h). Until there are VERDICT_NIGHTS of them, the first one, and
 * each in another state than the night before, is on `another machine`, and the
 * others have `not enough nights`; both tell what differs.
 *
 * Returns 0, or -1 with *err: an unfinished or excluded run is ERR_USAGE.
 */
int check_run(struct db *db, int64_t run_id, struct check *check,
	      struct err *err);

/* Adds the times of all series on the run's machine to *replay, which judges
 * them night by night (judge/replay.h); nights on which the machine was in another
 * state than on that of the run do not count. Returns 0, or -1 with *err. */
struct replay;
int check_replay(struct db *db, int64_t run_id, struct replay *replay,
		 struct err *err);

#endif
