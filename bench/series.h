/* Simulated histories with known noise and known changes, for bench/histories. */
#ifndef BENCH_SERIES_H
#define BENCH_SERIES_H

#include <stddef.h>
#include <stdint.h>

#define SERIES_CHANGE 60  /* nights before most changes */
#define SERIES_LATER  120 /* nights of a long walk before its change */
#define SERIES_MAX    200 /* nights of the longest history */

/* Noise of nights. Each has mean 0 and sd 1, but spikes are added to a normal
 * one. */
enum series_noise {
	SERIES_NORMAL,
	SERIES_LOG_NORMAL,
	SERIES_STUDENT_3,
	SERIES_BIMODAL_30, /* two modes; the upper one has 30 % of the nights */
	SERIES_BIMODAL_10,
	SERIES_SPIKES, /* 3 % of the nights are 10 to 50 % slower at sd 2 % */
	SERIES_AR_3,   /* autoregressive, coefficient 0.3 */
	SERIES_AR_6,
	SERIES_NOISES
};

/* "normal", "log-normal", .. */
const char *series_noise_name(enum series_noise noise);

/* A number with mean 0 and sd 1. */
double series_normal(uint64_t *state);

/* The next value of a noise; *last is the previous one (for AR). */
double series_noise(enum series_noise noise, double *last, uint64_t *state);

/* What a history does besides noise. */
enum series_kind {
	SERIES_STEP,   /* `size` from SERIES_CHANGE on; 0: nothing */
	SERIES_SETTLE, /* falls by 6 % in 20 nights; `size` from
			     SERIES_CHANGE on */
	SERIES_DRIFT,  /* by `slope` a night; `size` from SERIES_CHANGE on */
	SERIES_BEND,   /* by `slope` a night from SERIES_CHANGE on */
	SERIES_WALK,   /* wanders by `slope` a night; `size` from SERIES_LATER
			     on */
	SERIES_HEAL,   /* `size` for `nights` nights from SERIES_CHANGE on */
	SERIES_TWO_STEPS, /* `size` at SERIES_CHANGE, again `nights` later */
	SERIES_LOUDER,    /* the noise doubles after 70 nights */
	SERIES_RARE,      /* three times as slow for 1 to 3 nights, after 10 to
			     40 others; `size` from SERIES_CHANGE on */
	SERIES_WEEK       /* the days of the week differ, with sd 3 %; `size`
			     from SERIES_CHANGE on */
};

struct series {
	enum series_kind kind;
	enum series_noise noise;
	double sd;    /* of a night */
	double size;  /* relative: 0.05 is 5 % slower */
	double slope; /* per night, in logarithms */
	size_t nights;
	size_t sessions; /* a night's value is the mean of these; 0: one */
};

/* Makes a history: times x[0..count), around 1; count <= SERIES_MAX. */
void series_make(const struct series *series, double *x, size_t count,
		 uint64_t *state);

#endif
