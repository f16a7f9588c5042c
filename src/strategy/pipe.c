/*
 * Strategy `pipe`: a persistent pool that is sent a copy of its slices on every
 * call, as pools that pickle their arguments do. As in these, the caller does
 * not compute.
 */
#include "strategy/strategy.h"

#include "base/clock.h"
#include "base/mem.h"
#include "proc/wire.h"
#include "strategy/team.h"

#include <stdlib.h>
#include <string.h>

/* The head of a slice; its elements of x and then of y follow. */
struct task {
	size_t start, count; /* elements */
	uint32_t begins;     /* first slice of a call */
	uint32_t ends;       /* last slice of a call: answer after it */
};

struct answer {
	struct worker_marks marks;
	struct fold fold;
};

/* The state of the exchange with one worker in the current call. */
struct exchange {
	int request, reply; /* the caller's ends of the pipes, or -1 */
	unsigned chunk;     /* the one being sent */
	unsigned part;      /* of the chunk: 0 task, 1 x, 2 y */
	struct task task;
	const unsigned char *out;
	size_t out_left;
	unsigned char *in;
	size_t in_left;
	bool sent, head_read, received;
	struct answer answer;
};

struct pipe_state {
	struct team team;
	struct exchange *exchange; /* one per worker */
	struct worker_marks marks[TEAM_MAX];
	struct fold fold;
};

/* What a new worker needs to know. */
struct post {
	const struct pipe_state *state;
	unsigned worker;
	int request, reply; /* the worker's ends of the pipes */
};

/* The number of elements in the longest slice of worker w. */
static size_t longest_slice(const struct team *team, unsigned w)
{
	size_t start, count, longest = 0;
	unsigned c;

	for (c = 0; c < team->chunks; c++) {
		team_slice(team, w, c, &start, &count);
		if (count > longest)
			longest = count;
	}
	return longest;
}

/* Reads a slice, adds it to the answer, sends the answer after the last slice.
 * Returns -1 when the caller is gone. */
static int serve(const struct post *p, void *x, void *y, struct answer *answer)
{
	const struct kernel *kernel = p->state->team.kernel;
	size_t bytes = dtype_table[kernel->dtype].bytes;
	struct task task;
	int64_t begin_ns;

	if (wire_read_all(p->request, &task, sizeof(task)) ||
	    wire_read_all(p->request, x, task.count * bytes) ||
	    wire_read_all(p->request, y, task.count * bytes))
		return -1;
	begin_ns = clock_ns();
	if (task.begins) {
		memset(&answer->marks, 0, sizeof(answer->marks));
		fold_begin(&answer->fold, kernel, task.start);
	}
	if (task.count)
		kernel->add(&answer->fold, x, y, task.count);
	answer->marks.ended_ns = clock_ns();
	answer->marks.compute_ns += answer->marks.ended_ns - begin_ns;
	if (!task.ends)
		return 0;
	return wire_write_all(p->reply, answer,
			      offsetof(struct answer, fold) +
				  fold_bytes(&answer->fold));
}

static int pipe_worker(void *ctx)
{
	const struct post *p = ctx;
	const struct team *team = &p->state->team;
	size_t bytes = longest_slice(team, p->worker) *
		       dtype_table[team->kernel->dtype].bytes;
	struct answer *answer = mem_aligned(1, sizeof(*answer), NULL);
	void *x = mem_aligned(bytes, 1, NULL);
	void *y = mem_aligned(bytes, 1, NULL);

	if (!answer || !x || !y)
		return 1;
	team_place(team, p->worker);
	while (!serve(p, x, y, answer))
		;
	return 0;
}

static int start_pipe_worker(struct pipe_state *s, unsigned w, struct err *err)
{
	struct exchange *e = &s->exchange[w];
	struct post post = { s, w, -1, -1 };
	int there[2] = { -1, -1 }, back[2] = { -1, -1 };
	int rc = -1;

	if (!wire_open(there, err) && !wire_open(back, err)) {
		post.request = there[0];
		post.reply = back[1];
		rc = team_start(&s->team, w, pipe_worker, &post, err);
		wire_nonblocking(there[1]);
		wire_nonblocking(back[0]);
	}
	e->request = there[1];
	e->reply = back[0];
	/* close now: workers started later must not inherit these ends */
	wire_close(&there[0]);
	wire_close(&back[1]);
	return rc;
}

static int open_pipe(void **state, const struct cell *cell,
		     const struct kernel *kernel, const struct vectors *vectors,
		     struct err *err)
{
	struct pipe_state *s = mem_aligned(1, sizeof(*s), err);
	unsigned w;

	*state = s;
	if (!s)
		return -1;
	if (team_init(&s->team, cell, kernel, vectors, 0, err))
		return -1;
	s->exchange = mem_aligned(cell->workers, sizeof(*s->exchange), err);
	if (!s->exchange)
		return -1;
	for (w = 0; w < cell->workers; w++)
		s->exchange[w].request = s->exchange[w].reply = -1;
	for (w = 0; w < cell->workers; w++)
		if (start_pipe_worker(s, w, err))
			return -1;
	return 0;
}

/* Points `out` at the next part to send to worker w. */
static void next_part(const struct pipe_state *s, unsigned w)
{
	const struct team *team = &s->team;
	struct exchange *e = &s->exchange[w];
	size_t bytes = dtype_table[team->kernel->dtype].bytes;
	size_t start, count;

	team_slice(team, w, e->chunk, &start, &count);
	e->out_left = count * bytes;
	if (e->part == 0) {
		e->task.start = start;
		e->task.count = count;
		e->task.begins = e->chunk == 0;
		e->task.ends = e->chunk + 1 == team->chunks;
		e->out = (const unsigned char *)&e->task;
		e->out_left = sizeof(e->task);
	} else if (e->part == 1) {
		e->out =
		    (const unsigned char *)team->vectors->x + start * bytes;
	} else {
		e->out =
		    (const unsigned char *)team->vectors->y + start * bytes;
	}
}

static void begin_exchange(struct pipe_state *s, unsigned w)
{
	struct exchange *e = &s->exchange[w];

	e->chunk = e->part = 0;
	e->sent = e->head_read = e->received = false;
	e->in = (unsigned char *)&e->answer;
	e->in_left = offsetof(struct answer, fold.lanes);
	next_part(s, w);
}

/* Sends as much as worker w's pipe takes without waiting. */
static int send_some(struct pipe_state *s, unsigned w, struct sample *sample,
		     struct err *err)
{
	struct exchange *e = &s->exchange[w];
	enum wire_result put;
	size_t before;

	while (!e->sent) {
		before = e->out_left;
		put = wire_write(e->request, &e->out, &e->out_left);
		sample->sent_bytes += before - e->out_left;
		if (put == WIRE_WAIT)
			return 0;
		if (put != WIRE_DONE)
			return team_lost(&s->team, w, err);
		e->part = (e->part + 1) % 3;
		e->chunk += e->part == 0;
		e->sent = e->chunk == s->team.chunks;
		if (!e->sent)
			next_part(s, w);
	}
	return 0;
}

/* Reads as much of worker w's answer as has come. */
static int receive_some(struct pipe_state *s, unsigned w, struct sample *sample,
			struct err *err)
{
	struct exchange *e = &s->exchange[w];
	enum wire_result got;
	size_t before;

	while (!e->received) {
		before = e->in_left;
		got = wire_read(e->reply, &e->in, &e->in_left);
		sample->received_bytes += before - e->in_left;
		if (got == WIRE_WAIT)
			return 0;
		if (got != WIRE_DONE)
			return team_lost(&s->team, w, err);
		e->received = e->head_read;
		e->head_read = true;
		e->in_left =
		    fold_bytes(&e->answer.fold) - offsetof(struct fold, lanes);
	}
	return 0;
}

/* Sleeps until a pipe can be written to or read from. */
static int wait_some(struct pipe_state *s, int64_t deadline_ns, struct err *err)
{
	struct wire_wait wait[2 * TEAM_MAX] = { { 0 } };
	struct exchange *e = s->exchange;
	unsigned w, i = 0;

	for (w = 0; w < s->team.workers; w++) {
		wait[i].for_write = 1;
		wait[i++].end = e[w].sent ? -1 : e[w].request;
		wait[i++].end = e[w].received ? -1 : e[w].reply;
	}
	wire_wait(wait, i, deadline_ns);
	/* check even if data moved: a slow exchange always moves some */
	return team_watch(deadline_ns, err);
}

static int exchange_all(struct pipe_state *s, int64_t deadline_ns,
			struct sample *sample, struct err *err)
{
	unsigned w, left;

	for (;;) {
		left = 0;
		for (w = 0; w < s->team.workers; w++) {
			if (send_some(s, w, sample, err) ||
			    receive_some(s, w, sample, err))
				return -1;
			left += !s->exchange[w].received;
		}
		if (!left)
			return 0;
		if (wait_some(s, deadline_ns, err))
			return -1;
	}
}

static int pipe_call(void *state, bool marked, int64_t deadline_ns,
		     struct sample *sample, struct err *err)
{
	struct pipe_state *s = state;
	int64_t begin_ns = marked ? clock_ns() : 0;
	double result;
	unsigned w;

	for (w = 0; w < s->team.workers; w++)
		begin_exchange(s, w);
	if (exchange_all(s, deadline_ns, sample, err))
		return -1;
	fold_begin(&s->fold, s->team.kernel, 0);
	for (w = 0; w < s->team.workers; w++) {
		s->team.kernel->join(&s->fold, &s->exchange[w].answer.fold);
		s->marks[w] = s->exchange[w].answer.marks;
		s->marks[w].started_ns = begin_ns;
	}
	result = s->team.kernel->value(&s->fold);
	if (marked)
		team_add_call(&s->team, s->marks, begin_ns, clock_ns(), sample);
	sample_add_result(sample, result);
	return 0;
}

static int once(void *state, const struct request *request,
		struct sample *sample, struct err *err)
{
	struct pipe_state *s = state;

	return team_once(&s->team, pipe_call, state, request, sample, err);
}

static void close_pipe(void *state)
{
	struct pipe_state *s = state;
	unsigned w;

	if (!s)
		return;
	team_stop(&s->team);
	for (w = 0; s->exchange && w < s->team.workers; w++) {
		wire_close(&s->exchange[w].request);
		wire_close(&s->exchange[w].reply);
	}
	free(s->exchange);
	free(s);
}

const struct strategy strategy_pipe = {
	.name = "pipe",
	.summary = "a pool; slices copied to it on every call, as pools that "
		   "pickle do",
	.flags = STRATEGY_COPIES | STRATEGY_WAITS,
	.open = open_pipe,
	.once = once,
	.close = close_pipe,
};
