/* Inside peer/: a program that is asked in lines and answers in lines, with a
 * deadline for each. */
#ifndef PEER_TALK_H
#define PEER_TALK_H

#include "base/err.h"
#include "base/temporary.h"
#include "peer/peer.h"
#include "proc/child.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TALK_NAME_MAX  64
#define TALK_LAST_MAX  320
#define TALK_SHOWN_MAX 104

struct talk {
	char name[TALK_NAME_MAX]; /* for messages */
	struct child child;
	int64_t started_ns;           /* in the time of clock_ns() */
	int ends[3];                  /* its stdin, stdout and stderr */
	struct temporary_dir scratch; /* its TMPDIR */
	char line[PEER_LINE_MAX + 1]; /* the answer, without the line feed */
	size_t len;
	size_t noise;             /* bytes on stderr since the last request */
	char last[TALK_LAST_MAX]; /* the end of what it wrote on stderr */
	bool broken;              /* it has failed: it is not asked any more */
};

/*
 * Starts `command` with /bin/sh in a process group of its own, with a TMPDIR of
 * its own. *talk can be given to talk_stop() even on failure. Returns 0, or -1
 * with *err.
 */
int talk_start(struct talk *talk, const char *name, const char *command,
	       struct err *err);

/*
 * Sends the line `request`, which ends with a line feed, and waits until
 * clock_ns() reaches deadline_ns for the one line of its answer, talk->line.
 * Returns 0, or -1 with *err: ERR_TIMEOUT, ERR_INTERRUPTED or ERR_FAILED; then
 * the talk is broken.
 */
int talk_ask(struct talk *talk, const char *request, int64_t deadline_ns,
	     struct err *err);

/* Says what the program did wrong (ERR_FAILED) and breaks the talk; returns
 * -1. */
int talk_refuse(struct talk *talk, struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The first line of what the program has answered that has a letter or digit, as
 * printable ASCII and shortened, for messages. Returns `text`. */
const char *talk_shown(const struct talk *talk, char text[TALK_SHOWN_MAX]);

/*
 * Sends the line `last`, unless the talk is broken, closes the program's stdin
 * unless the word alone has to do, and waits up to two seconds for its end
 * (broken: half a second). Returns whether it has ended. The talk is broken
 * then.
 */
bool talk_end(struct talk *talk, const char *last, bool word_alone);

/* Ends the talk as talk_end() does, then kills the program's process group,
 * reaps it, and removes its TMPDIR. */
void talk_stop(struct talk *talk, const char *last);

#endif
