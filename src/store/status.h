/* The state of a database: how large, how fresh, what did not happen. */
#ifndef STORE_STATUS_H
#define STORE_STATUS_H

#include "base/clock.h"
#include "db/open.h"

#define STATUS_NIGHTS 60 /* that are looked at */

struct status {
	int64_t bytes, runs, samples, sketches, version;
	/* of the newest recorded run; id 0: there is none */
	int64_t last_id;
	char last_utc[CLOCK_UTC_SIZE], last_status[16], last_label[80];
	bool
	    last_bare; /* it has no cells (yet): nothing of its plan is there */
	char good_utc[CLOCK_UTC_SIZE]; /* newest run without a flaw, or "" */
	char **incomplete;             /* cells of the newest run, in words */
	size_t nincomplete;
	/*
	 * Nights are the days (UTC) with a finished run on the machine that
	 * recorded last. Every `cadence` days one is expected: the median
	 * distance of the last nights, or 1 while there are fewer than three.
	 */
	int64_t cadence;
	int64_t absent[STATUS_NIGHTS]; /* days since 1970, oldest first */
	size_t nabsent;
	char next_utc[CLOCK_UTC_SIZE]; /* when the next is expected, or "" */
	bool overdue; /* by more than a quarter of the cadence, or never any */
};

/* Reads it as of `now`. Returns 0, or -1 with *err; to be released. */
int store_status(struct db *db, const char *now_utc, struct status *status,
		 struct err *err);
void status_free(struct status *status);

#endif
