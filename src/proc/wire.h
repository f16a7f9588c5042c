/* Moving bytes through pipes, with deadlines. */
#ifndef PROC_WIRE_H
#define PROC_WIRE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Makes a close-on-exec pipe: end 0 reads, end 1 writes. Returns 0, or -1 with
 * *err. */
int wire_open(int ends[2], struct err *err);

/* Closes an end and sets it to -1; does nothing if it is -1 already. */
void wire_close(int *end);

/* Makes the end non-blocking: reads and writes never wait. */
void wire_nonblocking(int end);

/*
 * Reads or writes all `len` bytes and waits as long as necessary. For workers,
 * which are killed with their parent. Returns 0, or -1 at the end of the stream
 * or on an error.
 */
int wire_read_all(int end, void *bytes, size_t len);
int wire_write_all(int end, const void *bytes, size_t len);

enum wire_result {
	WIRE_DONE,   /* all bytes were moved */
	WIRE_WAIT,   /* not now: the end would block */
	WIRE_CLOSED, /* the other end is closed */
	WIRE_FAILED  /* see errno */
};

/*
 * Moves as many of the `*left` bytes at `*bytes` as is possible without
 * waiting, and updates both. The end should be non-blocking.
 */
enum wire_result wire_read(int end, unsigned char **bytes, size_t *left);
enum wire_result wire_write(int end, const unsigned char **bytes, size_t *left);

struct wire_wait {
	int end;       /* -1: ignored */
	int for_write; /* waits to write, not to read */
	int ready;     /* set by wire_wait() */
};

/*
 * Waits until one of the `count` ends is ready or closed, or clock_ns() reaches
 * deadline_ns, but for a second at most: a signal that arrived just before does
 * not end the wait, so the caller must check for signals, and the clock, after
 * every wait. Returns how many ends are ready, 0 when the time is over, -1 when
 * a signal arrived.
 */
int wire_wait(struct wire_wait *waits, size_t count, int64_t deadline_ns);

#endif
