/* A night: lock, run, measure again, check, report, tell. */
#ifndef APP_NIGHT_H
#define APP_NIGHT_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct night_job {
	/* what is asked for */
	const char *db_path, *plan, *dir, *notify, *backup;
	unsigned long sessions, colds, pause_s;
	double deadline_min; /* 0: none */
	bool anonymous, thin, remeasure;
	bool verbose; /* tells a good night, too */

	/* how it goes; zeroed */
	char date[16];
	int64_t run_id;
	int code;
	struct str line;   /* what is told at the end */
	struct str report; /* the directory, once it is there */
};

/*
 * Does a night's work on the database and tells how it went in one line on
 * stdout: always where something is wrong, else where `verbose` is set. The
 * nights of a database are done one at a time (ERR_BUSY names who is at work).
 * Returns the exit code.
 */
int night_work(struct night_job *n);

#endif
