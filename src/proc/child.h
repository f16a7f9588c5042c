/* Child processes: started, watched, ended and reaped. */
#ifndef PROC_CHILD_H
#define PROC_CHILD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct child {
	pid_t pid;     /* 0: not running */
	int status;    /* as waitpid() gives it, once it has ended */
	bool is_group; /* a program, with all that it starts */
};

/*
 * Forks. In the child, body(ctx) runs and its value is the exit status: the
 * child leaves by _exit, ignores SIGINT, SIGTERM and SIGHUP (the parent
 * decides) and is killed by the kernel when the parent dies. Returns 0, or -1
 * with *err.
 */
int child_start(struct child *child, int (*body)(void *ctx), void *ctx,
		struct err *err);

/*
 * A program of child_exec() or child_shell() is in a process group of its own,
 * and child_stop() kills the whole group. A process of ours between us and the
 * program does the same when we die, however we die. A program that ends by
 * itself may leave others behind, as in a shell. Out of reach are those who
 * have left the group (setsid), and, when the process between is killed by
 * SIGKILL, what the program has started; the program itself dies even then.
 */

/*
 * Starts a program found on the path, with nothing on stdin and both outputs
 * in the file `output`, inside the directory `dir`, with only PATH, HOME,
 * XDG_CACHE_HOME (font caches) and LANG=C.UTF-8 in its environment. It may use
 * `cpu_s` seconds of CPU and write files of up to 1 GiB. Returns 0, or -1 with
 * *err; a program that is not there ends with status 127.
 */
int child_exec(struct child *child, char *const argv[], const char *dir,
	       const char *output, unsigned cpu_s, struct err *err);

/*
 * Starts a command line of the user's, by /bin/sh, with `text` on stdin and the
 * rest as it is here. Returns 0, or -1 with *err.
 */
int child_shell(struct child *child, const char *command, const char *text,
		struct err *err);

/*
 * Waits until the child has ended or clock_ns() reaches deadline_ns (0: only
 * looks). Returns 1 when it has ended and is reaped, 0 when not, also because
 * a signal came meanwhile.
 */
int child_wait(struct child *child, int64_t deadline_ns);

/*
 * Waits until the child has ended by itself. Returns 0 then: its status tells
 * how. When clock_ns() reaches deadline_ns, or a signal asks to stop
 * (interrupt_pending()), the child is killed and reaped, and -1 returned:
 * `what`, "'gnuplot --version'", did not end in time (ERR_ENVIRONMENT), or
 * ERR_INTERRUPTED.
 */
int child_finish(struct child *child, const char *what, int64_t deadline_ns,
		 struct err *err);

/* Kills the child if it still runs, and reaps it. */
void child_stop(struct child *child);

/* "exited with status 3", "killed by signal 9 (Killed)", "is running". */
void child_describe(const struct child *child, char *text, size_t size);

/* Lets this process and its children open as many files as the system allows:
 * a pool of pipes takes two ends a worker. */
void child_open_files_max(void);

/* 1 if the program `name` is on the path and can be executed. */
int child_program_exists(const char *name);

#endif
