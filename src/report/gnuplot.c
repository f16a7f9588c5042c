/* Drawing: the only starter of gnuplot. */
#include "report/gnuplot.h"

#include "base/clock.h"
#include "proc/child.h"
#include "proc/interrupt.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT_S 60

const char *gnuplot_missing(void)
{
	return child_program_exists("gnuplot")
		   ? NULL
		   : "gnuplot is not installed: on Debian 'apt install "
		     "gnuplot-nox'";
}

/* The first line of what gnuplot said that is more than its own echo. */
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

int gnuplot_run(const char *dir, const char *name, const char *makes,
		struct err *err)
{
	char program[] = "gnuplot", quiet[] = "-d", script[256];
	char *argv[] = { program, quiet, script, NULL };
	char said[4200], made[4200], complaint[300], how[80];
	int64_t deadline_ns = clock_ns() + LIMIT_S * (int64_t)CLOCK_NS_PER_S;
	struct child child = { 0 };
	struct stat st;

	snprintf(script, sizeof(script), "%s", name);
	snprintf(said, sizeof(said), "%s/.gnuplot-said", dir);
	snprintf(made, sizeof(made), "%s/%s", dir, makes);
	if (child_exec(&child, argv, dir, said, LIMIT_S, err))
		return -1;
	while (!child_wait(&child, deadline_ns))
		if (interrupt_pending() || clock_ns() >= deadline_ns)
			break;
	if (interrupt_pending() || child.pid) {
		child_stop(&child);
		unlink(said);
		return interrupt_pending()
			   ? err_set(err, ERR_INTERRUPTED, "interrupted")
			   : err_set(err, ERR_ENVIRONMENT,
				     "gnuplot did not finish '%s' within %d s",
				     name, LIMIT_S);
	}
	read_complaint(said, complaint, sizeof(complaint));
	unlink(said);
	child_describe(&child, how, sizeof(how));
	if (child.status || stat(made, &st) || !st.st_size)
		return err_set(err, ERR_ENVIRONMENT,
			       "gnuplot could not draw '%s': %s: %s", name, how,
			       complaint);
	return 0;
}
