/* Dates and times as other programs write them. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

struct date {
	int64_t unix_s;   /* seconds since 1970 (UTC), without their fraction */
	int32_t offset_s; /* local time minus UTC; 0 if the text has none */
	bool has_offset;  /* the text has an offset other than Z */
};

/*
 * Reads one of these, from 1970 to 9998, with blanks around it or not:
 *
 *     2026-11-22, also with . or / between the numbers, or 20261122
 *     22.11.2026
 *     2026-11-22T07:15:08.25+01:00: a date, T or blanks, hours and minutes,
 *         perhaps seconds, perhaps with a fraction; then nothing, Z, UTC, GMT
 *         or an offset +0100, +01:00 or +01
 *     1763795708, also with a fraction: seconds since 1970; from 1e11 on they
 *         are milliseconds, from 1e14 on microseconds, from 1e17 on nanoseconds
 *
 * A time without an offset is UTC. Returns false for everything else, such as
 * days that do not exist.
 */
bool date_parse(const char *text, struct date *date);

#endif
