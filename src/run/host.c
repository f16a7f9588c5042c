/* The machine a run is made on: what it is, and how it does. */
#include "run/host.h"

#include "base/clock.h"
#include "base/str.h"
#include "kernel/kernel.h"
#include "proc/pin.h"

#include <gnu/libc-version.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The first line of a small file, without its newline; "" if unreadable. */
static const char *first_line(const char *path, char *text, size_t size)
{
	FILE *f = fopen(path, "re");

	*text = '\0';
	if (!f)
		return text;
	if (!fgets(text, (int)size, f))
		*text = '\0';
	fclose(f);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* The value behind "NAME<blanks>: " in a file such as /proc/cpuinfo. */
static int colon_value(const char *path, const char *name, char *text,
		       size_t size)
{
	char line[512], *value;
	size_t len = strlen(name);
	FILE *f = fopen(path, "re");
	int found = 0;

	if (!f)
		return 0;
	while (!found && fgets(line, sizeof(line), f)) {
		if (strncmp(line, name, len) || !strchr(" \t:", line[len]) ||
		    !(value = strchr(line, ':')))
			continue;
		value += 1 + strspn(value + 1, " \t");
		value[strcspn(value, "\n")] = '\0';
		str_copy(text, size, value);
		found = 1;
	}
	fclose(f);
	return found;
}

static int64_t meminfo_bytes(const char *name)
{
	char text[64];

	if (!colon_value("/proc/meminfo", name, text, sizeof(text)))
		return 0;
	return strtoll(text, NULL, 10) * 1024;
}

static int64_t system_number(int name)
{
	long value = sysconf(name);

	return value > 0 ? value : 0;
}

static int64_t count_nodes(void)
{
	char path[64];
	int64_t n = 0;

	for (;; n++) {
		snprintf(path, sizeof(path),
			 "/sys/devices/system/node/node%" PRId64, n);
		if (access(path, F_OK))
			return n ? n : 1;
	}
}

static void make_key(struct machine *m)
{
	struct str facts = { 0 };

	str_addf(&facts,
		 "%s|%s|%" PRId64 "|%" PRId64 "|%" PRId64 "|%" PRId64
		 "|%" PRId64 "|%" PRId64,
		 m->cpu_model, m->architecture, m->cpus, m->numa_nodes,
		 m->l1d_bytes, m->l2_bytes, m->l3_bytes, m->memory_bytes);
	snprintf(
	    m->key, sizeof(m->key), "%016" PRIx64,
	    str_hash(STR_HASH_START, facts.text ? facts.text : "", facts.len));
	str_free(&facts);
}

void host_machine(struct machine *m)
{
	const int64_t grain = INT64_C(256) << 20;
	struct utsname name;

	memset(m, 0, sizeof(*m));
	if (!colon_value("/proc/cpuinfo", "model name", m->cpu_model,
			 sizeof(m->cpu_model)))
		str_copy(m->cpu_model, sizeof(m->cpu_model), "unknown");
	str_copy(m->architecture, sizeof(m->architecture),
		 uname(&name) ? "unknown" : name.machine);
	m->cpus = system_number(_SC_NPROCESSORS_CONF);
	m->numa_nodes = count_nodes();
	m->l1d_bytes = system_number(_SC_LEVEL1_DCACHE_SIZE);
	m->l2_bytes = system_number(_SC_LEVEL2_CACHE_SIZE);
	m->l3_bytes = system_number(_SC_LEVEL3_CACHE_SIZE);
	m->memory_bytes =
	    (meminfo_bytes("MemTotal") + grain / 2) / grain * grain;
	make_key(m);
}

void host_build(struct build *build)
{
	build->version = PACKAGE_VERSION;
	build->source = DOTREC_SOURCE;
	build->compiler = DOTREC_COMPILER;
	build->flags = DOTREC_FLAGS;
	build->libc = gnu_get_libc_version();
	build->blas = kernel_blas_version();
}

static void add(struct facts *facts, const char *name, const char *value)
{
	struct fact *fact;

	if (!*value || facts->count == FACTS_MAX)
		return;
	fact = &facts->fact[facts->count++];
	str_copy(fact->name, sizeof(fact->name), name);
	str_copy(fact->value, sizeof(fact->value), value);
}

static void add_number(struct facts *facts, const char *name, int64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	add(facts, name, text);
}

void host_facts(struct facts *facts)
{
	static const struct {
		const char *name, *path;
	} files[] = {
		{ "loadavg", "/proc/loadavg" },
		{ "pressure_cpu", "/proc/pressure/cpu" },
		{ "governor",
		  "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor" },
		{ "turbo_off",
		  "/sys/devices/system/cpu/intel_pstate/no_turbo" },
		{ "boost", "/sys/devices/system/cpu/cpufreq/boost" },
		{ "smt", "/sys/devices/system/cpu/smt/control" },
		{ "thp", "/sys/kernel/mm/transparent_hugepage/enabled" },
		{ "aslr", "/proc/sys/kernel/randomize_va_space" },
		{ "clocksource", "/sys/devices/system/clocksource/clocksource0/"
				 "current_clocksource" },
		{ "uptime_s", "/proc/uptime" },
	};
	char text[256];
	struct utsname name;
	size_t i;

	facts->count = 0;
	clock_utc(text);
	add(facts, "utc", text);
	if (!uname(&name)) {
		add(facts, "hostname", name.nodename);
		add(facts, "kernel", name.release);
	}
	if (colon_value("/proc/cpuinfo", "cpu MHz", text, sizeof(text)))
		add(facts, "cpu_mhz", text);
	if (colon_value("/proc/cpuinfo", "microcode", text, sizeof(text)))
		add(facts, "microcode", text);
	add_number(facts, "cpus_usable", pin_cpu_count());
	add_number(facts, "memory_free_bytes", meminfo_bytes("MemAvailable"));
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		add(facts, files[i].name,
		    first_line(files[i].path, text, sizeof(text)));
}

uint64_t host_memory_free(void)
{
	return (uint64_t)meminfo_bytes("MemAvailable");
}

uint64_t host_random(void)
{
	uint64_t value;

	if (getrandom(&value, sizeof(value), 0) != sizeof(value))
		value = (uint64_t)clock_ns() ^ (uint64_t)getpid() << 32;
	return value;
}

void host_uuid(char text[HOST_UUID_SIZE])
{
	uint64_t a = host_random(), b = host_random();

	a = (a & ~UINT64_C(0xf000)) | 0x4000;
	b = (b & ~(UINT64_C(3) << 62)) | UINT64_C(2) << 62;
	snprintf(text, HOST_UUID_SIZE,
		 "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64
		 "-%012" PRIx64,
		 a >> 32, a >> 16 & 0xffff, a & 0xffff, b >> 48,
		 b & UINT64_C(0xffffffffffff));
}
