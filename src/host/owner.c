/* The process that runs a run; its number alone may be that of a later one. */
#include "host/owner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void boot_id(char id[40])
{
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");

	if (!f || fscanf(f, "%39s", id) != 1)
		strcpy(id, "unknown");
	if (f)
		fclose(f);
}

/* The start time of a process, field 22 of /proc/PID/stat; 0 if it does not
 * exist. Fields are counted from behind the name, which may have any text. */
static unsigned long long start_time(int pid)
{
	char path[40], line[1024], *at;
	unsigned long long ticks = 0;
	FILE *f;
	int field;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	at = fgets(line, sizeof(line), f) ? strrchr(line, ')') : NULL;
	fclose(f);
	for (field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	if (at)
		sscanf(at, "%llu", &ticks);
	return ticks;
}

static void owner_describe(int pid, char text[OWNER_SIZE])
{
	char id[40];

	boot_id(id);
	snprintf(text, OWNER_SIZE, "%s %d %llu", id, pid, start_time(pid));
}

void owner_self(char text[OWNER_SIZE])
{
	owner_describe((int)getpid(), text);
}

bool owner_lives(const char *text)
{
	char now[OWNER_SIZE];
	int pid;

	if (sscanf(text, "%*s %9d", &pid) != 1)
		return false;
	owner_describe(pid, now);
	return start_time(pid) && !strcmp(now, text);
}
