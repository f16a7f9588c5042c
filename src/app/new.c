/* Begins a run: its row and cells are stored before anything is measured. */
#include "app/new.h"

#include "base/log.h"
#include "run/vocabulary.h"

#include <inttypes.h>

static void set_timeouts(const struct job *j, struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->count; i++) {
		if (j->asked->timeout_ms)
			plan->cells[i].timeout_ms =
			    (uint32_t)j->asked->timeout_ms;
		if (j->asked->cell_timeout_ms)
			plan->cells[i].cell_timeout_ms =
			    (uint32_t)j->asked->cell_timeout_ms;
	}
}

int new_run(struct job *j, struct err *err)
{
	struct plan *plan = &j->stored.plan;

	if (vocabulary_read_plan(plan, j->asked->plan, err))
		return -1;
	if (plan->collapsed)
		log_info("%s: %zu equal cells within a row collapsed",
			 plan->name, plan->collapsed);
	set_timeouts(j, plan);
	if (job_bases(j, err))
		return -1;
	j->db = db_open(j->asked->db_path, DB_WRITE, err);
	if (!j->db)
		return -1;
	entropy_uuid(j->uuid);
	j->start.uuid = j->uuid;
	if (store_run_begin(j->db, &j->start, plan, j->bases, &j->run_id, err))
		return -1;
	job_identify(j);
	job_probe(j);
	return store_run_describe(j->db, j->run_id, &j->machine, &j->build,
				  &j->before, err);
}
