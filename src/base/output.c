/* Writing to the standard output, with errors reported. */
#include "base/output.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool output_unread(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&out, 1, 0) == 1 && out.revents & (POLLERR | POLLHUP);
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
