/*
 * Makes one system call of another program fail, and lets all others pass.
 *
 * Uses seccomp's user notifications: the kernel asks this process at each of these
 * calls, including those of stdio, the loader and SQLite. Needs Linux 5.5.
 */
#ifndef TESTS_SUPERVISE_H
#define TESTS_SUPERVISE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whose system calls are counted. */
enum supervise_who {
	SUPERVISE_MAIN,    /* the program's own */
	SUPERVISE_WORKERS, /* those of its children, for each child separately */
};

struct supervise {
	/* parameters */
	enum supervise_who who;
	size_t at;    /* the call that fails, from 1; 0: none */
	bool forever; /* all later calls fail, too */

	/* results */
	size_t count;     /* calls; for workers the greatest number of any */
	size_t failed;    /* how many of these failed */
	char name[24];    /* of the first call that failed */
	char detail[200]; /* the file of that call, if it has one */

	/* private */
	int *shared, listener;
	pid_t main;
	bool loaded; /* the loader has ended: calls are counted from now on */
	struct {
		pid_t pid;
		size_t count;
	} worker[64];
};

/* Whether the system supports this. */
bool supervise_possible(void);

/* Call this before the program is started. */
void supervise_open(struct supervise *s);

/* Call this in the child, right before exec. `ctx` is the struct. */
void supervise_child(void *ctx);

/* Call this in the parent, after the program was started. */
void supervise_begin(struct supervise *s, pid_t pid);

/* Answers the kernel's questions; returns after about a millisecond without one.
 * `ctx` is the struct. */
void supervise_tend(void *ctx);

void supervise_close(struct supervise *s);

#endif
