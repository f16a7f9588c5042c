/* Begins a run: its row and cells are stored before anything is measured. */
#include "app/new.h"

#include "base/log.h"
#include "run/advice.h"
#include "run/vocabulary.h"
#include "store/find.h"

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

/* Says what the plan will not do as its author may expect. */
static int advise(const struct job *j, struct err *err)
{
	struct str words = { 0 };
	int rc = advice_on_plan(&j->stored.plan, j->bases, &words, err);

	if (!rc && words.len)
		log_info("advice: %s", words.text);
	str_free(&words);
	return rc;
}

/* Says if the label names another run already. */
static int tell_label(const struct job *j, struct err *err)
{
	const char *label = j->start.label;
	int64_t run_id;
	int rc = label ? store_run_labelled(j->db, label, &run_id, err) : 1;

	if (!rc)
		log_warn("run %" PRId64 " has the label '%s', too; from now on "
			 "the label names the new run",
			 run_id, label);
	return rc < 0 ? -1 : 0;
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
	if (job_bases(j, err) || advise(j, err))
		return -1;
	j->db = db_open(j->asked->db_path, DB_WRITE, err);
	if (!j->db)
		return -1;
	if (tell_label(j, err))
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
