/* Runs that are there already: to go on with them, to measure again, to count. */
#ifndef STORE_RESUME_H
#define STORE_RESUME_H

#include "base/str.h"
#include "db/open.h"
#include "plan/plan.h"
#include "sample/provenance.h"
#include "sample/sample.h"
#include "sample/sink.h"

/* A run as it is stored, to go on with. */
struct run_stored {
	char uuid[40], owner[80]; /* owner "": it has ended */
	uint64_t seed;
	uint32_t sessions, colds;
	bool finished;
	bool external;      /* imported, not recorded by dotrec */
	bool described;     /* where and with what it runs is known */
	int64_t elapsed_ns; /* since it was started, 0 to 30 years */
	struct plan plan;   /* no cells: its row is all that was written */
	struct cell_known *known; /* of each cell */
};

/* The newest run of this plan, begun since then (seconds since 1970) on this
 * machine, where it has not finished; else *run_id is 0. `owner` is this
 * process, as in struct run_start. 0, or -1 with *err. */
int store_run_unfinished(struct db *db, uint64_t plan_hash, int64_t since_s,
			 const char *machine_key, const char *owner,
			 int64_t *run_id, struct err *err);

/* Ends a run that is held, has not finished and is not gone on with: it counts
 * as interrupted, for this reason. 0, or -1 with *err. */
int store_run_end(struct db *db, int64_t run_id, const char *reason,
		  struct err *err);

/*
 * Reads a run, and makes store_sink() go on with it. Numbers that no run of
 * dotrec has (0 sessions, a cell of 0 repeats, ...) are refused as damage
 * (ERR_STORAGE); in the cells of an external run they are read as 1. Returns 0,
 * or -1 with *err; to be released with run_stored_free() in any case.
 */
int store_run_load(struct db *db, int64_t run_id, struct run_stored *run,
		   struct err *err);
void run_stored_free(struct run_stored *run);

/* Adds to *text in what machine and build differ from the run's: "machine was
 * 'A', is 'B'; ..."; nothing where they do not. 0, or -1 with *err. */
int store_run_differences(struct db *db, int64_t run_id,
			  const struct machine *machine,
			  const struct build *build, struct str *text,
			  struct err *err);

/* With what a run goes on. */
struct run_resume {
	const char *owner;   /* the process that runs it now */
	const char *forced;  /* what is different; NULL: nothing */
	const size_t *bases; /* of the cells of its plan */
	const struct machine *machine;
	const struct build *build;
	const struct facts *facts;
};

/*
 * Notes that a loaded run goes on. In the same transaction it gets what its
 * row was written without: cells, if it has none (run->plan is then the plan
 * read anew), and where and with what it runs. 0, or -1 with *err.
 */
int store_run_resume(struct db *db, int64_t run_id,
		     const struct run_stored *run,
		     const struct run_resume *resume, struct err *err);

/*
 * Goes on with a loaded run that has finished: what the sink gets from now on
 * measures cell i of its plan again, because of why[i] (a text that stays, or
 * NULL: not that cell). Each block brings its repeats into the plan, so that
 * the run is whole and finished whenever that ends.
 */
void store_run_again(struct db *db, const size_t *bases, const char *const *why,
		     size_t count);

/* Repeats of a run by what became of them: by status, and those missing. */
struct run_account {
	size_t samples[SAMPLE_SKIPPED + 1], missing;
};
int store_run_account(struct db *db, int64_t run_id,
		      struct run_account *account, struct err *err);

#endif
