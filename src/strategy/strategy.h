/*
 * Strategies: how the work of a dot product is spread over workers. Each is one
 * struct of functions.
 *
 * To add one: write src/strategy/NAME.c (all static except its struct
 * strategy), add the struct to table.c and the file to Makefile.am. The tests
 * go through the table.
 */
#ifndef STRATEGY_STRATEGY_H
#define STRATEGY_STRATEGY_H

#include "base/err.h"
#include "kernel/kernel.h"
#include "plan/plan.h"
#include "proc/pin.h"
#include "sample/sample.h"

#include <stddef.h>
#include <stdint.h>

/*
 * The input of all cells of a block: its two vectors (in shared memory,
 * read-only, 64-byte aligned) and the CPUs that this process may use. The CPUs
 * are found beforehand, because open() is timed.
 */
struct vectors {
	const void *x, *y;
	size_t n;
	uint64_t seed; /* of both: see kernel/fill.h */
	struct pin_cpus cpus;
};

/* What one call of once() has to do. */
struct request {
	uint32_t calls;
	uint32_t mark_every; /* phases are marked on every mark_every-th call */
	int64_t deadline_ns; /* in the time of clock_ns() */
};

enum {
	STRATEGY_NO_RESULT = 1 << 0,  /* computes nothing: nothing to verify */
	STRATEGY_ONE_WORKER = 1 << 1, /* workers and chunks are always 1 */
	STRATEGY_BASE = 1 << 2,       /* speed-ups are computed against it */
	STRATEGY_SPAWNS = 1 << 3,     /* starts its processes on every call */
	STRATEGY_COPIES = 1 << 4,     /* copies its slices on every call */
	STRATEGY_WAITS = 1 << 5,      /* the caller is not one of the workers */
	STRATEGY_PROGRAM = 1 << 6,    /* starts another program for each cell */
	STRATEGY_ANY_KERNEL = 1 << 7, /* that program knows the kernels */
	STRATEGY_SLICES = 1 << 8      /* placement is that of the slices */
};

struct strategy {
	const char *name;    /* stored in old databases: never rename */
	const char *summary; /* one line; says where the vectors live */
	unsigned flags;      /* the runner decides by flags, never by name */
	/* Returns why the strategy cannot run here, or NULL. The pointer is
	 * NULL where nothing can be missing: call strategy_missing(). */
	const char *(*missing)(const struct strategy *self);
	/*
	 * Makes workers and buffers for one cell. Timed by itself, as the cold
	 * start: it may read nothing but its arguments. *state may be set even
	 * on failure: close() it. ERR_MISSING says that this cell cannot run
	 * here: its repeats are skipped.
	 */
	int (*open)(void **state, const struct cell *cell,
		    const struct kernel *kernel, const struct vectors *vectors,
		    struct err *err);
	/* The time that the cold start took, where open() does more than that:
	 * it starts and greets another program. NULL: the time of open(). */
	int64_t (*opened_ns)(const void *state);
	/*
	 * Tries out what would end the whole program if it failed in ready().
	 * Called right before ready() and never timed. Returns 0, or -1 with
	 * *err: then ready() must not be called. NULL where no step of ready()
	 * can end the program.
	 */
	int (*probe)(void *state, struct err *err);
	/*
	 * Wakes the workers and makes one untimed call; until rest() the
	 * workers may spin. NULL where there is nothing to wake: the runner
	 * then makes the untimed call, so that one precedes every repeat.
	 */
	int (*ready)(void *state, int64_t deadline_ns, struct err *err);
	/* Puts every worker to sleep. NULL where workers never spin. */
	void (*rest)(void *state);
	/*
	 * Computes the product request->calls times, each from "the vectors are
	 * in memory" to "the caller has the scalar", and fills the sample's
	 * total, phases, bytes and result. Returns 0, or -1 with ERR_FAILED,
	 * ERR_TIMEOUT or ERR_INTERRUPTED in *err: then the only valid call on
	 * the state is close().
	 */
	int (*once)(void *state, const struct request *request,
		    struct sample *sample, struct err *err);
	/* Ends and reaps every worker; harmless on NULL. */
	void (*close)(void *state);
};

/* All strategies, those of one worker first; ends with NULL. */
extern const struct strategy *const strategy_table[];

/* The strategy of this name, also one of strategy/peers.h, or NULL. */
const struct strategy *strategy_find(const char *name);

/* Why the strategy cannot run here, or NULL. */
const char *strategy_missing(const struct strategy *strategy);

#endif
