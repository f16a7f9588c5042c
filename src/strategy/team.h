/* What the process strategies share: who computes what, and who is alive. */
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
	unsigned first_child;    /* 1 where the caller computes, else 0 */
	bool pinned;             /* worker w stays on the w-th CPU, in turn */
	bool may_spin;           /* no more processes than CPUs */
	bool has_work[TEAM_MAX]; /* gets at least one element */
	size_t *cut; /* slice c of worker w: from cut[w * chunks + c] to the
		      * next */
	bool caller_placed;
	struct pin caller; /* where the caller may run when it is at rest */
	struct child child[TEAM_MAX];
	pid_t pid[TEAM_MAX]; /* of the workers, whether they live or not */
};

/* A worker's clock marks of one call. */
struct worker_marks {
	int64_t started_ns, compute_ns, ended_ns;
};

/* Sets up an empty team and cuts the vectors; starts nobody. 0, or -1. */
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
 * Computes all slices of worker w from the shared vectors into `fold`. With
 * `marks`, adds the time spent and sets the end.
 */
void team_compute(const struct team *team, unsigned w, struct fold *fold,
		  struct worker_marks *marks);

/* In a new worker: goes to its CPU, if the plan says so. */
void team_place(const struct team *team, unsigned w);

/*
 * Goes to the w-th CPU after `home`, and may leave it again at once. Where all
 * are to wait busily, nobody starts on another's CPU: the scheduler often wakes
 * a worker on that of the caller, and leaves both there for milliseconds.
 */
void team_spread(const struct team *team, unsigned w, int home);

/* team_place() for a computing caller, and its way back. */
void team_caller_place(struct team *team);
void team_caller_free(struct team *team);

/* Starts worker w, which lives until team_stop() at most. 0, or -1 with *err.
 */
int team_start(struct team *team, unsigned w, int (*body)(void *ctx), void *ctx,
	       struct err *err);

/* If a worker of a pool has ended, now or before, names it in *err and returns
 * -1. */
int team_check(struct team *team, struct err *err);

/* Worker w is gone: reaps it, says in *err (ERR_FAILED) how; returns -1. */
int team_lost(struct team *team, unsigned w, struct err *err);

/* What a waiting caller does now and then: -1 with *err if the deadline has
 * passed or a signal has come. */
int team_watch(int64_t deadline_ns, struct err *err);

/* Ends and reaps every worker; harmless on a zeroed team. */
void team_stop(struct team *team);

/* One call; a marked one is added to the sample with team_add_call(). */
typedef int team_call(void *state, bool marked, int64_t deadline_ns,
		      struct sample *sample, struct err *err);

/* once() of a process strategy: as many calls as asked, timed as a whole. */
int team_once(const struct team *team, team_call *call, void *state,
	      const struct request *request, struct sample *sample,
	      struct err *err);

/* Adds a call to the sample from the marks of all workers. */
void team_add_call(const struct team *team, const struct worker_marks *marks,
		   int64_t begin_ns, int64_t end_ns, struct sample *sample);

#endif
