/* Finds the command and runs it. The only place that calls exit(). */
#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/log.h"
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

static int run_command(int argc, char **argv)
{
	const struct cmd *cmd;

	if (argc < 2) {
		log_error("which command? 'dotrec --help' lists them");
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		usage();
		return EXIT_OK;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("dotrec %s\n", PACKAGE_VERSION);
		return EXIT_OK;
	}
	cmd = cmd_find(argv[1]);
	if (!cmd) {
		log_error("unknown command '%s'; 'dotrec --help' lists them",
			  argv[1]);
		return EXIT_USAGE;
	}
	return cmd->exec(cmd, argc - 1, argv + 1);
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
