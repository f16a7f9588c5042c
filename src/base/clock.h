/* Time: one monotonic clock for measuring, UTC for people. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_NS_PER_MS 1000000
#define CLOCK_NS_PER_S  1000000000

/* Nanoseconds of CLOCK_MONOTONIC: the same clock in every process. */
int64_t clock_ns(void);

/* The time now, as "2026-11-22T07:15:08Z". `text` has CLOCK_UTC_SIZE bytes. */
#define CLOCK_UTC_SIZE 24
void clock_utc(char *text);

/* The same of any time, in seconds since 1970 (UTC). */
void clock_text(int64_t unix_s, char *text);

/* The time now, in seconds since 1970 (UTC). */
int64_t clock_unix_s(void);

/* Local time minus UTC at a time, in seconds: by $TZ, else the zone of the
 * machine. */
int64_t clock_utc_offset_s(int64_t unix_s);

/* For tests: sets the clock of clock_utc(), clock_unix_s() and SQL; it runs on. */
void clock_pretend(int64_t unix_s);

/* Whether a text is a time in the form of clock_utc(), of a day that exists.
 * The second function also gives its seconds since 1970. */
bool clock_is_utc(const char *text);
bool clock_parse_utc(const char *text, int64_t *unix_s);

#endif
