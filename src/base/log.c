/* Messages for people, on stderr: the only place that writes there. */
#include "base/log.h"

#include "base/line.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum log_level current_level = LOG_INFO;
static bool status_shown;

void log_set_level(enum log_level level)
{
	current_level = level;
}

enum log_level log_level(void)
{
	return current_level;
}

bool log_is_terminal(void)
{
	return isatty(STDERR_FILENO) == 1;
}

static void status_remove(void)
{
	if (status_shown)
		fputs("\r\033[K", stderr);
	status_shown = false;
}

/* Parts of the message come from outside and must not control the terminal. */
static void write_cleaned(const char *fmt, va_list ap)
{
	struct str line = { 0 };
	va_list again;

	va_copy(again, ap);
	line_addv(&line, fmt, ap);
	if (!line.failed && line.text)
		fputs(line.text, stderr);
	else if (line.failed) /* out of memory: raw text is better than none */
		vfprintf(stderr, fmt, again);
	va_end(again);
	str_free(&line);
}

static void line(enum log_level level, const char *what, const char *fmt,
		 va_list ap)
{
	if (level > current_level)
		return;
	status_remove();
	fprintf(stderr, "dotrec: %s", what);
	write_cleaned(fmt, ap);
	fputc('\n', stderr);
	fflush(stderr);
}

#define LOG_FUNCTION(name, level, what)     \
	void name(const char *fmt, ...)     \
	{                                   \
		va_list ap;                 \
                                            \
		va_start(ap, fmt);          \
		line(level, what, fmt, ap); \
		va_end(ap);                 \
	}

LOG_FUNCTION(log_error, LOG_ERROR, "error: ")
LOG_FUNCTION(log_warn, LOG_WARN, "warning: ")
LOG_FUNCTION(log_info, LOG_INFO, "")
LOG_FUNCTION(log_debug, LOG_DEBUG, "")

void log_status(const char *fmt, ...)
{
	va_list ap;

	if (current_level < LOG_INFO || !log_is_terminal())
		return;
	status_remove();
	if (!*fmt)
		return;
	va_start(ap, fmt);
	write_cleaned(fmt, ap);
	va_end(ap);
	fflush(stderr);
	status_shown = true;
}
