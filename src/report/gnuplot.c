/* Running gnuplot. Nothing else in dotrec starts it. */
#include "report/gnuplot.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "report/folder.h"
#include "report/tool.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT_S     60 /* for a script */
#define AT_ONCE_MAX 16
#define LOOK_NS     (2 * (int64_t)CLOCK_NS_PER_MS)
#define PATH_SIZE   4300

const char *gnuplot_missing(void)
{
	return child_program_exists("gnuplot")
		   ? NULL
		   : "gnuplot is not installed: on Debian 'apt install "
		     "gnuplot-nox'";
}

/* Reads gnuplot's message from its output: the first line that names a line of
 * the script, else the last one. Lines that only point at a column are
 * skipped. */
static void read_complaint(const char *path, char *text, size_t size)
{
	char line[300];
	FILE *f = fopen(path, "re");

	snprintf(text, size, "no message");
	while (f && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (!line[strspn(line, " \t^")])
			continue;
		snprintf(text, size, "%s", line);
		if (strstr(line, "line "))
			break;
	}
	if (f)
		fclose(f);
}

/* One running gnuplot. */
struct running {
	const struct gnuplot_job *job; /* NULL: none is running */
	struct child child;
	int64_t deadline_ns;
	char said[PATH_SIZE]; /* file with its output */
};

static int start(struct running *r, const char *dir,
		 const struct gnuplot_job *job, struct err *err)
{
	char program[] = "gnuplot", quiet[] = "-d", script[256];
	char *argv[] = { program, quiet, script, NULL };

	snprintf(script, sizeof(script), "%s.gp", job->name);
	snprintf(r->said, sizeof(r->said), "%s/.said-%s", dir, job->name);
	r->deadline_ns = clock_ns() + LIMIT_S * (int64_t)CLOCK_NS_PER_S;
	memset(&r->child, 0, sizeof(r->child));
	if (child_exec(&r->child, argv, dir, r->said, LIMIT_S, err))
		return -1;
	r->job = job;
	return 0;
}

/* Whether DIR/NAME.SUFFIX exists and is not empty. */
static bool is_made(const char *dir, const char *name, const char *suffix)
{
	char path[PATH_SIZE];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s.%s", dir, name, suffix);
	return !stat(path, &st) && st.st_size > 0;
}

/* Checks status and files of a gnuplot that has ended. */
static int check(struct running *r, const char *dir, struct err *err)
{
	const struct gnuplot_job *job = r->job;
	char complaint[300], how[80], file[256];
	int rc;

	r->job = NULL;
	read_complaint(r->said, complaint, sizeof(complaint));
	snprintf(file, sizeof(file), ".said-%s", job->name);
	rc = job->said ? folder_read(dir, file, job->said, err) : 0;
	unlink(r->said);
	if (rc < 0)
		return -1;
	child_describe(&r->child, how, sizeof(how));
	if (r->child.status || !is_made(dir, job->name, "pdf") ||
	    (job->also && !is_made(dir, job->name, job->also)))
		return err_set(err, ERR_ENVIRONMENT,
			       "gnuplot could not draw '%s.gp': %s: %s",
			       job->name, how, complaint);
	return 0;
}

/* Waits a little for a gnuplot. Returns 0, or -1 with *err if it failed, if its
 * time is over, or after a signal. */
static int gnuplot_look(struct running *r, const char *dir, struct err *err)
{
	if (!r->job)
		return 0;
	if (child_wait(&r->child, clock_ns() + LOOK_NS))
		return check(r, dir, err);
	if (interrupt_pending())
		return err_set(err, ERR_INTERRUPTED, "interrupted");
	if (clock_ns() >= r->deadline_ns)
		return err_set(err, ERR_ENVIRONMENT,
			       "gnuplot did not finish '%s.gp' within %d s",
			       r->job->name, LIMIT_S);
	return 0;
}

static void stop(struct running *r)
{
	if (!r->job)
		return;
	child_stop(&r->child);
	unlink(r->said);
	r->job = NULL;
}

int gnuplot_run(const char *dir, const struct gnuplot_job *jobs, size_t count,
		struct err *err)
{
	struct running running[AT_ONCE_MAX] = { 0 };
	size_t at_once = (size_t)pin_cpu_count(), next = 0, busy = 0, i;
	int rc = 0;

	if (at_once > AT_ONCE_MAX)
		at_once = AT_ONCE_MAX;
	while (!rc && (next < count || busy)) {
		log_status("drawing: %zu of %zu pictures done", next - busy,
			   count);
		for (busy = i = 0; i < at_once && !rc; i++) {
			if (!running[i].job && next < count)
				rc =
				    start(&running[i], dir, &jobs[next++], err);
			if (!rc)
				rc = gnuplot_look(&running[i], dir, err);
			busy += running[i].job != NULL;
		}
	}
	for (i = 0; i < at_once; i++)
		stop(&running[i]);
	log_status("%s", "");
	return rc;
}

int gnuplot_version(const char *dir, char *text, size_t size, struct err *err)
{
	char program[] = "gnuplot", version[] = "--version";
	char *argv[] = { program, version, NULL };
	struct str answer = { 0 };
	int status, rc;

	if (gnuplot_missing())
		return err_set(err, ERR_ENVIRONMENT, "%s", gnuplot_missing());
	rc = tool_ask(argv, dir, &answer, &status, err);
	if (!rc)
		tool_first_line(&answer, text, size);
	str_free(&answer);
	return rc;
}
