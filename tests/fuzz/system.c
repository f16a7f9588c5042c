/*
 * Fuzz target: reading the system's files about the machine. The input is a list
 * of files separated by form feeds, each with a path of tests/unit/system.h, a
 * newline, and the content of the file.
 */
#include "../unit/system.h"
#include "base/str.h"
#include "base/sys.h"
#include "fuzz.h"
#include "host/conditions.h"
#include "host/machine.h"
#include "host/memory.h"
#include "proc/cgroup.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	place_make();
	atexit(place_clear);
	system_make();
	sys_root(system_dir);
	return 0;
}

/* Code that prints or stores a text relies on UTF-8 without control characters. */
static void check_text(const char *text)
{
	size_t i, len = strlen(text);

	fuzz_must(str_utf8_bad(text, len) == len);
	for (i = 0; i < len; i++)
		fuzz_must((unsigned char)text[i] >= ' ' && text[i] != 0x7f);
}

static void look(void)
{
	struct machine machine;
	struct facts facts = { 0 };
	size_t i;

	machine_describe(&machine);
	check_text(machine.cpu_model);
	check_text(machine.architecture);
	fuzz_must(machine.cpus >= 0 && machine.memory_bytes >= 0);
	conditions_add(&facts, false);
	for (i = 0; i < facts.count; i++) {
		check_text(facts.fact[i].name);
		check_text(facts.fact[i].value);
	}
	fuzz_must(cgroup_cpus() >= 0);
	fuzz_must(cgroup_memory_bytes() >= 0);
	cgroup_throttled_us();
	memory_free_bytes();
}

/* Splits a file of the input into path and *text; returns the number of the path,
 * or -1. */
static int path_of(char *file, char **text)
{
	size_t i;

	*text = strchr(file, '\n');
	if (!*text)
		return -1;
	*(*text)++ = '\0';
	for (i = 0; i < SYSTEM_COUNT; i++)
		if (!strcmp(file, system_files[i].path))
			return (int)i;
	return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = fuzz_text(data, size), *rest = copy, *file, *text;
	bool changed[SYSTEM_COUNT] = { false };
	size_t i;
	int at;

	while ((file = strsep(&rest, "\f"))) {
		at = path_of(file, &text);
		if (at < 0)
			continue;
		system_set(system_files[at].path, text);
		changed[at] = true;
	}
	look();
	for (i = 0; i < SYSTEM_COUNT; i++)
		if (changed[i])
			system_set(system_files[i].path, system_files[i].text);
	free(copy);
	return 0;
}
