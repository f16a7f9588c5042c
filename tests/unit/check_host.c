/* The machine side of a run: facts, the machine's key, noise, the doctor. */
#include "base/clock.h"
#include "base/str.h"
#include "base/sys.h"
#include "host/bandwidth.h"
#include "host/clocks.h"
#include "host/disturbed.h"
#include "host/doctor.h"
#include "host/host.h"
#include "host/machine.h"
#include "host/memory.h"
#include "proc/cgroup.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "proc/pingpong.h"
#include "system.h"
#include "unit.h"

#include <time.h>

/* ---- reading files ------------------------------------------------------- */

START_TEST(lists_of_cpus)
{
	static const struct {
		const char *list;
		int count;
	} cases[] = {
		{ "0", 1 },   { "0-3", 4 },       { "0-3,8,10-11", 7 },
		{ "", 0 },    { "a", 0 },         { "3-1", 0 },
		{ "1-", 0 },  { ",", 0 },         { "1,", 0 },
		{ "-1", 0 },  { "0-4095", 4096 }, { "0-4096", 0 },
		{ "0x3", 0 }, { "0 1", 0 },       { "99999999999999999999", 0 },
	};
	bool set[12];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(sys_cpus(cases[i].list, NULL, 0) ==
				  cases[i].count,
			      "'%s'", cases[i].list);
	ck_assert_int_eq(sys_cpus("0-1,10,200", set, 12), 4);
	ck_assert(set[0] && set[1] && !set[2] && set[10] && !set[11]);
}
END_TEST

START_TEST(files_are_cleaned)
{
	char text[32];
	int64_t value = 7;

	system_make();
	sys_root(system_dir);
	system_set("/x", " \t a\tb \x01\xff\xc3\xa9  \nsecond\n");
	ck_assert(sys_line(text, sizeof(text), "/%s", "x"));
	ck_assert_str_eq(text, "a b  ?\xc3\xa9");
	system_set("/x", "one 1\ntwo-b 2\ntwo\t:  -3 kB\ntwo 4\n");
	ck_assert(sys_field_number(&value, "/x", "two"));
	ck_assert_int_eq(value, -3);
	ck_assert(!sys_field(text, sizeof(text), "/x", "tw"));
	ck_assert(!sys_field(text, sizeof(text), "/x", "three"));
	system_set("/x", "12x\n");
	ck_assert(!sys_number(&value, "/x"));
	system_set("/x", "99999999999999999999\n");
	ck_assert(!sys_number(&value, "/x"));
	system_set("/x", "");
	ck_assert(!sys_line(text, sizeof(text), "/x"));
	ck_assert(!sys_line(text, sizeof(text), "/proc"));
	ck_assert(!sys_line(text, sizeof(text), "/missing"));
	ck_assert(sys_exists("/proc") && !sys_exists("/missing"));
	ck_assert_int_eq(value, -3);
}
END_TEST

START_TEST(quotas_of_cgroups)
{
	system_make();
	sys_root(system_dir);
	/* the cgroup has no quota of its own; that of its parent counts */
	ck_assert_int_eq(cgroup_version(), 2);
	ck_assert_double_eq_tol(cgroup_cpus(), 3.5, 1e-9);
	ck_assert_int_eq(cgroup_memory_bytes(), INT64_C(8589934592));
	ck_assert_int_eq(cgroup_throttled_us(), 2500);
	ck_assert_uint_eq(memory_free_bytes(), UINT64_C(8589934592));
	system_set("/sys/fs/cgroup/user.slice/session-2.scope/cpu.max",
		   "50000 100000\n");
	ck_assert_double_eq_tol(cgroup_cpus(), 0.5, 1e-9);
	ck_assert_int_eq(pin_cpu_count(), 1);
	/* a container sees its own cgroup as the root */
	system_set("/proc/self/cgroup", "0::/docker/not/here\n");
	ck_assert_double_le(cgroup_cpus(), 0);
	system_set("/sys/fs/cgroup/cpu.max", "200000 100000\n");
	ck_assert_double_eq_tol(cgroup_cpus(), 2, 1e-9);

	system_set("/proc/self/cgroup", "5:memory:/m\n4:cpuset:/\n"
					"3:cpu,cpuacct:/a/b\n0::/\n");
	ck_assert_double_eq_tol(cgroup_cpus(), 2, 1e-9);
	system_set("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "125000\n");
	system_set("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "50000\n");
	system_set("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1\n");
	system_set("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us",
		   "50000\n");
	system_set("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.stat",
		   "nr_throttled 2\nthrottled_time 7000\n");
	system_set("/sys/fs/cgroup/memory/m/memory.limit_in_bytes",
		   "9223372036854771712\n");
	ck_assert_int_eq(cgroup_version(), 1);
	ck_assert_double_eq_tol(cgroup_cpus(), 2.5, 1e-9);
	ck_assert_int_eq(cgroup_throttled_us(), 7);
	ck_assert_int_eq(cgroup_memory_bytes(), 0);
}
END_TEST

/* ---- facts --------------------------------------------------------------- */

/* Names must be unique words of SQL and JSON; values must be printable. */
static void facts_are_well(const struct facts *facts)
{
	size_t i, j;

	for (i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->fact[i];

		unit_must(
		    *f->name &&
			!f->name[strspn(f->name, "abcdefghijklmnopqrstuvwxyz"
						 "0123456789_")],
		    "name '%s'", f->name);
		unit_must(*f->value &&
			      str_utf8_bad(f->value, strlen(f->value)) ==
				  strlen(f->value),
			  "%s: '%s'", f->name, f->value);
		for (j = 0; f->value[j]; j++)
			unit_must((unsigned char)f->value[j] >= ' ' &&
				      f->value[j] != 0x7f,
				  "%s has a control character", f->name);
		for (j = 0; j < i; j++)
			unit_must(strcmp(f->name, facts->fact[j].name),
				  "%s comes twice", f->name);
	}
}

START_TEST(this_machine_has_forty_facts)
{
	struct facts facts, anonymous;
	int tries = 0;

	/* a busy machine may give a reader no CPU in time */
	do
		host_facts(&facts, HOST_CLOCKS | HOST_BANDWIDTH);
	while (!facts_text(&facts, "read_memory_gb_per_s") && ++tries < 20);
	facts_are_well(&facts);
	ck_assert_uint_ge(facts.count, 40);
	ck_assert_ptr_nonnull(facts_text(&facts, "hostname"));
	ck_assert_ptr_nonnull(facts_text(&facts, "kernel"));
	ck_assert_ptr_nonnull(facts_text(&facts, "clock_read_ns"));
	ck_assert_ptr_nonnull(facts_text(&facts, "read_memory_gb_per_s"));
	host_facts(&anonymous, HOST_ANONYMOUS);
	ck_assert_uint_ge(anonymous.count, 40);
	ck_assert_ptr_null(facts_text(&anonymous, "hostname"));
	ck_assert_ptr_null(facts_text(&anonymous, "read_memory_gb_per_s"));
}
END_TEST

START_TEST(facts_of_the_captured_machine)
{
	static const struct fact wanted[] = {
		{ "hostname", "laptop" },
		{ "os", "Debian GNU/Linux 12" },
		{ "kernel", "6.1.0-18-amd64" },
		{ "load_1min", "0.61" },
		{ "pressure_cpu_percent", "1.25" },
		{ "pressure_cpu_us", "3021190344" },
		{ "pressure_memory_us", "101221" },
		{ "uptime_ms", "354118560" },
		{ "processes", "1284" },
		{ "cpus_allowed", "4" },
		{ "cpus_sharing_core", "4" },
		{ "throttles", "6" },
		{ "governor", "powersave" },
		{ "turbo", "on" },
		{ "smt", "on" },
		{ "hypervisor", "no" },
		{ "temperature_c", "61" },
		{ "power", "battery" },
		{ "swap_used_bytes", "66846720" },
		{ "memory_free_bytes", "9278263296" },
		{ "pages_swapped_out", "18211" },
		{ "context_switches", "2004101190" },
		{ "mitigated", "meltdown" },
		{ "vulnerable", "mds" },
		{ "clock_source", "tsc" },
		{ "thp", "[always] madvise never" },
		{ "aslr", "2" },
		{ "cgroup_cpus", "3.5" },
	};
	struct facts facts;
	const char *value;
	size_t i;

	system_make();
	sys_root(system_dir);
	host_facts(&facts, 0);
	facts_are_well(&facts);
	for (i = 0; i < UNIT_COUNT(wanted); i++) {
		value = facts_text(&facts, wanted[i].name);
		ck_assert_msg(value && !strcmp(value, wanted[i].value),
			      "%s is %s, not %s", wanted[i].name,
			      value ? value : "unknown", wanted[i].value);
	}
	ck_assert_ptr_null(facts_text(&facts, "cpus_isolated_list"));
	/* one CPU has another governor */
	system_set("/sys/devices/system/cpu/cpu3/cpufreq/scaling_governor",
		   "performance\n");
	host_facts(&facts, HOST_ANONYMOUS);
	ck_assert_str_eq(facts_text(&facts, "governor"), "mixed");
	ck_assert_ptr_null(facts_text(&facts, "hostname"));
}
END_TEST

/* ---- the machine's key --------------------------------------------------- */

static void key_now(char key[17])
{
	struct machine machine;

	machine_describe(&machine);
	unit_must(strlen(machine.key) == 16, "key '%s'", machine.key);
	memcpy(key, machine.key, 17);
}

/* Changes the digits behind `name` in the lines of cpuinfo, in place. */
static void turn_digits(char *text, size_t len, const char *name)
{
	size_t i, n = strlen(name);
	bool at = false;

	for (i = 0; i < len; i++) {
		if (i + n <= len && !memcmp(text + i, name, n))
			at = true;
		else if (text[i] == '\n')
			at = false;
		else if (at && text[i] >= '0' && text[i] <= '9')
			text[i] = (char)('0' + (text[i] - '0' + 3) % 10);
	}
}

/* Changes clock and hostname in the files that exist. */
static void change_clock_and_name(void)
{
	char path[PLACE_SIZE], *text;
	struct stat st;
	size_t len;

	system_path(path, "/proc/cpuinfo");
	if (!lstat(path, &st) && S_ISREG(st.st_mode) &&
	    (text = place_read(path, &len))) {
		turn_digits(text, len, "cpu MHz");
		turn_digits(text, len, "bogomips");
		place_write(path, text, len);
		free(text);
	}
	system_set("/proc/sys/kernel/hostname", "renamed\n");
	system_set("/proc/uptime", "3.10 2.00\n");
	system_set("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq",
		   "4200000\n");
}

START_TEST(the_key_keeps_through_a_reboot)
{
	char before[17], after[17];

	system_make();
	sys_root(system_dir);
	key_now(before);
	change_clock_and_name();
	/* another kernel has another MemTotal, but the same memory blocks */
	system_set("/proc/meminfo", "MemTotal:       16003904 kB\n");
	system_set("/proc/sys/kernel/osrelease", "6.9.0\n");
	key_now(after);
	ck_assert_str_eq(before, after);
	/* the clock of a CPU without a name is not taken for its name */
	system_set("/proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 800.1\n");
	key_now(before);
	system_set("/proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 900.2\n");
	key_now(after);
	ck_assert_str_eq(before, after);
	system_set("/proc/cpuinfo", "processor\t: 0\ncpu\t\t: POWER9\n");
	key_now(after);
	ck_assert_str_ne(before, after);
}
END_TEST

START_TEST(the_key_changes_with_the_machine)
{
	static const struct system_file changes[] = {
		{ "/proc/cpuinfo", "processor\t: 0\nmodel name\t: Other\n" },
		{ "/proc/cpuinfo", "CPU implementer\t: 0x41\nCPU part\t: "
				   "0xd0c\n" },
		{ "/sys/devices/system/cpu/present", "0-7\n" },
		{ "/sys/devices/system/cpu/present", "0-1\n" },
		{ "/sys/devices/system/node/online", "0-1\n" },
		{ "/sys/devices/system/memory/memory4/online", "1\n" },
		{ "/sys/devices/system/memory/block_size_bytes", "10000000\n" },
		{ "/sys/devices/system/cpu/cpu0/cache/index0/size", "48K\n" },
		{ "/sys/devices/system/cpu/cpu0/cache/index2/size", "1M\n" },
		{ "/sys/devices/system/cpu/cpu0/cache/index3/size", "32M\n" },
	};
	char first[17], changed[UNIT_COUNT(changes)][17];
	size_t i, j;

	sys_root(system_dir);
	system_make();
	key_now(first);
	for (i = 0; i < UNIT_COUNT(changes); i++) {
		system_make();
		if (strstr(changes[i].path, "memory4")) /* 256 MiB, not 128 */
			system_set("/sys/devices/system/memory/memory5/online",
				   "1\n");
		system_set(changes[i].path, changes[i].text);
		key_now(changed[i]);
		ck_assert_msg(strcmp(first, changed[i]), "%s: %s",
			      changes[i].path, changes[i].text);
		for (j = 0; j < i; j++)
			ck_assert_str_ne(changed[i], changed[j]);
	}
	/* without memory blocks MemTotal is used, in steps of 256 MiB */
	system_make();
	system_set("/sys/devices/system/memory/block_size_bytes", NULL);
	key_now(first);
	system_set("/proc/meminfo", "MemTotal: 16303900 kB\n");
	key_now(changed[0]);
	ck_assert_str_eq(first, changed[0]);
	system_set("/proc/meminfo", "MemTotal: 33554432 kB\n");
	key_now(changed[0]);
	ck_assert_str_ne(first, changed[0]);
}
END_TEST

/* ---- altered systems ----------------------------------------------------- */

static const char *const odd[] = {
	"-1",
	"99999999999999999999999999",
	"0x7f",
	"nan",
	"inf",
	"1e308",
	"-0",
	"0-4095",
	"4095-0",
	",,,",
	": : :",
	"=",
	"/",
	"../../..",
	"%s%n",
	"\r",
	"18446744073709551615",
	"9223372036854775807",
	"-9223372036854775808",
	"max",
	"some",
	"total=",
	"\xef\xbb\xbf",
	"\xf0\x9f\x98\x80",
	"0::/",
};

/* Alters one file of the tree in one of many ways. */
static void alter(uint64_t *state)
{
	const struct system_file *f =
	    &system_files[unit_random(state, SYSTEM_COUNT)];
	size_t len = strlen(f->text), at, i, size;
	char *text = calloc(1, len + (64 << 10));
	const char *word = odd[unit_random(state, UNIT_COUNT(odd))];
	char path[PLACE_SIZE];

	unit_must(text != NULL, "memory");
	memcpy(text, f->text, len);
	at = unit_random(state, len);
	switch (unit_random(state, 10)) {
	case 0:
		system_set(f->path, NULL);
		break;
	case 1:
		system_write(f->path, "", 0);
		break;
	case 2: /* cut off */
		system_write(f->path, text, at);
		break;
	case 3: /* some bytes changed */
		for (i = 0; i < 1 + len / 16; i++)
			text[unit_random(state, len)] =
			    (char)unit_random(state, 256);
		system_write(f->path, text, len);
		break;
	case 4: /* random bytes */
		size = unit_random(state, 64 << 10);
		for (i = 0; i < size; i++)
			text[i] = (char)unit_random(state, 256);
		system_write(f->path, text, size);
		break;
	case 5: /* an odd word instead of the text */
		system_write(f->path, word, strlen(word));
		break;
	case 6: /* an odd word inside */
		memmove(text + at + strlen(word), text + at, len - at);
		memcpy(text + at, word, strlen(word));
		system_write(f->path, text, len + strlen(word));
		break;
	case 7: /* thousands of digits */
		memset(text + at, '9', 4096 + unit_random(state, 8192));
		system_write(f->path, text, strlen(text));
		break;
	case 8: /* a directory or a FIFO */
		system_set(f->path, NULL);
		system_path(path, f->path);
		if (unit_random(state, 2))
			mkdir(path, 0777);
		else
			unit_must(!mkfifo(path, 0666), "mkfifo %s", path);
		break;
	default: /* a link to itself */
		system_set(f->path, NULL);
		system_path(path, f->path);
		unit_must(!symlink(path, path), "symlink %s", path);
	}
	free(text);
}

/* Whatever the files contain: there is no crash, the facts can be stored, and
 * the key does not depend on clock and hostname. */
static void alter_often(uint64_t seed, int rounds)
{
	static struct facts facts, later;
	static struct finding findings[DOCTOR_CHECKS_MAX];
	char first[17], second[17], why[200];
	uint64_t state = seed, count;
	int round;

	sys_root(system_dir);
	for (round = 0; round < rounds; round++) {
		if (round % 16 == 0)
			system_make();
		for (count = 1 + unit_random(&state, 3); count; count--)
			alter(&state);
		key_now(first);
		host_facts(&facts, 0);
		facts_are_well(&facts);
		unit_must(memory_free_bytes() <= INT64_MAX, "memory");
		unit_must(pin_cpu_count() >= 1, "no CPU");
		change_clock_and_name();
		key_now(second);
		unit_must(!strcmp(first, second), "seed %u, round %d: %s %s",
			  (unsigned)seed, round, first, second);
		host_facts(&later, HOST_ANONYMOUS);
		disturbed_judge(&facts, &later, NULL, why, sizeof(why));
		unit_must(doctor_judge(&facts, findings) > 20, "no findings");
	}
}

#define ALTERED(n)                      \
	START_TEST(altered_systems_##n) \
	{                               \
		alter_often(n, 300);    \
	}                               \
	END_TEST
ALTERED(1)
ALTERED(2)
ALTERED(3)
ALTERED(4)

/* ---- probes -------------------------------------------------------------- */

START_TEST(ping_pong_needs_two_cpus)
{
	struct facts facts = { .count = 0 };
	struct pin before, after;

	pin_save(&before);
	ck_assert_double_lt(pingpong_ns(pin_cpu(0), pin_cpu(0)), 0);
	ck_assert_double_lt(pingpong_ns(pin_cpu(0), SYS_CPUS_MAX - 1), 0);
	clocks_add(&facts);
	facts_are_well(&facts);
	pin_save(&after);
	ck_assert_mem_eq(&before, &after, sizeof(before));
	if (pin_cpu_count() == 1)
		ck_assert_ptr_null(facts_text(&facts, "pingpong_ns"));
}
END_TEST

START_TEST(the_roof_leaves_no_child)
{
	struct facts facts = { .count = 0 };
	struct machine machine;
	struct pin before, after;
	double value;
	size_t i;

	machine_describe(&machine);
	pin_save(&before);
	bandwidth_add(&facts, &machine);
	pin_save(&after);
	ck_assert_mem_eq(&before, &after, sizeof(before));
	facts_are_well(&facts);
	for (i = 0; i < facts.count; i++) {
		ck_assert(facts_number(&facts, facts.fact[i].name, &value));
		ck_assert_double_gt(value, 0);
	}
	/* caches of unknown or impossible sizes */
	memset(&machine, 0, sizeof(machine));
	facts.count = 0;
	bandwidth_add(&facts, &machine);
	ck_assert_ptr_null(facts_text(&facts, "read_l1_gb_per_s"));
	machine.l1d_bytes = machine.l2_bytes = machine.l3_bytes = 1 << 30;
	facts.count = 0;
	bandwidth_add(&facts, &machine);
	facts_are_well(&facts);
}
END_TEST

/* ---- noise --------------------------------------------------------------- */

struct numbers {
	const char *name;
	double before, after; /* negative: not known */
};

/* Judges a quiet second on two CPUs with `changes`, which end with a NULL name.
 */
static int judge_all(const struct numbers *changes,
		     const struct disturbed_control *control, char why[400])
{
	static const struct numbers quiet[] = {
		{ "uptime_ms", 5000, 6000 },
		{ "cpus_usable", 2, 2 },
		{ "cpus_online", 2, 2 },
		{ "cpu_busy_ms", 900000, 901900 },
		{ "own_cpu_ms", 10, 1870 },
		{ "cpu_steal_ms", 100, 110 },
		{ "pressure_cpu_us", 7, 900007 },
		{ "pressure_memory_us", 5, 5 },
		{ "own_switches_involuntary", 0, 500 },
		{ "load_1min", 3, 3 },
		{ "pages_swapped_in", 4, 4 },
		{ "pages_swapped_out", 4, 40 },
		{ "cgroup_throttled_us", 3, 3 },
		{ "throttles", 2, 2 },
		{ "cpu_clock_mhz", 3600, 3500 },
		{ "pingpong_ns", 60, 100 },
	};
	struct facts before = { .count = 0 }, after = { .count = 0 };
	const struct numbers *n;
	size_t i;

	for (i = 0; i < UNIT_COUNT(quiet); i++) {
		n = &quiet[i];
		for (const struct numbers *c = changes; c && c->name; c++)
			if (!strcmp(c->name, n->name))
				n = c;
		if (n->before >= 0)
			facts_add_integer(&before, n->name, (int64_t)n->before);
		if (n->after >= 0)
			facts_add_integer(&after, n->name, (int64_t)n->after);
	}
	return disturbed_judge(&before, &after, control, why, 400);
}

static int judge(const struct numbers *changes, const double *chain_ns,
		 size_t count, char why[400])
{
	return judge_all(changes,
			 &(struct disturbed_control){ .chain_ns = chain_ns,
						      .chains = count },
			 why);
}

START_TEST(noise_has_reasons)
{
	static const struct {
		struct numbers changes[5];
		const char *why; /* "": quiet */
	} cases[] = {
		{ { { NULL, 0, 0 } }, "" },
		{ { { "cpu_busy_ms", 0, 2840 } },
		  "other programs used 0.98 of 2 CPUs" },
		{ { { "cpu_busy_ms", 0, 1950 } }, "" },
		/* of the machine, not only of the CPUs that dotrec may use */
		{ { { "cpu_busy_ms", 0, 2840 },
		    { "cpus_usable", 1, 1 },
		    { "cpus_online", 2, 2 } },
		  "other programs used 0.98 of 2 CPUs" },
		{ { { "cpu_busy_ms", 0, 2360 }, { "cpus_online", 64, 64 } },
		  "other programs used 0.50 of 64 CPUs" },
		{ { { "cpu_busy_ms", 0, 2350 }, { "cpus_online", 64, 64 } },
		  "" },
		/* a short run: 90 ms of other programs are not enough */
		{ { { "cpu_busy_ms", 0, 190 },
		    { "own_cpu_ms", 0, 100 },
		    { "uptime_ms", 0, 100 },
		    { "cpu_steal_ms", 0, 0 } },
		  "" },
		{ { { "cpu_steal_ms", 0, 100 } },
		  "the hypervisor kept 5.0 % of the CPU time" },
		{ { { "cgroup_throttled_us", 0, 20000 } },
		  "the cgroup's CPU quota held it back for 20 ms" },
		{ { { "pages_swapped_in", 0, 90 } }, "126 pages were swapped" },
		{ { { "pressure_memory_us", 0, 20000 } },
		  "tasks waited for memory 2 % of the time" },
		{ { { "throttles", 2, 5 } }, "the CPU was too hot 3 times" },
		{ { { "cpu_clock_mhz", 3600, 3000 } },
		  "the CPU's clock went from 3600 to 3000 MHz" },
		{ { { "pingpong_ns", 60, 500 } }, "" },
		{ { { "cpu_busy_ms", 0, 2840 }, { "throttles", 2, 5 } },
		  "other programs used 0.98 of 2 CPUs; the CPU was too hot 3 "
		  "times" },
		/* CPU times that are not known, or stand still */
		{ { { "cpu_busy_ms", -1, -1 } },
		  "tasks waited for a CPU 90 % of the time; 500 times another "
		  "program was given our CPU; the load was 3.0 on 2 CPUs at "
		  "the start" },
		{ { { "cpu_busy_ms", 5, 5 },
		    { "own_switches_involuntary", 5, 9 },
		    { "pressure_cpu_us", 0, 90000 },
		    { "load_1min", 1, 1 } },
		  "" },
	};
	char why[400];
	size_t i;
	int noisy;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		noisy = judge(cases[i].changes, NULL, 0, why);
		ck_assert_str_eq(why, cases[i].why);
		ck_assert_int_eq(noisy, *cases[i].why != '\0');
	}
}
END_TEST

START_TEST(noise_shows_in_the_control_kernel)
{
	double ns[40];
	char why[400];
	size_t i;

	for (i = 0; i < 40; i++)
		ns[i] = 1000 + (double)(i % 7) * 10;
	ck_assert_int_eq(judge(NULL, ns, 40, why), 0);
	for (i = 0; i < 40; i += 5)
		ns[i] = 4000;
	ck_assert_int_eq(judge(NULL, ns, 9, why), 0);
	ck_assert_int_eq(judge(NULL, ns, 40, why), 1);
	ck_assert_ptr_nonnull(strstr(why, "a tenth of the control kernel's"));
	for (i = 0; i < 40; i++)
		ns[i] = i < 20 ? 1000 : 1200;
	ck_assert_int_eq(judge(NULL, ns, 40, why), 1);
	ck_assert_str_eq(why, "the control kernel went from 1.00 us to "
			      "1.20 us");
	ck_assert_double_eq_tol(ns[0], 1000, 1e-9);
}
END_TEST

START_TEST(noise_shows_in_the_distance)
{
	double ns[20];
	struct disturbed_control control = { .distance_ns = ns,
					     .distances = 20 };
	char why[400];
	size_t i;

	for (i = 0; i < 20; i++)
		ns[i] = 50 + (double)i;
	ns[7] = 900; /* one spoilt measurement */
	ck_assert_int_eq(judge_all(NULL, &control, why), 0);
	for (i = 16; i < 20; i++)
		ns[i] = 310;
	ck_assert_int_eq(judge_all(NULL, &control, why), 1);
	ck_assert_str_eq(why, "the CPUs were now 52 ns apart, now 310");
	control.distances = 3;
	ns[0] = 310;
	ck_assert_int_eq(judge_all(NULL, &control, why), 0);
}
END_TEST

START_TEST(nothing_known_is_not_quiet)
{
	struct facts none = { .count = 0 };
	char why[100];

	ck_assert_int_eq(disturbed_judge(&none, &none, NULL, why, sizeof(why)),
			 -1);
	ck_assert_ptr_nonnull(strstr(why, "known"));
}
END_TEST

static int hog(void *ctx)
{
	volatile unsigned long turns = 0;

	(void)ctx;
	for (;;)
		turns++;
	return 0;
}

START_TEST(a_hog_is_noise)
{
	struct timespec tick = { 0, 50 * CLOCK_NS_PER_MS };
	struct child child;
	struct facts before, after;
	double hogged = 0, from = 0, to = 0;
	char why[400];

	host_facts(&before, 0);
	if (!facts_number(&before, "cpu_busy_ms", &from)) {
		printf("skipped: no CPU times in /proc/stat\n");
		return;
	}
	ck_assert(!child_start(&child, hog, NULL, NULL));
	while (hogged < 300) { /* ms of CPU time of other processes */
		nanosleep(&tick, NULL);
		host_facts(&after, 0);
		ck_assert(facts_number(&after, "cpu_busy_ms", &to));
		hogged = to - from;
	}
	ck_assert_int_eq(
	    disturbed_judge(&before, &after, NULL, why, sizeof(why)), 1);
	child_stop(&child);
	ck_assert_ptr_nonnull(strstr(why, "other programs used"));
}
END_TEST

/* ---- the doctor ---------------------------------------------------------- */

static const struct finding *find(const struct finding *f, size_t count,
				  const char *what)
{
	while (count--)
		if (!strcmp(f[count].what, what))
			return &f[count];
	ck_abort_msg("no finding '%s'", what);
	return NULL;
}

/* Whether dotrec is to be run by sudo: it would lose the user's variables and
 * configuration, and its files would be root's. */
static bool starts_by_sudo(const char *remedy)
{
	const char *sudo = strstr(remedy, "sudo"), *dotrec;

	dotrec = sudo ? strstr(sudo, "dotrec") : NULL;
	return dotrec && strcspn(sudo, ";&") > (size_t)(dotrec - sudo);
}

START_TEST(the_doctor_sees_what_is_wrong)
{
	static const struct {
		const char *what, *name, *value;
		enum finding_level level;
		const char *remedy;
	} cases[] = {
		{ "noise now", "noise", "none", FINDING_FINE, "" },
		{ "noise now", "noise", "others", FINDING_TROUBLE, "top" },
		{ "CPUs", "cpus_usable", "1", FINDING_TROUBLE, "taskset" },
		{ "CPUs", "cpus_usable", "2", FINDING_NOTE, "" },
		{ "CPUs", "cpus_usable", "8", FINDING_FINE, "" },
		{ "governor", "governor", "performance", FINDING_FINE, "" },
		{ "governor", "governor", "mixed", FINDING_TROUBLE,
		  "cpupower" },
		{ "turbo", "turbo", "on", FINDING_NOTE, "tee /sys/" },
		{ "turbo", "turbo", "off", FINDING_FINE, "" },
		{ "hyper-threads", "cpus_sharing_core", "4", FINDING_NOTE,
		  "taskset" },
		{ "CPU distance", "pingpong_ns", "60", FINDING_FINE, "" },
		{ "CPU distance", "pingpong_ns", "560", FINDING_NOTE,
		  "taskset" },
		{ "CPU distance", "pingpong_earlier_ns", "60", FINDING_UNKNOWN,
		  "" },
		{ "clock", "clock_read_ns", "25", FINDING_FINE, "" },
		{ "clock", "clock_read_ns", "900", FINDING_TROUBLE, "" },
		{ "clock", "clock_step_ns", "4000000", FINDING_UNKNOWN, "" },
		{ "power", "power", "battery", FINDING_TROUBLE, "plug" },
		{ "heat", "throttles", "3", FINDING_NOTE, "cool" },
		{ "heat", "temperature_c", "95", FINDING_NOTE, "cool" },
		{ "heat", "temperature_c", "45", FINDING_FINE, "" },
		{ "virtual machine", "hypervisor", "yes", FINDING_NOTE, "" },
		{ "memory", "memory_free_bytes", "100000000", FINDING_TROUBLE,
		  "top" },
		{ "memory limit", "cgroup_memory_bytes", "1000000",
		  FINDING_TROUBLE, "MemoryMax" },
		{ "CPU quota", "cgroup_cpus", "0.5", FINDING_FINE, "" },
		{ "quota so far", "cgroup_throttled_us", "9", FINDING_NOTE,
		  "" },
		{ "swap", "swap_used_bytes", "4096", FINDING_NOTE, "swapoff" },
		{ "swap", "swap_used_bytes", "0", FINDING_FINE, "" },
		{ "/dev/shm", "shm_free_bytes", "67108864", FINDING_NOTE,
		  "--shm-size" },
		{ "huge pages", "thp", "[always] madvise never", FINDING_NOTE,
		  "madvise" },
		{ "huge pages", "thp", "always [madvise] never", FINDING_FINE,
		  "" },
		{ "address layout", "aslr", "2", FINDING_FINE, "" },
		{ "address layout", "aslr", "0", FINDING_NOTE, "sysctl" },
		{ "NUMA balancing", "numa_balancing", "1", FINDING_NOTE,
		  "sysctl" },
		{ "NMI watchdog", "nmi_watchdog", "1", FINDING_NOTE, "sysctl" },
		{ "timer migration", "timer_migration", "0", FINDING_NOTE,
		  "sysctl" },
		{ "same-page merging", "ksm", "1", FINDING_NOTE, "tee" },
		{ "perf", "counters", "not permitted", FINDING_NOTE, "sysctl" },
		{ "perf", "counters", "none", FINDING_FINE, "" },
		{ "perf", "counters", "instructions cycles", FINDING_FINE, "" },
		{ "open files", "open_files_max", "256", FINDING_NOTE,
		  "ulimit" },
		{ "priority", "own_nice", "10", FINDING_TROUBLE, "nice" },
		{ "build", "build_flags", "-O2 -g", FINDING_FINE, "" },
		{ "build", "build_flags", "-O2 -fsanitize=address",
		  FINDING_TROUBLE, "configure" },
		{ "BLAS", "blas", "none", FINDING_NOTE, "apt-get" },
		{ "gnuplot", "gnuplot", "no", FINDING_NOTE, "apt-get" },
		{ "mpirun", "mpirun", "no", FINDING_NOTE, "apt-get" },
		{ "joblib", "joblib", "no", FINDING_NOTE, "apt-get" },
		{ "joblib", "joblib", "yes", FINDING_FINE, "" },
		{ "database", "database", "writable", FINDING_FINE, "" },
		{ "database", "database", "'x': no", FINDING_TROUBLE, "-d" },
	};
	struct finding findings[DOCTOR_CHECKS_MAX];
	const struct finding *f;
	struct facts facts;
	size_t i, j, count;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		facts.count = 0;
		facts_add(&facts, cases[i].name, cases[i].value);
		count = doctor_judge(&facts, findings);
		f = find(findings, count, cases[i].what);
		ck_assert_msg(
		    f->level == cases[i].level &&
			strstr(f->remedy, cases[i].remedy) && *f->value,
		    "%s, %s %s: %s, '%s'", cases[i].what, cases[i].name,
		    cases[i].value, finding_level_name(f->level), f->remedy);
		ck_assert(f->level > FINDING_NOTE || *f->why);
		for (j = 1; j < count; j++)
			ck_assert_int_ge(findings[j].level,
					 findings[j - 1].level);
		for (j = 0; j < count; j++)
			ck_assert_msg(!starts_by_sudo(findings[j].remedy), "%s",
				      findings[j].remedy);
	}
}
END_TEST

START_TEST(the_doctor_sees_cpus_move)
{
	struct finding findings[DOCTOR_CHECKS_MAX];
	struct facts facts = { .count = 0 };
	const struct finding *f;

	facts_add(&facts, "pingpong_ns", "60");
	facts_add(&facts, "pingpong_earlier_ns", "100");
	f = find(findings, doctor_judge(&facts, findings), "CPU distance");
	ck_assert_int_eq(f->level, FINDING_FINE);
	facts.count = 1;
	facts_add(&facts, "pingpong_earlier_ns", "130");
	f = find(findings, doctor_judge(&facts, findings), "CPU distance");
	ck_assert_int_eq(f->level, FINDING_NOTE);
	ck_assert_str_eq(f->value, "130, then 60 ns there and back");
	ck_assert_ptr_nonnull(strstr(f->why, "moved"));
}
END_TEST

START_TEST(the_doctor_and_the_captured_machine)
{
	struct finding findings[DOCTOR_CHECKS_MAX];
	struct facts facts;
	size_t count;

	system_make();
	sys_root(system_dir);
	host_facts(&facts, 0);
	count = doctor_judge(&facts, findings);
	ck_assert_int_eq(find(findings, count, "CPU quota")->level,
			 FINDING_TROUBLE);
	ck_assert_str_eq(find(findings, count, "CPU quota")->value,
			 "3.5 CPUs, of 4");
	ck_assert_int_eq(find(findings, count, "power")->level,
			 FINDING_TROUBLE);
	ck_assert_str_eq(find(findings, count, "hyper-threads")->value,
			 "4 of 4 CPUs share a core");
	ck_assert_int_eq(find(findings, count, "gnuplot")->level,
			 FINDING_UNKNOWN);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		lists_of_cpus,
		files_are_cleaned,
		quotas_of_cgroups,
		this_machine_has_forty_facts,
		facts_of_the_captured_machine,
		the_key_keeps_through_a_reboot,
		the_key_changes_with_the_machine,
		altered_systems_1,
		altered_systems_2,
		altered_systems_3,
		altered_systems_4,
		ping_pong_needs_two_cpus,
		the_roof_leaves_no_child,
		noise_has_reasons,
		noise_shows_in_the_control_kernel,
		noise_shows_in_the_distance,
		nothing_known_is_not_quiet,
		a_hog_is_noise,
		the_doctor_sees_what_is_wrong,
		the_doctor_sees_cpus_move,
		the_doctor_and_the_captured_machine,
		NULL,
	};
	int result;

	place_make();
	result = unit_run("host", tests);
	place_clear();
	return result;
}
