/*
 * The strategy `mpi`: the ranks of an MPI program, which are one peer. The
 * program is dotrec-mpi-rank, so that dotrec itself is linked to no MPI library.
 */
#include "strategy/mpi.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/sys.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "strategy/peer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "dotrec-mpi-rank"

/*
 * The environment of the launcher; what the user has set stays. Open MPI 4
 * reads OMPI_MCA_, its successor 5 reads PRTE_MCA_ and OMPI_MCA_, and MPICH
 * neither.
 */
static const struct {
	const char *name, *value;
	bool crowded; /* only where there are more ranks than CPUs */
} settings[] = {
	/* it runs as whoever runs dotrec, which is root in many containers */
	{ "OMPI_ALLOW_RUN_AS_ROOT", "1", false },
	{ "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", false },
	/* the plan says how many ranks there are, and nobody binds them */
	{ "OMPI_MCA_rmaps_base_oversubscribe", "1", false },
	{ "OMPI_MCA_hwloc_base_binding_policy", "none", false },
	{ "PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe", false },
	{ "PRTE_MCA_hwloc_default_binding_policy", "none", false },
	/* a waiting rank gives its CPU to one that computes */
	{ "OMPI_MCA_mpi_yield_when_idle", "1", true },
	/* a host that is cut off is noticed within seconds */
	{ "OMPI_MCA_oob_tcp_keepalive_time", "2", false },
	{ "OMPI_MCA_oob_tcp_keepalive_intvl", "1", false },
	{ "OMPI_MCA_oob_tcp_keepalive_probes", "2", false },
};

static char launcher[MPI_COMMAND_MAX / 4] = "mpirun";
static bool launcher_set;

static int take_launcher(const char *where, const char *text, struct err *err)
{
	if (!text[strspn(text, " \t")] || strpbrk(text, "\r\n"))
		return err_set(err, ERR_USAGE,
			       "%s: '%.200s' is not a command line", where,
			       text);
	if (strlen(text) >= sizeof(launcher))
		return err_set(err, ERR_USAGE,
			       "%s: the command is longer than %zu bytes; put "
			       "it into a script",
			       where, sizeof(launcher) - 1);
	strcpy(launcher, text);
	return 0;
}

int mpi_set_launcher(const char *text, struct err *err)
{
	launcher_set = true;
	return take_launcher("--mpi-launcher", text, err);
}

int mpi_plan_launcher(const char *text, struct err *err)
{
	return launcher_set
		   ? 0
		   : take_launcher("the launcher of the plan", text, err);
}

/* Whether the launcher's first word is a program that can be started. */
static bool have_launcher(char name[MPI_COMMAND_MAX])
{
	const char *from = launcher + strspn(launcher, " \t");
	size_t len = strcspn(from, " \t");

	snprintf(name, MPI_COMMAND_MAX, "%.*s", (int)len, from);
	if (strpbrk(name, "'\"\\$=~/")) /* a path, or for the shell to find */
		return !strchr(name, '/') || strpbrk(name, "'\"\\$=~") ||
		       !access(name, X_OK);
	return child_program_exists(name);
}

/* Finds the program of the ranks: $DOTREC_MPI_RANK, else beside the running
 * dotrec, as in a build tree, else where it is installed. */
static bool find_program(char path[PATH_MAX])
{
	const char *given = getenv("DOTREC_MPI_RANK");
	ssize_t len;
	char *slash;

	if (given && *given) {
		str_copy(path, PATH_MAX, given);
		return !access(path, X_OK);
	}
	len = readlink("/proc/self/exe", path, PATH_MAX - 1);
	path[len > 0 ? len : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash && (size_t)(slash + 1 - path) + sizeof(PROGRAM) <= PATH_MAX) {
		strcpy(slash + 1, PROGRAM);
		if (!access(path, X_OK))
			return true;
	}
	str_copy(path, PATH_MAX, MPI_DIR "/" PROGRAM);
	return !access(path, X_OK);
}

static void add_settings(struct str *line, unsigned ranks)
{
	const unsigned cpus = (unsigned)pin_cpu_count();
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (!settings[i].crowded || ranks > cpus)
			str_addf(line, "export %s=\"${%s-%s}\"; ",
				 settings[i].name, settings[i].name,
				 settings[i].value);
}

int mpi_command(char command[MPI_COMMAND_MAX], unsigned ranks, struct err *err)
{
	char path[PATH_MAX], name[MPI_COMMAND_MAX];
	struct str line = { 0 };
	int rc;

	if (!find_program(path))
		return err_set(err, ERR_MISSING,
			       "%.100s is not there: dotrec was built "
			       "without MPI",
			       path);
	if (!have_launcher(name))
		return err_set(err, ERR_MISSING,
			       "the launcher %.150s is not there", name);
	add_settings(&line, ranks);
	/* env: the launcher may begin with settings of its own */
	str_addf(&line, "exec env %s -n %u ", launcher, ranks);
	str_add_quoted(&line, path);
	rc = str_check(&line, err);
	if (!rc && line.len >= MPI_COMMAND_MAX)
		rc = err_set(err, ERR_FAILED,
			     "the command line for the ranks is too long");
	if (!rc)
		strcpy(command, line.text);
	str_free(&line);
	return rc;
}

static int open_mpi(void **state, const struct cell *cell,
		    const struct kernel *kernel, const struct vectors *vectors,
		    struct err *err)
{
	char command[MPI_COMMAND_MAX];

	(void)kernel;
	if (mpi_command(command, cell->workers, err))
		return -1;
	return peer_cell_open(state, MPI_NAME, command,
			      cell->timeout_ms * CLOCK_NS_PER_MS, cell, vectors,
			      err);
}

const struct strategy strategy_mpi = {
	.name = MPI_NAME,
	.summary = "ranks of MPI, each with its slice, or sent it on each call",
	.flags = STRATEGY_WAITS | STRATEGY_COPIES | STRATEGY_PROGRAM |
		 STRATEGY_SLICES,
	.open = open_mpi,
	.opened_ns = peer_cell_launched_ns,
	.ready = peer_cell_ready,
	.rest = peer_cell_rest,
	.once = peer_cell_once,
	.close = peer_cell_close,
};
