/* Memory shared by processes. It has no name, so no file can be left behind. */
#ifndef PROC_SHARED_H
#define PROC_SHARED_H

#include "base/err.h"

#include <stddef.h>

struct shared {
	void *data;  /* page-aligned, zeroed; NULL: no memory */
	size_t size; /* of huge pages: rounded up to whole ones */
	int fd; /* a sealed memfd, close-on-exec; valid while data is set */
};

/*
 * Maps `size` bytes, which children forked later share. All of them are
 * allocated at once, so that a later access cannot cause SIGBUS. Returns 0, or
 * -1 with *err (ERR_ENVIRONMENT).
 */
int shared_open(struct shared *shared, size_t size, struct err *err);

enum shared_kind {
	SHARED_PLAIN, /* as the system gives it */
	SHARED_HUGE,  /* in huge pages that the administrator has reserved */
	SHARED_NUMA   /* page by page in turn on each node that has memory */
};

/*
 * The same, with memory of a kind. *err is ERR_MISSING where huge pages or nodes
 * cannot be had: transparent huge pages are not reserved, so not certain, and do
 * not count as huge.
 */
int shared_open_kind(struct shared *shared, size_t size, enum shared_kind kind,
		     struct err *err);

/*
 * Seals the memory, so that no process can write to it any more, and maps it
 * again, read-only, for this process and later children. Reads every page once.
 * Returns 0, or -1 with *err and the memory released.
 */
int shared_freeze(struct shared *shared, struct err *err);

/* Releases the memory; does nothing on a zeroed struct. */
void shared_close(struct shared *shared);

#endif
