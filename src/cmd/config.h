/* Settings that a user keeps in a file, instead of options. */
#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "cmd/cmd.h"

/* What a flag is set to that the configuration turns on. */
#define CONFIG_YES "yes"

/*
 * Sets the options db, output, utc and notify of a command, and *plan, to what the
 * configuration says; leaves the others as they are. To be called before the command line
 * is read, which comes first.
 *
 * The files are ./.dotrec and, for what that does not say, $XDG_CONFIG_HOME/dotrec/config
 * (else ~/.config/dotrec/config). A line is "KEY = VALUE" or begins with #; a key is db,
 * plan, output, utc or notify, or COMMAND.KEY, which comes before it; an empty value is as
 * if the key were not there, also in the other file. A ./.dotrec that others own or may
 * write, who could run commands by it, is told and not read. The texts live as long as the
 * process.
 *
 * Returns 0, or -1 with *err (ERR_USAGE), which names file and line.
 */
int config_apply(const struct cmd *cmd, const struct opt *options,
		 const char **plan, struct err *err);

#endif
