/* Writing to the standard output, with errors reported. */
#include "base/output.h"

#include "base/units.h"

#include <errno.h>
#include <poll.h>
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

int output_print(const struct str *text, struct err *err)
{
	if (str_check(text, err))
		return -1;
	fwrite(text->text ? text->text : "", 1, text->len, stdout);
	return output_flush(err);
}
