/* What the program says about itself: its commands, and one command in full. */
#include "cmd/help.h"

#include "base/log.h"
#include "base/near.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Prints all commands with a line for each. */
static void help_commands(void)
{
	size_t i;

	printf("usage: dotrec COMMAND [OPTION...] [OPERAND...]\n"
	       "Records serial and process-parallel dot products, and when "
	       "splitting pays.\n\n");
	for (i = 0; cmd_table[i]; i++)
		printf("  %-8s %s\n", cmd_table[i]->name,
		       cmd_table[i]->summary);
	printf("\n'dotrec COMMAND --help' lists the options of a command.\n"
	       "Exit codes: 0 all well, 1 a regression was confirmed, 2 usage, "
	       "3 some cells\nfailed, 4 nothing measured, 5 a result failed "
	       "verification, 6 busy, 7 storage,\n8 a program, a library or "
	       "memory is missing, 9 a notification failed,\n129/130/143 "
	       "interrupted.\n");
}

void help_first_steps(void)
{
	printf(
	    "dotrec measures whether splitting a dot product over processes "
	    "pays, and keeps it.\n\n"
	    "  dotrec run                 measures the built-in plan, in a "
	    "minute, and answers\n"
	    "  dotrec report              writes tables, pictures and a PDF "
	    "of the last run\n"
	    "  dotrec compare last~1 last compares the last two runs, series "
	    "by series\n"
	    "  dotrec nightly PLAN.csv    runs, judges and reports, for cron "
	    "or systemd\n"
	    "  dotrec query summary       asks the database; 'dotrec list "
	    "queries' shows what\n\n"
	    "'dotrec --help' lists all commands, and 'dotrec help COMMAND' "
	    "the options of one.\n");
}

int help_unknown(const char *word, const char *option)
{
	struct near near = { .word = word };
	size_t i;

	for (i = 0; cmd_table[i]; i++)
		near_offer(&near, cmd_table[i]->name);
	if (option && !*near_hint(&near))
		log_error("unknown command '%s' behind '%s'; of the options "
			  "with a value, only -d DB may precede the command",
			  word, option);
	else
		log_error("unknown command '%s'%s; 'dotrec --help' lists them",
			  word, near_hint(&near));
	return EXIT_USAGE;
}

/* ---- a page of the manual ---------------------------------------------------- */

/* Prints a text for troff: its backslashes, and the hyphens that are to be copied, are
 * escaped, and no line begins with a control character. */
static void roff_text(const char *text)
{
	if (*text == '.' || *text == '\'')
		printf("\\&");
	for (; *text; text++) {
		if (*text == '\\')
			printf("\\e");
		else if (*text == '-')
			printf("\\-");
		else if (*text == '~')
			printf("\\(ti");
		else
			putchar(*text);
	}
}

/* Prints a synopsis: words in capitals are italic, options bold. */
static void roff_synopsis(const char *usage)
{
	size_t len;

	for (; *usage; usage += len) {
		len = strcspn(usage, " []|=");
		if (!len) {
			putchar(*usage);
			len = 1;
			continue;
		}
		printf(isupper((unsigned char)*usage) ? "\\fI" : "\\fB");
		for (size_t i = 0; i < len; i++)
			printf(usage[i] == '-' ? "\\-" : "%c", usage[i]);
		printf("\\fR");
	}
	putchar('\n');
}

static void roff_option(const struct opt *option)
{
	printf(".TP\n");
	if (option->letter)
		printf("\\fB\\-%c\\fR, ", option->letter);
	printf("\\fB\\-\\-");
	roff_text(option->name);
	printf("\\fR");
	if (option->arg) {
		printf(" \\fI");
		roff_text(option->arg);
		printf("\\fR");
	}
	putchar('\n');
	roff_text(option->help);
	putchar('\n');
}

static void roff_page(const struct cmd *cmd, const struct opt *options,
		      void *context)
{
	(void)context;
	printf(".SH NAME\ndotrec\\-%s \\- ", cmd->name);
	roff_text(cmd->summary);
	printf("\n.SH SYNOPSIS\n.B dotrec %s\n", cmd->name);
	roff_synopsis(cmd->usage);
	printf(".SH OPTIONS\n");
	for (; options->name; options++)
		roff_option(options);
}

/* ---- dotrec help ----------------------------------------------------------------- */

int help_exec(int argc, char **argv)
{
	char option[] = "--help";
	char *words[] = { NULL, option, NULL };
	bool page = argc > 1 && !strcmp(argv[1], "man");
	const struct cmd *cmd;

	if (argc < 2 + page) {
		help_commands();
		return EXIT_OK;
	}
	cmd = cmd_find(argv[1 + page]);
	if (!cmd)
		return help_unknown(argv[1 + page], NULL);
	if (page) {
		cmd_visit_options(cmd, roff_page, NULL);
		return EXIT_OK;
	}
	words[0] = argv[1];
	return cmd->exec(cmd, 2, words);
}
