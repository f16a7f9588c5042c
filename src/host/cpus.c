/* The state of the CPUs: shared cores, governor, turbo, heat, mitigations. */
#include "host/cpus.h"

#include "base/str.h"
#include "base/sys.h"
#include "proc/pin.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CPUINFO "/proc/cpuinfo"
#define CPU_DIR "/sys/devices/system/cpu"

struct cpus {
	bool allowed[SYS_CPUS_MAX];
	int64_t allowed_count;
	int64_t sharing;   /* allowed ones that share a core with another */
	int64_t throttles; /* of the allowed CPUs; -1: not known */
	char governor[32]; /* of all allowed CPUs, or "mixed" */
};

static bool shares_core(const struct cpus *c, int cpu)
{
	bool siblings[SYS_CPUS_MAX];
	char list[4096];
	int i;

	if (!sys_line(list, sizeof(list),
		      CPU_DIR "/cpu%d/topology/thread_siblings_list", cpu) ||
	    !sys_cpus(list, siblings, SYS_CPUS_MAX))
		return false;
	for (i = 0; i < SYS_CPUS_MAX; i++)
		if (i != cpu && siblings[i] && c->allowed[i])
			return true;
	return false;
}

static void cpus_look_at(struct cpus *c, int cpu)
{
	char governor[sizeof(c->governor)];
	int64_t count;

	c->allowed_count++;
	c->sharing += shares_core(c, cpu);
	if (sys_line(governor, sizeof(governor),
		     CPU_DIR "/cpu%d/cpufreq/scaling_governor", cpu))
		str_copy(c->governor, sizeof(c->governor),
			 !*c->governor || !strcmp(c->governor, governor)
			     ? governor
			     : "mixed");
	if (sys_number(&count,
		       CPU_DIR "/cpu%d/thermal_throttle/core_throttle_count",
		       cpu) &&
	    count >= 0 && count < INT32_MAX)
		c->throttles = count + (c->throttles < 0 ? 0 : c->throttles);
}

static void add_cpus(struct facts *facts)
{
	struct cpus c = { .throttles = -1 };
	char text[4096];
	int cpu;

	if (sys_field(text, sizeof(text), "/proc/self/status",
		      "Cpus_allowed_list"))
		sys_cpus(text, c.allowed, SYS_CPUS_MAX);
	for (cpu = 0; cpu < SYS_CPUS_MAX; cpu++)
		if (c.allowed[cpu])
			cpus_look_at(&c, cpu);
	if (c.allowed_count) {
		facts_add_integer(facts, "cpus_allowed", c.allowed_count);
		facts_add_integer(facts, "cpus_sharing_core", c.sharing);
	}
	facts_add_integer(facts, "cpus_usable", pin_cpu_count());
	facts_add_integer(facts, "cpus_online", sysconf(_SC_NPROCESSORS_ONLN));
	facts_add(facts, "governor", c.governor);
	if (c.throttles >= 0)
		facts_add_integer(facts, "throttles", c.throttles);
	if (sys_field(text, sizeof(text), CPUINFO, "cpu MHz"))
		facts_add_real(facts, "cpu_told_mhz", atof(text));
}

static void add_turbo(struct facts *facts)
{
	int64_t value;

	if (sys_number(&value, CPU_DIR "/intel_pstate/no_turbo"))
		facts_add(facts, "turbo", value ? "off" : "on");
	else if (sys_number(&value, CPU_DIR "/cpufreq/boost"))
		facts_add(facts, "turbo", value ? "on" : "off");
}

/* On x86 a flag of the CPU shows whether the machine is virtual. */
static bool find_flag(void *ctx, const char *line)
{
	const char **found = ctx;

	if (strncmp(line, "flags", 5))
		return true;
	*found = strstr(line, " hypervisor") ? "yes" : "no";
	return false;
}

static void add_virtual(struct facts *facts)
{
	const char *found = "";

	sys_lines(CPUINFO, find_flag, &found);
	facts_add(facts, "hypervisor", found);
	if (sys_exists("/.dockerenv"))
		facts_add(facts, "container", "docker");
	else if (sys_exists("/run/.containerenv"))
		facts_add(facts, "container", "podman");
}

/* ---- mitigations, heat, power -------------------------------------------- */

struct bugs {
	struct str mitigated, vulnerable;
};

static void look_at_bug(void *ctx, const char *name)
{
	struct bugs *bugs = ctx;
	char text[SYS_TEXT_SIZE];

	if (!sys_line(text, sizeof(text), CPU_DIR "/vulnerabilities/%s", name))
		return;
	if (!strncmp(text, "Mitigation", 10))
		str_addf(&bugs->mitigated, "%s ", name);
	else if (!strncmp(text, "Vulnerable", 10))
		str_addf(&bugs->vulnerable, "%s ", name);
}

static void add_words(struct facts *facts, const char *name, struct str *words)
{
	if (words->len)
		words->text[words->len - 1] = '\0';
	if (words->len && !words->failed)
		facts_add(facts, name, words->text);
	str_free(words);
}

static void add_mitigations(struct facts *facts)
{
	struct bugs bugs = { 0 };

	sys_names(CPU_DIR "/vulnerabilities", look_at_bug, &bugs);
	add_words(facts, "mitigated", &bugs.mitigated);
	add_words(facts, "vulnerable", &bugs.vulnerable);
}

static void warmer(double *hottest, int64_t millidegrees)
{
	double degrees = (double)millidegrees / 1000;

	if (degrees > 0 && degrees < 200 && degrees > *hottest)
		*hottest = degrees;
}

static void look_at_zone(void *ctx, const char *name)
{
	int64_t value;

	if (sys_number(&value, "/sys/class/thermal/%s/temp", name))
		warmer(ctx, value);
}

static void look_at_sensor(void *ctx, const char *name)
{
	int64_t value;
	int i;

	for (i = 1; i <= 16; i++)
		if (sys_number(&value, "/sys/class/hwmon/%s/temp%d_input", name,
			       i))
			warmer(ctx, value);
}

static void look_at_supply(void *ctx, const char *name)
{
	const char **power = ctx;
	char text[32];

	if (sys_line(text, sizeof(text), "/sys/class/power_supply/%s/status",
		     name) &&
	    !strcmp(text, "Discharging"))
		*power = "battery";
	else if (!*power)
		*power = "mains";
}

static void add_heat_and_power(struct facts *facts)
{
	const char *power = NULL;
	double hottest = 0;

	sys_names("/sys/class/thermal", look_at_zone, &hottest);
	sys_names("/sys/class/hwmon", look_at_sensor, &hottest);
	sys_names("/sys/class/power_supply", look_at_supply, &power);
	if (hottest > 0)
		facts_add_real(facts, "temperature_c", hottest);
	if (power)
		facts_add(facts, "power", power);
}

void cpus_add(struct facts *facts)
{
	add_cpus(facts);
	add_turbo(facts);
	add_virtual(facts);
	add_heat_and_power(facts);
	add_mitigations(facts);
}
