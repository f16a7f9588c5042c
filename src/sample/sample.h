/* Samples: timed measurements of a cell, and other records about the cell. */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The database stores the names that sample_status_name() returns. */
enum sample_status {
	SAMPLE_OK,
	SAMPLE_WRONG,   /* timed, but its result is not correct */
	SAMPLE_FAILED,  /* a worker died or could not be started */
	SAMPLE_TIMEOUT, /* not finished within the cell's time-out */
	SAMPLE_SKIPPED  /* the cell cannot run on this machine */
};
const char *sample_status_name(enum sample_status status);

/* Sets *status to the one of this name; an unknown name changes nothing. */
void sample_status_read(const char *name, enum sample_status *status);

#define SAMPLE_REASON_SIZE 200

/* The value of a time, a number of bytes or of workers that is not known: a
 * program of others may not tell it. It is stored as NULL. */
#define SAMPLE_UNKNOWN INT64_C(-1)

/* What the calling process did while a repeat was timed, besides taking time.
 * Workers are not included: reading their counters would cost time inside the
 * timed window. */
struct noise {
	uint32_t waits;       /* voluntary context switches */
	uint32_t preemptions; /* involuntary ones */
	uint32_t faults;      /* page faults */
	int cpu;              /* CPU at the end, -1: not known */
	bool moved;           /* the repeat began on another CPU */
	/* in user mode; SAMPLE_UNKNOWN: not counted */
	int64_t instructions, cycles, cache_misses;
};

/*
 * One repeat. Times are integer nanoseconds, summed over all `calls` calls, and
 * total = spawn + dispatch + compute + collect, unless some of these are
 * unknown. The phases are those of the critical path, that is of the worker that
 * finished last:
 *
 *   spawn     from the start until this worker exists
 *   dispatch  from then until the end of its last kernel call, less compute
 *   compute   its time in the kernel
 *   collect   from the end of its last kernel call to the caller's result
 */
struct sample {
	uint32_t cell;   /* index into the plan's cells */
	uint32_t repeat; /* from 0 */
	uint32_t round;  /* from 0 */
	enum sample_status status;
	uint32_t calls;
	uint32_t mark_every; /* phases marked in every mark_every-th call */
	uint32_t active;     /* workers that had work */
	int64_t start_ns;    /* since the start of the run */
	int64_t total_ns, spawn_ns, dispatch_ns, compute_ns, collect_ns;
	int64_t skew_ns; /* first to last worker's end, summed over calls */
	uint64_t sent_bytes, received_bytes; /* copied to, from workers */
	struct noise noise;
	double result;
	bool has_result;
	bool differs; /* the calls gave results with different bits */
	char reason[SAMPLE_REASON_SIZE]; /* for any status but ok */
};

/* The clock marks of one call, on clock_ns(). */
struct call_marks {
	int64_t begin_ns, end_ns; /* the caller's */
	int64_t started_ns;       /* the worker that finished last exists */
	int64_t compute_ns;       /* its time in the kernel */
	int64_t ended_ns;         /* its last kernel call ended */
	int64_t first_ended_ns;   /* the first worker with work ended */
};

/* Adds the phases of one call to the sample; their sum is end_ns - begin_ns. */
void sample_add_call(struct sample *sample, const struct call_marks *marks);

/*
 * Sets the total and splits it over the phases in the proportions of the marked
 * calls (all calls, or every mark_every-th), in integers and without a
 * remainder. If no time was marked, all of it is `compute`.
 */
void sample_apportion(struct sample *sample, int64_t total_ns);

/* Records the result of one call; sets `differs` if its bits differ from those
 * of the call before. */
void sample_add_result(struct sample *sample, double result);

/* The bits of a double. Results are the same if their bits are equal, not if
 * their values are. */
static inline uint64_t sample_bits(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* The record of a cell in one session, besides its repeats. */
struct cell_record {
	uint32_t cell;             /* index into the plan's cells */
	enum sample_status status; /* the worst of its samples */
	char reason[SAMPLE_REASON_SIZE];
	uint32_t session, colds; /* its number and cold starts per cell */
	uint32_t repeats; /* in this session; there are as many samples */
	uint32_t calls;   /* per repeat, calibrated; 0: not calibrated */
	uint32_t warmups; /* untimed repeats before the first */
	bool settled;     /* the last warm-ups showed no trend */
	int64_t open_ns;  /* cold start: makes workers and buffers; -1: none */
	int64_t first_ns; /* then time to the first product; -1: none */
	bool has_reference; /* the fields below are valid */
	bool exact;         /* results must have the bits of `reference` */
	double reference;   /* what the result must be */
	double bound;    /* greatest allowed error of a result if not `exact` */
	double accurate; /* the exact product, see reference_dot() */
	double error_ulp; /* greatest |result - accurate|, in units in the
			       last place of the type; -1: no result */
};

/* What earlier sessions of the run have stored about a cell. */
struct cell_known {
	uint32_t sessions; /* sessions stored or not requested */
	uint32_t calls;    /* per repeat; 0: not known */
};

/* One cold start: a strategy is opened, used once and closed. */
struct cold_start {
	uint32_t cell, number;     /* number: of the cold start, from 0 */
	enum sample_status status; /* ok, failed, timeout */
	int64_t start_ns;          /* since the start of the run */
	int64_t open_ns, first_ns; /* as in struct cell_record */
	char reason[SAMPLE_REASON_SIZE];
};

/* A control: fixed work, timed between blocks, whose time shows whether the
 * machine or the code is slow. */
struct control {
	const char *name; /* "chain", "distance", ...; a static text */
	int64_t start_ns; /* since the start of the run */
	int64_t total_ns; /* of all calls */
	uint32_t calls;
};

#endif
