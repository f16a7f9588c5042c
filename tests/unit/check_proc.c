/* Tests of src/proc: children, shared memory, wake-ups, pipes, CPUs. */
#include "base/clock.h"
#include "base/interrupt.h"
#include "proc/child.h"
#include "proc/perf.h"
#include "proc/pin.h"
#include "proc/shared.h"
#include "proc/wake.h"
#include "proc/wire.h"

#include "place.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#define MS   ((int64_t)CLOCK_NS_PER_MS)
#define SOON (clock_ns() + 10000 * MS)

/* ---- child ------------------------------------------------------------- */

static int exit_with(void *ctx)
{
	return *(int *)ctx;
}

static int sleep_long(void *ctx)
{
	(void)ctx;
	for (;;)
		pause();
	return 0;
}

static int die_of(void *ctx)
{
	signal(*(int *)ctx, SIG_DFL);
	kill(getpid(), *(int *)ctx);
	return 0;
}

static int tell_and_sleep(void *ctx)
{
	pid_t self = getpid();

	if (wire_write_all(*(int *)ctx, &self, sizeof(self)))
		return 1;
	return sleep_long(NULL);
}

/* Starts a child; the test fails if it does not start. */
static struct child start(int (*body)(void *), void *ctx)
{
	struct err err = { 0 };
	struct child child;

	ck_assert_msg(!child_start(&child, body, ctx, &err), "%s", err.text);
	ck_assert_int_gt(child.pid, 0);
	return child;
}

START_TEST(child_ends)
{
	static struct {
		int (*body)(void *);
		int value;
		const char *text;
	} cases[] = {
		{ exit_with, 0, "exited with status 0" },
		{ exit_with, 3, "exited with status 3" },
		{ exit_with, 255, "exited with status 255" },
		{ die_of, SIGKILL, "killed by signal 9 (Killed)" },
		{ die_of, SIGSEGV, "killed by signal 11 (Segmentation fault)" },
		{ die_of, SIGTERM, "killed by signal 15 (Terminated)" },
	};
	char text[80];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct child child = start(cases[i].body, &cases[i].value);

		ck_assert_int_eq(child_wait(&child, SOON), 1);
		ck_assert_int_eq(child.pid, 0);
		child_describe(&child, text, sizeof(text));
		ck_assert_str_eq(text, cases[i].text);
		/* stopping it again does nothing */
		ck_assert_int_eq(child_wait(&child, SOON), 1);
		child_stop(&child);
	}
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
}
END_TEST

START_TEST(child_deadline_and_stop)
{
	struct err err = { 0 };
	struct child child;
	int64_t begin_ns;
	char text[80];
	pid_t told;
	int ends[2];

	/* wait for the child: it may not ignore signals before */
	ck_assert_int_eq(wire_open(ends, &err), 0);
	child = start(tell_and_sleep, &ends[1]);
	ck_assert_int_eq(wire_read_all(ends[0], &told, sizeof(told)), 0);

	child_describe(&child, text, sizeof(text));
	ck_assert_str_eq(text, "is running");
	ck_assert_int_eq(child_wait(&child, 0), 0);

	begin_ns = clock_ns();
	ck_assert_int_eq(child_wait(&child, begin_ns + 50 * MS), 0);
	ck_assert_int_ge(clock_ns() - begin_ns, 50 * MS);

	/* the parent decides when a child ends: the child ignores these */
	kill(child.pid, SIGINT);
	kill(child.pid, SIGTERM);
	kill(child.pid, SIGHUP);
	ck_assert_int_eq(child_wait(&child, clock_ns() + 50 * MS), 0);

	child_stop(&child);
	ck_assert_int_eq(child.pid, 0);
	child_describe(&child, text, sizeof(text));
	ck_assert_str_eq(text, "killed by signal 9 (Killed)");
	child_stop(&child);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	wire_close(&ends[0]);
	wire_close(&ends[1]);
}
END_TEST

START_TEST(child_stops_when_stopped)
{
	struct child child = start(sleep_long, NULL);

	kill(child.pid, SIGSTOP);
	child_stop(&child);
	ck_assert_int_eq(child.pid, 0);
	ck_assert(WIFSIGNALED(child.status));
}
END_TEST

static void on_alarm(int signal_number)
{
	(void)signal_number;
}

/* From now on SIGALRM arrives every 20 ms and interrupts system calls. */
static void alarm_often(void)
{
	struct itimerval every = { { 0, 20000 }, { 0, 20000 } };
	struct sigaction action = { 0 };

	action.sa_handler = on_alarm;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
}

START_TEST(child_wait_ends_at_a_signal)
{
	struct child child = start(sleep_long, NULL);

	/* the test would time out long before this deadline */
	alarm_often();
	ck_assert_int_eq(child_wait(&child, clock_ns() + 3600000 * MS), 0);
	child_stop(&child);
}
END_TEST

START_TEST(child_has_one_deadline)
{
	struct child child = start(exit_with, &(int){ 3 });
	struct err err = { 0 };
	int64_t late_ns;
	char text[80];

	ck_assert_int_eq(child_finish(&child, "it", SOON, &err), 0);
	child_describe(&child, text, sizeof(text));
	ck_assert_str_eq(text, "exited with status 3");
	ck_assert_int_eq(err.kind, ERR_NONE);

	/* signals that do not ask to stop do not prolong the wait */
	alarm_often();
	child = start(sleep_long, NULL);
	ck_assert_int_eq(
	    child_finish(&child, "it", clock_ns() + 100 * MS, &err), -1);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	ck_assert_str_eq(err.text, "it did not end in time");
	ck_assert_int_eq(child.pid, 0);

	/* a signal that asks to stop ends the wait, even if it came before */
	setitimer(ITIMER_REAL, &(struct itimerval){ { 0, 0 }, { 0, 0 } }, NULL);
	err_clear(&err);
	interrupt_install();
	child = start(sleep_long, NULL);
	late_ns = clock_ns() + 60000 * MS;
	raise(SIGTERM);
	ck_assert_int_eq(child_finish(&child, "it", late_ns, &err), -1);
	ck_assert_int_eq(err.kind, ERR_INTERRUPTED);
	ck_assert_int_lt(clock_ns(), late_ns);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

/* A child with a child of its own. */
static int have_child(void *ctx)
{
	struct child child;

	if (child_start(&child, tell_and_sleep, ctx, NULL))
		return 1;
	return sleep_long(NULL);
}

/* What each process of child_share() is to do, in memory that they share. */
struct shares {
	size_t failing, dying; /* which of them; SIZE_MAX: none */
	pid_t pid[CHILD_SHARE_MAX];
};

static int do_share(void *ctx, size_t i)
{
	struct shares *shares = ctx;

	shares->pid[i] = getpid();
	if (i == shares->failing)
		return -1;
	if (i == shares->dying)
		raise(SIGKILL);
	/* the others of one that fails are killed */
	while (shares->failing != SIZE_MAX || shares->dying != SIZE_MAX)
		pause();
	return 0;
}

START_TEST(child_shares)
{
	static const struct {
		size_t failing, dying;
		const char *text; /* NULL: all end well */
	} cases[] = {
		{ SIZE_MAX, SIZE_MAX, NULL },
		{ 0, SIZE_MAX, "a process exited with status 1" },
		{ SIZE_MAX, 0, "a process killed by signal 9 (Killed)" },
	};
	struct shared memory = { 0 };
	struct shares *shares;
	struct err err;
	size_t i, k;

	ck_assert(!shared_open(&memory, sizeof(*shares), NULL));
	shares = memory.data;
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		memset(shares, 0, sizeof(*shares));
		shares->failing = cases[i].failing;
		shares->dying = cases[i].dying;
		memset(&err, 0, sizeof(err));
		ck_assert_int_eq(
		    child_share(5, do_share, shares, "a process", 60, &err),
		    cases[i].text ? -1 : 0);
		ck_assert_str_eq(err.text, cases[i].text ? cases[i].text : "");
		ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
		for (k = 0; !cases[i].text && k < 5; k++)
			ck_assert(shares->pid[k] && shares->pid[k] != getpid());
	}
	/* the deadline is that of all */
	shares->failing = 9;
	shares->dying = SIZE_MAX;
	memset(&err, 0, sizeof(err));
	ck_assert_int_eq(child_share(2, do_share, shares, "a process", 0, &err),
			 -1);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	shared_close(&memory);
}
END_TEST

START_TEST(grandchild_dies_with_its_parent)
{
	struct err err = { 0 };
	struct child child;
	int ends[2], status;
	pid_t grandchild;

	if (unit_not_emulated("qemu has no PR_SET_CHILD_SUBREAPER"))
		return;
	/* so that we become the parent of the orphan and can wait for it */
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	ck_assert_int_eq(wire_open(ends, &err), 0);
	child = start(have_child, &ends[1]);
	ck_assert_int_eq(
	    wire_read_all(ends[0], &grandchild, sizeof(grandchild)), 0);
	ck_assert_int_eq(kill(grandchild, 0), 0);
	child_stop(&child);
	alarm(20);
	ck_assert_int_eq(waitpid(grandchild, &status, 0), grandchild);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGKILL);
}
END_TEST

START_TEST(child_start_can_fail)
{
	struct rlimit limit, none;
	struct err err = { 0 };
	struct child child;

	getrlimit(RLIMIT_NPROC, &limit);
	none = limit;
	none.rlim_cur = 1;
	/* the limit does not apply to root: become another user */
	if (!geteuid() && setresuid(54321, 54321, 54321)) {
		printf("skipped: cannot change the user\n");
		return;
	}
	prctl(PR_SET_DUMPABLE, 1); /* needed for the search for leaks */
	setrlimit(RLIMIT_NPROC, &none);
	ck_assert_int_eq(child_start(&child, sleep_long, NULL, &err), -1);
	setrlimit(RLIMIT_NPROC, &limit);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	ck_assert_int_eq(child.pid, 0);
	child_stop(&child);
}
END_TEST

START_TEST(files_may_be_many)
{
	struct rlimit limit;
	rlim_t most;

	getrlimit(RLIMIT_NOFILE, &limit);
	most = limit.rlim_max;
	limit.rlim_cur = 50;
	setrlimit(RLIMIT_NOFILE, &limit);
	child_open_files_max();
	getrlimit(RLIMIT_NOFILE, &limit);
	ck_assert_uint_eq(limit.rlim_cur, most);
	ck_assert_uint_eq(limit.rlim_max, most);
}
END_TEST

/* ---- programs ---------------------------------------------------------- */

/* Runs a shell command through child_exec() and returns its output. */
static char *shell(char *command, unsigned cpu_s, struct child *child)
{
	char sh[] = "sh", c[] = "-c", path[PLACE_SIZE], *text;
	char *argv[] = { sh, c, command, NULL };
	struct err err = { 0 };
	size_t len;

	place_path(path, "output");
	ck_assert_msg(!child_exec(child, argv, place_root, path, cpu_s, &err),
		      "%s", err.text);
	ck_assert_int_eq(child_wait(child, clock_ns() + 30000 * MS), 1);
	text = place_read(path, &len);
	ck_assert_ptr_nonnull(text);
	return text;
}

START_TEST(exec_surroundings)
{
	static char env[] = "env | grep -v -e ^PATH= -e ^PWD= -e ^_= "
			    "-e ^SHLVL= -e ^OLDPWD= | sort";
	char want[2 * PLACE_SIZE], path[8192];
	struct child child;
	char *text;

	snprintf(path, sizeof(path), "%s", getenv("PATH"));
	setenv("LEAK", "1", 1);
	setenv("GNUPLOT_LIB", "/leak", 1);
	/* no terminal, no input; both outputs in one file; in our directory */
	snprintf(want, sizeof(want), "out\nerr\n0\n%s\n", place_root);
	text = shell((char[]){ "echo out; echo err >&2; wc -c; pwd -P" }, 5,
		     &child);
	ck_assert_int_eq(child.status, 0);
	ck_assert_str_eq(text, want);
	free(text);

	/* HOME and XDG_CACHE_HOME have the caches of fonts */
	setenv("HOME", "/a home", 1);
	setenv("XDG_CACHE_HOME", "/cache", 1);
	text = shell(env, 5, &child);
	ck_assert_str_eq(text, "HOME=/a home\nLANG=C.UTF-8\n"
			       "XDG_CACHE_HOME=/cache\n");
	free(text);
	unsetenv("HOME");
	unsetenv("XDG_CACHE_HOME");
	text = shell(env, 5, &child);
	ck_assert_str_eq(text, "HOME=/\nLANG=C.UTF-8\n");
	free(text);

	text = shell((char[]){ "printf %s \"$PATH\"" }, 5, &child);
	ck_assert_str_eq(text, path);
	free(text);
}
END_TEST

START_TEST(exec_gives_no_descriptors)
{
	int fd = open("/dev/null", O_RDONLY), high = dup2(fd, 77);
	struct child child;
	char *text;

	ck_assert_int_eq(high, 77);
	text = shell((char[]){ "for i in 3 4 5 6 7 8 9 77; do "
			       "test -e /proc/self/fd/$i && echo $i; done; :" },
		     5, &child);
	ck_assert_str_eq(text, "");
	ck_assert_int_eq(child.status, 0);
	free(text);
}
END_TEST

START_TEST(exec_statuses)
{
	static struct {
		char command[60];
		int status, signal;
	} cases[] = {
		{ "exit 7", 7, 0 },
		{ "kill -9 $$", 0, SIGKILL },
		/* a program can be ended by signals, unlike a worker */
		{ "kill -15 $$; sleep 5", 0, SIGTERM },
		{ "while :; do :; done", 0, SIGKILL }, /* CPU limit */
	};
	struct child child;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		free(shell(cases[i].command, 1, &child));
		if (cases[i].signal)
			ck_assert_msg(
			    WIFSIGNALED(child.status) &&
				(WTERMSIG(child.status) == cases[i].signal ||
				 WTERMSIG(child.status) == SIGXCPU),
			    "'%s': %x", cases[i].command,
			    (unsigned)child.status);
		else
			ck_assert_int_eq(WEXITSTATUS(child.status),
					 cases[i].status);
	}
}
END_TEST

START_TEST(exec_what_is_not_there)
{
	char name[] = "no-such-program-of-dotrec", path[PLACE_SIZE];
	char file[PLACE_SIZE];
	char *argv[] = { name, NULL };
	struct err err = { 0 };
	struct child child;

	place_path(path, "output");
	ck_assert_int_eq(child_exec(&child, argv, place_root, path, 5, &err),
			 0);
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	ck_assert(WIFEXITED(child.status));
	ck_assert_int_eq(WEXITSTATUS(child.status), 127);

	/* the file exists but is not executable */
	argv[0] = place_path(file, "plain-file");
	ck_assert(place_write(file, "x", 1));
	ck_assert_int_eq(child_exec(&child, argv, place_root, path, 5, &err),
			 0);
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	ck_assert_int_eq(WEXITSTATUS(child.status), 126);
}
END_TEST

/* The state of a process as in ps(1); '-' if the process does not exist. */
static char state_of(long pid)
{
	char path[64], line[512] = "", *end;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	f = fopen(path, "re");
	if (!f || !fgets(line, sizeof(line), f))
		line[0] = '\0';
	if (f)
		fclose(f);
	end = strrchr(line, ')');
	return end ? end[2] : '-';
}

static void expect_end(long pid)
{
	struct timespec nap = { 0, MS };
	int tries;

	for (tries = 0; tries < 30000; tries++) {
		if (strchr("-ZX", state_of(pid)))
			return;
		nanosleep(&nap, NULL);
	}
	ck_abort_msg("process %ld lives on", pid);
}

/* A command that starts another one and writes its process number into a
 * file. */
static void start_two(struct child *child, long *pid)
{
	char path[PLACE_SIZE], command[4 * PLACE_SIZE], *text;
	struct timespec nap = { 0, MS };
	struct err err = { 0 };
	size_t len;

	unlink(place_path(path, "second"));
	snprintf(command, sizeof(command),
		 "sleep 300 & echo $! >'%s.part'; mv '%s.part' '%s'; wait",
		 path, path, path);
	ck_assert_msg(!child_shell(child, command, "", &err), "%s", err.text);
	while (access(path, F_OK))
		nanosleep(&nap, NULL);
	text = place_read(path, &len);
	*pid = strtol(text, NULL, 10);
	free(text);
	ck_assert_int_gt(*pid, 1);
	ck_assert_msg(!strchr("-ZX", state_of(*pid)), "it does not live");
}

START_TEST(stopped_with_all_it_started)
{
	struct child child;
	long pid;

	start_two(&child, &pid);
	child_stop(&child);
	expect_end(pid);
}
END_TEST

static int start_two_and_die(void *ctx)
{
	struct child child;

	start_two(&child, ctx);
	raise(SIGKILL);
	return 0;
}

START_TEST(killed_with_all_it_started)
{
	struct err err = { 0 };
	struct child parent;
	struct shared shared = { 0 };

	ck_assert_int_eq(shared_open(&shared, sizeof(long), &err), 0);
	ck_assert_int_eq(
	    child_start(&parent, start_two_and_die, shared.data, &err), 0);
	ck_assert_int_eq(child_wait(&parent, SOON), 1);
	ck_assert_int_eq(WTERMSIG(parent.status), SIGKILL);
	expect_end(*(long *)shared.data);
	shared_close(&shared);
}
END_TEST

START_TEST(programs_on_the_path)
{
	char path[PLACE_SIZE + 20], file[PLACE_SIZE];

	ck_assert_int_eq(child_program_exists("sh"), 1);
	ck_assert_int_eq(child_program_exists("no-such-program-of-dotrec"), 0);
	ck_assert(place_write(place_path(file, "tool"), "#!/bin/sh\n", 10));
	ck_assert_int_eq(child_program_exists("tool"), 0);
	setenv("PATH", place_root, 1);
	ck_assert_int_eq(child_program_exists("tool"), 0);
	chmod(file, 0755);
	ck_assert_int_eq(child_program_exists("tool"), 1);
	snprintf(path, sizeof(path), "/nowhere:%s:/bin", place_root);
	setenv("PATH", path, 1);
	ck_assert_int_eq(child_program_exists("tool"), 1);
	setenv("PATH", "", 1);
	ck_assert_int_eq(child_program_exists("sh"), 0);
	unsetenv("PATH");
	ck_assert_int_eq(child_program_exists("sh"), 1);
}
END_TEST

/* ---- shared ------------------------------------------------------------ */

static int add_one(void *ctx)
{
	unsigned char *p = ctx;
	size_t i;

	for (i = 0; i < 10000; i++)
		p[i]++;
	return 0;
}

/* Returns 0 if the memory is as add_one() left it. */
static int look(void *ctx)
{
	const unsigned char *p = ctx;
	size_t i;

	for (i = 0; i < 10000; i++)
		if (p[i] != 1)
			return 1;
	return 0;
}

START_TEST(shared_memory)
{
	struct shared shared;
	struct err err = { 0 };
	struct child child;
	size_t i;

	ck_assert_msg(!shared_open(&shared, 10000, &err), "%s", err.text);
	ck_assert_uint_eq(shared.size, 10000);
	ck_assert_uint_eq((uintptr_t)shared.data % 4096, 0);
	for (i = 0; i < shared.size; i++)
		unit_must(!((char *)shared.data)[i], "byte %zu", i);
	ck_assert_int_ne(fcntl(shared.fd, F_GETFD) & FD_CLOEXEC, 0);
	/* no process can shrink the memory */
	ck_assert_int_eq(ftruncate(shared.fd, 1), -1);

	child = start(add_one, shared.data);
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	ck_assert_int_eq(look(shared.data), 0);

	ck_assert_msg(!shared_freeze(&shared, &err), "%s", err.text);
	ck_assert_int_eq(look(shared.data), 0);
	child = start(look, shared.data);
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	ck_assert_int_eq(child.status, 0);

	/* from now on no process can write to it in any way */
	child = start(add_one, shared.data);
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	ck_assert_int_ne(child.status, 0);
	ck_assert_int_eq(look(shared.data), 0);
	ck_assert_int_eq(pwrite(shared.fd, "x", 1, 0), -1);
	ck_assert_int_eq(mprotect(shared.data, 4096, PROT_READ | PROT_WRITE),
			 -1);
	ck_assert_ptr_eq(
	    mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, shared.fd, 0),
	    MAP_FAILED);

	shared_close(&shared);
	ck_assert_ptr_null(shared.data);
	shared_close(&shared);
}
END_TEST

START_TEST(shared_memory_by_size)
{
	static const size_t sizes[] = { 0, 1, 4095, 4096, 4097, 3 << 20 };
	size_t i;

	for (i = 0; i < UNIT_COUNT(sizes); i++) {
		struct shared shared;
		struct err err = { 0 };

		ck_assert_int_eq(shared_open(&shared, sizes[i], &err), 0);
		if (sizes[i])
			((char *)shared.data)[sizes[i] - 1] = 'x';
		ck_assert_int_eq(shared_freeze(&shared, &err), 0);
		if (sizes[i])
			ck_assert_int_eq(((char *)shared.data)[sizes[i] - 1],
					 'x');
		shared_close(&shared);
	}
}
END_TEST

START_TEST(shared_memory_can_fail)
{
	struct rlimit size, fds;
	struct shared shared;
	struct err err = { 0 };

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &size);
	size.rlim_cur = 1 << 20;
	setrlimit(RLIMIT_FSIZE, &size);
	ck_assert_int_eq(shared_open(&shared, 2 << 20, &err), -1);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	ck_assert_ptr_nonnull(strstr(err.text, "2.00 MiB"));
	ck_assert_ptr_null(shared.data);
	shared_close(&shared);
	size.rlim_cur = size.rlim_max;
	setrlimit(RLIMIT_FSIZE, &size);

	err_clear(&err);
	getrlimit(RLIMIT_NOFILE, &fds);
	fds.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &fds);
	ck_assert_int_eq(shared_open(&shared, 4096, &err), -1);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	shared_close(&shared);
	fds.rlim_cur = fds.rlim_max;
	setrlimit(RLIMIT_NOFILE, &fds);
}
END_TEST

/* The size of the pages of the mapping that contains `at`, in bytes. */
static long page_size(const void *at)
{
	unsigned long from, to;
	bool here = false;
	char line[400];
	long kib = 0;
	FILE *f = fopen("/proc/self/smaps", "r");

	ck_assert_ptr_nonnull(f);
	while (!kib && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			here = from <= (uintptr_t)at && (uintptr_t)at < to;
		else if (here)
			sscanf(line, "KernelPageSize: %ld kB", &kib);
	}
	fclose(f);
	return kib * 1024;
}

/* Memory of a kind is that, also once it is frozen and mapped again, or it is
 * missing, with a reason. */
START_TEST(shared_memory_of_a_kind)
{
	static const struct {
		enum shared_kind kind;
		size_t size;
	} cases[] = {
		{ SHARED_HUGE, 1 },
		{ SHARED_HUGE, 3 << 20 },
		{ SHARED_HUGE, (size_t)1 << 50 },
		{ SHARED_NUMA, 3 << 20 },
		{ SHARED_PLAIN, 3 << 20 },
	};
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct shared shared;
		struct err err = { 0 };
		struct child child;

		if (shared_open_kind(&shared, cases[i].size, cases[i].kind,
				     &err)) {
			printf("skipped, kind %d: %s\n", (int)cases[i].kind,
			       err.text);
			ck_assert_int_eq(err.kind, ERR_MISSING);
			ck_assert(*err.text && strlen(err.text) < 200);
			ck_assert_int_ne(cases[i].kind, SHARED_PLAIN);
			ck_assert_ptr_null(shared.data);
			shared_close(&shared);
			continue;
		}
		ck_assert_uint_ge(shared.size, cases[i].size);
		ck_assert_uint_lt(cases[i].size, (size_t)1 << 50);
		child = start(add_one, shared.data);
		ck_assert_int_eq(child_wait(&child, SOON), 1);
		ck_assert_int_eq(shared_freeze(&shared, &err), 0);
		ck_assert_int_eq(look(shared.data), 0);
		ck_assert_int_eq(((char *)shared.data)[shared.size - 1], 0);
		child = start(add_one, shared.data);
		ck_assert_int_eq(child_wait(&child, SOON), 1);
		ck_assert_int_ne(child.status, 0);
		if (cases[i].kind == SHARED_HUGE) {
			ck_assert_int_gt(page_size(shared.data), 65536);
			ck_assert_int_eq(
			    (long)shared.size % page_size(shared.data), 0);
		}
		shared_close(&shared);
	}
}
END_TEST

/* ---- counters ------------------------------------------------------------ */

/* Events of the kernel, which every machine has; those of the CPU are missing
 * where this test mostly runs. */
#define KERNEL(event)                                      \
	{                                                  \
		PERF_TYPE_SOFTWARE, PERF_COUNT_##event, -1 \
	}
static const struct perf_event kernel_events[PERF_COUNTERS] = {
	KERNEL(SW_PAGE_FAULTS),
	KERNEL(SW_PAGE_FAULTS_MIN),
	KERNEL(SW_PAGE_FAULTS_MAJ),
};

/* Whether the system lets this process count; else says so. */
static bool perf_allowed(void)
{
	struct err err = { 0 };
	struct perf perf;
	int rc = perf_open(&perf, kernel_events, &err);

	perf_close(&perf);
	if (rc)
		printf("skipped: %s\n", err.text);
	return !rc;
}

#define PAGES 50

static volatile char *fresh_pages(void)
{
	void *p = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert(p != MAP_FAILED);
	madvise(p, PAGES * 4096, MADV_NOHUGEPAGE);
	return p;
}

static int touch(void *ctx)
{
	volatile char *page = ctx;
	int i;

	for (i = 0; i < PAGES; i++)
		page[i * 4096] = 1;
	return 0;
}

START_TEST(perf_counts_what_happens)
{
	volatile char *pages[4];
	struct child child = { 0 };
	struct err err = { 0 };
	int64_t counts[PERF_COUNTERS];
	struct perf perf;
	int i;

	if (!perf_allowed())
		return;
	for (i = 0; i < 4; i++)
		pages[i] = fresh_pages();
	ck_assert_int_eq(perf_open(&perf, kernel_events, &err), 0);
	touch((void *)pages[0]); /* not yet */
	perf_start(&perf);
	perf_stop(&perf);
	perf_read(&perf, counts);
	ck_assert_int_le(counts[0], 1); /* the stack may have grown */
	perf_start(&perf);
	touch((void *)pages[1]);
	/* what a child does is not the caller's */
	ck_assert_int_eq(child_start(&child, touch, (void *)pages[2], &err), 0);
	perf_stop(&perf);
	touch((void *)pages[3]); /* no more */
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	perf_read(&perf, counts);
	ck_assert_int_ge(counts[0], PAGES);
	ck_assert_int_lt(counts[0], 2 * PAGES);
	ck_assert_int_eq(counts[1], counts[0]);
	ck_assert_int_eq(counts[2], 0); /* known to be none */
	perf_close(&perf);
	for (i = 0; i < 4; i++)
		munmap((void *)pages[i], PAGES * 4096);
}
END_TEST

/* Counts one page fault or more of `events`; returns what perf_open() did. */
static int count_faults(const struct perf_event events[PERF_COUNTERS],
			int64_t counts[PERF_COUNTERS], struct err *err)
{
	volatile char *pages = fresh_pages();
	struct perf perf;
	int rc = perf_open(&perf, events, err);

	perf_start(&perf);
	touch((void *)pages);
	perf_stop(&perf);
	perf_read(&perf, counts);
	perf_close(&perf);
	perf_close(&perf); /* harmless */
	munmap((void *)pages, PAGES * 4096);
	return rc;
}

START_TEST(perf_tells_what_it_does_not_know)
{
	struct perf_event events[PERF_COUNTERS];
	int64_t counts[PERF_COUNTERS];
	struct err err = { 0 };
	int i, first = pin_cpu(0), other = pin_cpu(1);
	struct pin all;

	if (!perf_allowed())
		return;
	/* a counter that is not there does not spoil the others */
	memcpy(events, kernel_events, sizeof(events));
	events[1].config = 1000000;
	ck_assert_int_eq(count_faults(events, counts, &err), 0);
	ck_assert_int_ge(counts[0], PAGES);
	ck_assert_int_eq(counts[1], PERF_UNKNOWN);
	ck_assert_int_eq(counts[2], 0);
	/* without the first, nothing is counted */
	memcpy(events, kernel_events, sizeof(events));
	events[0].config = 1000000;
	ck_assert_int_eq(count_faults(events, counts, &err), -1);
	ck_assert_int_eq(err.kind, ERR_MISSING);
	ck_assert(*err.text);
	for (i = 0; i < PERF_COUNTERS; i++)
		ck_assert_int_eq(counts[i], PERF_UNKNOWN);
	/* a group that counts for a part of the time only */
	if (first == other || pin_save(&all))
		return;
	for (i = 0; i < PERF_COUNTERS; i++)
		events[i] =
		    (struct perf_event){ kernel_events[i].type,
					 kernel_events[i].config, other };
	ck_assert_int_eq(pin_to(first), 0);
	ck_assert_int_eq(count_faults(events, counts, NULL), 0);
	for (i = 0; i < PERF_COUNTERS; i++)
		ck_assert_int_eq(counts[i], PERF_UNKNOWN);
	ck_assert_int_eq(pin_to(other), 0);
	ck_assert_int_eq(count_faults(events, counts, NULL), 0);
	ck_assert_int_ge(counts[0], PAGES);
	pin_restore(&all);
}
END_TEST

/* ---- wake -------------------------------------------------------------- */

struct game {
	struct wake ball, back;
	unsigned spins;
	uint32_t rounds;
};

/* Answers every new value of `ball` with the same value of `back`. */
static int play(void *ctx)
{
	struct game *g = ctx;
	uint32_t i;

	for (i = 0; i < g->rounds; i++) {
		if (!wake_wait(&g->ball, i, g->spins, INT64_MAX) ||
		    atomic_load(&g->ball.value) != i + 1)
			return 1;
		wake_set(&g->back, i + 1);
	}
	return 0;
}

START_TEST(wake_between_processes)
{
	/* sleeps at once, after a short spin, and almost never */
	static const unsigned spins[] = { 0, 50, 1000, 20000 };
	size_t s;

	for (s = 0; s < UNIT_COUNT(spins); s++) {
		struct shared shared;
		struct err err = { 0 };
		struct child child;
		struct game *g;
		uint32_t i;

		ck_assert_int_eq(shared_open(&shared, sizeof(*g), &err), 0);
		g = shared.data;
		g->spins = spins[s];
		g->rounds = 5000;
		child = start(play, g);
		for (i = 0; i < g->rounds; i++) {
			wake_set(&g->ball, i + 1);
			unit_must(wake_wait(&g->back, i, spins[s],
					    clock_ns() + 20000 * MS),
				  "a wake-up is lost in round %u", i);
			unit_must(atomic_load(&g->back.value) == i + 1,
				  "round %u", i);
		}
		ck_assert_int_eq(child_wait(&child, SOON), 1);
		ck_assert_int_eq(child.status, 0);
		ck_assert_uint_eq(atomic_load(&g->ball.sleepers), 0);
		shared_close(&shared);
	}
}
END_TEST

START_TEST(wake_without_a_fence)
{
	struct shared shared;
	struct err err = { 0 };
	struct child child;
	struct game *g;
	uint32_t i, tries;

	/* a sleeper may miss the value; wake_again() always repairs that */
	ck_assert_int_eq(shared_open(&shared, sizeof(*g), &err), 0);
	g = shared.data;
	g->spins = 20;
	g->rounds = 20000;
	child = start(play, g);
	for (i = 0; i < g->rounds; i++) {
		wake_set_awake(&g->ball, i + 1);
		for (tries = 0; !wake_wait(&g->back, i, 20, clock_ns() + MS);
		     tries++) {
			unit_must(tries < 20000, "lost in round %u", i);
			wake_again(&g->ball);
		}
	}
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	ck_assert_int_eq(child.status, 0);
	shared_close(&shared);
}
END_TEST

START_TEST(wake_looks)
{
	static const unsigned spins[] = { 0, 1, 100, 3 * WAKE_YIELD };
	struct wake wake = { 7, 0 };
	size_t i;

	for (i = 0; i < UNIT_COUNT(spins); i++) {
		ck_assert(wake_spin(&wake, 6, spins[i]));
		ck_assert(!wake_spin(&wake, 7, spins[i]));
	}
	/* does nothing without sleepers */
	wake_again(&wake);
	wake_set(&wake, 8);
	ck_assert(wake_spin(&wake, 7, 0));
	wake_set_awake(&wake, 9);
	ck_assert_uint_eq(atomic_load(&wake.value), 9);
}
END_TEST

START_TEST(wake_deadline)
{
	struct wake wake = { 7, 0 };
	int64_t begin_ns = clock_ns();

	/* the value has changed before the wait */
	ck_assert(wake_wait(&wake, 6, 0, INT64_MAX));
	ck_assert(wake_wait(&wake, 6, 0, 0));
	/* a deadline in the past, and one in 50 ms */
	ck_assert(!wake_wait(&wake, 7, 0, begin_ns - 1));
	ck_assert(!wake_wait(&wake, 7, 100, clock_ns() + 50 * MS));
	ck_assert_int_ge(clock_ns() - begin_ns, 50 * MS);
	ck_assert_uint_eq(atomic_load(&wake.sleepers), 0);

	/* a signal ends the wait */
	alarm_often();
	ck_assert(!wake_wait(&wake, 7, 0, INT64_MAX));
	ck_assert_uint_eq(atomic_load(&wake.sleepers), 0);
}
END_TEST

static int sleep_on(void *ctx)
{
	return !wake_wait(ctx, 0, 0, INT64_MAX);
}

START_TEST(wake_all_sleepers)
{
	struct shared shared;
	struct err err = { 0 };
	struct child child[8];
	struct wake *wake;
	size_t i;

	ck_assert_int_eq(shared_open(&shared, sizeof(*wake), &err), 0);
	wake = shared.data;
	for (i = 0; i < UNIT_COUNT(child); i++)
		child[i] = start(sleep_on, wake);
	while (atomic_load(&wake->sleepers) < UNIT_COUNT(child))
		sched_yield();
	wake_set(wake, 1);
	for (i = 0; i < UNIT_COUNT(child); i++) {
		ck_assert_int_eq(child_wait(&child[i], SOON), 1);
		ck_assert_int_eq(child[i].status, 0);
	}
	shared_close(&shared);
}
END_TEST

/* ---- wire -------------------------------------------------------------- */

#define LOAD (1 << 20)

/* Byte i of the data that goes through the pipe. */
static unsigned char pattern(size_t i)
{
	return (unsigned char)(i * 31 + (i >> 8));
}

static int pour(void *ctx)
{
	unsigned char *bytes = malloc(LOAD);
	size_t i;

	for (i = 0; bytes && i < LOAD; i++)
		bytes[i] = pattern(i);
	return bytes ? wire_write_all(*(int *)ctx, bytes, LOAD) : 1;
}

START_TEST(wire_whole)
{
	unsigned char *bytes = calloc(1, LOAD), one;
	struct err err = { 0 };
	struct child child;
	int ends[2];
	size_t i;

	ck_assert_int_eq(wire_open(ends, &err), 0);
	ck_assert_int_ne(fcntl(ends[0], F_GETFD) & FD_CLOEXEC, 0);
	ck_assert_int_ne(fcntl(ends[1], F_GETFD) & FD_CLOEXEC, 0);
	child = start(pour, &ends[1]);
	wire_close(&ends[1]);
	ck_assert_int_eq(ends[1], -1);
	wire_close(&ends[1]);
	ck_assert_int_eq(wire_read_all(ends[0], bytes, LOAD), 0);
	for (i = 0; i < LOAD; i++)
		unit_must(bytes[i] == pattern(i), "byte %zu", i);
	/* the end of the stream */
	ck_assert_int_eq(wire_read_all(ends[0], &one, 1), -1);
	ck_assert_int_eq(wire_read_all(ends[0], &one, 0), 0);
	ck_assert_int_eq(child_wait(&child, SOON), 1);
	ck_assert_int_eq(child.status, 0);
	wire_close(&ends[0]);
	ck_assert_int_eq(wire_read_all(ends[0], &one, 1), -1);
	free(bytes);
}
END_TEST

START_TEST(wire_in_pieces)
{
	static unsigned char out[LOAD], in[LOAD];
	const unsigned char *from = out;
	unsigned char *to = in;
	size_t out_left = LOAD, in_left = LOAD, i, filled = 0;
	struct err err = { 0 };
	int ends[2];

	for (i = 0; i < LOAD; i++)
		out[i] = pattern(i);
	ck_assert_int_eq(wire_open(ends, &err), 0);
	wire_nonblocking(ends[0]);
	wire_nonblocking(ends[1]);
	ck_assert_int_eq(wire_read(ends[0], &to, &in_left), WIRE_WAIT);
	ck_assert_uint_eq(in_left, LOAD);
	while (in_left) {
		enum wire_result put = wire_write(ends[1], &from, &out_left);

		unit_must(put == (out_left ? WIRE_WAIT : WIRE_DONE), "%d", put);
		filled += put == WIRE_WAIT;
		unit_must(from == out + (LOAD - out_left), "not advanced");
		wire_read(ends[0], &to, &in_left);
		unit_must(to == in + (LOAD - in_left), "not advanced");
		unit_must(in_left == out_left, "%zu, %zu", in_left, out_left);
	}
	ck_assert_uint_gt(filled, 0);
	ck_assert_int_eq(memcmp(in, out, LOAD), 0);
	wire_close(&ends[0]);
	wire_close(&ends[1]);
}
END_TEST

START_TEST(wire_closed)
{
	const unsigned char *from = (const unsigned char *)"x";
	unsigned char byte, *to = &byte;
	struct err err = { 0 };
	size_t left = 1;
	int ends[2];

	/* as in the program: EPIPE instead of a deadly signal */
	interrupt_ignore_pipes();
	ck_assert_int_eq(wire_open(ends, &err), 0);
	wire_close(&ends[1]);
	ck_assert_int_eq(wire_read(ends[0], &to, &left), WIRE_CLOSED);
	ck_assert_uint_eq(left, 1);
	wire_close(&ends[0]);

	ck_assert_int_eq(wire_open(ends, &err), 0);
	wire_close(&ends[0]);
	ck_assert_int_eq(wire_write(ends[1], &from, &left), WIRE_CLOSED);
	ck_assert_int_eq(wire_write_all(ends[1], "x", 1), -1);
	wire_close(&ends[1]);

	ck_assert_int_eq(wire_write(1000, &from, &left), WIRE_FAILED);
	ck_assert_int_eq(wire_read(1000, &to, &left), WIRE_FAILED);
}
END_TEST

START_TEST(wire_waits)
{
	struct err err = { 0 };
	int a[2], b[2];
	int64_t begin_ns;

	ck_assert_int_eq(wire_open(a, &err), 0);
	ck_assert_int_eq(wire_open(b, &err), 0);
	struct wire_wait waits[] = { { .end = a[0] },
				     { .end = -1 },
				     { .end = b[0] } };
	struct wire_wait write = { .end = a[1], .for_write = 1 };

	/* nothing to read: waits until the deadline and not less */
	begin_ns = clock_ns();
	ck_assert_int_eq(wire_wait(waits, 3, begin_ns + 30 * MS), 0);
	ck_assert_int_ge(clock_ns() - begin_ns, 30 * MS);
	ck_assert_int_eq(wire_wait(waits, 3, 0), 0);
	ck_assert(!waits[0].ready && !waits[1].ready && !waits[2].ready);

	ck_assert_int_eq(wire_wait(&write, 1, SOON), 1);
	ck_assert_int_eq(wire_write_all(b[1], "x", 1), 0);
	ck_assert_int_eq(wire_wait(waits, 3, SOON), 1);
	ck_assert(!waits[0].ready && !waits[1].ready && waits[2].ready);

	/* a closed end is ready, too: reading it reports the end */
	wire_close(&a[1]);
	ck_assert_int_eq(wire_wait(waits, 3, SOON), 2);
	ck_assert(waits[0].ready && !waits[1].ready && waits[2].ready);

	alarm_often();
	waits[0].end = waits[2].end = -1;
	ck_assert_int_eq(wire_wait(waits, 3, INT64_MAX), -1);
	wire_close(&a[0]);
	wire_close(&b[0]);
	wire_close(&b[1]);
}
END_TEST

START_TEST(wire_open_can_fail)
{
	struct rlimit fds;
	struct err err = { 0 };
	int ends[2] = { 5, 6 };

	getrlimit(RLIMIT_NOFILE, &fds);
	fds.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &fds);
	ck_assert_int_eq(wire_open(ends, &err), -1);
	fds.rlim_cur = fds.rlim_max;
	setrlimit(RLIMIT_NOFILE, &fds);
	ck_assert_int_eq(err.kind, ERR_ENVIRONMENT);
	ck_assert_int_eq(ends[0], -1);
	ck_assert_int_eq(ends[1], -1);
}
END_TEST

/* ---- pin, interrupt ---------------------------------------------------- */

/* If `huge`, sched_getaffinity() is that of a machine with 6,000 CPUs, of which
 * two may be used. */
static bool huge;
static const int far[] = { 1500, 5999 };

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	long got;

	if (huge && size < 6000 / 8) {
		errno = EINVAL; /* as the kernel does */
		return -1;
	}
	memset(set, 0, size);
	if (huge) {
		CPU_SET_S((size_t)far[0], size, set);
		CPU_SET_S((size_t)far[1], size, set);
		return 0;
	}
	got = syscall(SYS_sched_getaffinity, pid, size, set);
	return got < 0 ? -1 : 0;
}

START_TEST(more_cpus_than_a_cpu_set)
{
	struct pin_cpus cpus;

	huge = true;
	ck_assert_int_eq(pin_cpu_count(), 2);
	ck_assert_int_eq(pin_cpu(0), far[0]);
	ck_assert_int_eq(pin_cpu(1), far[1]);
	ck_assert_int_eq(pin_cpu(2), far[0]);
	pin_find(&cpus);
	ck_assert_int_eq(cpus.at_once, 2);
	ck_assert_uint_eq(cpus.count, 2);
	ck_assert_int_eq(cpus.cpu[0], far[0]);
	ck_assert_int_eq(cpus.cpu[1], far[1]);
}
END_TEST

START_TEST(pinning)
{
	int cpus = pin_cpu_count(), i, first;
	cpu_set_t set, all;
	struct pin pin;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(all), &all), 0);
	ck_assert_int_ge(cpus, 1);
	ck_assert_int_le(cpus, CPU_COUNT(&all));
	for (i = 0; i < 3 * CPU_COUNT(&all); i++) {
		ck_assert_int_ge(pin_cpu(i), 0);
		ck_assert(CPU_ISSET((size_t)pin_cpu(i), &all));
		/* modulo the number of CPUs */
		ck_assert_int_eq(pin_cpu(i), pin_cpu(i + CPU_COUNT(&all)));
		if (i % CPU_COUNT(&all))
			ck_assert_int_gt(pin_cpu(i), pin_cpu(i - 1));
	}
	first = pin_cpu(0);
	ck_assert_int_eq(pin_save(&pin), 0);
	ck_assert_int_eq(pin_to(first), 0);
	ck_assert_int_eq(sched_getaffinity(0, sizeof(set), &set), 0);
	ck_assert_int_eq(CPU_COUNT(&set), 1);
	ck_assert(CPU_ISSET((size_t)first, &set));
	ck_assert_int_eq(pin_cpu_count(), 1);
	ck_assert_int_eq(pin_here(), first);
	ck_assert_int_eq(pin_restore(&pin), 0);
	ck_assert_int_eq(sched_getaffinity(0, sizeof(set), &set), 0);
	ck_assert(CPU_EQUAL(&set, &all));
	ck_assert_int_eq(pin_to(CPU_SETSIZE - 1), -1);
}
END_TEST

static int two_signals(void *ctx)
{
	int number = *(int *)ctx;

	signal(number, SIG_DFL); /* children ignore it at first */
	interrupt_install();
	if (interrupt_pending())
		return 1;
	raise(number);
	if (interrupt_pending() != number)
		return 2;
	raise(number); /* the second one kills the process */
	return 3;
}

static int deadline_behind(void *ctx)
{
	int number = *(int *)ctx;

	signal(number, SIG_DFL);
	interrupt_install();
	interrupt_deadline(3600);
	raise(SIGALRM);
	if (interrupt_pending() != SIGALRM)
		return 1;
	interrupt_deadline(0);
	if (interrupt_pending())
		return 2;
	interrupt_deadline(3600);
	raise(number);
	raise(SIGALRM);
	if (interrupt_pending() != number)
		return 3;
	interrupt_deadline(0);
	return interrupt_pending() == number ? 0 : 4;
}

START_TEST(deadline_does_not_hide_a_signal)
{
	static int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < UNIT_COUNT(numbers); i++) {
		struct child child = start(deadline_behind, &numbers[i]);

		ck_assert_int_eq(child_wait(&child, SOON), 1);
		ck_assert_int_eq(child.status, 0);
	}
}
END_TEST

START_TEST(interrupts)
{
	static int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < UNIT_COUNT(numbers); i++) {
		struct child child = start(two_signals, &numbers[i]);

		ck_assert_int_eq(child_wait(&child, SOON), 1);
		ck_assert_msg(WIFSIGNALED(child.status) &&
				  WTERMSIG(child.status) == numbers[i],
			      "status %x", (unsigned)child.status);
	}
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		child_ends,
		child_deadline_and_stop,
		child_stops_when_stopped,
		child_wait_ends_at_a_signal,
		child_has_one_deadline,
		child_shares,
		grandchild_dies_with_its_parent,
		child_start_can_fail,
		files_may_be_many,
		exec_surroundings,
		exec_gives_no_descriptors,
		exec_statuses,
		exec_what_is_not_there,
		stopped_with_all_it_started,
		killed_with_all_it_started,
		programs_on_the_path,
		shared_memory,
		shared_memory_by_size,
		shared_memory_can_fail,
		shared_memory_of_a_kind,
		perf_counts_what_happens,
		perf_tells_what_it_does_not_know,
		wake_between_processes,
		wake_without_a_fence,
		wake_looks,
		wake_deadline,
		wake_all_sleepers,
		wire_whole,
		wire_in_pieces,
		wire_closed,
		wire_waits,
		wire_open_can_fail,
		pinning,
		more_cpus_than_a_cpu_set,
		interrupts,
		deadline_does_not_hide_a_signal,
		NULL,
	};
	int rc;

	place_make();
	rc = unit_run("proc", tests);
	place_clear();
	return rc;
}
