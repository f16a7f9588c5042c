/*
 * A session: the whole plan once. Several sessions run one after the other,
 * each in a process of its own, so that what differs between processes by
 * chance (the pages of its memory, its CPU) shows as a difference between
 * sessions.
 */
#ifndef RUN_SESSION_H
#define RUN_SESSION_H

#include "run/runner.h"

/* Does the work of a session: gives its blocks and its progress to `sink`,
 * fills *result. Returns 0, or -1 with *err. */
typedef int session_body(void *ctx, const struct sample_sink *sink,
			 struct run_result *result, struct err *err);

/*
 * Runs body(ctx, ...) in a child process. What the body gives to its sink goes
 * through a pipe to `sink` in the parent. The child is killed when a signal
 * comes, when it sends nothing for patience_ns, or when `sink` fails. Returns
 * 0, also after a signal, or -1 with *err.
 */
int session_apart(session_body *body, void *ctx, const struct sample_sink *sink,
		  int64_t patience_ns, struct run_result *result,
		  struct err *err);

#endif
