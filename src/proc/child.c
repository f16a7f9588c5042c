/* Child processes: starting, waiting for, killing and reaping them. */
#include "proc/child.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "proc/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* In the child: ignores signals, which are left to the parent, and makes the
 * kernel kill the child when its parent dies. */
static void settle_in(pid_t parent)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
}

#ifdef WITH_COVERAGE
void __gcov_dump(void);
#endif

/* Ends the child without the handlers that exit() would call: they are the
 * parent's. Only the counters of a coverage build are written. */
static void __attribute__((noreturn)) leave(int code)
{
#ifdef WITH_COVERAGE
	__gcov_dump();
#endif
	_exit(code);
}

int child_start(struct child *child, int (*body)(void *ctx), void *ctx,
		struct err *err)
{
	pid_t parent = getpid();

	child->status = 0;
	child->is_group = false;
	child->pid = fork();
	if (child->pid < 0) {
		child->pid = 0;
		return err_errno(err, ERR_ENVIRONMENT,
				 "cannot start a process");
	}
	if (child->pid == 0) {
		settle_in(parent);
		leave(body(ctx));
	}
	return 0;
}

/*
 * Closes all descriptors from `first` on, in a child before exec, so it must
 * not allocate. Without closefrom() it calls close_range() (Linux 5.9); without
 * that it closes them one by one, up to the limit of open files.
 */
static void close_from(int first)
{
#ifdef HAVE_CLOSEFROM
	closefrom(first);
#else
	struct rlimit most = { 0 };
	rlim_t fd;

#ifdef SYS_close_range
	if (!syscall(SYS_close_range, (unsigned)first, ~0u, 0))
		return;
#endif
	getrlimit(RLIMIT_NOFILE, &most);
	for (fd = (rlim_t)first; fd < most.rlim_cur && fd < 1 << 20; fd++)
		close((int)fd);
#endif
}

/* ---- process groups: programs and what they start ----------------------- */

struct leader {
	int (*body)(void *ctx);
	void *ctx;
};

static void end_group(int signal_number)
{
	(void)signal_number;
	if (getpgrp() == getpid())
		kill(0, SIGKILL);
}

/* Ends as the program did: returns its exit status, or dies by the same signal
 * without a core dump. */
static int end_alike(int status)
{
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	return 128 + WTERMSIG(status);
}

/*
 * The leader process between dotrec and the program. When dotrec dies, the
 * kernel signals only its direct child, which is this process: it kills its
 * group.
 */
static int lead(void *ctx)
{
	const struct leader *leader = ctx;
	pid_t parent = getppid(), self = getpid(), pid;
	struct sigaction action;
	int status = 0;

	setpgid(0, 0);
	memset(&action, 0, sizeof(action));
	action.sa_handler = end_group;
	sigaction(SIGTERM, &action, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		return 1;
	pid = fork();
	if (pid < 0)
		return 126;
	if (pid == 0) {
		settle_in(self);
		return leader->body(leader->ctx);
	}
	close_from(STDERR_FILENO + 1);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return end_alike(status);
}

static int start_group(struct child *child, int (*body)(void *ctx), void *ctx,
		       struct err *err)
{
	struct leader leader = { body, ctx };

	if (child_start(child, lead, &leader, err))
		return -1;
	/* the child does the same: whichever process comes first */
	setpgid(child->pid, child->pid);
	child->is_group = true;
	return 0;
}

struct program {
	char *const *argv;
	const char *dir, *output;
	unsigned cpu_s;
};

#define LIMIT(what, value) setrlimit(what, &(struct rlimit){ value, value })

static int run_program(void *ctx)
{
	const struct program *p = ctx;
	const char *path = getenv("PATH");
	const char *user = getenv("HOME"), *cache = getenv("XDG_CACHE_HOME");
	char path_entry[4096], home[4096], cache_entry[4096];
	char *env[] = { path_entry, (char[]){ "LANG=C.UTF-8" }, home,
			cache ? cache_entry : NULL, NULL };
	int in = open("/dev/null", O_RDONLY);
	int out = open(p->output, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (in < 0 || out < 0 || chdir(p->dir))
		return 126;
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	close_from(STDERR_FILENO + 1);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	LIMIT(RLIMIT_CPU, p->cpu_s);
	LIMIT(RLIMIT_FSIZE, (rlim_t)1 << 30);
	snprintf(path_entry, sizeof(path_entry), "PATH=%s",
		 path ? path : "/usr/local/bin:/usr/bin:/bin");
	snprintf(home, sizeof(home), "HOME=%s", user ? user : "/");
	snprintf(cache_entry, sizeof(cache_entry), "XDG_CACHE_HOME=%s",
		 cache ? cache : "");
	execvpe(p->argv[0], p->argv, env);
	return errno == ENOENT ? 127 : 126;
}

int child_exec(struct child *child, char *const argv[], const char *dir,
	       const char *output, unsigned cpu_s, struct err *err)
{
	struct program program = { argv, dir, output, cpu_s };

	return start_group(child, run_program, &program, err);
}

struct shell {
	const char *command;
	int in, out, err; /* out, err: -1 for those of this process */
};

static int run_shell(void *ctx)
{
	const struct shell *s = ctx;

	dup2(s->in, STDIN_FILENO);
	if (s->out >= 0)
		dup2(s->out, STDOUT_FILENO);
	if (s->err >= 0)
		dup2(s->err, STDERR_FILENO);
	close_from(STDERR_FILENO + 1);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	execl("/bin/sh", "sh", "-c", s->command, (char *)NULL);
	return 127;
}

/* The text is passed in a file without a name; a pipe would need a writer while
 * the command reads. */
int child_shell(struct child *child, const char *command, const char *text,
		struct err *err)
{
	FILE *f = tmpfile();
	struct shell shell = { command, f ? fileno(f) : -1, -1, -1 };
	int rc;

	if (!f || fputs(text, f) == EOF || fflush(f) ||
	    lseek(shell.in, 0, SEEK_SET)) {
		err_errno(err, ERR_STORAGE, "cannot write a temporary file");
		if (f)
			fclose(f);
		return -1;
	}
	rc = start_group(child, run_shell, &shell, err);
	fclose(f);
	return rc;
}

int child_dialogue(struct child *child, const char *command, int ends[3],
		   struct err *err)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, errors[2] = { -1, -1 };
	struct shell shell = { .command = command };
	int rc = -1, i;

	if (!wire_open(in, err) && !wire_open(out, err) &&
	    !wire_open(errors, err)) {
		shell.in = in[0];
		shell.out = out[1];
		shell.err = errors[1];
		rc = start_group(child, run_shell, &shell, err);
	}
	wire_close(&in[0]);
	wire_close(&out[1]);
	wire_close(&errors[1]);
	ends[0] = in[1];
	ends[1] = out[0];
	ends[2] = errors[0];
	for (i = 0; i < 3; i++) {
		if (rc)
			wire_close(&ends[i]);
		else
			wire_nonblocking(ends[i]);
	}
	return rc;
}

/* Sleeps until the child may have ended; false if a signal arrived. */
static int watch(pid_t pid, int64_t deadline_ns)
{
	struct wire_wait wait = { .end = (int)syscall(SYS_pidfd_open, pid, 0) };
	struct timespec nap = { 0, CLOCK_NS_PER_MS };
	int ready;

	if (wait.end < 0) /* a kernel before 5.3 */
		return nanosleep(&nap, NULL) == 0;
	ready = wire_wait(&wait, 1, deadline_ns);
	wire_close(&wait.end);
	return ready >= 0;
}

int child_wait(struct child *child, int64_t deadline_ns)
{
	pid_t got;

	while (child->pid) {
		got = waitpid(child->pid, &child->status, WNOHANG);
		if (got == child->pid || (got < 0 && errno == ECHILD)) {
			child->pid = 0;
			break;
		}
		if (!deadline_ns || clock_ns() >= deadline_ns ||
		    !watch(child->pid, deadline_ns))
			return 0;
	}
	return 1;
}

void child_stop(struct child *child)
{
	if (!child->pid)
		return;
	kill(child->is_group ? -child->pid : child->pid, SIGKILL);
	while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR)
		;
	child->pid = 0;
}

bool child_ended(struct child *child)
{
	siginfo_t info = { 0 };

	return !child->pid || (!waitid(P_PID, (id_t)child->pid, &info,
				       WEXITED | WNOHANG | WNOWAIT) &&
			       info.si_pid == child->pid);
}

/* Waits for a second at most, because a signal that arrived just before the
 * wait does not end it. */
static int wait_and_look(struct child *child, int64_t deadline_ns)
{
	int64_t look_ns = clock_ns() + CLOCK_NS_PER_S;

	return child_wait(child, look_ns < deadline_ns ? look_ns : deadline_ns);
}

int child_finish(struct child *child, const char *what, int64_t deadline_ns,
		 struct err *err)
{
	while (!wait_and_look(child, deadline_ns)) {
		if (interrupt_pending())
			err_set(err, ERR_INTERRUPTED, "interrupted");
		else if (clock_ns() < deadline_ns)
			continue;
		else
			err_set(err, ERR_ENVIRONMENT, "%s did not end in time",
				what);
		child_stop(child);
		return -1;
	}
	return 0;
}

void child_describe(const struct child *child, char *text, size_t size)
{
	if (child->pid)
		snprintf(text, size, "is running");
	else if (WIFSIGNALED(child->status))
		snprintf(text, size, "killed by signal %d (%s)",
			 WTERMSIG(child->status),
			 strsignal(WTERMSIG(child->status)));
	else
		snprintf(text, size, "exited with status %d",
			 WEXITSTATUS(child->status));
}

/* What a process of child_share() is to do. */
struct share {
	int (*body)(void *ctx, size_t i);
	void *ctx;
	size_t i;
};

static int do_share(void *ctx)
{
	const struct share *share = ctx;

	return share->body(share->ctx, share->i) ? 1 : 0;
}

int child_share(size_t count, int (*body)(void *ctx, size_t i), void *ctx,
		const char *what, unsigned limit_s, struct err *err)
{
	int64_t deadline_ns = clock_ns() + limit_s * (int64_t)CLOCK_NS_PER_S;
	struct child children[CHILD_SHARE_MAX] = { 0 };
	struct share share = { body, ctx, 0 };
	char how[80];
	int rc = 0;
	size_t i;

	for (i = 0; !rc && i < count; i++) {
		share.i = i;
		rc = child_start(&children[i], do_share, &share, err);
	}
	for (i = 0; i < count; i++) {
		if (!rc)
			rc = child_finish(&children[i], what, deadline_ns, err);
		child_stop(&children[i]);
		if (rc || !children[i].status)
			continue;
		child_describe(&children[i], how, sizeof(how));
		rc = err_set(err, ERR_FAILED, "%s %s", what, how);
	}
	return rc;
}

void child_open_files_max(void)
{
	struct rlimit r;

	if (!getrlimit(RLIMIT_NOFILE, &r) && r.rlim_cur < r.rlim_max) {
		r.rlim_cur = r.rlim_max;
		setrlimit(RLIMIT_NOFILE, &r);
	}
}

int child_program_exists(const char *name)
{
	const char *path = getenv("PATH");
	char file[4096];
	size_t len;

	if (strchr(name, '/'))
		return access(name, X_OK) == 0;
	if (!path)
		path = "/usr/local/bin:/usr/bin:/bin";
	while (*path) {
		len = strcspn(path, ":");
		if ((size_t)snprintf(file, sizeof(file), "%.*s/%s", (int)len,
				     path, name) < sizeof(file) &&
		    access(file, X_OK) == 0)
			return 1;
		path += len;
		path += *path == ':';
	}
	return 0;
}
