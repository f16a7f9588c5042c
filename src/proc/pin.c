/* Which CPUs this process may use, and putting workers on them. */
#include "proc/pin.h"

#include "proc/cgroup.h"

#include <sched.h>

int pin_cpu_count(void)
{
	cpu_set_t set;
	int cpus = 1;
	double quota = cgroup_cpus();

	if (!sched_getaffinity(0, sizeof(set), &set))
		cpus = CPU_COUNT(&set);
	if (quota > 0 && quota < cpus)
		cpus = quota < 1 ? 1 : (int)quota;
	return cpus;
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
