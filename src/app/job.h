/* Inside app/: a run at work, whether it is new, resumed or measured again. */
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

/* Of a control kernel, in the order in which they were taken. */
struct job_times {
	double *ns;
	size_t count, cap;
};

struct job {
	const struct record *asked;
	struct run_start start;
	char uuid[ENTROPY_UUID_SIZE], owner[OWNER_SIZE];
	struct run_stored stored; /* to be resumed, or just the plan */
	struct blocks blocks;
	size_t *bases;
	struct db *db;
	struct machine machine;
	struct build build;
	struct facts before;
	int64_t run_id;
	bool nothing_left;
	struct run_result result;
	struct run_account account;
	struct progress progress;
	struct sample_sink sink;          /* the store's, listened to */
	struct job_times chain, distance; /* of the control kernels, in order */
};

/* Opens the database and finds the run that is asked for. */
int job_find(struct job *j, struct err *err);

/* Which cell of the plan is the serial base of each. */
int job_bases(struct job *j, struct err *err);

/* The machine and the build; and, in some 0.6 s, how the machine does. */
void job_identify(struct job *j);
void job_probe(struct job *j);

/* The exit code that tells of what was measured. */
int job_exit_code(const struct job *j);

void job_release(struct job *j);

#endif
