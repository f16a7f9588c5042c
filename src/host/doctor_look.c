/* Collects the facts that the doctor judges: the machine during half a second,
 * and the programs that dotrec uses. */
#include "host/doctor_look.h"

#include "base/clock.h"
#include "host/disturbed.h"
#include "host/host.h"
#include "host/program.h"
#include "proc/child.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void look_for_noise(struct facts *facts)
{
	struct facts before;
	struct timespec pause = { 0, CLOCK_NS_PER_S / 2 };
	char why[sizeof(facts->fact[0].value)];
	double ns;

	host_facts(&before, HOST_CLOCKS);
	nanosleep(&pause, NULL);
	host_facts(facts, HOST_CLOCKS);
	disturbed_judge(&before, facts, NULL, why, sizeof(why));
	facts_add(facts, "noise", *why ? why : "none");
	if (facts_number(&before, "pingpong_ns", &ns))
		facts_add_real(facts, "pingpong_earlier_ns", ns);
}

/* Whether this Python has numpy and joblib. */
static bool has_joblib(char *python)
{
	char *const argv[] = { python,
			       "-I",
			       "-B",
			       "-c",
			       "import importlib.util as u, sys\n"
			       "sys.exit(not (u.find_spec('joblib') and "
			       "u.find_spec('numpy')))",
			       NULL };
	int64_t deadline_ns = clock_ns() + 10 * (int64_t)CLOCK_NS_PER_S;
	struct child child = { 0 };

	return child_program_exists(python) &&
	       !child_exec(&child, argv, "/", "/dev/null", 10, NULL) &&
	       !child_finish(&child, python, deadline_ns, NULL) &&
	       child.status == 0;
}

static void look_for_programs(struct facts *facts)
{
	/* those that the peers try, one after the other */
	static char first[] = "python3", system[] = "/usr/bin/python3";

	facts_add(facts, "gnuplot",
		  child_program_exists("gnuplot") ? "yes" : "no");
	facts_add(facts, "mpirun",
		  child_program_exists("mpirun") ? "yes" : "no");
	facts_add(facts, "joblib",
		  has_joblib(first) || has_joblib(system) ? "yes" : "no");
}

/* Why no database can be written at this path, or NULL. */
static const char *why_not(const char *db)
{
	char dir[4096];
	const char *slash = strrchr(db, '/');
	struct stat st;

	if (!lstat(db, &st) && !S_ISREG(st.st_mode))
		return "not a plain file";
	if (!access(db, F_OK) && access(db, R_OK | W_OK))
		return strerror(errno);
	snprintf(dir, sizeof(dir), "%.*s",
		 slash == db ? 1
		 : slash     ? (int)(slash - db)
			     : 1,
		 slash ? db : ".");
	/* SQLite writes its journals beside the database */
	return access(dir, W_OK | X_OK) ? strerror(errno) : NULL;
}

static void look_at_database(struct facts *facts, const char *db)
{
	const char *why = why_not(db);
	char text_of[sizeof(facts->fact[0].value)];

	if (why)
		snprintf(text_of, sizeof(text_of), "'%.150s': %s", db, why);
	facts_add(facts, "database", why ? text_of : "writable");
}

void doctor_look(struct facts *facts, const char *db)
{
	struct build build;

	look_for_noise(facts);
	program_build(&build);
	facts_add(facts, "blas", build.blas);
	facts_add(facts, "build_flags", build.flags);
	look_for_programs(facts);
	look_at_database(facts, db);
}
