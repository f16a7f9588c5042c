/* Inside judge/: the nights on which the machine was in another state. */
#ifndef JUDGE_APART_H
#define JUDGE_APART_H

#include "base/str.h"
#include "store/nights.h"

#include <stdbool.h>

/* How the machine was on a night, compared with the nights before it. */
struct apart {
	bool now;     /* in another state than on the night before */
	size_t alike; /* nights up to this one, with it, in its state */
	/* how it differs from the last night before in another state: "1 CPU
	 * allowed, was 2"; "" if there is none */
	char text[400];
};

/* Sets apart the nights on which the machine was in another state than in night k:
 * they are not compared with it. Returns 0, or -1 with *err. */
int apart_set(struct nights *nights, size_t k, struct apart *apart,
	      struct err *err);

#endif
