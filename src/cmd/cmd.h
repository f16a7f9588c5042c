/* The subcommands: one file each, named after the command. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/clock.h"
#include "base/err.h"
#include "base/exitcode.h"
#include "base/opt.h"

#include <stdbool.h>

#define CMD_ANY (-1)

struct cmd {
	const char *name;
	const char *usage;   /* what follows the name */
	const char *summary; /* one line */
	int operands;        /* at most so many; CMD_ANY: see to it yourself */
	/* Gives the exit code; argv[0] is the command. */
	int (*exec)(const struct cmd *self, int argc, char **argv);
};

/* All commands; ends with NULL. */
extern const struct cmd *const cmd_table[];
const struct cmd *cmd_find(const char *name);

/* The options every command has. */
struct cmd_common {
	const char *db, *quiet, *verbose, *help, *version;
};
#define CMD_COMMON_OPTIONS(common)                                             \
	{ "db", 'd', "FILE", "the database (else $DOTREC_DB, else dotrec.db)", \
	  &(common).db },                                                      \
	    { "quiet", 'q', NULL, "only errors and warnings",                  \
	      &(common).quiet },                                               \
	    { "verbose", 'v', NULL, "also what is being done",                 \
	      &(common).verbose },                                             \
	    { "help", 'h', NULL, "this text", &(common).help },                \
	    { "version", 'V', NULL, "the version", &(common).version },        \
	{                                                                      \
		NULL, 0, NULL, NULL, NULL                                      \
	}

/*
 * Parses a command's options and settles the common ones: log level, and the
 * database's path in common->db. Returns -1 to go on with the operands
 * argv[*first..argc), no more than the command takes; else the exit code: after
 * --help, --version or an error.
 */
int cmd_begin(const struct cmd *cmd, int argc, char **argv,
	      const struct opt *options, struct cmd_common *common, int *first);

/* A complaint about an operand that is one too many. */
int cmd_surplus(const char *operand);

/* After a database took runs from elsewhere: tells how many. 0, or -1 with
 * ERR_VERIFY after conflicts. */
struct merge_result;
int cmd_taken(const char *db_path, const struct merge_result *result,
	      struct err *err);

/* The time given with --now, or that of the clock where `text` is NULL. 0, or
 * -1 with ERR_USAGE. */
int cmd_now(const char *text, char now[CLOCK_UTC_SIZE], struct err *err);

#endif
