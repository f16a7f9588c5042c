/* The state of a database: its size, its newest run, and absent nights. */
#ifndef STORE_STATUS_H
#define STORE_STATUS_H

#include "base/clock.h"
#include "db/open.h"
#include "store/find.h"

#define STATUS_NIGHTS 60 /* the number of latest nights considered */

struct status {
	int64_t bytes, runs, samples, sketches, version;
	struct future future; /* these runs count as runs only */
	/* of the newest recorded run; id 0: there is none */
	int64_t last_id;
	char last_utc[CLOCK_UTC_SIZE], last_status[16], last_label[80];
	bool last_bare;                /* it has no cells (yet), only its row */
	char good_utc[CLOCK_UTC_SIZE]; /* newest flawless run, or "" */
	char **incomplete;             /* cells of the newest run, in words */
	size_t nincomplete;
	/*
	 * Nights are the local dates with a finished run on the machine of the
	 * newest run. One is expected every `cadence` days: the median distance
	 * of the latest nights, or 1 if there are fewer than three.
	 */
	int64_t cadence;
	int64_t absent[STATUS_NIGHTS]; /* days since 1970, oldest first */
	size_t nabsent;
	char next_utc[CLOCK_UTC_SIZE]; /* next expected night, or "" */
	bool overdue; /* by more than a quarter of the cadence, or no night */
};

/* Reads the state as of now. Returns 0, or -1 with *err; the caller releases
 * *status by status_free() in any case. */
int store_status(struct db *db, struct status *status, struct err *err);
void status_free(struct status *status);

#endif
