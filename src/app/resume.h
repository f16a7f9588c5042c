/* Resumes an interrupted run: checks its owner and what has changed since. */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/job.h"

/*
 * Takes a run over for as long as `db` is open and loads it into *run, to be
 * released with run_stored_free() in any case. Adds to *differences how this
 * machine and build differ from those of the run. Writes nothing, so a caller
 * that refuses the differences has nothing to undo.
 *
 * Returns 0, or -1 with *err: ERR_BUSY if another process runs it, ERR_USAGE if
 * this dotrec cannot run its plan.
 */
int resume_take(struct db *db, int64_t run_id, const struct machine *machine,
		const struct build *build, struct run_stored *run,
		struct str *differences, struct err *err);

/* Prepares the run asked->resume to go on; sets j->nothing_left if it is
 * complete already. 0, or -1 with *err. */
int resume_run(struct job *j, struct err *err);

#endif
