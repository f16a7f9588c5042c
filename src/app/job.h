/* Inside app/: the state of a run at work: new, resumed or measured again. */
#ifndef APP_JOB_H
#define APP_JOB_H

#include "app/progress.h"
#include "app/record.h"
#include "base/entropy.h"
#include "base/exitcode.h"
#include "host/owner.h"
#include "run/block.h"
#include "run/runner.h"
#include "store/resume.h"
#include "store/write.h"

/* Times of one control kernel, in the order of measurement. */
struct job_times {
	double *ns;
	size_t count, cap;
};

struct job {
	const struct record *asked;
	struct run_start start;
	char uuid[ENTROPY_UUID_SIZE], owner[OWNER_SIZE];
	struct run_stored stored; /* the run to resume; only the plan if new */
	struct blocks blocks;
	size_t *bases; /* see blocks_bases() */
	struct db *db;
	struct machine machine;
	struct build build;
	struct facts before; /* state of the machine at the start */
	int64_t run_id;
	bool nothing_left; /* the run was complete already */
	struct run_result result;
	struct run_account account;
	struct progress progress;
	struct sample_sink sink;          /* notes control times, then stores */
	struct job_times chain, distance; /* of these control kernels */
};

/* Opens the database and finds the run asked->resume. 0, or -1 with *err. */
int job_find(struct job *j, struct err *err);

/* Says hello to the peers of the plan, then sets blocks and bases from it. 0, or
 * -1 with *err. */
int job_bases(struct job *j, struct err *err);

/* job_identify() describes the machine and the build; job_probe() takes some
 * 0.6 s to measure the state of the machine. */
void job_identify(struct job *j);
void job_probe(struct job *j);

/* The exit code for the samples of the run. */
int job_exit_code(const struct job *j);

void job_release(struct job *j);

#endif
