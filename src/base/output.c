/* Writing to the standard output, with errors reported. */
#include "base/output.h"

#include "base/units.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LEAST_WIDTH    20
#define GREATEST_WIDTH 10000

bool output_unread(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&out, 1, 0) == 1 && out.revents & (POLLERR | POLLHUP);
}

size_t output_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	uint64_t value;

	if (isatty(STDOUT_FILENO) != 1)
		return 0;
	if (columns && units_parse_u64(columns, &value) &&
	    value >= LEAST_WIDTH && value <= GREATEST_WIDTH)
		return (size_t)value;
	return !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) &&
		       size.ws_col >= LEAST_WIDTH
		   ? size.ws_col
		   : 80;
}

int output_flush(struct err *err)
{
	int why = fflush(stdout) ? errno : 0;

	if ((!why && !ferror(stdout)) || output_unread())
		return 0;
	clearerr(stdout); /* so that the error is reported once */
	return err_set(err, ERR_STORAGE,
		       "cannot write to the standard output%s%s",
		       why ? ": " : "", why ? strerror(why) : "");
}

/* Whether stdout is a terminal with fewer lines than the text. */
static bool exceeds_screen(const struct str *text)
{
	const char *term = getenv("TERM"), *p = text->text;
	struct winsize size;
	size_t lines = 0;

	if (isatty(STDOUT_FILENO) != 1 || !term || !strcmp(term, "dumb") ||
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row)
		return false;
	for (; p && (p = strchr(p, '\n')); p++)
		lines++;
	return lines >= size.ws_row;
}

/* Shows the text by the user's pager. Returns whether the user has seen it: a pager that
 * is missing ends with status 127. popen(), because a pager must stay in the group of
 * processes that the terminal listens to; those of proc/child.h leave it. */
static bool page(const struct str *text)
{
	const char *command = getenv("PAGER");
	struct sigaction ignore = { .sa_handler = SIG_IGN }, was;
	FILE *pager;
	int status;

	if (!command)
		command = "command -v less >/dev/null || exit 127; exec less";
	if (!*command || fflush(stdout))
		return false;
	/* ends where all is on the screen, shows colours, leaves the text there */
	setenv("LESS", "FRX", 0);
	pager = popen(command, "we");
	if (!pager)
		return false;
	/* Ctrl-C is the pager's */
	sigaction(SIGINT, &ignore, &was);
	fwrite(text->text, 1, text->len, pager);
	status = pclose(pager);
	sigaction(SIGINT, &was, NULL);
	return !WIFEXITED(status) || WEXITSTATUS(status) != 127;
}

int output_print(const struct str *text, struct err *err)
{
	if (str_check(text, err))
		return -1;
	fwrite(text->text ? text->text : "", 1, text->len, stdout);
	return output_flush(err);
}

int output_end(int rc, struct str *text, struct err *err)
{
	if (!rc)
		rc = output_print(text, err);
	str_free(text);
	return rc;
}

int output_show(const struct str *text, struct err *err)
{
	if (str_check(text, err))
		return -1;
	return exceeds_screen(text) && page(text) ? output_flush(err)
						  : output_print(text, err);
}
