/* What would spoil a measurement on this machine: judged by facts alone. */
#include "host/doctor.h"

#include "base/str.h"
#include "base/units.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MIB (1024.0 * 1024.0)
#define GIB (1024.0 * MIB)

/* ---- what a check is made of --------------------------------------------- */

struct patient {
	const struct facts *facts;
	struct finding *finding; /* of the check that is being made */
};

static void say(struct patient *p, enum finding_level level, const char *why,
		const char *remedy)
{
	p->finding->level = level;
	str_copy(p->finding->why, sizeof(p->finding->why), why);
	str_copy(p->finding->remedy, sizeof(p->finding->remedy), remedy);
}

static void __attribute__((format(printf, 2, 3)))
value(struct patient *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->finding->value, sizeof(p->finding->value), fmt, ap);
	va_end(ap);
}

/* The fact of this name becomes the finding's value: NULL if it is unknown. */
static const char *text(struct patient *p, const char *name)
{
	const char *fact = facts_text(p->facts, name);

	p->finding->level = fact ? FINDING_FINE : FINDING_UNKNOWN;
	value(p, "%s", fact ? fact : "not known");
	return fact;
}

static bool number(struct patient *p, const char *name, double *to)
{
	return text(p, name) && facts_number(p->facts, name, to);
}

/* A number that only decides, and 0 where it is unknown. */
static double other(const struct patient *p, const char *name)
{
	double found = 0;

	facts_number(p->facts, name, &found);
	return found;
}

static bool is(const char *fact, const char *wanted)
{
	return fact && !strcmp(fact, wanted);
}

/* ---- now ----------------------------------------------------------------- */

static void check_noise(struct patient *p)
{
	const char *noise = text(p, "noise");

	if (noise && !is(noise, "none"))
		say(p, FINDING_TROUBLE, "what is measured now is disturbed",
		    "see who it is: top -o %CPU; stop them, measure later, or "
		    "go first: sudo nice -n -20 dotrec run");
}

static void check_load(struct patient *p)
{
	double load, cpus = other(p, "cpus_usable");

	if (!number(p, "load_1min", &load))
		return;
	value(p, "%.2f in the last minute, %.0f CPUs", load, cpus);
	if (load >= cpus / 2)
		say(p, FINDING_NOTE, "somebody was busy until just now",
		    "wait until it is quiet: uptime");
}

static void check_steal(struct patient *p)
{
	double steal, busy = other(p, "cpu_busy_ms"), share;

	if (!number(p, "cpu_steal_ms", &steal))
		return;
	share = steal + busy > 0 ? 100 * steal / (steal + busy) : 0;
	value(p, "%.2g %% of the CPU time since the start", share);
	if (share >= 1)
		say(p, share >= 5 ? FINDING_TROUBLE : FINDING_NOTE,
		    "the hypervisor gives our CPUs to other machines",
		    "a dedicated machine, or one that is not overcommitted");
}

/* ---- CPUs ---------------------------------------------------------------- */

static void check_cpus(struct patient *p)
{
	double cpus;

	if (!number(p, "cpus_usable", &cpus))
		return;
	if (cpus < 2)
		say(p, FINDING_TROUBLE,
		    "processes take turns: nothing is parallel",
		    "allow more: taskset -cp, docker run --cpus, or the "
		    "settings of the virtual machine");
	else if (cpus < 4)
		say(p, FINDING_NOTE,
		    "more workers than that never pay, and everybody else is "
		    "in the way",
		    "");
}

static void check_quota(struct patient *p)
{
	double quota = other(p, "cgroup_cpus"), cpus = other(p, "cpus_allowed");

	value(p, quota > 0 ? "%.3g CPUs, of %.0f" : "none", quota, cpus);
	say(p, FINDING_FINE, "", "");
	if (quota > 0 && quota < cpus)
		say(p, FINDING_TROUBLE,
		    "who has used it up is stopped in the middle of a repeat",
		    "give CPUs instead of a quota: docker run --cpuset-cpus, "
		    "systemctl set-property UNIT CPUQuota= AllowedCPUs=0-3");
}

static void check_throttled(struct patient *p)
{
	double us;

	if (number(p, "cgroup_throttled_us", &us) && us > 0) {
		value(p, "%.3g s so far", us / 1e6);
		say(p, FINDING_NOTE,
		    "its CPU quota has stopped this cgroup before", "");
	}
}

static void check_smt(struct patient *p)
{
	double sharing, cpus = other(p, "cpus_allowed");

	if (!number(p, "cpus_sharing_core", &sharing))
		return;
	value(p, "%.0f of %.0f CPUs share a core", sharing, cpus);
	if (sharing > 0)
		say(p, FINDING_NOTE,
		    "two workers on one core are not twice as fast",
		    "one CPU a core: lscpu -e, then taskset -c LIST dotrec "
		    "run; or: echo off | sudo tee "
		    "/sys/devices/system/cpu/smt/control");
}

static void check_distance(struct patient *p)
{
	double ns, far = other(p, "pingpong_far_ns");
	double earlier = other(p, "pingpong_earlier_ns");

	if (!number(p, "pingpong_ns", &ns))
		return;
	value(p, "%.0f ns there and back, to the farthest %.0f", ns,
	      far > 0 ? far : ns);
	if (earlier > 0 && (earlier > 2 * ns || ns > 2 * earlier)) {
		value(p, "%.0f, then %.0f ns there and back", earlier, ns);
		say(p, FINDING_NOTE,
		    "the CPUs are moved about: a job costs now this, now that",
		    "dotrec run --sessions 12 --pause 10; what they cost at "
		    "each distance: dotrec query distance");
	} else if (ns > 250 || far > 3 * ns) {
		say(p, FINDING_NOTE,
		    "CPUs far apart: every job costs at least that, and it "
		    "depends on who is where",
		    "near ones: lscpu -e, then taskset -c LIST dotrec run");
	}
}

static void check_governor(struct patient *p)
{
	const char *governor = text(p, "governor");

	if (governor && !is(governor, "performance"))
		say(p, FINDING_TROUBLE,
		    "the clock follows the load, late: the first repeats are "
		    "slow",
		    "sudo cpupower frequency-set -g performance");
}

static void check_turbo(struct patient *p)
{
	const char *driver = facts_text(p->facts, "cpufreq_driver");

	if (!is(text(p, "turbo"), "on"))
		return;
	say(p, FINDING_NOTE,
	    "one busy core is faster than several: part of every speed-up",
	    driver && !strncmp(driver, "intel_", 6)
		? "steadier, slower: echo 1 | sudo tee "
		  "/sys/devices/system/cpu/intel_pstate/no_turbo"
		: "steadier, slower: echo 0 | sudo tee "
		  "/sys/devices/system/cpu/cpufreq/boost");
}

static void check_clock_rate(struct patient *p)
{
	double mhz, most = other(p, "cpufreq_max_khz") / 1000;

	if (!number(p, "cpu_clock_mhz", &mhz))
		return;
	if (most > 0)
		value(p, "%.0f MHz measured, at most %.0f", mhz, most);
	else
		value(p, "%.0f MHz measured", mhz);
	if (mhz < 0.7 * most)
		say(p, FINDING_NOTE, "the CPU does not reach its clock", "");
}

static void check_heat(struct patient *p)
{
	double degrees, throttles = other(p, "throttles");

	if (number(p, "temperature_c", &degrees))
		value(p, "%.0f degrees Celsius", degrees);
	if (throttles > 0)
		value(p, "%.0f times throttled since the start", throttles);
	if (throttles > 0 || other(p, "temperature_c") >= 90)
		say(p, FINDING_NOTE, "a CPU that gets too hot becomes slower",
		    "let it cool down, clean the fans");
}

static void check_power(struct patient *p)
{
	if (is(text(p, "power"), "battery"))
		say(p, FINDING_TROUBLE, "the CPU saves power", "plug it in");
}

static void check_virtual(struct patient *p)
{
	if (is(text(p, "hypervisor"), "yes"))
		say(p, FINDING_NOTE,
		    "a virtual machine: neighbours come and go, its CPUs are "
		    "moved about; trust ratios more than times",
		    "");
}

/* ---- clocks -------------------------------------------------------------- */

static void check_clock(struct patient *p)
{
	const char *source = facts_text(p->facts, "clock_source");
	const char *sources = facts_text(p->facts, "clock_sources");
	double ns, step_ns = other(p, "clock_step_ns");

	if (!number(p, "clock_read_ns", &ns))
		return;
	value(p, "%s, %.0f ns a reading, steps of %.0f ns",
	      source ? source : "not known", ns, step_ns);
	if (ns > 150 || step_ns > 1000)
		say(p, FINDING_TROUBLE,
		    "reading it shows in the times of short calls",
		    sources && strstr(sources, "tsc") && !is(source, "tsc")
			? "echo tsc | sudo tee /sys/devices/system/clocksource/"
			  "clocksource0/current_clocksource"
			: "");
}

static void check_nmi(struct patient *p)
{
	if (is(text(p, "nmi_watchdog"), "1"))
		say(p, FINDING_NOTE, "interrupts every CPU every few seconds",
		    "sudo sysctl kernel.nmi_watchdog=0");
}

static void check_timers(struct patient *p)
{
	if (is(text(p, "timer_migration"), "0"))
		say(p, FINDING_NOTE, "timers of others stay on busy CPUs",
		    "sudo sysctl kernel.timer_migration=1");
}

static void check_perf(struct patient *p)
{
	double level;

	if (number(p, "perf_event_paranoid", &level))
		value(p, "%.0f: perf stat %s look at your own processes", level,
		      level > 2 ? "may not" : "may");
}

/* ---- memory -------------------------------------------------------------- */

static void check_thp(struct patient *p)
{
	const char *thp = text(p, "thp");

	if (thp && strstr(thp, "[always]"))
		say(p, FINDING_NOTE,
		    "private memory gets huge pages when there are some: not "
		    "the same every night",
		    "echo madvise | sudo tee "
		    "/sys/kernel/mm/transparent_hugepage/enabled");
}

static void check_aslr(struct patient *p)
{
	double level;

	if (!number(p, "aslr", &level))
		return;
	if (level > 0)
		value(p,
		      "%.0f: addresses differ from run to run, and average "
		      "out over nights; leave it on",
		      level);
	else
		say(p, FINDING_NOTE,
		    "every run has the same addresses: lucky or unlucky ones",
		    "sudo sysctl kernel.randomize_va_space=2");
}

static void check_memory(struct patient *p)
{
	char have[UNITS_SIZE], all[UNITS_SIZE];
	double bytes, total = other(p, "memory_total_bytes");

	if (!number(p, "memory_free_bytes", &bytes))
		return;
	value(p, "%s free of %s", units_bytes(have, bytes),
	      units_bytes(all, total));
	if (bytes < GIB || bytes < 0.1 * total)
		say(p, FINDING_TROUBLE,
		    "two vectors of 10,000,000 doubles alone need 153 MiB",
		    "see who has it: top -o %MEM");
}

static void check_memory_limit(struct patient *p)
{
	char text_of[UNITS_SIZE];
	double bytes = other(p, "cgroup_memory_bytes");

	value(p, "%s", bytes > 0 ? units_bytes(text_of, bytes) : "none");
	say(p, FINDING_FINE, "", "");
	if (bytes > 0 && bytes < GIB)
		say(p, FINDING_TROUBLE, "long vectors end in a killed process",
		    "docker run --memory, systemctl set-property UNIT "
		    "MemoryMax=");
}

static void check_swap(struct patient *p)
{
	char text_of[UNITS_SIZE];
	double bytes;

	if (!number(p, "swap_used_bytes", &bytes))
		return;
	value(p, "%s used", units_bytes(text_of, bytes));
	if (bytes > 0)
		say(p, FINDING_NOTE, "what comes back from disk stops a repeat",
		    "sudo swapoff -a && sudo swapon -a");
}

static void check_shm(struct patient *p)
{
	char text_of[UNITS_SIZE];
	double bytes;

	if (!number(p, "shm_free_bytes", &bytes))
		return;
	value(p, "%s free", units_bytes(text_of, bytes));
	if (bytes < 128 * MIB)
		say(p, FINDING_NOTE,
		    "our own shared memory is not there, but that of Open MPI "
		    "and joblib is",
		    "sudo mount -o remount,size=1G /dev/shm, or docker run "
		    "--shm-size=1g");
}

static void check_numa(struct patient *p)
{
	if (is(text(p, "numa_balancing"), "1"))
		say(p, FINDING_NOTE,
		    "the kernel takes pages away to see who wants them",
		    "sudo sysctl kernel.numa_balancing=0");
}

static void check_ksm(struct patient *p)
{
	if (is(text(p, "ksm"), "1"))
		say(p, FINDING_NOTE, "a kernel thread reads all memory",
		    "echo 0 | sudo tee /sys/kernel/mm/ksm/run");
}

/* ---- ourselves ----------------------------------------------------------- */

static void check_priority(struct patient *p)
{
	double nice;

	if (number(p, "own_nice", &nice) && nice > 0)
		say(p, FINDING_TROUBLE, "everybody else goes first",
		    "start dotrec without nice");
}

static void check_files(struct patient *p)
{
	double files;

	if (!number(p, "open_files_max", &files))
		return;
	value(p, "%.0f", files);
	if (files < 512)
		say(p, FINDING_NOTE,
		    "pools of 64 workers over pipes need some 300",
		    "ulimit -Hn 4096");
}

static void check_build(struct patient *p)
{
	const char *flags = text(p, "build_flags");

	if (flags && (strstr(flags, "-fsanitize") || strstr(flags, "-O0")))
		say(p, FINDING_TROUBLE,
		    "this build is for tests, not for times",
		    "./configure && make");
}

static void check_blas(struct patient *p)
{
	if (is(text(p, "blas"), "none"))
		say(p, FINDING_NOTE, "cells of the kernel blas are skipped",
		    "sudo apt-get install libopenblas0-pthread");
}

static void check_gnuplot(struct patient *p)
{
	if (is(text(p, "gnuplot"), "no"))
		say(p, FINDING_NOTE, "reports come without figures",
		    "sudo apt-get install gnuplot-nox");
}

static void check_mpirun(struct patient *p)
{
	if (is(text(p, "mpirun"), "no"))
		say(p, FINDING_NOTE, "nothing can be compared with MPI",
		    "sudo apt-get install openmpi-bin");
}

static void check_joblib(struct patient *p)
{
	if (is(text(p, "joblib"), "no"))
		say(p, FINDING_NOTE, "nothing can be compared with joblib",
		    "sudo apt-get install python3-joblib python3-numpy");
}

static void check_database(struct patient *p)
{
	const char *state = text(p, "database");

	if (state && !is(state, "writable"))
		say(p, FINDING_TROUBLE, "no run can be kept",
		    "name another: dotrec run -d FILE");
}

/* ---- all of them --------------------------------------------------------- */

static const struct {
	const char *what;
	void (*check)(struct patient *p);
} checks[] = {
	{ "noise now", check_noise },
	{ "database", check_database },
	{ "build", check_build },
	{ "priority", check_priority },
	{ "CPUs", check_cpus },
	{ "CPU quota", check_quota },
	{ "power", check_power },
	{ "governor", check_governor },
	{ "clock", check_clock },
	{ "steal", check_steal },
	{ "memory", check_memory },
	{ "memory limit", check_memory_limit },
	{ "virtual machine", check_virtual },
	{ "load", check_load },
	{ "quota so far", check_throttled },
	{ "hyper-threads", check_smt },
	{ "CPU distance", check_distance },
	{ "turbo", check_turbo },
	{ "CPU clock", check_clock_rate },
	{ "heat", check_heat },
	{ "swap", check_swap },
	{ "huge pages", check_thp },
	{ "NUMA balancing", check_numa },
	{ "same-page merging", check_ksm },
	{ "NMI watchdog", check_nmi },
	{ "timer migration", check_timers },
	{ "address layout", check_aslr },
	{ "/dev/shm", check_shm },
	{ "open files", check_files },
	{ "perf", check_perf },
	{ "BLAS", check_blas },
	{ "gnuplot", check_gnuplot },
	{ "mpirun", check_mpirun },
	{ "joblib", check_joblib },
};
#define CHECKS (sizeof(checks) / sizeof(checks[0]))
_Static_assert(CHECKS <= DOCTOR_CHECKS_MAX, "room for the findings");

const char *finding_level_name(enum finding_level level)
{
	static const char *const names[] = {
		[FINDING_TROUBLE] = "trouble",
		[FINDING_NOTE] = "note",
		[FINDING_FINE] = "fine",
		[FINDING_UNKNOWN] = "unknown",
	};

	return names[level];
}

size_t doctor_judge(const struct facts *facts,
		    struct finding findings[DOCTOR_CHECKS_MAX])
{
	struct finding found[CHECKS] = { { 0 } };
	struct patient patient = { .facts = facts };
	enum finding_level level;
	size_t i, count = 0;

	for (i = 0; i < CHECKS; i++) {
		found[i].what = checks[i].what;
		patient.finding = &found[i];
		checks[i].check(&patient);
	}
	for (level = FINDING_TROUBLE; level <= FINDING_UNKNOWN; level++)
		for (i = 0; i < CHECKS; i++)
			if (found[i].level == level)
				findings[count++] = found[i];
	assert(count == CHECKS);
	return count;
}
