/*
 * A peer: a program of somebody else's that measures when it is asked, by lines
 * of CSV on its standard input and output (doc/peers.md). It runs in a process
 * group of its own, which ends with dotrec.
 */
#ifndef PEER_PEER_H
#define PEER_PEER_H

#include "base/err.h"
#include "plan/plan.h"
#include "sample/sample.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define PEER_LINE_MAX   4096      /* bytes of an answer */
#define PEER_STDERR_MAX (1 << 20) /* bytes on stderr between two requests */
#define PEER_GREET_NS   (20 * INT64_C(1000000000)) /* to say hello */

struct peer;

/* What a peer says of itself. */
struct peer_hello {
	bool base;      /* a serial base of the cells with its kernel */
	bool unchecked; /* its results are not verified */
	char text[224]; /* "NAME VERSION KEY=VALUE ..." */
};

/*
 * Starts `command` with /bin/sh; `name` is for messages. *peer is set even on
 * failure, for peer_stop(). Returns 0, or -1 with *err.
 */
int peer_start(struct peer **peer, const char *name, const char *command,
	       struct err *err);

/*
 * Each sends one request and waits for its answer until clock_ns() reaches
 * deadline_ns. Returns 0, or -1 with *err: ERR_MISSING (the peer cannot do this
 * here), ERR_TIMEOUT, ERR_INTERRUPTED, or ERR_FAILED for all that a peer can do
 * wrong. After a failure only peer_stop() may be called.
 */
int peer_greet(struct peer *peer, int64_t deadline_ns, struct peer_hello *hello,
	       struct err *err);
/* Sets *cold_ns to the time that the peer says its workers took, at most that of
 * its answer. */
int peer_open(struct peer *peer, const struct cell *cell, uint64_t seed,
	      int64_t deadline_ns, int64_t *cold_ns, struct err *err);
int peer_ready(struct peer *peer, int64_t deadline_ns, struct err *err);
int peer_rest(struct peer *peer, int64_t deadline_ns, struct err *err);
/* Fills the times, phases, bytes and the result of the sample; what the peer
 * does not know becomes SAMPLE_UNKNOWN. */
int peer_repeat(struct peer *peer, uint32_t calls, int64_t deadline_ns,
		struct sample *sample, struct err *err);
int peer_close(struct peer *peer, int64_t deadline_ns, struct err *err);

/* When its program was started, in the time of clock_ns(). */
int64_t peer_started_ns(const struct peer *peer);

/* The process group of the peer. */
pid_t peer_group(const struct peer *peer);

/* Asks the peer to quit, or closes its stdin, only one of them, and waits up to
 * two seconds.
 * Returns whether it has ended. Only peer_stop() may follow. */
bool peer_quit(struct peer *peer, bool in_words);

/* Asks the peer to quit, waits up to two seconds, then kills its process group;
 * reaps and frees it. Harmless on NULL. */
void peer_stop(struct peer *peer);

#endif
