/* The CPUs that this process may use, and pinning processes to them. */
#include "proc/pin.h"

#include "proc/cgroup.h"

#include <sched.h>
#include <string.h>

static cpu_set_t *set_of(struct pin *pin)
{
	return (cpu_set_t *)pin->mask;
}

int pin_cpu_count(void)
{
	double quota = cgroup_cpus();
	struct pin pin;
	int cpus = 1;

	if (!pin_save(&pin))
		cpus = CPU_COUNT_S(PIN_MASK_BYTES, set_of(&pin));
	if (quota > 0 && quota < cpus)
		cpus = quota < 1 ? 1 : (int)quota;
	return cpus;
}

/* The first CPU of the mask from `cpu` on, or -1. */
static int next_allowed_cpu(struct pin *pin, int cpu)
{
	for (; cpu < 8 * PIN_MASK_BYTES; cpu++)
		if (CPU_ISSET_S((size_t)cpu, PIN_MASK_BYTES, set_of(pin)))
			return cpu;
	return -1;
}

int pin_cpu(int i)
{
	struct pin pin;
	int cpu;

	if (pin_save(&pin))
		return -1;
	i %= CPU_COUNT_S(PIN_MASK_BYTES, set_of(&pin));
	for (cpu = next_allowed_cpu(&pin, 0); i; i--)
		cpu = next_allowed_cpu(&pin, cpu + 1);
	return cpu;
}

void pin_find(struct pin_cpus *cpus)
{
	struct pin pin;
	int cpu;

	cpus->at_once = pin_cpu_count();
	cpus->count = 0;
	if (pin_save(&pin))
		return;
	for (cpu = next_allowed_cpu(&pin, 0);
	     cpu >= 0 && cpus->count < PIN_CPUS_MAX;
	     cpu = next_allowed_cpu(&pin, cpu + 1))
		cpus->cpu[cpus->count++] = cpu;
}

int pin_here(void)
{
	return sched_getcpu();
}

int pin_to(int cpu)
{
	struct pin pin = { { 0 } };

	CPU_SET_S((size_t)cpu, PIN_MASK_BYTES, set_of(&pin));
	return pin_restore(&pin);
}

int pin_save(struct pin *pin)
{
	memset(pin->mask, 0, sizeof(pin->mask));
	return sched_getaffinity(0, sizeof(pin->mask), set_of(pin));
}

int pin_restore(const struct pin *pin)
{
	return sched_setaffinity(0, sizeof(pin->mask),
				 (const cpu_set_t *)pin->mask);
}
