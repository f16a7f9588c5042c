/* The exit codes of dotrec: one meaning each. */
#include "base/exitcode.h"

#include "base/interrupt.h"
#include "base/log.h"

#include <signal.h>
#include <stddef.h>

static const int by_weight[] = {
	EXIT_OK,          EXIT_INCOMPLETE, EXIT_UNTOLD,  EXIT_REGRESSION,
	EXIT_ENVIRONMENT, EXIT_NOTHING,    EXIT_VERIFY,  EXIT_BUSY,
	EXIT_STORAGE,     EXIT_SIGHUP,     EXIT_SIGTERM, EXIT_SIGINT,
	EXIT_USAGE,
};

static size_t weight(int code)
{
	size_t i;

	for (i = 0; i < sizeof(by_weight) / sizeof(by_weight[0]); i++)
		if (by_weight[i] == code)
			return i;
	return 0;
}

int exitcode_worst(int a, int b)
{
	return weight(a) >= weight(b) ? a : b;
}

int exitcode_of_signal(int signal_number)
{
	switch (signal_number) {
	case SIGALRM:
		return EXIT_INCOMPLETE;
	case SIGHUP:
		return EXIT_SIGHUP;
	case SIGTERM:
		return EXIT_SIGTERM;
	default:
		return EXIT_SIGINT;
	}
}

int exitcode_of(const struct err *err)
{
	switch (err->kind) {
	case ERR_NONE:
		return EXIT_OK;
	case ERR_USAGE:
		return EXIT_USAGE;
	case ERR_STORAGE:
		return EXIT_STORAGE;
	case ERR_ENVIRONMENT:
	case ERR_MISSING:
		return EXIT_ENVIRONMENT;
	case ERR_BUSY:
		return EXIT_BUSY;
	case ERR_VERIFY:
		return EXIT_VERIFY;
	case ERR_FAILED:
	case ERR_TIMEOUT:
		return EXIT_INCOMPLETE;
	case ERR_INTERRUPTED:
		return exitcode_of_signal(interrupt_pending());
	}
	return EXIT_ENVIRONMENT;
}

int exitcode_tell(const struct err *err)
{
	log_error("%s", err->text);
	return exitcode_of(err);
}
