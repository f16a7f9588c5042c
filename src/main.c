/* Finds the command and runs it. The only place that calls exit(). */
#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/output.h"
#include "cmd/cmd.h"
#include "cmd/help.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
 * "dotrec -d x.db query runs"; returns the word before it, or NULL. */
static const char *command_first(int argc, char **argv)
{
	int i = skip_options(argc, argv, 1);
	char *command;

	if (i < 2 || i >= argc)
		return NULL;
	command = argv[i];
	memmove(&argv[2], &argv[1], (size_t)(i - 1) * sizeof(*argv));
	argv[1] = command;
	return argv[i];
}

static int run_command(int argc, char **argv)
{
	const struct cmd *cmd;
	const char *before;
	int topic;

	if (argc < 2) {
		help_first_steps();
		return EXIT_USAGE;
	}
	before = command_first(argc, argv);
	if (is_one_of(argv[1], version)) {
		printf("dotrec %s\n", PACKAGE_VERSION);
		return EXIT_OK;
	}
	if (is_one_of(argv[1], help)) {
		topic = skip_options(argc, argv, 2);
		return help_exec(argc - topic + 1, argv + topic - 1);
	}
	cmd = cmd_find(argv[1]);
	return cmd ? cmd->exec(cmd, argc - 1, argv + 1)
		   : help_unknown(argv[1], before);
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
