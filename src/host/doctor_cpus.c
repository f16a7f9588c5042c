/* The doctor's checks of the CPUs, of other programs, and of clocks. */
#include "host/doctor_checks.h"

#include <string.h>

/* ---- load ---------------------------------------------------------------- */

void doctor_check_noise(struct patient *p)
{
	const char *noise = patient_text(p, "noise");

	if (noise && !patient_is(noise, "none"))
		patient_say(
		    p, FINDING_TROUBLE, "a measurement would be disturbed now",
		    "find the programs: top -o %CPU; stop them, measure later, "
		    "or take precedence: sudo renice -n -20 -p $$; dotrec run");
}

void doctor_check_load(struct patient *p)
{
	double load, cpus = patient_other(p, "cpus_online");

	if (!patient_number(p, "load_1min", &load))
		return;
	patient_value(p, "%.2f in the last minute, %.0f CPUs", load, cpus);
	if (load >= cpus / 2)
		patient_say(p, FINDING_NOTE,
			    "other programs were busy until just now",
			    "wait until it is quiet: uptime");
}

void doctor_check_steal(struct patient *p)
{
	double steal, busy = patient_other(p, "cpu_busy_ms"), share;

	if (!patient_number(p, "cpu_steal_ms", &steal))
		return;
	share = steal + busy > 0 ? 100 * steal / (steal + busy) : 0;
	patient_value(p, "%.2g %% of the CPU time since the start", share);
	if (share >= 1)
		patient_say(p, share >= 5 ? FINDING_TROUBLE : FINDING_NOTE,
			    "the hypervisor gives our CPUs to other machines",
			    "use a dedicated machine, or one that is not "
			    "overcommitted");
}

/* ---- CPUs ---------------------------------------------------------------- */

void doctor_check_cpus(struct patient *p)
{
	double cpus;

	if (!patient_number(p, "cpus_usable", &cpus))
		return;
	patient_value(p, "dotrec may use %.0f of %.0f", cpus,
		      patient_other(p, "cpus_online"));
	if (cpus < 2)
		patient_say(p, FINDING_TROUBLE,
			    "processes take turns: nothing is parallel",
			    "allow more: taskset -cp, docker run --cpus, or "
			    "the settings of the virtual machine");
	else if (cpus < 4)
		patient_say(p, FINDING_NOTE,
			    "more workers than CPUs never pay, and other "
			    "programs get in the way",
			    "");
}

void doctor_check_quota(struct patient *p)
{
	double quota = patient_other(p, "cgroup_cpus"),
	       cpus = patient_other(p, "cpus_allowed");

	patient_value(p, quota > 0 ? "%.3g CPUs, of %.0f" : "none", quota,
		      cpus);
	patient_say(p, FINDING_FINE, "", "");
	if (quota > 0 && quota < cpus)
		patient_say(
		    p, FINDING_TROUBLE,
		    "once it is used up, dotrec is stopped in the middle of a "
		    "repeat",
		    "give CPUs instead of a quota: docker run --cpuset-cpus, "
		    "systemctl set-property UNIT CPUQuota= AllowedCPUs=0-3");
}

void doctor_check_throttled(struct patient *p)
{
	double us;

	if (patient_number(p, "cgroup_throttled_us", &us) && us > 0) {
		patient_value(p, "%.3g s so far", us / 1e6);
		patient_say(p, FINDING_NOTE,
			    "this cgroup was stopped by its CPU quota before",
			    "");
	}
}

void doctor_check_smt(struct patient *p)
{
	double sharing, cpus = patient_other(p, "cpus_allowed");

	if (!patient_number(p, "cpus_sharing_core", &sharing))
		return;
	patient_value(p, "%.0f of %.0f CPUs share a core", sharing, cpus);
	if (sharing > 0)
		patient_say(p, FINDING_NOTE,
			    "two workers on one core are not twice as fast",
			    "use one CPU per core: lscpu -e, then taskset -c "
			    "LIST dotrec run; or: echo off | sudo tee "
			    "/sys/devices/system/cpu/smt/control");
}

void doctor_check_distance(struct patient *p)
{
	double ns, far = patient_other(p, "pingpong_far_ns");
	double earlier = patient_other(p, "pingpong_earlier_ns");

	if (!patient_number(p, "pingpong_ns", &ns))
		return;
	patient_value(p, "%.0f ns there and back, to the farthest %.0f", ns,
		      far > 0 ? far : ns);
	if (earlier > 0 && (earlier > 2 * ns || ns > 2 * earlier)) {
		patient_value(p, "%.0f, then %.0f ns there and back", earlier,
			      ns);
		patient_say(
		    p, FINDING_NOTE,
		    "the CPUs are moved about: the cost of a job varies",
		    "dotrec run --sessions 12 --pause 10; to see the cost at "
		    "each distance: dotrec query distance");
	} else if (ns > 250 || far > 3 * ns) {
		patient_say(p, FINDING_NOTE,
			    "the CPUs are far apart: every job costs at least "
			    "that, and the cost depends on which CPUs are used",
			    "use CPUs that are near: lscpu -e, then taskset -c "
			    "LIST dotrec run");
	}
}

void doctor_check_governor(struct patient *p)
{
	const char *governor = patient_text(p, "governor");

	if (governor && !patient_is(governor, "performance"))
		patient_say(p, FINDING_TROUBLE,
			    "the clock follows the load with a delay: the "
			    "first repeats are slow",
			    "sudo cpupower frequency-set -g performance");
}

void doctor_check_turbo(struct patient *p)
{
	const char *driver = facts_text(p->facts, "cpufreq_driver");

	if (!patient_is(patient_text(p, "turbo"), "on"))
		return;
	patient_say(
	    p, FINDING_NOTE,
	    "one busy core is faster than several: this affects every speed-up",
	    driver && !strncmp(driver, "intel_", 6)
		? "for steadier, slower times: echo 1 | sudo tee "
		  "/sys/devices/system/cpu/intel_pstate/no_turbo"
		: "for steadier, slower times: echo 0 | sudo tee "
		  "/sys/devices/system/cpu/cpufreq/boost");
}

void doctor_check_clock_rate(struct patient *p)
{
	double mhz, most = patient_other(p, "cpufreq_max_khz") / 1000;

	if (!patient_number(p, "cpu_clock_mhz", &mhz))
		return;
	if (most > 0)
		patient_value(p, "%.0f MHz measured, at most %.0f", mhz, most);
	else
		patient_value(p, "%.0f MHz measured", mhz);
	if (mhz < 0.7 * most)
		patient_say(p, FINDING_NOTE,
			    "the CPU does not reach its highest clock", "");
}

void doctor_check_heat(struct patient *p)
{
	double degrees, throttles = patient_other(p, "throttles");

	if (patient_number(p, "temperature_c", &degrees))
		patient_value(p, "%.0f degrees Celsius", degrees);
	if (throttles > 0)
		patient_value(p, "%.0f times throttled since the start",
			      throttles);
	if (throttles > 0 || patient_other(p, "temperature_c") >= 90)
		patient_say(p, FINDING_NOTE,
			    "a CPU that gets too hot becomes slower",
			    "let it cool down, clean the fans");
}

void doctor_check_power(struct patient *p)
{
	if (patient_is(patient_text(p, "power"), "battery"))
		patient_say(p, FINDING_TROUBLE, "the CPU saves power",
			    "plug it in");
}

void doctor_check_virtual(struct patient *p)
{
	if (patient_is(patient_text(p, "hypervisor"), "yes"))
		patient_say(
		    p, FINDING_NOTE,
		    "a virtual machine: neighbours come and go, its CPUs are "
		    "moved about; trust ratios more than times",
		    "");
}

/* ---- clocks -------------------------------------------------------------- */

void doctor_check_clock(struct patient *p)
{
	const char *source = facts_text(p->facts, "clock_source");
	const char *sources = facts_text(p->facts, "clock_sources");
	double ns, step_ns = patient_other(p, "clock_step_ns");

	if (!patient_number(p, "clock_read_ns", &ns))
		return;
	patient_value(p, "%s, %.0f ns a reading, steps of %.0f ns",
		      source ? source : "not known", ns, step_ns);
	if (ns > 150 || step_ns > 1000)
		patient_say(
		    p, FINDING_TROUBLE,
		    "reading the clock takes a visible part of short calls",
		    sources && strstr(sources, "tsc") &&
			    !patient_is(source, "tsc")
			? "echo tsc | sudo tee "
			  "/sys/devices/system/clocksource/clocksource0/"
			  "current_clocksource"
			: "");
}

void doctor_check_nmi(struct patient *p)
{
	if (patient_is(patient_text(p, "nmi_watchdog"), "1"))
		patient_say(p, FINDING_NOTE,
			    "interrupts every CPU every few seconds",
			    "sudo sysctl kernel.nmi_watchdog=0");
}

void doctor_check_timers(struct patient *p)
{
	if (patient_is(patient_text(p, "timer_migration"), "0"))
		patient_say(p, FINDING_NOTE,
			    "timers of other programs stay on busy CPUs",
			    "sudo sysctl kernel.timer_migration=1");
}
