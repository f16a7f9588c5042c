/* A copy of a small /proc and /sys in files, which tests can change. */
#ifndef TESTS_SYSTEM_H
#define TESTS_SYSTEM_H

#include "place.h"

#include <errno.h>
#include <sys/stat.h>

/* Captured on a laptop and reduced to the files and lines that are read. */
#define SYSTEM_CPU(n)                                                          \
	"processor\t: " #n "\nvendor_id\t: GenuineIntel\ncpu family\t: 6\n"    \
	"model\t\t: 142\nmodel name\t: Intel(R) Core(TM) i7-8650U CPU @ "      \
	"1.90GHz\nstepping\t: 10\nmicrocode\t: 0xf0\ncpu MHz\t\t: 800.0" #n    \
	"5\ncache size\t: 8192 KB\nphysical id\t: 0\nflags\t\t: fpu vme sse2 " \
	"avx2\nbugs\t\t: cpu_meltdown spectre_v1\nbogomips\t: 4199.8" #n       \
	"\nclflush size\t: 64\n\n"
#define SYSTEM_TOPOLOGY(n, pair)                                             \
	{ "/sys/devices/system/cpu/cpu" #n "/topology/thread_siblings_list", \
	  pair "\n" },                                                       \
	    { "/sys/devices/system/cpu/cpu" #n "/cpufreq/scaling_governor",  \
	      "powersave\n" },                                               \
	{                                                                    \
		"/sys/devices/system/cpu/cpu" #n                             \
		"/thermal_throttle/core_throttle_count",                     \
		    #n "\n"                                                  \
	}
#define SYSTEM_CACHE(n, level, type, size)                             \
	{ "/sys/devices/system/cpu/cpu0/cache/index" #n "/level",      \
	  level "\n" },                                                \
	    { "/sys/devices/system/cpu/cpu0/cache/index" #n "/type",   \
	      type "\n" },                                             \
	{                                                              \
		"/sys/devices/system/cpu/cpu0/cache/index" #n "/size", \
		    size "\n"                                          \
	}

static const struct system_file {
	const char *path, *text;
} system_files[] = {
	{ "/proc/cpuinfo",
	  SYSTEM_CPU(0) SYSTEM_CPU(1) SYSTEM_CPU(2) SYSTEM_CPU(3) },
	{ "/proc/meminfo", "MemTotal:       16303904 kB\nMemFree:         "
			   "1220056 kB\nMemAvailable:    9060804 kB\n"
			   "SwapTotal:       2097148 kB\nSwapFree:        "
			   "2031868 kB\nHugePages_Total:       0\n" },
	{ "/proc/loadavg", "0.61 0.83 0.90 2/1284 28517\n" },
	{ "/proc/uptime", "354118.56 1307041.11\n" },
	{ "/proc/stat",
	  "cpu  5219345 12870 1820134 130420012 60123 0 91231 3000 0 0\n"
	  "cpu0 1304836 3217 455033 32605003 15030 0 22807 750 0 0\n"
	  "intr 1003450221 9 1 0 0 0 0 0 0 1\nctxt 2004101190\n"
	  "btime 1795343162\nprocesses 1904432\nprocs_running 2\n"
	  "procs_blocked 0\n" },
	{ "/proc/vmstat", "nr_free_pages 305014\npswpin 1204\npswpout "
			  "18211\n" },
	{ "/proc/pressure/cpu",
	  "some avg10=1.25 avg60=0.90 avg300=0.71 total=3021190344\n"
	  "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n" },
	{ "/proc/pressure/memory",
	  "some avg10=0.00 avg60=0.00 avg300=0.00 total=101221\n" },
	{ "/proc/pressure/io",
	  "some avg10=0.10 avg60=0.02 avg300=0.00 total=91022319\n" },
	{ "/proc/self/status",
	  "Name:\tdotrec\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\n"
	  "Mems_allowed_list:\t0\n" },
	{ "/proc/self/cgroup", "0::/user.slice/session-2.scope\n" },
	{ "/proc/sys/kernel/hostname", "laptop\n" },
	{ "/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n" },
	{ "/proc/sys/kernel/version",
	  "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)\n" },
	{ "/proc/sys/kernel/randomize_va_space", "2\n" },
	{ "/proc/sys/kernel/timer_migration", "1\n" },
	{ "/proc/sys/kernel/perf_event_paranoid", "3\n" },
	{ "/proc/sys/kernel/nmi_watchdog", "1\n" },
	{ "/proc/sys/kernel/numa_balancing", "0\n" },
	{ "/proc/sys/vm/swappiness", "60\n" },
	{ "/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian"
			     "\n" },
	{ "/sys/devices/system/cpu/present", "0-3\n" },
	{ "/sys/devices/system/cpu/online", "0-3\n" },
	{ "/sys/devices/system/cpu/isolated", "\n" },
	{ "/sys/devices/system/cpu/smt/control", "on\n" },
	{ "/sys/devices/system/cpu/intel_pstate/no_turbo", "0\n" },
	{ "/sys/devices/system/cpu/cpu0/cpufreq/scaling_driver",
	  "intel_pstate\n" },
	{ "/sys/devices/system/cpu/cpu0/cpufreq/scaling_max_freq",
	  "4200000\n" },
	{ "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "800050\n" },
	{ "/sys/devices/system/cpu/vulnerabilities/meltdown",
	  "Mitigation: PTI\n" },
	{ "/sys/devices/system/cpu/vulnerabilities/mds", "Vulnerable\n" },
	{ "/sys/devices/system/cpu/vulnerabilities/retbleed",
	  "Not affected\n" },
	SYSTEM_TOPOLOGY(0, "0,2"),
	SYSTEM_TOPOLOGY(1, "1,3"),
	SYSTEM_TOPOLOGY(2, "0,2"),
	SYSTEM_TOPOLOGY(3, "1,3"),
	SYSTEM_CACHE(0, "1", "Data", "32K"),
	SYSTEM_CACHE(1, "1", "Instruction", "32K"),
	SYSTEM_CACHE(2, "2", "Unified", "256K"),
	SYSTEM_CACHE(3, "3", "Unified", "8192K"),
	{ "/sys/devices/system/cpu/cpu0/cache/index3/shared_cpu_list",
	  "0-3\n" },
	{ "/sys/devices/system/node/online", "0\n" },
	{ "/sys/devices/system/memory/block_size_bytes", "8000000\n" },
	{ "/sys/devices/system/memory/memory0/online", "1\n" },
	{ "/sys/devices/system/memory/memory1/online", "1\n" },
	{ "/sys/devices/system/memory/memory2/online", "1\n" },
	{ "/sys/devices/system/memory/memory3/online", "1\n" },
	{ "/sys/devices/system/clocksource/clocksource0/current_clocksource",
	  "tsc\n" },
	{ "/sys/devices/system/clocksource/clocksource0/"
	  "available_clocksource",
	  "tsc hpet acpi_pm \n" },
	{ "/sys/kernel/mm/transparent_hugepage/enabled",
	  "[always] madvise never\n" },
	{ "/sys/class/thermal/thermal_zone0/temp", "61000\n" },
	{ "/sys/class/hwmon/hwmon0/temp1_input", "58000\n" },
	{ "/sys/class/power_supply/BAT0/status", "Discharging\n" },
	{ "/sys/fs/cgroup/cpu.stat", "usage_usec 1\nthrottled_usec 0\n" },
	{ "/sys/fs/cgroup/user.slice/cpu.max", "350000 100000\n" },
	{ "/sys/fs/cgroup/user.slice/session-2.scope/cpu.max", "max 100000\n" },
	{ "/sys/fs/cgroup/user.slice/session-2.scope/cpu.stat",
	  "usage_usec 10012\nthrottled_usec 2500\n" },
	{ "/sys/fs/cgroup/user.slice/session-2.scope/memory.max",
	  "8589934592\n" },
};
#define SYSTEM_COUNT (sizeof(system_files) / sizeof(system_files[0]))

/* The root of the copy, for sys_root(). */
static char system_dir[PLACE_SIZE - 200];

static inline void system_path(char path[PLACE_SIZE], const char *file)
{
	snprintf(path, PLACE_SIZE, "%s%s", system_dir, file);
}

static inline void system_remove(const char *path)
{
	if (unlink(path) && errno == EISDIR)
		nftw(path, place_remove, 16, FTW_DEPTH | FTW_PHYS);
}

/* Writes one file and its directories; replaces what has that path. */
static inline bool system_write(const char *file, const void *bytes, size_t len)
{
	char path[PLACE_SIZE], *slash;

	system_path(path, file);
	for (slash = path + strlen(system_dir);
	     (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
	system_remove(path);
	return place_write(path, bytes, len);
}

/* Replaces a file by this text; NULL removes the file. */
static inline void system_set(const char *file, const char *text)
{
	char path[PLACE_SIZE];

	if (text) {
		system_write(file, text, strlen(text));
	} else {
		system_path(path, file);
		system_remove(path);
	}
}

/* Makes the copy anew, as captured. */
static inline void system_make(void)
{
	size_t i;

	snprintf(system_dir, sizeof(system_dir), "%.200s/system", place_root);
	nftw(system_dir, place_remove, 16, FTW_DEPTH | FTW_PHYS);
	mkdir(system_dir, 0777);
	for (i = 0; i < SYSTEM_COUNT; i++)
		system_set(system_files[i].path, system_files[i].text);
}

#endif
