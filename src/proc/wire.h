/* Bytes through pipes, with deadlines. */
#ifndef PROC_WIRE_H
#define PROC_WIRE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* A pipe, close-on-exec: end 0 reads, end 1 writes. 0, or -1 with *err. */
int wire_open(int ends[2], struct err *err);

/* Closes an end and forgets it; harmless on -1. */
void wire_close(int *end);

/* Makes reads and writes return at once when they would wait. */
void wire_nonblocking(int end);

/*
 * Reads or writes all `len` bytes, waiting as long as it takes: for a worker,
 * which is killed with its parent. Returns 0, or -1 at the end of the stream
 * or on an error.
 */
int wire_read_all(int end, void *bytes, size_t len);
int wire_write_all(int end, const void *bytes, size_t len);

enum wire_result {
	WIRE_DONE,   /* all bytes moved */
	WIRE_WAIT,   /* would have to wait */
	WIRE_CLOSED, /* the other side is gone */
	WIRE_FAILED  /* errno says why */
};

/*
 * Moves what can be moved now of the `*left` bytes at `*bytes`, and advances
 * both. The end should be non-blocking.
 */
enum wire_result wire_read(int end, unsigned char **bytes, size_t *left);
enum wire_result wire_write(int end, const unsigned char **bytes, size_t *left);

struct wire_wait {
	int end;       /* -1: ignored */
	int for_write; /* else for reading */
	int ready;     /* set by wire_wait() */
};

/*
 * Waits until one of the `count` ends is ready or closed, or clock_ns()
 * reaches deadline_ns, for a second at most: a signal that came just before does
 * not end the wait, so that the caller looks for one after every wait, and at the
 * clock. Returns how many are ready, 0 at the end of it, -1 when a signal came.
 */
int wire_wait(struct wire_wait *waits, size_t count, int64_t deadline_ns);

#endif
