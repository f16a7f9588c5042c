/*
 * A session: the whole plan once. Several are run one after the other, each in
 * a process of its own, so that what a process has by chance (its memory, its
 * place) shows as a difference between sessions.
 */
#ifndef RUN_SESSION_H
#define RUN_SESSION_H

#include "run/runner.h"

/* Who listens to a session: called where the runner is, in the parent. */
struct listener {
	void *ctx;
	int (*batch)(void *ctx, const struct batch *batch, struct err *err);
	void (*progress)(void *ctx, const struct run_progress *progress);
};

/* A session's work: tells `listener` what happens, fills *result. Returns 0,
 * or -1 with *err. */
typedef int session_body(void *ctx, const struct listener *listener,
			 struct run_result *result, struct err *err);

/*
 * Runs body(ctx, ...) in a child. What it tells its listener goes through a
 * pipe to `listener` here. The child is killed when a signal came, when it is
 * silent for patience_ns, or when `listener` fails. Returns 0, also when a
 * signal came, or -1 with *err.
 */
int session_apart(session_body *body, void *ctx,
		  const struct listener *listener, int64_t patience_ns,
		  struct run_result *result, struct err *err);

#endif
