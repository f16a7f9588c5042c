/* Time: one monotonic clock for measuring, UTC for people. */
#include "base/clock.h"

#include <time.h>

int64_t clock_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * CLOCK_NS_PER_S + ts.tv_nsec;
}

void clock_utc(char *text)
{
	struct tm tm;
	time_t now = time(NULL);

	gmtime_r(&now, &tm);
	strftime(text, CLOCK_UTC_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}
