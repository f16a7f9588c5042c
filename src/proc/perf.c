/* Counters of the CPU for the calling thread, by perf_event_open(2). */
#include "proc/perf.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HARDWARE(event)                                    \
	{                                                  \
		PERF_TYPE_HARDWARE, PERF_COUNT_##event, -1 \
	}
const struct perf_event perf_hardware[PERF_COUNTERS] = {
	[PERF_INSTRUCTIONS] = HARDWARE(HW_INSTRUCTIONS),
	[PERF_CYCLES] = HARDWARE(HW_CPU_CYCLES),
	[PERF_CACHE_MISSES] = HARDWARE(HW_CACHE_MISSES),
};

/* What read() gives of a group: the counters that were opened, in order. */
struct group {
	uint64_t count, enabled_ns, running_ns;
	uint64_t value[PERF_COUNTERS];
};

/* Opens one counter; leader -1: that of a new group, which is off. */
static int open_counter(const struct perf_event *event, int leader)
{
	struct perf_event_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.size = sizeof(attr);
	attr.type = event->type;
	attr.config = event->config;
	attr.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED |
			   PERF_FORMAT_TOTAL_TIME_RUNNING;
	attr.disabled = leader < 0;
	/* the limit that kernel.perf_event_paranoid usually sets */
	attr.exclude_kernel = attr.exclude_hv = 1;
	return (int)syscall(SYS_perf_event_open, &attr, 0, event->cpu, leader,
			    PERF_FLAG_FD_CLOEXEC);
}

static int tell_why(struct err *err)
{
	switch (errno) {
	case EACCES:
	case EPERM:
		return err_set(err, ERR_MISSING, "%s", PERF_NOT_PERMITTED);
	case ENOENT:
	case ENODEV:
	case EOPNOTSUPP:
		return err_set(err, ERR_MISSING, "%s", PERF_NONE);
	default:
		return err_errno(err, ERR_MISSING, "cannot open a counter");
	}
}

int perf_open(struct perf *perf, const struct perf_event events[PERF_COUNTERS],
	      struct err *err)
{
	int i;

	for (i = 0; i < PERF_COUNTERS; i++)
		perf->fd[i] = -1;
	for (i = 0; i < PERF_COUNTERS; i++) {
		perf->fd[i] = open_counter(&events[i], perf->fd[0]);
		if (perf->fd[0] < 0)
			return tell_why(err);
	}
	return 0;
}

void perf_close(struct perf *perf)
{
	int i;

	for (i = PERF_COUNTERS; i-- > 0;) {
		if (perf->fd[i] >= 0)
			close(perf->fd[i]);
		perf->fd[i] = -1;
	}
}

static void switch_group(const struct perf *perf, unsigned long to)
{
	if (perf->fd[0] >= 0)
		ioctl(perf->fd[0], to, PERF_IOC_FLAG_GROUP);
}

void perf_start(const struct perf *perf)
{
	switch_group(perf, PERF_EVENT_IOC_ENABLE);
}

void perf_stop(const struct perf *perf)
{
	switch_group(perf, PERF_EVENT_IOC_DISABLE);
}

void perf_read(const struct perf *perf, int64_t counts[PERF_COUNTERS])
{
	struct group group = { 0 };
	uint64_t opened = 0, at = 0;
	ssize_t got = -1;
	bool counted;
	int i;

	for (i = 0; i < PERF_COUNTERS; i++)
		opened += perf->fd[i] >= 0;
	if (opened)
		got = read(perf->fd[0], &group, sizeof(group));
	counted = got == (ssize_t)(offsetof(struct group, value) +
				   opened * sizeof(group.value[0])) &&
		  group.count == opened && group.running_ns &&
		  group.running_ns == group.enabled_ns;
	for (i = 0; i < PERF_COUNTERS; i++)
		counts[i] = counted && perf->fd[i] >= 0
				? (int64_t)group.value[at++]
				: PERF_UNKNOWN;
}
