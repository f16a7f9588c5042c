/* The steps that new, resumed and re-measured runs share. */
#include "app/job.h"

#include "base/log.h"
#include "host/host.h"
#include "host/machine.h"
#include "host/program.h"
#include "store/find.h"
#include "strategy/mpi.h"
#include "strategy/peers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int job_find(struct job *j, struct err *err)
{
	j->db = db_open(j->asked->db_path, DB_WRITE, err);
	if (!j->db)
		return -1;
	return store_run_find(j->db, j->asked->resume, &j->run_id, err);
}

/* Says hello to the peers of the plan. */
static int greet_peers(const struct job *j, struct err *err)
{
	const struct plan *plan = &j->stored.plan;
	char launcher[PLAN_LAUNCHER];
	const struct strategy *s;
	size_t i;

	if (plan_launcher(plan, launcher, err) ||
	    (*launcher && mpi_plan_launcher(launcher, err)))
		return -1;
	for (i = 0; i < plan->count; i++)
		if (peers_greet(peers_want(plan->cells[i].strategy), err))
			return -1;
	for (i = 0; (s = peers_strategy(i)); i++)
		if (peers_trouble(s))
			log_warn("%s: %s", s->name, peers_trouble(s));
	return 0;
}

int job_bases(struct job *j, struct err *err)
{
	if (greet_peers(j, err))
		return -1;
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

/* Adds what the peers have said of themselves as "peer_NAME". The strategy mpi and
 * a peer named mpi share a fact, which is that of the first. */
static void peer_facts(struct facts *facts)
{
	const struct strategy *s;
	const char *text;
	char name[sizeof(facts->fact[0].name)];
	size_t i;

	for (i = 0; (s = peers_strategy(i)); i++) {
		text = peers_text(s);
		snprintf(name, sizeof(name), "peer_%s", peers_name(s));
		if (text && !facts_text(facts, name))
			facts_add(facts, name, text);
	}
}

void job_probe(struct job *j)
{
	unsigned flags = j->asked->anonymous ? HOST_ANONYMOUS : 0;

	host_facts(&j->before, flags | HOST_CLOCKS | HOST_BANDWIDTH);
	peer_facts(&j->before);
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
