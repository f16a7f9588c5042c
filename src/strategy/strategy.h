/*
 * How the work of a dot product is spread: one struct of functions per way.
 *
 * To add one: write src/strategy/NAME.c (everything static but its row), add
 * the row to table.c and the file to Makefile.am. Tests find it in the table.
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
 * What the cells of a block are given: its two vectors, shared, read-only,
 * 64-byte aligned, and the CPUs there are. open() is timed, and must not look
 * for them itself.
 */
struct vectors {
	const void *x, *y;
	size_t n;
	struct pin_cpus cpus;
};

/* What once() is asked for. */
struct request {
	uint32_t calls;
	uint32_t mark_every; /* phases are marked on every mark_every-th call */
	int64_t deadline_ns; /* of clock_ns() */
};

enum {
	STRATEGY_NO_RESULT = 1 << 0,  /* computes nothing: nothing to verify */
	STRATEGY_ONE_WORKER = 1 << 1, /* workers and chunks are always 1 */
	STRATEGY_BASE = 1 << 2,       /* speed-ups are told against this one */
	STRATEGY_SPAWNS = 1 << 3,     /* makes its processes on every call */
	STRATEGY_COPIES = 1 << 4,     /* copies its slices on every call */
	STRATEGY_WAITS = 1 << 5       /* the caller is not one of the workers */
};

struct strategy {
	const char *name;    /* stored in old databases: never rename */
	const char *summary; /* one line; says where the vectors live */
	unsigned flags;      /* the runner asks flags, never names */
	/* Why it cannot run here, or NULL; may be NULL where nothing can be
	 * missing: ask strategy_missing(). */
	const char *(*missing)(void);
	/*
	 * Makes workers and buffers for one cell; timed apart, as the cold
	 * start: nothing is read here but what it is given. On failure *state
	 * may be set all the same: close() it.
	 */
	int (*open)(void **state, const struct cell *cell,
		    const struct kernel *kernel, const struct vectors *vectors,
		    struct err *err);
	/*
	 * Tries what would end the whole program if it failed in ready(). Comes
	 * right before that, and is timed in no case. 0, or -1 with *err: then
	 * ready() must not be called. NULL where nothing would end it.
	 */
	int (*probe)(void *state, struct err *err);
	/*
	 * Wakes the workers and makes one untimed call; from here to rest()
	 * they may spin. NULL where there is nothing to wake: the runner makes
	 * that call, so that every repeat begins behind one.
	 */
	int (*ready)(void *state, int64_t deadline_ns, struct err *err);
	/* Puts every worker to sleep. NULL where none is ever awake. */
	void (*rest)(void *state);
	/*
	 * Computes the product request->calls times, from "vectors are there"
	 * to "the caller has the scalar", and fills the sample's total, phases,
	 * bytes and result. Returns 0, or -1 with ERR_FAILED, ERR_TIMEOUT or
	 * ERR_INTERRUPTED in *err: the state is then only good for close().
	 */
	int (*once)(void *state, const struct request *request,
		    struct sample *sample, struct err *err);
	/* Ends and reaps every worker; harmless on NULL. */
	void (*close)(void *state);
};

/* All strategies, serial ones first; ends with NULL. */
extern const struct strategy *const strategy_table[];

/* The strategy of this name, or NULL. */
const struct strategy *strategy_find(const char *name);

/* Why it cannot run here, or NULL. */
const char *strategy_missing(const struct strategy *strategy);

#endif
