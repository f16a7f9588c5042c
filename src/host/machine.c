/* The properties of the machine that reboots do not change, and their key. */
#include "host/machine.h"

#include "base/str.h"
#include "base/sys.h"
#include "host/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define CPUINFO "/proc/cpuinfo"
#define CPU0    "/sys/devices/system/cpu/cpu0"

/* On x86 and others the model has a name, on Arm only numbers. */
static void cpu_model(struct machine *m)
{
	/* "cpu" ends with its tab: else "cpu MHz" would match */
	static const char *const names[] = { "model name", "cpu model", "uarch",
					     "cpu\t" };
	char part[16], implementer[16];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (sys_field(m->cpu_model, sizeof(m->cpu_model), CPUINFO,
			      names[i]))
			return;
	if (sys_field(implementer, sizeof(implementer), CPUINFO,
		      "CPU implementer") &&
	    sys_field(part, sizeof(part), CPUINFO, "CPU part"))
		snprintf(m->cpu_model, sizeof(m->cpu_model),
			 "implementer %s part %s", implementer, part);
	else
		str_copy(m->cpu_model, sizeof(m->cpu_model), "unknown");
}

/* The bytes of "32K", "1024K", "8M"; 0 if not known. */
static int64_t cache_size(const char *text)
{
	char *unit;
	long long size = strtoll(text, &unit, 10);

	if (size < 0 || size > 1 << 30)
		return 0;
	return size * (*unit == 'M' ? 1 << 20 : *unit == 'K' ? 1 << 10 : 1);
}

static void caches(struct machine *m)
{
	int64_t *const sizes[] = { &m->l1d_bytes, &m->l2_bytes, &m->l3_bytes };
	char type[32], size[32];
	int64_t level;
	int i;

	for (i = 0; i < 16; i++) {
		if (sys_number(&level, CPU0 "/cache/index%d/level", i) &&
		    level >= 1 && level <= 3 &&
		    sys_line(type, sizeof(type), CPU0 "/cache/index%d/type",
			     i) &&
		    strcmp(type, "Instruction") &&
		    sys_line(size, sizeof(size), CPU0 "/cache/index%d/size", i))
			*sizes[level - 1] = cache_size(size);
	}
}

static void count_block(void *ctx, const char *name)
{
	int64_t *blocks = ctx;

	*blocks +=
	    !strncmp(name, "memory", 6) && name[6] >= '0' && name[6] <= '9';
}

/* The installed memory, by the kernel's list of memory blocks. Without such a
 * list it is MemTotal, which differs between kernels. In steps of 256 MiB. */
static int64_t memory_bytes(void)
{
	const int64_t grain = INT64_C(256) << 20;
	int64_t blocks = 0, bytes = 0;
	char size[32];

	sys_names("/sys/devices/system/memory", count_block, &blocks);
	if (sys_line(size, sizeof(size),
		     "/sys/devices/system/memory/block_size_bytes"))
		bytes = strtoll(size, NULL, 16);
	if (bytes > 0 && bytes <= INT64_C(1) << 40)
		bytes *= blocks;
	else
		bytes = memory_row_bytes("MemTotal");
	return (bytes + grain / 2) / grain * grain;
}

/* The length of the list ("0-3,8") in a file, or `otherwise`. */
static int64_t count_list(const char *path, int64_t otherwise)
{
	char list[SYS_TEXT_SIZE];
	int count = 0;

	if (sys_line(list, sizeof(list), "%s", path))
		count = sys_cpus(list, NULL, 0);
	return count ? count : otherwise;
}

static void make_key(struct machine *m)
{
	char facts[sizeof(m->cpu_model) + sizeof(m->architecture) + 6 * 24];
	int len;

	len = snprintf(facts, sizeof(facts),
		       "%s|%s|%" PRId64 "|%" PRId64 "|%" PRId64 "|%" PRId64
		       "|%" PRId64 "|%" PRId64,
		       m->cpu_model, m->architecture, m->cpus, m->numa_nodes,
		       m->l1d_bytes, m->l2_bytes, m->l3_bytes, m->memory_bytes);
	snprintf(m->key, sizeof(m->key), "%016" PRIx64,
		 str_hash(STR_HASH_START, facts, (size_t)len));
}

void machine_describe(struct machine *m)
{
	struct utsname name;

	memset(m, 0, sizeof(*m));
	cpu_model(m);
	str_copy(m->architecture, sizeof(m->architecture),
		 uname(&name) ? "unknown" : name.machine);
	m->cpus = count_list("/sys/devices/system/cpu/present",
			     sysconf(_SC_NPROCESSORS_CONF));
	m->numa_nodes = count_list("/sys/devices/system/node/online", 1);
	caches(m);
	m->memory_bytes = memory_bytes();
	make_key(m);
}
