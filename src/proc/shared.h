/* Memory that processes share: nameless, so that nothing can be left behind. */
#ifndef PROC_SHARED_H
#define PROC_SHARED_H

#include "base/err.h"

#include <stddef.h>

struct shared {
	void *data; /* page-aligned, zeroed; NULL: none */
	size_t size;
	int fd; /* a sealed memfd, close-on-exec; valid while data is set */
};

/*
 * Maps `size` bytes that children forked later share, all of them allocated
 * now (no SIGBUS later). Returns 0, or -1 with *err (ERR_ENVIRONMENT).
 */
int shared_open(struct shared *shared, size_t size, struct err *err);

/*
 * Maps the same memory anew, read-only for this process and every child, and
 * seals it: nobody can write it any more. Every page is touched. Returns 0, or
 * -1 with *err; the memory is then gone.
 */
int shared_freeze(struct shared *shared, struct err *err);

/* Unmaps; harmless on a zeroed struct. */
void shared_close(struct shared *shared);

#endif
