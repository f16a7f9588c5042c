/* Time: one monotonic clock for measuring, UTC for people. */
#include "base/clock.h"

#include <string.h>
#include <time.h>

int64_t clock_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * CLOCK_NS_PER_S + ts.tv_nsec;
}

static int64_t ahead_s; /* of the true time */

int64_t clock_unix_s(void)
{
	return (int64_t)time(NULL) + ahead_s;
}

void clock_pretend(int64_t unix_s)
{
	ahead_s = unix_s - (int64_t)time(NULL);
}

int64_t clock_utc_offset_s(int64_t unix_s)
{
	time_t time = (time_t)unix_s;
	struct tm tm;

	tzset(); /* localtime_r() need not do it */
	return localtime_r(&time, &tm) ? tm.tm_gmtoff : 0;
}

void clock_text(int64_t unix_s, char *text)
{
	time_t time = (time_t)unix_s;
	struct tm tm;

	gmtime_r(&time, &tm);
	strftime(text, CLOCK_UTC_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

void clock_utc(char *text)
{
	clock_text(clock_unix_s(), text);
}

bool clock_parse_utc(const char *text, int64_t *unix_s)
{
	char again[CLOCK_UTC_SIZE];
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	time_t time;

	if (!end || *end)
		return false;
	/* the 30th of February comes back as another day */
	time = timegm(&tm);
	gmtime_r(&time, &tm);
	*unix_s = (int64_t)time;
	return strftime(again, sizeof(again), "%Y-%m-%dT%H:%M:%SZ", &tm) &&
	       !strcmp(again, text);
}

bool clock_is_utc(const char *text)
{
	int64_t ignored;

	return clock_parse_utc(text, &ignored);
}
