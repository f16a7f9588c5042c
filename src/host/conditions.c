/* Conditions of the machine that are read from files and system calls. */
#include "host/conditions.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/sys.h"
#include "host/cpus.h"
#include "host/memory.h"
#include "kernel/blas_core.h"
#include "kernel/cpu.h"
#include "kernel/kernel.h"
#include "proc/cgroup.h"
#include "proc/perf.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define CPUINFO "/proc/cpuinfo"
#define CPU_DIR "/sys/devices/system/cpu"
#define THP     "/sys/kernel/mm/transparent_hugepage"
#define CLOCK   "/sys/devices/system/clocksource/clocksource0"

/* ---- files that hold one fact -------------------------------------------- */

struct source {
	const char *name, *path;
	const char *field; /* NULL: the first line */
};

static const struct source texts[] = {
	{ "os", "/etc/os-release", "PRETTY_NAME" },
	{ "kernel", "/proc/sys/kernel/osrelease", NULL },
	{ "kernel_version", "/proc/sys/kernel/version", NULL },
	{ "cpu_vendor", CPUINFO, "vendor_id" },
	{ "cpu_family", CPUINFO, "cpu family" },
	{ "cpu_model_number", CPUINFO, "model" },
	{ "cpu_stepping", CPUINFO, "stepping" },
	{ "cpu_microcode", CPUINFO, "microcode" },
	{ "cpu_bugs", CPUINFO, "bugs" },
	{ "cpus_online_list", CPU_DIR "/online", NULL },
	{ "cpus_allowed_list", "/proc/self/status", "Cpus_allowed_list" },
	{ "cpus_isolated_list", CPU_DIR "/isolated", NULL },
	{ "cpus_nohz_full_list", CPU_DIR "/nohz_full", NULL },
	{ "nodes_online_list", "/sys/devices/system/node/online", NULL },
	{ "nodes_allowed_list", "/proc/self/status", "Mems_allowed_list" },
	{ "smt", CPU_DIR "/smt/control", NULL },
	{ "cpufreq_driver", CPU_DIR "/cpu0/cpufreq/scaling_driver", NULL },
	{ "cpufreq_preference",
	  CPU_DIR "/cpu0/cpufreq/energy_performance_preference", NULL },
	{ "cpuidle_driver", CPU_DIR "/cpuidle/current_driver", NULL },
	{ "cpuidle_governor", CPU_DIR "/cpuidle/current_governor", NULL },
	{ "thp", THP "/enabled", NULL },
	{ "thp_defrag", THP "/defrag", NULL },
	{ "thp_shmem", THP "/shmem_enabled", NULL },
	{ "clock_source", CLOCK "/current_clocksource", NULL },
	{ "clock_sources", CLOCK "/available_clocksource", NULL },
	{ "hypervisor_type", "/sys/hypervisor/type", NULL },
	{ "product", "/sys/class/dmi/id/product_name", NULL },
};

static const struct source numbers[] = {
	{ "cpufreq_min_khz", CPU_DIR "/cpu0/cpufreq/scaling_min_freq", NULL },
	{ "cpufreq_max_khz", CPU_DIR "/cpu0/cpufreq/scaling_max_freq", NULL },
	{ "cpufreq_now_khz", CPU_DIR "/cpu0/cpufreq/scaling_cur_freq", NULL },
	{ "aslr", "/proc/sys/kernel/randomize_va_space", NULL },
	{ "timer_migration", "/proc/sys/kernel/timer_migration", NULL },
	{ "perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid", NULL },
	{ "nmi_watchdog", "/proc/sys/kernel/nmi_watchdog", NULL },
	{ "sched_autogroup", "/proc/sys/kernel/sched_autogroup_enabled", NULL },
	{ "numa_balancing", "/proc/sys/kernel/numa_balancing", NULL },
	{ "swappiness", "/proc/sys/vm/swappiness", NULL },
	{ "ksm", "/sys/kernel/mm/ksm/run", NULL },
	{ "huge_pages", "/proc/meminfo", "HugePages_Total" },
	{ "pages_swapped_in", "/proc/vmstat", "pswpin" },
	{ "pages_swapped_out", "/proc/vmstat", "pswpout" },
	{ "context_switches", "/proc/stat", "ctxt" },
	{ "interrupts", "/proc/stat", "intr" },
	{ "processes_started", "/proc/stat", "processes" },
	{ "processes_blocked", "/proc/stat", "procs_blocked" },
};

/* Removes the quotes that values of os-release may have; changes text. */
static const char *unquoted(char *text)
{
	size_t len = strlen(text);

	if (len < 2 || text[0] != '"' || text[len - 1] != '"')
		return text;
	text[len - 1] = '\0';
	return text + 1;
}

static void add_files(struct facts *facts)
{
	char text[SYS_TEXT_SIZE];
	int64_t value;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct source *s = &texts[i];

		if (s->field)
			sys_field(text, sizeof(text), s->path, s->field);
		else
			sys_line(text, sizeof(text), "%s", s->path);
		facts_add(facts, s->name, unquoted(text));
	}
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const struct source *s = &numbers[i];

		if (s->field ? sys_field_number(&value, s->path, s->field)
			     : sys_number(&value, "%s", s->path))
			facts_add_integer(facts, s->name, value);
	}
}

/* ---- load ---------------------------------------------------------------- */

/* "1.34 0.46 0.18 6/114 8343" */
static void add_load(struct facts *facts)
{
	char text[SYS_TEXT_SIZE];
	double load[3];
	long long running, all;

	if (!sys_line(text, sizeof(text), "/proc/loadavg") ||
	    sscanf(text, "%lf %lf %lf %lld/%lld", &load[0], &load[1], &load[2],
		   &running, &all) != 5)
		return;
	facts_add_real(facts, "load_1min", load[0]);
	facts_add_real(facts, "load_5min", load[1]);
	facts_add_real(facts, "load_15min", load[2]);
	facts_add_integer(facts, "processes_running", running);
	facts_add_integer(facts, "processes", all);
}

/* "some avg10=36.80 avg60=11.17 avg300=3.19 total=14049358" */
static void add_pressure(struct facts *facts)
{
	static const struct {
		const char *path, *percent, *us;
	} kinds[] = {
		{ "/proc/pressure/cpu", "pressure_cpu_percent",
		  "pressure_cpu_us" },
		{ "/proc/pressure/memory", "pressure_memory_percent",
		  "pressure_memory_us" },
		{ "/proc/pressure/io", "pressure_io_percent",
		  "pressure_io_us" },
	};
	char text[SYS_TEXT_SIZE];
	const char *total;
	double percent;
	int64_t us;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!sys_field(text, sizeof(text), kinds[i].path, "some"))
			continue;
		if (sscanf(text, "avg10=%lf", &percent) == 1)
			facts_add_real(facts, kinds[i].percent, percent);
		total = strstr(text, "total=");
		if (total && sys_parse(&us, total + 6))
			facts_add_integer(facts, kinds[i].us, us);
	}
}

/* Adds a counter with all digits, since differences are taken. */
static void add_ms(struct facts *facts, const char *name, double ms)
{
	if (ms >= 0 && ms < 1e15)
		facts_add_integer(facts, name, (int64_t)(ms + 0.5));
}

/* "cpu user nice system idle iowait irq softirq steal ...", in ticks, of all
 * CPUs since the machine was started. */
static void add_cpu_times(struct facts *facts)
{
	enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, TIMES };
	double tick_ms = 1000.0 / (double)sysconf(_SC_CLK_TCK), t[TIMES];
	char text[SYS_TEXT_SIZE];

	if (!sys_field(text, sizeof(text), "/proc/stat", "cpu") ||
	    sscanf(text, "%lf %lf %lf %lf %lf %lf %lf %lf", &t[USER], &t[NICE],
		   &t[SYSTEM], &t[IDLE], &t[IOWAIT], &t[IRQ], &t[SOFTIRQ],
		   &t[STEAL]) != TIMES)
		return;
	add_ms(facts, "cpu_busy_ms",
	       tick_ms * (t[USER] + t[NICE] + t[SYSTEM] + t[IRQ] + t[SOFTIRQ]));
	add_ms(facts, "cpu_idle_ms", tick_ms * (t[IDLE] + t[IOWAIT]));
	add_ms(facts, "cpu_irq_ms", tick_ms * (t[IRQ] + t[SOFTIRQ]));
	add_ms(facts, "cpu_steal_ms", tick_ms * t[STEAL]);
}

static double milliseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

/* CPU time, switches and faults of this process and its ended children. */
static void add_own(struct facts *facts)
{
	struct rusage self, children;

	if (getrusage(RUSAGE_SELF, &self) ||
	    getrusage(RUSAGE_CHILDREN, &children))
		return;
	add_ms(facts, "own_cpu_ms",
	       milliseconds(self.ru_utime) + milliseconds(self.ru_stime) +
		   milliseconds(children.ru_utime) +
		   milliseconds(children.ru_stime));
	facts_add_integer(facts, "own_switches_involuntary",
			  self.ru_nivcsw + children.ru_nivcsw);
	facts_add_integer(facts, "own_switches_voluntary",
			  self.ru_nvcsw + children.ru_nvcsw);
	facts_add_integer(facts, "own_faults_major",
			  self.ru_majflt + children.ru_majflt);
	facts_add_integer(facts, "own_nice", getpriority(PRIO_PROCESS, 0));
	facts_add_integer(facts, "own_scheduler", sched_getscheduler(0));
}

/* ---- memory and limits --------------------------------------------------- */

static void add_memory(struct facts *facts)
{
	int64_t total = memory_row_bytes("SwapTotal");
	struct statvfs shm;

	facts_add_integer(facts, "memory_total_bytes",
			  memory_row_bytes("MemTotal"));
	facts_add_integer(facts, "memory_free_bytes",
			  memory_row_bytes("MemAvailable"));
	facts_add_integer(facts, "swap_total_bytes", total);
	facts_add_integer(facts, "swap_used_bytes",
			  total - memory_row_bytes("SwapFree"));
	facts_add_integer(facts, "page_bytes", sysconf(_SC_PAGESIZE));
	if (!statvfs("/dev/shm", &shm))
		facts_add_integer(facts, "shm_free_bytes",
				  (int64_t)(shm.f_bavail * shm.f_frsize));
}

static void add_limits(struct facts *facts)
{
	double cpus = cgroup_cpus();
	int64_t memory = cgroup_memory_bytes(), us = cgroup_throttled_us();
	int version = cgroup_version();
	struct rlimit files;

	if (version)
		facts_add_integer(facts, "cgroup_version", version);
	if (cpus > 0)
		facts_add_real(facts, "cgroup_cpus", cpus);
	if (memory)
		facts_add_integer(facts, "cgroup_memory_bytes", memory);
	if (us >= 0)
		facts_add_integer(facts, "cgroup_throttled_us", us);
	if (!getrlimit(RLIMIT_NOFILE, &files) &&
	    files.rlim_max != RLIM_INFINITY)
		facts_add_integer(facts, "open_files_max",
				  (int64_t)files.rlim_max);
}

/* Which counters of the CPU a repeat can have, or why none. */
static void add_counters(struct facts *facts)
{
	static const char *const names[PERF_COUNTERS] = {
		[PERF_INSTRUCTIONS] = "instructions",
		[PERF_CYCLES] = "cycles",
		[PERF_CACHE_MISSES] = "cache_misses",
	};
	struct str counted = { 0 };
	struct err err = { 0 };
	struct perf perf;
	int i;

	if (perf_open(&perf, perf_hardware, &err)) {
		facts_add(facts, "counters", err.text);
		return;
	}
	for (i = 0; i < PERF_COUNTERS; i++)
		if (perf.fd[i] >= 0)
			str_addf(&counted, "%s%s", i ? " " : "", names[i]);
	perf_close(&perf);
	facts_add(facts, "counters", counted.text ? counted.text : "");
	str_free(&counted);
}

void conditions_add(struct facts *facts, bool anonymous)
{
	char text[SYS_TEXT_SIZE];
	double uptime_s;

	clock_utc(text);
	facts_add(facts, "utc", text);
	if (!anonymous &&
	    sys_line(text, sizeof(text), "/proc/sys/kernel/hostname"))
		facts_add(facts, "hostname", text);
	if (sys_line(text, sizeof(text), "/proc/uptime") &&
	    sscanf(text, "%lf", &uptime_s) == 1)
		add_ms(facts, "uptime_ms", uptime_s * 1e3);
	facts_add(facts, "native_isa", kernel_isa_name());
	facts_add_integer(facts, "native_order", KERNEL_NATIVE_ORDER);
	/* one level is often a choice, and matters little */
	if (blas_core_behind(kernel_blas_version(), cpu_level(), text,
			     sizeof(text)) > 1)
		facts_add(facts, "blas_behind", text);
	add_load(facts);
	add_pressure(facts);
	add_cpu_times(facts);
	add_own(facts);
	cpus_add(facts);
	add_memory(facts);
	add_limits(facts);
	add_files(facts);
	add_counters(facts);
}
