/* Loads a stored run to go on with it, records that it does, counts its samples. */
#ifndef STORE_RESUME_H
#define STORE_RESUME_H

#include "base/str.h"
#include "db/open.h"
#include "plan/plan.h"
#include "sample/provenance.h"
#include "sample/sample.h"
#include "sample/sink.h"

/* A stored run, loaded to be resumed or re-measured. */
struct run_stored {
	char uuid[40], owner[80]; /* owner "": the run has ended */
	uint64_t seed;
	uint32_t sessions, colds;
	bool finished;
	bool external;            /* imported, not recorded by dotrec */
	bool described;           /* machine, build and host facts are stored */
	int64_t elapsed_ns;       /* since it was started, 0 to 30 years */
	struct plan plan;         /* without cells if only the run row exists */
	struct cell_known *known; /* of each cell */
};

/* Finds the newest run of this plan on this machine that is of the date `night`
 * or started at `since_s` (seconds since 1970) or later, and is not dated in the
 * future. If there is none, or it has finished, *run_id is 0. `owner` is this
 * process, as in struct run_start. Returns 0, or -1 with *err. */
int store_run_unfinished(struct db *db, uint64_t plan_hash, const char *night,
			 int64_t since_s, const char *machine_key,
			 const char *owner, int64_t *run_id, struct err *err);

/* Ends an unfinished run that is not resumed: a running one becomes
 * interrupted, and `reason` is added. The caller holds the run; see
 * db_hold_run(). Returns 0, or -1 with *err. */
int store_run_end(struct db *db, int64_t run_id, const char *reason,
		  struct err *err);

/*
 * Reads a run and makes it the one that store_sink() continues. Numbers that no
 * run of dotrec has (0 sessions, a cell of 0 repeats, ...) are refused as
 * damage (ERR_STORAGE); in the cells of an external run they are read as 1.
 * Returns 0, or -1 with *err; the caller releases *run by run_stored_free() in
 * any case.
 */
int store_run_load(struct db *db, int64_t run_id, struct run_stored *run,
		   struct err *err);
void run_stored_free(struct run_stored *run);

/* Adds to *text the differences of machine and build from those of the run:
 * "machine was 'A', is 'B'; ..."; nothing if they are the same. Returns 0, or
 * -1 with *err. */
int store_run_differences(struct db *db, int64_t run_id,
			  const struct machine *machine,
			  const struct build *build, struct str *text,
			  struct err *err);

/* The circumstances under which a run is resumed. */
struct run_resume {
	const char *owner;   /* the process that runs it now */
	const char *forced;  /* differences overridden by force, or NULL */
	const size_t *bases; /* index of each cell's serial base */
	const struct machine *machine;
	const struct build *build;
	const struct facts *facts;
};

/*
 * Marks a loaded run as resumed. The same transaction adds what the run lacks:
 * its cells (run->plan is then the plan, read again by the caller), and its
 * machine, build and host facts. Returns 0, or -1 with *err.
 */
int store_run_resume(struct db *db, int64_t run_id,
		     const struct run_stored *run,
		     const struct run_resume *resume, struct err *err);

/*
 * Prepares the re-measurement of a loaded run that has finished: from now on
 * the sink adds a session to cell i of its plan if why[i], the reason, is not
 * NULL (the texts are borrowed). Each block raises the planned repeats of its
 * cells together with their samples, so that the run is complete and finished
 * even if the re-measurement breaks off.
 */
void store_run_again(struct db *db, const size_t *bases, const char *const *why,
		     size_t count);

/* The planned repeats of a run, counted by status; the rest is missing. */
struct run_account {
	size_t samples[SAMPLE_SKIPPED + 1], missing;
};

/* Counts them. Returns 0, or -1 with *err. */
int store_run_account(struct db *db, int64_t run_id,
		      struct run_account *account, struct err *err);

#endif
