/*
 * A session: the whole plan once. Several are run one after the other, each in
 * a process of its own, so that what a process has by chance (its memory, its
 * place) shows as a difference between sessions.
 */
#ifndef RUN_SESSION_H
#define RUN_SESSION_H

#include "run/runner.h"

/* A session's work: its blocks and its progress go to `sink`; fills *result.
 * Returns 0, or -1 with *err. */
typedef int session_body(void *ctx, const struct sample_sink *sink,
			 struct run_result *result, struct err *err);

/*
 * Runs body(ctx, ...) in a child. What it gives to its sink goes through a
 * pipe to `sink` here. The child is killed when a signal came, when it is
 * silent for patience_ns, or when `sink` fails. Returns 0, also when a
 * signal came, or -1 with *err.
 */
int session_apart(session_body *body, void *ctx, const struct sample_sink *sink,
		  int64_t patience_ns, struct run_result *result,
		  struct err *err);

#endif
