/* The team of a cell, shared by the strategies with several workers: which
 * slices a worker computes, where it runs, whether it is alive. */
#include "strategy/team.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fills team->cut: the start of every slice, then n. */
static int cut_vectors(struct team *team, struct err *err)
{
	size_t parts = (size_t)team->workers * team->chunks, i, count;

	team->cut = mem_array(parts + 1, sizeof(*team->cut), err);
	if (!team->cut)
		return -1;
	for (i = 0; i < parts; i++)
		kernel_slice(team->kernel, team->vectors->n, parts, i,
			     &team->cut[i], &count);
	team->cut[parts] = team->vectors->n;
	return 0;
}

int team_init(struct team *team, const struct cell *cell,
	      const struct kernel *kernel, const struct vectors *vectors,
	      unsigned first_child, struct err *err)
{
	size_t *from;
	unsigned w;

	memset(team, 0, sizeof(*team));
	team->kernel = kernel;
	team->vectors = vectors;
	team->workers = cell->workers;
	team->chunks = cell->chunks;
	team->first_child = first_child;
	team->pinned = !strcmp(cell->placement, "pinned");
	team->may_spin = (int)cell->workers <= vectors->cpus.at_once;
	if (cut_vectors(team, err))
		return -1;
	for (w = 0; w < team->workers; w++) {
		from = team->cut + (size_t)w * team->chunks;
		team->has_work[w] = from[0] < from[team->chunks];
	}
	return 0;
}

void team_compute(const struct team *team, unsigned w, struct fold *fold,
		  struct worker_marks *marks)
{
	size_t bytes = dtype_table[team->kernel->dtype].bytes;
	const char *x = team->vectors->x, *y = team->vectors->y;
	int64_t begin_ns = marks ? clock_ns() : 0;
	size_t start, count;
	unsigned c;

	fold_begin(fold, team->kernel, team->cut[(size_t)w * team->chunks]);
	for (c = 0; c < team->chunks; c++) {
		team_slice(team, w, c, &start, &count);
		if (count)
			team->kernel->add(fold, x + start * bytes,
					  y + start * bytes, count);
	}
	if (marks) {
		marks->ended_ns = clock_ns();
		marks->compute_ns += marks->ended_ns - begin_ns;
	}
}

void team_place(const struct team *team, unsigned w)
{
	const struct pin_cpus *cpus = &team->vectors->cpus;

	if (team->pinned && cpus->count)
		pin_to(cpus->cpu[w % cpus->count]);
}

void team_spread(const struct team *team, unsigned w, int home)
{
	const struct pin_cpus *cpus = &team->vectors->cpus;
	struct pin all;
	unsigned at = 0;

	if (team->pinned || !team->may_spin || pin_save(&all))
		return;
	while (at < cpus->count && cpus->cpu[at] != home)
		at++;
	if (at < cpus->count)
		pin_to(cpus->cpu[(at + w) % cpus->count]);
	pin_restore(&all);
}

void team_caller_place(struct team *team)
{
	if (team->pinned && !team->caller_placed && !pin_save(&team->caller)) {
		team->caller_placed = true;
		team_place(team, 0);
	}
}

void team_caller_free(struct team *team)
{
	if (team->caller_placed)
		pin_restore(&team->caller);
	team->caller_placed = false;
}

int team_start(struct team *team, unsigned w, int (*body)(void *ctx), void *ctx,
	       struct err *err)
{
	int rc = child_start(&team->child[w], body, ctx, err);

	team->pid[w] = team->child[w].pid;
	return rc;
}

int team_lost(struct team *team, unsigned w, struct err *err)
{
	char what[80];

	child_wait(&team->child[w], clock_ns() + CLOCK_NS_PER_S);
	child_describe(&team->child[w], what, sizeof(what));
	return err_set(err, ERR_FAILED, "worker %u (process %d) %s", w,
		       (int)team->pid[w], what);
}

int team_check(struct team *team, struct err *err)
{
	unsigned w;

	for (w = team->first_child; w < team->workers; w++)
		if (child_wait(&team->child[w], 0))
			return team_lost(team, w, err);
	return 0;
}

int team_watch(int64_t deadline_ns, struct err *err)
{
	if (interrupt_pending())
		return err_set(err, ERR_INTERRUPTED, "interrupted");
	if (clock_ns() >= deadline_ns)
		return err_set(err, ERR_TIMEOUT,
			       "not finished before the time-out");
	return 0;
}

void team_stop(struct team *team)
{
	unsigned w;

	for (w = 0; w < TEAM_MAX; w++)
		child_stop(&team->child[w]);
	team_caller_free(team);
	free(team->cut);
	team->cut = NULL;
}

void team_add_call(const struct team *team, const struct worker_marks *marks,
		   int64_t begin_ns, int64_t end_ns, struct sample *sample)
{
	struct call_marks call = { begin_ns, end_ns,   begin_ns,
				   0,        begin_ns, INT64_MAX };
	unsigned w;

	for (w = 0; w < team->workers; w++) {
		if (!team->has_work[w])
			continue;
		if (marks[w].ended_ns < call.first_ended_ns)
			call.first_ended_ns = marks[w].ended_ns;
		if (marks[w].ended_ns < call.ended_ns)
			continue;
		call.ended_ns = marks[w].ended_ns;
		call.started_ns = marks[w].started_ns;
		call.compute_ns = marks[w].compute_ns;
	}
	sample_add_call(sample, &call);
}

int team_once(const struct team *team, team_call *call, void *state,
	      const struct request *request, struct sample *sample,
	      struct err *err)
{
	int64_t begin_ns = clock_ns();
	uint32_t i, to_mark = 0;
	unsigned w;

	for (i = 0; i < request->calls; i++) {
		if (call(state, !to_mark, request->deadline_ns, sample, err))
			return -1;
		to_mark = (to_mark ? to_mark : request->mark_every) - 1;
	}
	sample_apportion(sample, clock_ns() - begin_ns);
	sample->mark_every = request->mark_every;
	for (w = 0; w < team->workers; w++)
		sample->active += team->has_work[w];
	return 0;
}
