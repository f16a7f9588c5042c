/* The strategy `mpi`: the ranks of an MPI program. */
#ifndef STRATEGY_MPI_H
#define STRATEGY_MPI_H

#include "strategy/strategy.h"

#include <stddef.h>

#define MPI_NAME        "mpi"
#define MPI_COMMAND_MAX 4096

/* Sets the command line that starts ranks, "mpirun" by default; "-n W PROGRAM"
 * is appended to it. The text is copied. Returns 0, or -1 with *err (ERR_USAGE). */
int mpi_set_launcher(const char *launcher, struct err *err);

/* The same for what the plan names, unless mpi_set_launcher() was called before. */
int mpi_plan_launcher(const char *launcher, struct err *err);

/*
 * Writes the command line for /bin/sh that starts this many ranks, with what
 * keeps their files in TMPDIR and lets them share CPUs. Returns 0, or -1 with
 * *err: ERR_MISSING (there is no launcher or no program for the ranks).
 */
int mpi_command(char command[MPI_COMMAND_MAX], unsigned ranks, struct err *err);

/* Not in the table of strategies: it is one of strategy/peers.h. */
extern const struct strategy strategy_mpi;

#endif
