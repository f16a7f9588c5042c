/* What the program says about itself: its commands, and one command in full. */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include "cmd/cmd.h"

/* Prints what people do most, for those who name no command. */
void help_first_steps(void);

/*
 * Executes 'dotrec help WORD...': without words, all commands; a command, its --help;
 * `man` and a command, the parts of its page of the manual that follow from its
 * options, for doc/man/page.sh. Returns the exit code.
 */
int help_exec(int argc, char **argv);

/* Says that a word is no command, and which one is nearest; `option` is what precedes it,
 * or NULL. Returns the exit code. */
int help_unknown(const char *word, const char *option);

#endif
