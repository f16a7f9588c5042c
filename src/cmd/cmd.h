/* The subcommands: one file each, named after the command. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "base/exitcode.h"
#include "base/opt.h"

#include <stdbool.h>

#define CMD_ANY (-1)

struct cmd {
	const char *name;
	const char *usage;   /* printed after the name */
	const char *summary; /* one line */
	int operands;        /* maximum; CMD_ANY: exec() checks the number */
	/* Returns the exit code; argv[0] is the command. */
	int (*exec)(const struct cmd *self, int argc, char **argv);
};

/* All commands, ended by NULL. */
extern const struct cmd *const cmd_table[];
const struct cmd *cmd_find(const char *name);

/*
 * Calls visit() with the options of the command, ended by a NULL name, instead of
 * executing it: for what is made of them, such as a page of the manual.
 */
typedef void cmd_visit(const struct cmd *cmd, const struct opt *options,
		       void *context);
void cmd_visit_options(const struct cmd *cmd, cmd_visit *visit, void *context);

/* The options every command has. */
struct cmd_common {
	const char *db, *quiet, *verbose, *help, *version;
	const char *plan; /* of the configuration; NULL: none */
};
#define CMD_COMMON_OPTIONS(common)                                             \
	{ "db", 'd', "FILE", "the database (else $DOTREC_DB, else dotrec.db)", \
	  &(common).db },                                                      \
	    { "quiet", 'q', NULL, "only errors and warnings",                  \
	      &(common).quiet },                                               \
	    { "verbose", 'v', NULL, "also report each step",                   \
	      &(common).verbose },                                             \
	    { "help", 'h', NULL, "show this help", &(common).help },           \
	    { "version", 'V', NULL, "show the version", &(common).version },   \
	{                                                                      \
		NULL, 0, NULL, NULL, NULL                                      \
	}

/* The programs for strategies that other programs carry out, as the user named
 * them: options of the commands that read plans. */
struct cmd_programs {
	const char *peers[OPT_REPEAT_MAX + 1];
	const char *launcher;
};
#define CMD_PROGRAM_OPTIONS(programs)                                      \
	{ "peer", 0, "NAME=COMMAND...",                                    \
	  "a program for 'peer:NAME' in the plan; may be repeated",        \
	  (programs).peers },                                              \
	{                                                                  \
		"mpi-launcher", 0, "COMMAND",                              \
		    "starts the ranks of 'mpi' in the plan (else mpirun)", \
		    &(programs).launcher                                   \
	}

/* Takes these options. Returns 0, or -1 with *err (ERR_USAGE). */
int cmd_take_programs(const struct cmd_programs *programs, struct err *err);

/*
 * Parses a command's options and applies the common ones: sets the log level,
 * and common->db to the path of the database. Returns -1 when the command is to
 * go on with its operands argv[*first..argc), whose number has been checked.
 * Returns the exit code after --help, --version or an error. Every command calls it
 * first.
 */
int cmd_begin(const struct cmd *cmd, int argc, char **argv,
	      const struct opt *options, struct cmd_common *common, int *first);

/* Reports an operand too many. Returns the exit code. */
int cmd_surplus(const char *operand);

/* Reports how many runs a merge or an import has added to the database. Returns
 * 0, or -1 with *err (ERR_VERIFY) if there were conflicts. */
struct merge_result;
int cmd_taken(const char *db_path, const struct merge_result *result,
	      struct err *err);

/* Prints the table to stdout, aligned. Returns 0, or -1 with *err. */
struct table;
int cmd_print(const struct table *table, struct err *err);

/* Reads what was given with the option --NAME, in the forms of date_parse(). Returns
 * 0, or -1 with *err (ERR_USAGE). */
int cmd_date(const char *name, const char *text, struct date *date,
	     struct err *err);

/* Sets the clock of this process to the time given with --now; nothing if `text`
 * is NULL. Returns 0, or -1 with *err (ERR_USAGE). */
int cmd_now(const char *text, struct err *err);

/* Warns of runs that are dated in the future, if there are any. Returns 0, or -1
 * with *err. */
struct db;
int cmd_tell_future(struct db *db, struct err *err);

#endif
