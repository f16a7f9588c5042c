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

/* Now, as "2026-11-22T07:15:08Z". `text` has room for CLOCK_UTC_SIZE bytes. */
#define CLOCK_UTC_SIZE 24
void clock_utc(char *text);

/* Seconds since 1970, now. */
int64_t clock_unix_s(void);

/* For tests: lets it be another time now. It goes on from there. */
void clock_pretend(int64_t unix_s);

/* Whether a text is such a time, of a day that there is; and which. */
bool clock_is_utc(const char *text);
bool clock_parse_utc(const char *text, int64_t *unix_s);

#endif
