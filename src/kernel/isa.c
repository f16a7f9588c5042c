/* The choice among the instruction set levels of a kernel. */
#include "kernel/isa.h"

#include "kernel/cpu.h"

bool kernel_isa_usable(const struct kernel_isa *isa)
{
	return cpu_level() >= isa->level;
}

const struct kernel_isa *kernel_isa_best(const struct kernel_isa *const *table)
{
	while (!kernel_isa_usable(*table))
		table++;
	return *table;
}
