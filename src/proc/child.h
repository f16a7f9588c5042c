/* Child processes: starting, waiting for, killing and reaping them. */
#ifndef PROC_CHILD_H
#define PROC_CHILD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct child {
	pid_t pid;     /* 0: not running */
	int status;    /* from waitpid(), valid once the child has ended */
	bool is_group; /* leads a process group: a program and what it starts */
};

/*
 * Forks. The child runs body(ctx) and calls _exit() with its value. It ignores
 * SIGINT, SIGTERM and SIGHUP, because the parent decides when it ends, and the
 * kernel kills it when the parent dies. Returns 0, or -1 with *err.
 */
int child_start(struct child *child, int (*body)(void *ctx), void *ctx,
		struct err *err);

/*
 * child_exec() and child_shell() start a program in its own process group.
 * child_stop() kills the whole group. Between dotrec and the program runs a
 * leader process of ours, which kills the group when dotrec dies in any way. As
 * in a shell, a program that ends by itself may leave processes behind. Not
 * killed are processes that have left the group (setsid) and, when the leader
 * is killed by SIGKILL, processes that the program started; the program itself
 * dies even then.
 */

/*
 * Starts a program found on PATH in the directory `dir`. Its stdin is empty,
 * and stdout and stderr go to the file `output`. Its environment has only PATH,
 * HOME, XDG_CACHE_HOME (font caches) and LANG=C.UTF-8. It may use `cpu_s`
 * seconds of CPU time and write files of up to 1 GiB. Returns 0, or -1 with
 * *err; if the program does not exist, the child ends with status 127.
 */
int child_exec(struct child *child, char *const argv[], const char *dir,
	       const char *output, unsigned cpu_s, struct err *err);

/*
 * Starts a command line of the user's with /bin/sh. Its stdin is `text`; the
 * outputs, directory and environment are those of this process. Returns 0, or
 * -1 with *err.
 */
int child_shell(struct child *child, const char *command, const char *text,
		struct err *err);

/*
 * Starts a command line of the user's with /bin/sh for a dialogue: ends[0]
 * writes to its stdin, ends[1] reads its stdout and ends[2] its stderr. The
 * ends are non-blocking; close them with wire_close(). Returns 0, or -1 with
 * *err and all ends closed.
 */
int child_dialogue(struct child *child, const char *command, int ends[3],
		   struct err *err);

/*
 * Waits until the child has ended, clock_ns() reaches deadline_ns or a signal
 * arrives; with deadline_ns 0 it does not wait. Returns 1 if the child has
 * ended and is reaped, else 0.
 */
int child_wait(struct child *child, int64_t deadline_ns);

/*
 * Waits until the child has ended by itself and returns 0; child->status then
 * holds its wait status. When clock_ns() reaches deadline_ns, or a signal asks
 * to stop (interrupt_pending()), kills and reaps the child and returns -1 with
 * *err: ERR_INTERRUPTED, or ERR_ENVIRONMENT "`what` did not end in time", with
 * `what` such as "'gnuplot --version'".
 */
int child_finish(struct child *child, const char *what, int64_t deadline_ns,
		 struct err *err);

/* Kills the child if it still runs, and reaps it. */
void child_stop(struct child *child);

/* Whether the child has ended. It is not reaped, so that child_stop() can still
 * kill what it left behind in its group. */
bool child_ended(struct child *child);

/* Writes the state of the child as text: "exited with status 3", "killed by
 * signal 9 (Killed)" or "is running". */
void child_describe(const struct child *child, char *text, size_t size);

/*
 * Runs body(ctx, i) for each i below `count`, at most CHILD_SHARE_MAX, in a
 * process of its own as child_start() does, and waits for all. Each must return 0
 * within limit_s seconds; else, or when a signal asks to stop, the others are
 * killed. All are reaped. Returns 0, or -1 with *err as from child_finish(), or
 * ERR_FAILED; `what` is such as "a judging process".
 */
#define CHILD_SHARE_MAX 64
int child_share(size_t count, int (*body)(void *ctx, size_t i), void *ctx,
		const char *what, unsigned limit_s, struct err *err);

/* Raises the limit of open files for this process and its children to the
 * highest value allowed: a pool of workers needs two pipe ends for each. */
void child_open_files_max(void);

/* 1 if the program `name` is on PATH, or is there if it has a slash, and can be executed;
 * else 0. */
int child_program_exists(const char *name);

#endif
