/* What the programs of tests/fault share: a directory that goes, dotrec started
 * and ended in it, and a count of what went wrong. */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define FAULT_PATH_SIZE 512

/* What can be wrong after a fault. */
enum fault_kind {
	FAULT_LOST,    /* something that was committed is gone */
	FAULT_CORRUPT, /* a database is not sound, or a file is half written */
	FAULT_LEFT,    /* a process or a file was left behind */
	FAULT_WRONG,   /* an exit code, or what the next command made of it */
	FAULT_KINDS
};

/*
 * Makes a directory in TMPDIR and goes there. `name` is that of the test. The
 * program dotrec is that of $top_builddir, else of the current directory. With
 * DOTREC_FAULT=no it ends the program as skipped.
 */
void fault_begin(const char *name);

/* Removes the directory and prints the summary: "fault: NAME: 9 TRIES, 0 lost,
 * 0 corrupt, ...". Returns the exit status: 0 or 1. */
int fault_end(size_t tries, const char *unit);

/* Removes the directory, too. Returns the exit status of what is skipped. */
int fault_skip(void);

/* Whether the long form was asked for: DOTREC_FAULT=long. */
bool fault_long(void);

/* The seed of all choices: DOTREC_FAULT_SEED, else 1. It is printed. */
uint64_t fault_seed(void);

/* The next random number below `below`; see unit_random() of tests/unit. */
uint64_t fault_random(uint64_t below);

/* Counts and tells something that is wrong. */
void fault_bad(enum fault_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* How many were told so far. */
size_t fault_count(void);

/* The trouble is the test's own: tells it and exits with status 1. */
_Noreturn void fault_die(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* How a program is started. */
struct fault_start {
	const char *words; /* behind "dotrec", with blanks between */
	const char *dir;   /* where it runs; out, err are its outputs there */
	const char *path;  /* PATH, or NULL: as it is */
	char *const *env;  /* further variables, NAME=VALUE; or NULL */
	void (*last)(void *ctx); /* what the child does at last; or NULL */
	void *ctx;
};

/* Starts dotrec in a process group of its own. */
pid_t fault_start(const struct fault_start *start);

/*
 * Waits for it and for all its descendants; what is alive `patience_ms` after
 * its end is killed and counted as left behind. Returns the exit status as a
 * shell has it, 128 and the signal; -1 when it did not end in `deadline_ms`.
 */
int fault_wait(pid_t pid, int deadline_ms, int patience_ms, bool *orphans);

/* What fault_wait() does instead of a nap, from now on; NULL: a nap. */
void fault_tend(void (*tend)(void *ctx), void *ctx);

/* Both, undisturbed. */
int fault_run(const char *dir, const char *path, const char *words);

/* A path in two or three parts, in a buffer of FAULT_PATH_SIZE. */
char *fault_path(char *path, const char *dir, const char *name,
		 const char *suffix);

/* Copies a file; false where there is none. */
bool fault_copy(const char *from, const char *to);

/* Copies all plain files of a directory into another one, made anew. */
void fault_copy_all(const char *from, const char *to);

/* Removes a directory and all that is in it. */
void fault_remove(const char *dir);

/*
 * The names of all that is below a directory, one a line and sorted, for free();
 * not those of what SQLite keeps beside an open database, nor of out and err.
 */
char *fault_names(const char *dir);

/*
 * Tells what is below a directory and is not among `known` (fault_names() of
 * another one) nor the lock of a night, unless may_be(name); and removes it.
 * `what` says what was done before; may_be may be NULL.
 */
void fault_check_names(const char *what, const char *dir, const char *known,
		       bool (*may_be)(const char *name));

/* The text of a file, for free(); "" where there is none. */
char *fault_read(const char *dir, const char *name);

/* A clock for instants, in ns. */
int64_t fault_now(void);

#endif
