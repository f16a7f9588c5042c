/* Numbers to and from text, with their units. */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for any text these functions write. */
#define UNITS_SIZE 40

/* 812 ns, 1.24 us, 3.50 ms, 12.1 s, 4 min 10 s. Returns `text`. */
char *units_time(char text[UNITS_SIZE], double ns);

/* 1.24 us [1.20, 1.31]: a time and its interval in the same unit; [-] where an
 * end of the interval is NaN. Returns `text`. */
char *units_time_interval(char text[UNITS_SIZE], double ns, double low_ns,
			  double high_ns);

/* 512 B, 1.5 KiB, 153 MiB. Returns `text`. */
char *units_bytes(char text[UNITS_SIZE], double bytes);

/* 1 run, 2 runs: a number and the noun, in the singular or with an s. Returns `text`. */
char *units_count(char text[UNITS_SIZE], uint64_t count, const char *noun);

/* The shortest decimal text that reads back as the same double: 0.1, 1e+22,
 * Inf, -Inf, NaN. Returns `text`. */
char *units_double(char text[UNITS_SIZE], double value);

/* Reads a text that is one decimal number without sign and fits; else returns
 * false. */
bool units_parse_u64(const char *text, uint64_t *value);

/* Reads a text that is one finite decimal number; else returns false. */
bool units_parse_double(const char *text, double *value);

#endif
