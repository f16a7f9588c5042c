/* The team of a cell, shared by the strategies with several workers: which
 * slices a worker computes, where it runs, whether it is alive. */
#ifndef STRATEGY_TEAM_H
#define STRATEGY_TEAM_H

#include "proc/child.h"
#include "strategy/strategy.h"

#define TEAM_MAX 64

/*
 * The workers of one cell. Worker w computes `chunks` neighbouring slices, so
 * that its answer is one fold; worker 0 may be the caller itself.
 */
struct team {
	const struct kernel *kernel;
	const struct vectors *vectors;
	unsigned workers, chunks;
	unsigned first_child; /* 1 where the caller computes, else 0 */
	bool pinned;          /* worker w stays on CPU w modulo their count */
	bool may_spin;        /* there is a CPU for every worker */
	bool has_work[TEAM_MAX]; /* gets at least one element */
	size_t *cut; /* slice c of worker w starts at cut[w * chunks + c] and
		      * ends at the next one */
	bool caller_placed;
	struct pin caller; /* the caller's own CPUs, while caller_placed */
	struct child child[TEAM_MAX];
	pid_t pid[TEAM_MAX]; /* of the workers; kept when they have ended */
};

/* A worker's clock marks of one call. */
struct worker_marks {
	int64_t started_ns, compute_ns, ended_ns;
};

/* Sets up a team and cuts the vectors into slices; starts no worker. Returns 0,
 * or -1 with *err. */
int team_init(struct team *team, const struct cell *cell,
	      const struct kernel *kernel, const struct vectors *vectors,
	      unsigned first_child, struct err *err);

/* Slice c of worker w: elements [*start, *start + *count). */
static inline void team_slice(const struct team *team, unsigned w, unsigned c,
			      size_t *start, size_t *count)
{
	const size_t *cut = team->cut + (size_t)w * team->chunks + c;

	*start = cut[0];
	*count = cut[1] - cut[0];
}

/*
 * Computes all slices of worker w from the shared vectors into `fold`. Unless
 * `marks` is NULL, adds the time spent to compute_ns and sets ended_ns.
 */
void team_compute(const struct team *team, unsigned w, struct fold *fold,
		  struct worker_marks *marks);

/* Called in a new worker w: pins it to its CPU if the cell is `pinned`. */
void team_place(const struct team *team, unsigned w);

/*
 * Moves the calling worker w to the w-th CPU after `home`; the scheduler may
 * move it again at once. Does nothing if workers are pinned or may not spin.
 * Workers that spin must not begin on a shared CPU: the scheduler often wakes a
 * worker on the caller's CPU, and leaves both there for milliseconds.
 */
void team_spread(const struct team *team, unsigned w, int home);

/* team_place() for a caller that computes as worker 0, and its reverse. */
void team_caller_place(struct team *team);
void team_caller_free(struct team *team);

/* Starts worker w, which lives until team_stop() at most. 0, or -1 with *err.
 */
int team_start(struct team *team, unsigned w, int (*body)(void *ctx), void *ctx,
	       struct err *err);

/* Returns -1 and names the worker in *err if a worker of a pool has ended, now
 * or before; else 0. */
int team_check(struct team *team, struct err *err);

/* Reaps worker w, which is gone, and describes its end in *err (ERR_FAILED);
 * returns -1. */
int team_lost(struct team *team, unsigned w, struct err *err);

/* To be called now and then by a waiting caller: returns -1 with *err if the
 * deadline has passed or a signal has come, else 0. */
int team_watch(int64_t deadline_ns, struct err *err);

/* Ends and reaps every worker; harmless on a zeroed team. */
void team_stop(struct team *team);

/* Makes one call; adds a marked call to the sample with team_add_call(). */
typedef int team_call(void *state, bool marked, int64_t deadline_ns,
		      struct sample *sample, struct err *err);

/* The once() of most strategies: the requested calls, timed as a whole. */
int team_once(const struct team *team, team_call *call, void *state,
	      const struct request *request, struct sample *sample,
	      struct err *err);

/* Adds the phases of a call to the sample, from the marks of all workers. */
void team_add_call(const struct team *team, const struct worker_marks *marks,
		   int64_t begin_ns, int64_t end_ns, struct sample *sample);

#endif
