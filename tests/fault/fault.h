/* Shared by the programs of tests/fault: a temporary directory, running dotrec in
 * it, and reporting and counting what is wrong. */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define FAULT_PATH_SIZE 512

/* The kinds of findings after a fault. */
enum fault_kind {
	FAULT_LOST,    /* committed data are gone */
	FAULT_CORRUPT, /* a database is not sound, or a file is half written */
	FAULT_LEFT,    /* a process or a file was left behind */
	FAULT_WRONG,   /* an exit code, or the result of the next command */
	FAULT_KINDS
};

/*
 * Makes a directory in TMPDIR and changes to it. `name` is the name of the test.
 * The program dotrec is taken from $top_builddir, else from the current
 * directory. With DOTREC_FAULT=no, ends the test program as skipped.
 */
void fault_begin(const char *name);

/* Removes the directory and prints the summary: "fault: NAME: 9 TRIES, 0 lost,
 * 0 corrupt, ...". Returns the exit status: 0 or 1. */
int fault_end(size_t tries, const char *unit);

/* Removes the directory. Returns the exit status of a skipped test. */
int fault_skip(void);

/* Whether the long form is requested: DOTREC_FAULT=long. */
bool fault_long(void);

/* The seed of all random choices: DOTREC_FAULT_SEED, else 1. */
uint64_t fault_seed(void);

/* The next random number below `below`; see unit_random() of tests/unit. */
uint64_t fault_random(uint64_t below);

/* Counts and reports a finding. */
void fault_bad(enum fault_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The number of findings so far. */
size_t fault_count(void);

/* Reports an error of the test itself and exits with status 1. */
_Noreturn void fault_die(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* How a program is started. */
struct fault_start {
	const char *words; /* its arguments, separated by blanks */
	const char *dir;  /* where it runs; its outputs are out and err there */
	const char *path; /* PATH, or NULL: unchanged */
	char *const *env; /* further variables, NAME=VALUE; or NULL */
	void (*last)(void *ctx); /* called in the child before exec; or NULL */
	void *ctx;
};

/* Starts dotrec in a process group of its own. */
pid_t fault_start(const struct fault_start *start);

/*
 * Waits for the program and all its descendants. Descendants that are alive
 * `patience_ms` after its end are killed, and *orphans is set. Returns the exit
 * status as a shell reports it (128 + signal); -1 if the program did not end
 * within `deadline_ms`.
 */
int fault_wait(pid_t pid, int deadline_ms, int patience_ms, bool *orphans);

/* A deadline for a program that does not hang: longer than any takes on a machine
 * that is busy, or that stands still for a minute as virtual ones do. */
#define FAULT_HANG_MS 600000

/* Sets what fault_wait() does instead of sleeping; NULL: it sleeps. */
void fault_tend(void (*tend)(void *ctx), void *ctx);

/* Starts dotrec and waits for its end, undisturbed. Returns the exit status. */
int fault_run(const char *dir, const char *path, const char *words);

/* Writes DIR/NAME and a suffix to `path`, of FAULT_PATH_SIZE; returns it. */
char *fault_path(char *path, const char *dir, const char *name,
		 const char *suffix);

/* Copies a file; returns false if it does not exist. */
bool fault_copy(const char *from, const char *to);

/* Whether both files exist and have the same bytes. */
bool fault_same(const char *a, const char *b);

/* Copies all plain files of a directory into a new one. */
void fault_copy_all(const char *from, const char *to);

/* Removes a directory with its content. */
void fault_remove(const char *dir);

/*
 * Returns the names of all files and directories below a directory, one per line
 * and sorted, for free(); without out, err, and SQLite's -wal and -shm files.
 */
char *fault_names(const char *dir);

/*
 * Reports and removes every file below a directory that is not among `known`
 * (fault_names() of another directory), not the lock of a night, and for which
 * may_be(name) is false (or may_be is NULL). `what` describes what was done
 * before.
 */
void fault_check_names(const char *what, const char *dir, const char *known,
		       bool (*may_be)(const char *name));

/* Returns the text of a file, for free(); "" if it does not exist. */
char *fault_read(const char *dir, const char *name);

/* The monotonic clock, in ns. */
int64_t fault_now(void);

#endif
