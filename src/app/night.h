/* The work of a night: lock, run, measure again, check, report, notify. */
#ifndef APP_NIGHT_H
#define APP_NIGHT_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct night_job {
	/* set by the caller */
	const char *db_path, *plan, *dir, *notify, *backup, *metrics;
	unsigned long sessions, colds, pause_s;
	unsigned long
	    whole_reports;   /* so many; those of older nights are thinned */
	double deadline_min; /* 0: none */
	bool anonymous, thin, remeasure;
	bool utc;     /* its date is that of UTC, not the local one */
	bool verbose; /* prints the line even if all went well */

	/* the state of the work; zeroed by the caller */
	int64_t begun_ns;
	char date[16]; /* of the night: that of its run, once there is one */
	int64_t run_id;
	int code;
	struct str line;   /* printed at the end, after the date */
	struct str report; /* the report's directory, once it is written */
};

/*
 * Does a night's work on the database and prints one line about it to stdout:
 * if something is wrong, or if `verbose` is set. A database has one night at
 * work at a time; if another process is at work, the error ERR_BUSY names it.
 * Returns the exit code.
 */
int night_work(struct night_job *n);

#endif
