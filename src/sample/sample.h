/* One timed measurement of a cell, and what is known of the cell besides. */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* The words are stored; see sample_status_name(). */
enum sample_status {
	SAMPLE_OK,
	SAMPLE_WRONG,   /* timed, but the result is not what it must be */
	SAMPLE_FAILED,  /* a worker died or could not be made */
	SAMPLE_TIMEOUT, /* not finished within the cell's time-out */
	SAMPLE_SKIPPED  /* the cell cannot run on this machine */
};
const char *sample_status_name(enum sample_status status);

#define SAMPLE_REASON_SIZE 200

/* What befell the calling process while a repeat was timed; workers are not
 * asked, that would cost time in the window. */
struct noise {
	uint32_t waits;       /* voluntary context switches */
	uint32_t preemptions; /* involuntary ones */
	uint32_t faults;      /* page faults */
	int cpu;              /* where it was at the end, -1: not known */
	bool moved;           /* it began on another CPU */
};

/*
 * One repeat. Times are in integer nanoseconds over all `calls` calls, and
 * total = spawn + dispatch + compute + collect on the critical path, that of
 * the worker that finished last:
 *
 *   spawn     from the start until that worker exists
 *   dispatch  until it has all its work, less the time it computed
 *   compute   in the kernel
 *   collect   from its last kernel call until the caller has the number
 */
struct sample {
	uint32_t cell;   /* index into the plan's cells */
	uint32_t repeat; /* from 0 */
	uint32_t round;  /* from 0 */
	enum sample_status status;
	uint32_t calls;
	uint32_t mark_every; /* every how many calls the phases were marked */
	uint32_t active;     /* workers that had work */
	int64_t start_ns;    /* since the start of the run */
	int64_t total_ns, spawn_ns, dispatch_ns, compute_ns, collect_ns;
	int64_t skew_ns; /* first to last worker's end, summed over calls */
	uint64_t sent_bytes, received_bytes; /* copied to and from workers */
	struct noise noise;
	double result;
	bool has_result;
	bool differs; /* the calls of this repeat did not agree on the bits */
	char reason[SAMPLE_REASON_SIZE]; /* of any status but ok */
};

/* The clock marks of one call. */
struct call_marks {
	int64_t begin_ns, end_ns; /* the caller's */
	int64_t started_ns;       /* the last-finishing worker exists */
	int64_t compute_ns;       /* its time in the kernel */
	int64_t ended_ns;         /* its last kernel call ended */
	int64_t first_ended_ns;   /* the first worker with work ended */
};

/* Adds one call's phases to the sample; they add up to end - begin. */
void sample_add_call(struct sample *sample, const struct call_marks *marks);

/*
 * Spreads total_ns over the phases in the proportion that the marked calls
 * have shown (all of them, or every mark_every-th), in integers and without a
 * remainder. Without any marked time all of it is `compute`.
 */
void sample_apportion(struct sample *sample, int64_t total_ns);

/* Notes the result of one call; sets `differs` if its bits are new. */
void sample_add_result(struct sample *sample, double result);

/* The bits of a double: equal bits, not equal values, are "the same". */
uint64_t sample_bits(double value);

/* What the runner learnt of a cell outside its repeats. */
struct cell_record {
	uint32_t cell;             /* index into the plan's cells */
	enum sample_status status; /* the worst of its samples */
	char reason[SAMPLE_REASON_SIZE];
	uint32_t session, colds; /* which, and its cold starts of a cell */
	uint32_t repeats;        /* of this session: so many samples */
	uint32_t calls;     /* per repeat, calibrated; 0: never got so far */
	uint32_t warmups;   /* untimed repeats before the first */
	bool settled;       /* the last warm-ups showed no trend */
	int64_t open_ns;    /* cold start: workers and buffers made; -1: not */
	int64_t first_ns;   /* from there to the first product; -1: not */
	bool has_reference; /* the rest means something */
	bool exact;         /* results must have the bits of `reference` */
	double reference;   /* what the result must be */
	double bound;       /* how far off a result that is not exact may be */
	double accurate;    /* the compensated product, see reference_dot() */
	double error_ulp;   /* greatest |result - accurate|, in units in the
			       last place of the type; -1: no result */
};

/* What earlier sessions of the run have left of a cell. */
struct cell_known {
	uint32_t sessions; /* stored, or not asked for */
	uint32_t calls;    /* per repeat; 0: not known */
};

/* A strategy opened, used once and closed again. */
struct cold_start {
	uint32_t cell, number;     /* of the cell's cold starts, from 0 */
	enum sample_status status; /* ok, failed, timeout */
	int64_t start_ns;          /* since the start of the run */
	int64_t open_ns, first_ns; /* as in struct cell_record */
	char reason[SAMPLE_REASON_SIZE];
};

/* Fixed work, timed between blocks: tells a slow machine from slow code. */
struct control {
	const char *name; /* "chain", "distance", ...; lives for ever */
	int64_t start_ns; /* since the start of the run */
	int64_t total_ns; /* over all calls */
	uint32_t calls;
};

#endif
