/* Messages for people, on stderr: the only place that writes there. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Messages above this level are not written. The level at start is LOG_INFO. */
void log_set_level(enum log_level level);
enum log_level log_level(void);

/* Writes "dotrec: " and the message, made safe by line_add(), as one line. A
 * status line on the terminal is removed first. */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Whether stderr is a terminal on which a status line can be redrawn. */
bool log_is_terminal(void);

/*
 * Writes a status line for progress, which the next status line or message
 * overwrites. An empty text removes it. Nothing is written where stderr is not
 * a terminal or the level is below LOG_INFO.
 */
void log_status(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
