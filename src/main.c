/* Finds the command and runs it. The only place that calls exit(). */
#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "base/near.h"
#include "base/output.h"
#include "cmd/cmd.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void usage(void)
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
	       "memory is missing, 129/130/143 interrupted.\n");
}

/* What people do most, for those who name no command. */
static void first_steps(void)
{
	printf(
	    "dotrec measures whether splitting a dot product over processes "
	    "pays, and keeps it.\n\n"
	    "  dotrec run                 measures the built-in plan, in a "
	    "minute, and answers\n"
	    "  dotrec report              writes tables, pictures and a PDF "
	    "of the last run\n"
	    "  dotrec compare first last  compares two runs, series by "
	    "series\n"
	    "  dotrec nightly PLAN.csv    runs, judges and reports, for cron "
	    "or systemd\n"
	    "  dotrec query summary       asks the database; 'dotrec list "
	    "queries' shows what\n\n"
	    "'dotrec --help' lists all commands, and 'dotrec help COMMAND' "
	    "the options of one.\n");
}

static const char *const help[] = { "help", "--help", "-h" };
static const char *const version[] = { "version", "--version", "-V" };

static bool is_one_of(const char *word, const char *const words[3])
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

/* The first word from argv[from] on that is a command, --help or --version; argc if
 * there is none. Options are of one word, but for the database. */
static int skip_options(int argc, char **argv, int from)
{
	int i;

	for (i = from; i < argc && argv[i][0] == '-'; i++) {
		if (is_one_of(argv[i], help) || is_one_of(argv[i], version))
			break;
		i += !strcmp(argv[i], "-d") || !strcmp(argv[i], "--db");
	}
	return i < argc ? i : argc;
}

/* Moves the command before the options that precede it, as in
 * "dotrec -d x.db query runs". */
static void command_first(int argc, char **argv)
{
	int i = skip_options(argc, argv, 1);
	char *command;

	if (i < 2 || i >= argc)
		return;
	command = argv[i];
	memmove(&argv[2], &argv[1], (size_t)(i - 1) * sizeof(*argv));
	argv[1] = command;
}

static int unknown_command(const char *word)
{
	struct near near = { .word = word };
	size_t i;

	for (i = 0; cmd_table[i]; i++)
		near_offer(&near, cmd_table[i]->name);
	log_error("unknown command '%s'%s; 'dotrec --help' lists them", word,
		  near_hint(&near));
	return EXIT_USAGE;
}

static int run_command(int argc, char **argv)
{
	char option[] = "--help";
	const struct cmd *cmd;
	int topic;

	if (argc < 2) {
		first_steps();
		return EXIT_USAGE;
	}
	command_first(argc, argv);
	if (is_one_of(argv[1], version)) {
		printf("dotrec %s\n", PACKAGE_VERSION);
		return EXIT_OK;
	}
	if (is_one_of(argv[1], help)) {
		topic = skip_options(argc, argv, 2);
		if (topic == argc) {
			usage();
			return EXIT_OK;
		}
		argv[1] = argv[topic];
		argv[2] = option;
		argc = 3;
	}
	cmd = cmd_find(argv[1]);
	return cmd ? cmd->exec(cmd, argc - 1, argv + 1)
		   : unknown_command(argv[1]);
}

/*
 * Opens /dev/null for each standard stream that is closed. Else the next file
 * that is opened, for example a lock, would get its descriptor, and output
 * would be written into that file. It is opened for reading only, so that
 * writing to it fails as writing to a closed stream does.
 */
static void open_standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	struct err err = { 0 };
	int code;

	open_standard_files();
	interrupt_ignore_pipes();
	code = run_command(argc, argv);
	if (output_flush(&err))
		code = exitcode_worst(code, exitcode_tell(&err));
	exit(code);
}
