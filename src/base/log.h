/* What a person is told besides the data: the only writer of stderr. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Lines above this level are not written; LOG_INFO at the start. */
void log_set_level(enum log_level level);
enum log_level log_level(void);

/* One line as line_add() makes it, with "dotrec: " before it; a status line in
 * the way is removed. */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Whether stderr is a terminal on which a status line can be redrawn. */
bool log_is_terminal(void);

/*
 * A line that the next one overwrites, for progress. Nothing is written where
 * stderr is not a terminal or the level is below LOG_INFO. An empty text
 * removes the line.
 */
void log_status(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
