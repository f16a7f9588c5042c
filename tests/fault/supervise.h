/*
 * Makes a system call of another program fail, and lets all others pass.
 *
 * By seccomp's user notifications: the kernel asks us at each of these calls,
 * whoever makes it, stdio, the loader and SQLite not excepted. Needs Linux 5.5.
 */
#ifndef TESTS_SUPERVISE_H
#define TESTS_SUPERVISE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whose calls are counted. */
enum supervise_who {
	SUPERVISE_MAIN,    /* those of the program itself */
	SUPERVISE_WORKERS, /* those of each of its children, apart */
};

struct supervise {
	/* what is asked for */
	enum supervise_who who;
	size_t at;    /* the call that fails, from 1; 0: none */
	bool forever; /* and all that follow */

	/* what happened */
	size_t count;     /* calls; the most of any worker */
	size_t failed;    /* of these */
	char name[24];    /* of the first that failed */
	char detail[200]; /* the file it was about, where there is one */

	/* inside */
	int *shared, listener;
	pid_t main;
	bool loaded; /* the loader has ended, what is counted begins */
	struct {
		pid_t pid;
		size_t count;
	} worker[64];
};

/* Whether the system can do it. */
bool supervise_possible(void);

/* Before the program is started. */
void supervise_open(struct supervise *s);

/* In the child, right before it becomes the program. `ctx` is the struct. */
void supervise_child(void *ctx);

/* In the parent, after the program was started. */
void supervise_begin(struct supervise *s, pid_t pid);

/* Answers for a while, about a millisecond where nothing is asked. `ctx` is the
 * struct. */
void supervise_tend(void *ctx);

void supervise_close(struct supervise *s);

#endif
