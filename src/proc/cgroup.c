/* The limits that control groups (cgroups, v1 and v2) set for this process. */
#include "proc/cgroup.h"

#include "base/sys.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The cgroup directory of this process for one controller. */
struct cgroup {
	int version;
	size_t mount; /* length of the mount point, the root cgroup */
	char dir[SYS_PATH_SIZE];
};

struct search {
	const char *controller; /* "cpu" */
	struct cgroup *group;
	bool found;
};

/* Sets s->group to the cgroup `path` in the mount point of these
 * controllers. */
static void set_cgroup_dir(struct search *s, const char *mount,
			   const char *controllers, const char *path)
{
	struct cgroup *g = s->group;
	int len = snprintf(g->dir, sizeof(g->dir), "%s%s", mount, controllers);

	if (!sys_exists(g->dir))
		return;
	g->version = *controllers ? 1 : 2;
	g->mount = (size_t)len;
	s->found = (size_t)snprintf(g->dir + len, sizeof(g->dir) - g->mount,
				    "%.*s", (int)strcspn(path, "\n"),
				    strcmp(path, "/\n") ? path : "") <
		   sizeof(g->dir) - g->mount;
}

/* Reads a line of /proc/self/cgroup: "4:cpu,cpuacct:/path" of v1, or "0::/path"
 * of v2. Where both are mounted, each controller belongs to one of them; it is
 * v1 if a line of v1 names it. Returns false when the directory is found. */
static bool match_cgroup_line(void *ctx, const char *line)
{
	struct search *s = ctx;
	char controllers[64];
	const char *name;
	size_t len;
	int path = 0;

	if (!strncmp(line, "0::/", 4)) {
		set_cgroup_dir(s, "/sys/fs/cgroup", "", line + 3);
		return !s->found;
	}
	if (sscanf(line, "%*u:%63[^:\n]:%n", controllers, &path) != 1 || !path)
		return true;
	for (name = controllers; *name; name += len + (name[len] == ',')) {
		len = strcspn(name, ",");
		if (len != strlen(s->controller) ||
		    strncmp(name, s->controller, len))
			continue;
		set_cgroup_dir(s, "/sys/fs/cgroup/", controllers, line + path);
		return !s->found;
	}
	return true;
}

static bool cgroup_find(struct cgroup *group, const char *controller)
{
	struct search s = { controller, group, false };

	sys_lines("/proc/self/cgroup", match_cgroup_line, &s);
	return s.found;
}

/* Moves to the parent cgroup; false at the root. */
static bool up(struct cgroup *g)
{
	char *slash = strrchr(g->dir + g->mount, '/');

	if (!slash)
		return false;
	*slash = '\0';
	return true;
}

/* CPUs that the quota of this directory alone allows; 0: no limit. */
static double quota(const struct cgroup *g)
{
	char text[SYS_TEXT_SIZE];
	int64_t us = 0, period_us = 0;

	if (g->version == 1) {
		if (!sys_number(&us, "%s/cpu.cfs_quota_us", g->dir) ||
		    !sys_number(&period_us, "%s/cpu.cfs_period_us", g->dir))
			return 0;
	} else if (!sys_line(text, sizeof(text), "%s/cpu.max", g->dir) ||
		   !sys_parse(&us, text) || !strchr(text, ' ') ||
		   !sys_parse(&period_us, strchr(text, ' ') + 1)) {
		return 0;
	}
	return us > 0 && period_us > 0 ? (double)us / (double)period_us : 0;
}

double cgroup_cpus(void)
{
	double tightest = 0, cpus;
	struct cgroup g;

	if (!cgroup_find(&g, "cpu"))
		return 0;
	do {
		cpus = quota(&g);
		if (cpus > 0 && (tightest <= 0 || cpus < tightest))
			tightest = cpus;
	} while (up(&g));
	return tightest;
}

int64_t cgroup_memory_bytes(void)
{
	/* v1 writes "no limit" as the largest number of pages */
	const int64_t no_limit = INT64_MAX / 4;
	int64_t tightest = 0, bytes;
	struct cgroup g;

	if (!cgroup_find(&g, "memory"))
		return 0;
	do {
		if (sys_number(&bytes, "%s/%s", g.dir,
			       g.version == 1 ? "memory.limit_in_bytes"
					      : "memory.max") &&
		    bytes > 0 && bytes < no_limit &&
		    (!tightest || bytes < tightest))
			tightest = bytes;
	} while (up(&g));
	return tightest;
}

int64_t cgroup_throttled_us(void)
{
	char path[SYS_PATH_SIZE + 16];
	struct cgroup g;
	int64_t value;

	if (!cgroup_find(&g, "cpu"))
		return -1;
	snprintf(path, sizeof(path), "%s/cpu.stat", g.dir);
	if (g.version == 2)
		return sys_field_number(&value, path, "throttled_usec") ? value
									: -1;
	return sys_field_number(&value, path, "throttled_time") ? value / 1000
								: -1;
}

int cgroup_version(void)
{
	struct cgroup g;

	return cgroup_find(&g, "cpu") ? g.version : 0;
}
