/* Resumes an interrupted run: checks its owner and what has changed since. */
#include "app/resume.h"

#include "base/log.h"
#include "base/mem.h"
#include "db/hold.h"
#include "host/owner.h"
#include "run/runner.h"
#include "run/vocabulary.h"
#include "store/resume.h"
#include "strategy/peers.h"

#include <inttypes.h>
#include <string.h>

/* Whether all planned sessions are stored. */
static bool is_whole(const struct run_stored *run)
{
	size_t i;

	for (i = 0; i < run->plan.count; i++)
		if (run->known[i].sessions < run->sessions)
			return false;
	return run->finished && run->plan.count > 0;
}

/* Refuses a run whose owner is alive. Older versions of dotrec take no hold on
 * their runs but store who their process is. */
static int check_owner(int64_t run_id, const char *owner, struct err *err)
{
	if (!owner_lives(owner))
		return 0;
	return err_set(err, ERR_BUSY,
		       "run %" PRId64 " is still being run by process %s; "
		       "wait for it",
		       run_id, strchr(owner, ' ') + 1);
}

/* Older versions also stored a run's row before its cells, and may have been
 * killed in between: reads the plan from the text in the row. */
static int plan_again(struct run_stored *run, struct err *err)
{
	struct plan_words words;
	struct plan plan;

	vocabulary_words(&words);
	if (plan_read_text(&plan, run->plan.text, strlen(run->plan.text),
			   run->plan.name, &words, err))
		return -1;
	plan_free(&run->plan);
	run->plan = plan;
	run->known = mem_array(plan.count, sizeof(*run->known), err);
	return run->known ? 0 : -1;
}

/* The plan of an older version may name what this version does not have. */
static int check_plan_can_run(const struct plan *plan, struct err *err)
{
	size_t i;

	for (i = 0; i < plan->count; i++) {
		const struct cell *c = &plan->cells[i];
		char series[PLAN_SERIES_SIZE];
		const struct strategy *s = strategy_find(c->strategy);

		if (!s) /* a peer that is not here is skipped */
			s = peers_want(c->strategy);
		if (s && (s->flags & STRATEGY_ANY_KERNEL ||
			  kernel_find(c->kernel, c->dtype)))
			continue;
		plan_series(c, series);
		return err_set(err, ERR_USAGE,
			       "this dotrec cannot run '%s' of the plan; "
			       "resume with the one that began the run",
			       series);
	}
	return 0;
}

int resume_take(struct db *db, int64_t run_id, const struct machine *machine,
		const struct build *build, struct run_stored *run,
		struct str *differences, struct err *err)
{
	memset(run, 0, sizeof(*run));
	if (db_hold_run(db, run_id, err) ||
	    store_run_load(db, run_id, run, err))
		return -1;
	if (is_whole(run))
		return 0;
	if (check_owner(run_id, run->owner, err) ||
	    (!run->plan.count && plan_again(run, err)) ||
	    check_plan_can_run(&run->plan, err))
		return -1;
	return store_run_differences(db, run_id, machine, build, differences,
				     err);
}

static int refuse_differences(const struct job *j, const char *differences,
			      struct err *err)
{
	if (!j->asked->force)
		return err_set(err, ERR_USAGE,
			       "run %" PRId64 " was begun elsewhere: %.400s; "
			       "begin a new run, or add --force to mix them "
			       "(it is recorded)",
			       j->run_id, differences);
	log_warn("mixed by force: %s", differences);
	return 0;
}

/* Prepares the run to go on; `differences` is NULL if there are none. */
static int go_on(struct job *j, const char *differences, struct err *err)
{
	struct run_resume resume = { .owner = j->owner,
				     .forced = differences,
				     .machine = &j->machine,
				     .build = &j->build,
				     .facts = &j->before };

	if (differences && refuse_differences(j, differences, err))
		return -1;
	if (job_bases(j, err))
		return -1;
	resume.bases = j->bases;
	job_probe(j);
	return store_run_resume(j->db, j->run_id, &j->stored, &resume, err);
}

int resume_run(struct job *j, struct err *err)
{
	struct run_stored *run = &j->stored;
	struct str differences = { 0 };
	int rc;

	if (job_find(j, err))
		return -1;
	job_identify(j);
	rc = resume_take(j->db, j->run_id, &j->machine, &j->build, run,
			 &differences, err);
	str_copy(j->uuid, sizeof(j->uuid), run->uuid);
	j->start.seed = run->seed;
	j->start.sessions = run->sessions;
	j->start.colds = run->colds;
	j->nothing_left = !rc && is_whole(run);
	if (!rc && !j->nothing_left)
		rc = go_on(j, differences.text, err);
	str_free(&differences);
	return rc;
}
