/* The steps that new, resumed and re-measured runs share. */
#include "app/job.h"

#include "base/log.h"
#include "host/host.h"
#include "host/machine.h"
#include "host/program.h"
#include "store/find.h"

#include <inttypes.h>
#include <stdlib.h>

int job_find(struct job *j, struct err *err)
{
	j->db = db_open(j->asked->db_path, DB_WRITE, err);
	if (!j->db)
		return -1;
	return store_run_find(j->db, j->asked->resume, &j->run_id, err);
}

int job_bases(struct job *j, struct err *err)
{
	if (blocks_make(&j->blocks, &j->stored.plan, err))
		return -1;
	j->bases = blocks_bases(&j->blocks, &j->stored.plan, err);
	return j->bases ? 0 : -1;
}

void job_identify(struct job *j)
{
	machine_describe(&j->machine);
	program_build(&j->build);
}

void job_probe(struct job *j)
{
	unsigned flags = j->asked->anonymous ? HOST_ANONYMOUS : 0;

	host_facts(&j->before, flags | HOST_CLOCKS | HOST_BANDWIDTH);
	log_debug("run %" PRId64 " is %s, seed %" PRIu64, j->run_id, j->uuid,
		  j->start.seed);
	log_debug("machine %s: %s; blas: %s", j->machine.key,
		  j->machine.cpu_model, j->build.blas);
}

int job_exit_code(const struct job *j)
{
	const size_t *samples = j->account.samples;
	int code = EXIT_OK;

	if (samples[SAMPLE_FAILED] || samples[SAMPLE_TIMEOUT])
		code = exitcode_worst(code, EXIT_INCOMPLETE);
	if (!samples[SAMPLE_OK] && !samples[SAMPLE_WRONG])
		code = exitcode_worst(code, EXIT_NOTHING);
	if (samples[SAMPLE_WRONG])
		code = exitcode_worst(code, EXIT_VERIFY);
	if (j->result.interrupted)
		code = exitcode_worst(
		    code, exitcode_of_signal(j->result.interrupted));
	return code;
}

void job_release(struct job *j)
{
	db_close(j->db);
	free(j->bases);
	blocks_free(&j->blocks);
	run_stored_free(&j->stored);
	free(j->chain.ns);
	free(j->distance.ns);
}
