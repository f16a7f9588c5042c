/* Inside foreign/: the units of times and rates in files of other programs. */
#ifndef FOREIGN_UNIT_H
#define FOREIGN_UNIT_H

#include <stdbool.h>

struct unit {
	double ns; /* of the unit of time */
	bool rate; /* it counts what is done in that time: ops/s */
};

/*
 * Reads a unit: ps ns us ms s min hour, also in full and with µ; a time per something,
 * such as ns/op; a rate of something that is done, such as ops/s, iter/sec or
 * 1/ms. Returns false for everything else, such as MB/s or Percent.
 */
bool unit_parse(const char *text, struct unit *unit);

/* Finds the unit at the end of a column's name, such as time_ms, "Mean (us)", ms or
 * requests_per_s. Returns false if there is none. */
bool unit_of_name(const char *name, struct unit *unit);

/* Converts a value that is above 0 to ns per call. */
double unit_convert(const struct unit *unit, double value);

#endif
