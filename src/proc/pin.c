/* Which CPUs this process may use, and putting workers on them. */
#include "proc/pin.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

/* The cgroup v2 directory of this process, from its line "0::/path". */
static int cgroup_path(char *path, size_t size)
{
	char line[512];
	FILE *f = fopen("/proc/self/cgroup", "re");
	int found = 0;

	if (!f)
		return 0;
	while (!found && fgets(line, sizeof(line), f)) {
		if (strncmp(line, "0::/", 4))
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(path, size, "%s", line + 3);
		found = 1;
	}
	fclose(f);
	return found;
}

/* CPUs the tightest quota from the cgroup up to the root allows, or 0. */
static int quota_cpus(void)
{
	char path[512], file[600];
	long quota, period;
	int tightest = 0, cpus;
	char *slash;
	FILE *f;

	if (!cgroup_path(path, sizeof(path)))
		return 0;
	for (;;) {
		snprintf(file, sizeof(file), "/sys/fs/cgroup%s/cpu.max", path);
		f = fopen(file, "re");
		if (f) {
			if (fscanf(f, "%ld %ld", &quota, &period) == 2 &&
			    quota > 0 && period > 0) {
				cpus = (int)(quota / period);
				cpus = cpus ? cpus : 1;
				if (!tightest || cpus < tightest)
					tightest = cpus;
			}
			fclose(f);
		}
		slash = strrchr(path, '/');
		if (!slash)
			return tightest;
		*slash = '\0';
	}
}

int pin_cpu_count(void)
{
	cpu_set_t set;
	int cpus = 1, quota = quota_cpus();

	if (!sched_getaffinity(0, sizeof(set), &set))
		cpus = CPU_COUNT(&set);
	return quota && quota < cpus ? quota : cpus;
}

int pin_cpu(int i)
{
	cpu_set_t set;
	size_t cpu;
	int count;

	if (sched_getaffinity(0, sizeof(set), &set))
		return -1;
	count = CPU_COUNT(&set);
	for (cpu = 0, i %= count; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set) && i-- == 0)
			return (int)cpu;
	return -1;
}

int pin_here(void)
{
	return sched_getcpu();
}

int pin_to(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set);
}

int pin_save(struct pin *pin)
{
	return sched_getaffinity(0, sizeof(pin->mask), (cpu_set_t *)pin->mask);
}

int pin_restore(const struct pin *pin)
{
	return sched_setaffinity(0, sizeof(pin->mask),
				 (const cpu_set_t *)pin->mask);
}
