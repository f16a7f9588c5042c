/* Inside judge/: nights on which the machine was another one, or in another state. */
#ifndef JUDGE_APART_H
#define JUDGE_APART_H

#include "base/str.h"
#include "store/nights.h"

#include <stdbool.h>

/* How the machine was on a night, compared with the nights before it. */
struct apart {
	bool now; /* it differs from that of the night before */
	size_t
	    alike; /* nights up to this one, with it, on which it was like this */
	/* how it differs from the last night on which it was not: "1 CPU allowed,
	 * was 2"; if there is none, from the last other machine: "memory 16 GiB, was
	 * 24 GiB"; or "" */
	char text[400];
	const char *other; /* then the key of that machine; else "" */
};

/* Sets apart the nights on which the machine was in another state than in night k, for
 * series whose workers exchange data (apart[1]) and for others (apart[0]): they are not
 * compared with it. Returns 0, or -1 with *err. */
int apart_set(struct nights *nights, size_t k, struct apart apart[2],
	      struct err *err);

/* The last night before night k that is not set apart; k if there is none. */
size_t apart_before(const struct nights *nights, size_t k, bool exchanges);

#endif
