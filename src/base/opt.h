/* Command-line options: a table per command, one meaning per letter. */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include "base/err.h"

#include <stdbool.h>

#define OPT_REPEAT_MAX 16

struct opt {
	const char *name; /* long name, without the dashes */
	int letter;       /* short name, or 0 */
	/* Name of the argument in the help; NULL: takes none. An option whose
	 * name ends with "..." may be given OPT_REPEAT_MAX times: `value` is
	 * then the first of that many pointers and one more, which is NULL. */
	const char *arg;
	const char *help; /* one line */
	const char *
	    *value; /* set to the argument, or to `name` if `arg` is NULL */
};

/*
 * Parses argv[1..argc) by `table`, which ends with a NULL name. Options may
 * follow operands; "--" ends them; an option given twice keeps the last. On
 * return argv[*first..argc) are the operands. Returns 0, or -1 with *err
 * (ERR_USAGE), which names the wrong word and the remedy.
 */
int opt_parse(int argc, char **argv, const struct opt *table, int *first,
	      struct err *err);

/* Writes the help of a table to stdout, one option a line. */
void opt_help(const struct opt *table);

/* Reads `text`, the argument of option `name`, as a whole number from min to
 * max. Returns 0, or -1 with *err (ERR_USAGE). */
int opt_number(const char *name, const char *text, unsigned long min,
	       unsigned long max, unsigned long *value, struct err *err);

#endif
