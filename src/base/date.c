/* Dates and times as other programs write them. */
#include "base/date.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#define DAY_S INT64_C(86400)

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads min to max digits at *at, and moves it behind them. */
static bool read_digits(const char **at, int min, int max, int *value)
{
	int i;

	*value = 0;
	for (i = 0; i < max && is_digit(**at); i++)
		*value = 10 * *value + *(*at)++ - '0';
	return i >= min;
}

static bool take(const char **at, char c)
{
	if (**at != c)
		return false;
	++*at;
	return true;
}

static void skip_blanks(const char **at)
{
	*at += strspn(*at, " \t\r\n");
}

/* Days since 1970-01-01 of a day of the Gregorian calendar, or -1 if it does not
 * exist or lies before. */
static int64_t day_number(int year, int month, int day)
{
	struct tm tm = { .tm_year = year - 1900,
			 .tm_mon = month - 1,
			 .tm_mday = day };
	time_t time = timegm(&tm);

	/* the 30th of February comes back as another day */
	if (year < 1970 || year > 9998 || tm.tm_year != year - 1900 ||
	    tm.tm_mon != month - 1 || tm.tm_mday != day)
		return -1;
	return time / DAY_S;
}

/* Reads 2026-11-22, 2026.11.22, 2026/11/22 or 22.11.2026. */
static bool read_day(const char **at, int64_t *day)
{
	const char *start = *at;
	int first, second, third;
	char between;
	bool year_first = read_digits(at, 4, 4, &first) && !is_digit(**at);

	if (!year_first) {
		*at = start;
		if (!read_digits(at, 1, 2, &first) || **at != '.')
			return false;
	}
	between = **at;
	if (!between || !strchr("-./", between) || !take(at, between) ||
	    !read_digits(at, 1, 2, &second) || !take(at, between) ||
	    !read_digits(at, year_first ? 1 : 4, year_first ? 2 : 4, &third))
		return false;
	*day = year_first ? day_number(first, second, third)
			  : day_number(third, second, first);
	return *day >= 0;
}

/* Reads 7:15, 07:15:08 or 07:15:08.25. */
static bool read_time(const char **at, int *seconds)
{
	int hours, minutes, s = 0;

	if (!read_digits(at, 1, 2, &hours) || !take(at, ':') ||
	    !read_digits(at, 2, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	if (take(at, ':')) {
		if (!read_digits(at, 2, 2, &s) || s > 60)
			return false;
		if (**at == '.' || **at == ',') {
			++*at;
			if (!is_digit(**at))
				return false;
			while (is_digit(**at))
				++*at;
		}
	}
	*seconds = 3600 * hours + 60 * minutes + s;
	return true;
}

/* Reads Z, UTC, GMT, +0100, +01:00, +01, or nothing. */
static bool read_offset(const char **at, struct date *date)
{
	int sign = **at == '-' ? -1 : 1, hours, minutes = 0;

	if (!strncmp(*at, "UTC", 3) || !strncmp(*at, "GMT", 3)) {
		*at += 3;
		return true;
	}
	if (take(at, 'Z') || (**at != '+' && **at != '-'))
		return true;
	++*at;
	if (!read_digits(at, 2, 2, &hours))
		return false;
	if (take(at, ':') || is_digit(**at))
		if (!read_digits(at, 2, 2, &minutes))
			return false;
	if (hours > 15 || minutes > 59)
		return false;
	date->offset_s = sign * (3600 * hours + 60 * minutes);
	date->has_offset = true;
	return true;
}

static bool read_calendar(const char *at, struct date *date)
{
	int64_t day;
	int seconds = 0;

	if (!read_day(&at, &day))
		return false;
	if (*at == 'T' || *at == ' ' || *at == '\t') {
		at += *at == 'T';
		skip_blanks(&at);
		if (*at && !read_time(&at, &seconds))
			return false;
		skip_blanks(&at);
		if (!read_offset(&at, date))
			return false;
		skip_blanks(&at);
	}
	date->unix_s = day * DAY_S + seconds - date->offset_s;
	return !*at && date->unix_s >= 0;
}

/* Reads 20261122. */
static bool read_compact(const char *at, struct date *date)
{
	int year, month, day;
	int64_t number;

	if (!read_digits(&at, 4, 4, &year) || !read_digits(&at, 2, 2, &month) ||
	    !read_digits(&at, 2, 2, &day) || *at)
		return false;
	number = day_number(year, month, day);
	date->unix_s = number * DAY_S;
	return number >= 0;
}

/* Reads seconds, milliseconds, microseconds or nanoseconds since 1970. */
static bool read_epoch(const char *at, struct date *date)
{
	const uint64_t end = UINT64_C(100000000000); /* of the seconds */
	uint64_t value = 0;
	int digits = 0, i;

	for (; is_digit(*at) && digits < 19; digits++)
		value = 10 * value + (uint64_t)(*at++ - '0');
	if (digits && *at == '.')
		for (at++; is_digit(*at);)
			at++;
	skip_blanks(&at);
	for (i = 0; i < 3 && value >= end; i++)
		value /= 1000;
	date->unix_s = (int64_t)value;
	return digits && !*at && value < end;
}

bool date_parse(const char *text, struct date *date)
{
	*date = (struct date){ .unix_s = 0 };
	skip_blanks(&text);
	if (read_compact(text, date) || read_calendar(text, date))
		return true;
	*date = (struct date){ .unix_s = 0 };
	return read_epoch(text, date);
}
