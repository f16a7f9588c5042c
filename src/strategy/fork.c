/* Strategy `fork`: new processes on every call; shows what they cost. */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "base/mem.h"
#include "proc/wire.h"
#include "strategy/team.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct answer {
	struct worker_marks marks;
	struct fold fold;
};

struct fork_state {
	struct team team;
	int end[TEAM_MAX]; /* the pipe's end to read worker w's answer, or -1 */
	struct worker_marks marks[TEAM_MAX];
	struct answer answer; /* the one being written or read */
	struct fold fold;     /* of all workers so far */
};

/* The task of a new process. */
struct errand {
	struct fork_state *state;
	unsigned worker;
	int end; /* the pipe's end to write the answer to */
	bool marked;
};

static int open_fork(void **state, const struct cell *cell,
		     const struct kernel *kernel, const struct vectors *vectors,
		     struct err *err)
{
	struct fork_state *f = mem_aligned(1, sizeof(*f), err);
	unsigned w;

	*state = f;
	if (!f)
		return -1;
	for (w = 0; w < TEAM_MAX; w++)
		f->end[w] = -1;
	if (team_init(&f->team, cell, kernel, vectors, 1, err))
		return -1;
	return 0;
}

static int fork_worker(void *ctx)
{
	const struct errand *e = ctx;
	struct answer *a = &e->state->answer;

	memset(&a->marks, 0, sizeof(a->marks));
	if (e->marked)
		a->marks.started_ns = clock_ns();
	team_place(&e->state->team, e->worker);
	team_compute(&e->state->team, e->worker, &a->fold,
		     e->marked ? &a->marks : NULL);
	return wire_write_all(e->end, a,
			      offsetof(struct answer, fold) +
				  fold_bytes(&a->fold))
		   ? 1
		   : 0;
}

static int start_fork_worker(struct fork_state *f, unsigned w, bool marked,
			     struct err *err)
{
	struct errand errand = { f, w, -1, marked };
	int ends[2], rc;

	if (wire_open(ends, err))
		return -1;
	errand.end = ends[1];
	rc = team_start(&f->team, w, fork_worker, &errand, err);
	wire_close(&ends[1]);
	f->end[w] = ends[0];
	wire_nonblocking(ends[0]);
	return rc;
}

/* Reads `len` bytes of worker w's answer. */
static int read_part(struct fork_state *f, unsigned w, void *bytes, size_t len,
		     int64_t deadline_ns, struct err *err)
{
	struct wire_wait wait = { .end = f->end[w] };
	unsigned char *p = bytes;
	enum wire_result got;

	while ((got = wire_read(f->end[w], &p, &len)) == WIRE_WAIT) {
		wire_wait(&wait, 1, deadline_ns);
		if (!wait.ready && team_watch(deadline_ns, err))
			return -1;
	}
	if (got == WIRE_DONE)
		return 0;
	return team_lost(&f->team, w, err);
}

static int collect_answer(struct fork_state *f, unsigned w, int64_t deadline_ns,
			  struct sample *sample, struct err *err)
{
	struct answer *a = &f->answer;
	size_t head = offsetof(struct answer, fold.lanes);
	size_t lanes;

	if (read_part(f, w, a, head, deadline_ns, err))
		return -1;
	lanes = fold_bytes(&a->fold) - offsetof(struct fold, lanes);
	if (read_part(f, w, a->fold.lanes, lanes, deadline_ns, err))
		return -1;
	f->team.kernel->join(&f->fold, &a->fold);
	f->marks[w] = a->marks;
	sample->received_bytes += head + lanes;
	while (!child_wait(&f->team.child[w], deadline_ns))
		if (team_watch(deadline_ns, err))
			return -1;
	wire_close(&f->end[w]);
	return 0;
}

static int fork_call(void *state, bool marked, int64_t deadline_ns,
		     struct sample *sample, struct err *err)
{
	struct fork_state *f = state;
	int64_t begin_ns = marked ? clock_ns() : 0;
	double result;
	unsigned w;

	memset(f->marks, 0, sizeof(f->marks[0]) * f->team.workers);
	for (w = 1; w < f->team.workers; w++)
		if (start_fork_worker(f, w, marked, err))
			return -1;
	f->marks[0].started_ns = marked ? clock_ns() : 0;
	team_compute(&f->team, 0, &f->fold, marked ? &f->marks[0] : NULL);
	for (w = 1; w < f->team.workers; w++)
		if (collect_answer(f, w, deadline_ns, sample, err))
			return -1;
	result = f->team.kernel->value(&f->fold);
	if (marked)
		team_add_call(&f->team, f->marks, begin_ns, clock_ns(), sample);
	sample_add_result(sample, result);
	return 0;
}

static int ready(void *state, int64_t deadline_ns, struct err *err)
{
	struct fork_state *f = state;

	(void)deadline_ns, (void)err;
	team_caller_place(&f->team);
	return 0;
}

static void rest(void *state)
{
	struct fork_state *f = state;

	team_caller_free(&f->team);
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	struct fork_state *f = state;

	return team_once(&f->team, fork_call, state, request, sample, err);
}

static void close_fork(void *state)
{
	struct fork_state *f = state;
	unsigned w;

	if (!f)
		return;
	team_stop(&f->team);
	for (w = 0; w < TEAM_MAX; w++)
		wire_close(&f->end[w]);
	free(f);
}

const struct strategy strategy_fork = {
	.name = "fork",
	.summary = "new processes on every call; vectors inherited, answers "
		   "through pipes",
	.flags = STRATEGY_SPAWNS,
	.open = open_fork,
	.ready = ready,
	.rest = rest,
	.once = once,
	.close = close_fork,
};
