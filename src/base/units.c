/* Numbers to and from text, with their units. */
#include "base/units.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many decimals give three significant digits. */
static int decimals(double value)
{
	return value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

/* Writes a value with three significant digits and its unit. */
static char *three(char text[UNITS_SIZE], double value, const char *unit)
{
	snprintf(text, UNITS_SIZE, "%.*f %s", decimals(value), value, unit);
	return text;
}

char *units_time(char text[UNITS_SIZE], double ns)
{
	if (!isfinite(ns))
		snprintf(text, UNITS_SIZE, "-");
	else if (ns < 999.5)
		snprintf(text, UNITS_SIZE, "%.0f ns", ns);
	else if (ns < 999.5e3)
		three(text, ns / 1e3, "us");
	else if (ns < 999.5e6)
		three(text, ns / 1e6, "ms");
	else if (ns < 119.5e9)
		three(text, ns / 1e9, "s");
	else
		snprintf(text, UNITS_SIZE, "%.0f min %.0f s",
			 floor(round(ns / 1e9) / 60),
			 fmod(round(ns / 1e9), 60));
	return text;
}

char *units_time_interval(char text[UNITS_SIZE], double ns, double low_ns,
			  double high_ns)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	double unit_ns = 1;
	int u = 0, digits;
	size_t used;

	for (; u < 3 && ns >= 999.5 * unit_ns; u++)
		unit_ns *= 1e3;
	digits = decimals(ns / unit_ns);
	snprintf(text, UNITS_SIZE, "%.*f %s [", digits, ns / unit_ns, units[u]);
	used = strlen(text);
	if (isnan(low_ns) || isnan(high_ns))
		snprintf(text + used, UNITS_SIZE - used, "-]");
	else
		snprintf(text + used, UNITS_SIZE - used, "%.*f, %.*f]", digits,
			 low_ns / unit_ns, digits, high_ns / unit_ns);
	return text;
}

char *units_bytes(char text[UNITS_SIZE], double bytes)
{
	static const char *const unit[] = { "KiB", "MiB", "GiB", "TiB", "PiB" };
	size_t u = 0;

	if (bytes < 1024) {
		snprintf(text, UNITS_SIZE, "%.0f B", bytes);
		return text;
	}
	for (bytes /= 1024; bytes >= 1023.5 && u < 4; u++)
		bytes /= 1024;
	return three(text, bytes, unit[u]);
}

char *units_count(char text[UNITS_SIZE], uint64_t count, const char *noun)
{
	snprintf(text, UNITS_SIZE, "%" PRIu64 " %s%s", count, noun,
		 count == 1 ? "" : "s");
	return text;
}

char *units_double(char text[UNITS_SIZE], double value)
{
	int digits;

	if (isnan(value)) {
		strcpy(text, "NaN");
	} else if (isinf(value)) {
		strcpy(text, value < 0 ? "-Inf" : "Inf");
	} else {
		for (digits = 15; digits <= 17; digits++) {
			snprintf(text, UNITS_SIZE, "%.*g", digits, value);
			if (strtod(text, NULL) == value)
				break;
		}
	}
	return text;
}

bool units_parse_u64(const char *text, uint64_t *value)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return errno == 0 && *end == '\0';
}

bool units_parse_double(const char *text, double *value)
{
	char *end;

	/* strtod() would also accept "inf", "nan" and hexadecimal numbers */
	if (!*text || strspn(text, "0123456789.+-eE") != strlen(text))
		return false;
	*value = strtod(text, &end);
	return *end == '\0' && isfinite(*value);
}
