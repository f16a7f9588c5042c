/* The exit codes of dotrec: one meaning each. The manual repeats this list. */
#ifndef BASE_EXITCODE_H
#define BASE_EXITCODE_H

#include "base/err.h"

enum exitcode {
	EXIT_OK = 0,
	EXIT_REGRESSION = 1, /* confirmed for the first time (check, nightly) */
	EXIT_USAGE = 2,      /* a mistake on the command line or in a file */
	EXIT_INCOMPLETE = 3, /* ran, but some cells failed or timed out */
	EXIT_NOTHING = 4,    /* nothing was measured */
	EXIT_VERIFY = 5,     /* a result, a figure or a copy of a run is
			    * wrong */
	EXIT_BUSY = 6,       /* another process holds what is needed */
	EXIT_STORAGE = 7,    /* the database or a file cannot be used */
	EXIT_ENVIRONMENT = 8, /* a program, a library or memory is missing */
	EXIT_UNTOLD = 9,      /* a notification failed (nightly) */
	EXIT_SIGHUP = 129,    /* interrupted by SIGHUP: the terminal is gone */
	EXIT_SIGINT = 130,    /* interrupted by SIGINT */
	EXIT_SIGTERM = 143    /* interrupted by SIGTERM */
};

/*
 * The code to exit with when two codes hold:
 * 129/130/143 > 7 > 6 > 5 > 4 > 8 > 1 > 9 > 3 > 0. A usage error (2) comes before
 * all others.
 */
int exitcode_worst(int a, int b);

/* The exit code for an error; EXIT_OK for ERR_NONE. For ERR_INTERRUPTED it is
 * the exit code of the pending signal. */
int exitcode_of(const struct err *err);

/* Prints the error to stderr and returns its exit code. */
int exitcode_tell(const struct err *err);

/* The exit code of a command that a signal stopped: 128 plus the number of the
 * signal, as in shells; for SIGALRM, which is our deadline, EXIT_INCOMPLETE. */
int exitcode_of_signal(int signal_number);

#endif
