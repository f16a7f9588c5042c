/* Going on with a run that was cut short: whose it is, and what has changed. */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/job.h"

/*
 * Takes a run over, for as long as `db` is open, and reads it to *run, to be
 * released with run_stored_free() in any case. Adds to *differences in what
 * this machine and build differ from the run's. Nothing is written, so that
 * nothing has to be taken back by whoever refuses the differences.
 *
 * Returns 0, or -1 with *err: ERR_BUSY where another process runs it, ERR_USAGE
 * where this dotrec cannot run its plan.
 */
int resume_take(struct db *db, int64_t run_id, const struct machine *machine,
		const struct build *build, struct run_stored *run,
		struct str *differences, struct err *err);

/* Goes on with the run that is asked for; j->nothing_left where it is whole.
 * 0, or -1 with *err. */
int resume_run(struct job *j, struct err *err);

#endif
