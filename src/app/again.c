/* Measures suspicious series of a night again, in one more session. */
#include "app/again.h"

#include "app/job.h"
#include "base/log.h"
#include "base/mem.h"
#include "db/hold.h"
#include "judge/again.h"
#include "store/block.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For each cell of the plan the reason to measure it again, or NULL. The array
 * is to be released with free(); NULL with *err on failure. */
static const char **whys(const struct job *j, const struct suspicions *list,
			 struct err *err)
{
	const struct plan *plan = &j->stored.plan;
	const char **why = mem_array(plan->count, sizeof(*why), err);
	char series[PLAN_SERIES_SIZE];
	size_t i, k;

	for (i = 0; why && i < plan->count; i++) {
		plan_series(&plan->cells[i], series);
		for (k = 0; k < list->count; k++)
			if (!strcmp(series, list->item[k].series))
				why[i] = list->item[k].why;
	}
	for (i = 0; why && i < plan->count; i++)
		if (why[i] && j->bases[i] != SIZE_MAX && !why[j->bases[i]])
			why[j->bases[i]] = "base";
	return why;
}

/* Runs one more session, in which all cells of other series count as stored. */
static int run_again(struct job *j, const struct suspicions *list,
		     struct err *err)
{
	struct run_stored *run = &j->stored;
	struct run_options options = { .known = NULL };
	const char **why;
	size_t i;
	int rc = -1;

	if (job_find(j, err) || db_hold_run(j->db, j->run_id, err) ||
	    store_run_load(j->db, j->run_id, run, err) || job_bases(j, err))
		return -1;
	why = whys(j, list, err);
	options.seed = run->seed;
	options.sessions = run->sessions + 1;
	options.colds = run->colds;
	options.elapsed_ns = run->elapsed_ns;
	options.known = run->known;
	options.sink = store_sink(j->db);
	for (i = 0; why && i < run->plan.count; i++)
		if (!why[i])
			run->known[i].sessions = options.sessions;
	if (why) {
		log_info("%zu suspicious series are measured again",
			 list->count);
		store_run_again(j->db, j->bases, why, run->plan.count);
		rc = run_plan(&run->plan, &options, &j->result, err);
	}
	free(why);
	return rc;
}

int record_again(const char *db_path, int64_t run_id,
		 const struct suspicions *list)
{
	char run[24];
	struct record asked = { .db_path = db_path, .resume = run };
	struct job j = { .asked = &asked };
	struct err err = { 0 };
	int code;

	snprintf(run, sizeof(run), "%" PRId64, run_id);
	if (run_again(&j, list, &err) ||
	    store_run_account(j.db, j.run_id, &j.account, &err))
		code = exitcode_tell(&err);
	else
		code = job_exit_code(&j);
	job_release(&j);
	return code;
}
