/* Shared by the programs of tests/fault. */
#include "fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS_MAX 32
#define TOLD_MAX  20 /* findings of a kind reported in the short form */

extern char **environ;

static const char *test;
static char place[FAULT_PATH_SIZE], program[FAULT_PATH_SIZE];
static size_t bad[FAULT_KINDS];
static uint64_t state;

/* ---- a test ------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int flag,
		      struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

void fault_remove(const char *dir)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool is_form(const char *wanted)
{
	const char *form = getenv("DOTREC_FAULT");

	return form && !strcmp(form, wanted);
}

bool fault_long(void)
{
	return is_form("long");
}

uint64_t fault_seed(void)
{
	const char *seed = getenv("DOTREC_FAULT_SEED");

	return seed && *seed ? strtoull(seed, NULL, 10) : 1;
}

uint64_t fault_random(uint64_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * UINT64_C(0x2545f4914f6cdd1d) >> 16) % below;
}

static void kill_children(void);

/* A signal ends the test: removes its processes and files. */
static void stop(int signal_number)
{
	kill_children();
	if (!chdir("/"))
		fault_remove(place);
	_exit(128 + signal_number);
}

static void set_environment(void)
{
	static const char *const ours[] = { "DOTREC_DB", "DOTREC_BLAS",
					    "LD_PRELOAD" };
	size_t i;

	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		unsetenv(ours[i]);
	setenv("LC_ALL", "C", 1);
}

void fault_begin(const char *name)
{
	const char *tmp = getenv("TMPDIR"), *top = getenv("top_builddir");
	char here[FAULT_PATH_SIZE - 16];

	if (is_form("no")) {
		puts("skipped: DOTREC_FAULT is no");
		exit(77);
	}
	test = name;
	state = fault_seed() * UINT64_C(0x9e3779b97f4a7c15) | 1;
	if (!getcwd(here, sizeof(here)))
		fault_die("no current directory");
	setenv("top_builddir", here, 0);
	snprintf(program, sizeof(program), "%s/dotrec", top ? top : here);
	snprintf(place, sizeof(place), "%s/dotrec-fault-XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(place) || chdir(place))
		fault_die("cannot make '%s'", place);
	set_environment();
	signal(SIGINT, stop);
	signal(SIGTERM, stop);
	/* orphans become children of this process, so that none is overlooked */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("fault: %s: %s form, seed %llu\n", name,
	       fault_long() ? "long" : "short",
	       (unsigned long long)fault_seed());
}

int fault_skip(void)
{
	if (!chdir("/"))
		fault_remove(place);
	return 77;
}

int fault_end(size_t tries, const char *unit)
{
	if (!chdir("/"))
		fault_remove(place);
	printf("fault: %s: %zu %s, %zu lost, %zu corrupt, %zu left behind, "
	       "%zu wrong\n",
	       test, tries, unit, bad[FAULT_LOST], bad[FAULT_CORRUPT],
	       bad[FAULT_LEFT], bad[FAULT_WRONG]);
	return tries && !fault_count() ? EXIT_SUCCESS : EXIT_FAILURE;
}

size_t fault_count(void)
{
	size_t sum = 0, i;

	for (i = 0; i < FAULT_KINDS; i++)
		sum += bad[i];
	return sum;
}

void fault_bad(enum fault_kind kind, const char *fmt, ...)
{
	static const char *const word[] = { "lost", "corrupt", "left behind",
					    "wrong" };
	va_list args;

	bad[kind]++;
	if (bad[kind] > TOLD_MAX && !fault_long())
		return;
	printf("%s: ", word[kind]);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
}

void fault_die(const char *fmt, ...)
{
	va_list args;

	printf("failed: ");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf(" (%s)\n", strerror(errno));
	fflush(stdout);
	kill_children();
	if (!chdir("/") && *place)
		fault_remove(place);
	_exit(EXIT_FAILURE);
}

int64_t fault_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* ---- programs ----------------------------------------------------------- */

static void become(const struct fault_start *start, char *words)
{
	char *argv[WORDS_MAX], *word, *rest = NULL;
	char *const *env;
	int argc = 0, out, err, in;

	setpgid(0, 0);
	argv[argc++] = program;
	for (word = strtok_r(words, " ", &rest); word && argc < WORDS_MAX - 1;
	     word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	if (chdir(start->dir))
		_exit(126);
	in = open("/dev/null", O_RDONLY);
	out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	err = open("err", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	close(in);
	close(out);
	close(err);
	setenv("TMPDIR", ".", 1);
	if (start->path)
		setenv("PATH", start->path, 1);
	for (env = start->env; env && *env; env++)
		putenv(*env);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	if (start->last)
		start->last(start->ctx);
	execv(program, argv);
	_exit(127);
}

pid_t fault_start(const struct fault_start *start)
{
	char words[1024];
	pid_t pid;

	snprintf(words, sizeof(words), "%s", start->words);
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		fault_die("cannot fork");
	if (!pid)
		become(start, words);
	setpgid(pid, pid);
	return pid;
}

static void (*tending)(void *ctx);
static void *tended;

void fault_tend(void (*tend)(void *ctx), void *ctx)
{
	tending = tend;
	tended = ctx;
}

static void nap(void)
{
	struct timespec t = { 0, 500000 };

	if (tending)
		tending(tended);
	else
		nanosleep(&t, NULL);
}

/* Kills all children; their children become ours and are killed in turn. */
static void kill_children(void)
{
	char path[64];
	int pid;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children",
		 (int)getpid());
	while (waitpid(-1, NULL, WNOHANG) >= 0) {
		f = fopen(path, "re");
		while (f && fscanf(f, "%d", &pid) == 1)
			kill(pid, SIGKILL);
		if (f)
			fclose(f);
		nap();
	}
}

int fault_wait(pid_t pid, int deadline_ms, int patience_ms, bool *orphans)
{
	int64_t until = fault_now() + deadline_ms * INT64_C(1000000);
	int status = 0, code = -1;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) == 0 &&
	       fault_now() < until)
		nap();
	if (got == pid)
		code = WIFEXITED(status) ? WEXITSTATUS(status)
					 : 128 + WTERMSIG(status);
	else
		kill(-pid, SIGKILL);
	until = fault_now() + patience_ms * INT64_C(1000000);
	while (waitpid(-1, NULL, WNOHANG) >= 0 && fault_now() < until)
		nap();
	*orphans = waitpid(-1, NULL, WNOHANG) >= 0;
	kill_children();
	return code;
}

int fault_run(const char *dir, const char *path, const char *words)
{
	struct fault_start start = { .words = words, .dir = dir, .path = path };
	bool orphans;
	int code =
	    fault_wait(fault_start(&start), FAULT_HANG_MS, 2000, &orphans);

	if (orphans)
		fault_bad(FAULT_LEFT, "a process of an undisturbed '%s'",
			  words);
	return code;
}

/* ---- files -------------------------------------------------------------- */

char *fault_path(char *path, const char *dir, const char *name,
		 const char *suffix)
{
	snprintf(path, FAULT_PATH_SIZE, "%s/%s%s", dir, name, suffix);
	return path;
}

bool fault_copy(const char *from, const char *to)
{
	static char buffer[1 << 16];
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	ssize_t got = 0;

	if (in < 0)
		return false;
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	while (out >= 0 && (got = read(in, buffer, sizeof(buffer))) > 0)
		if (write(out, buffer, (size_t)got) != got)
			break;
	if (out < 0 || got)
		fault_die("cannot copy '%s' to '%s'", from, to);
	close(in);
	close(out);
	return true;
}

bool fault_same(const char *a, const char *b)
{
	FILE *f = fopen(a, "re"), *g = fopen(b, "re");
	int c = EOF, d = 0;

	while (f && g && (c = getc(f)) == (d = getc(g)) && c != EOF)
		;
	if (f)
		fclose(f);
	if (g)
		fclose(g);
	return f && g && c == d;
}

void fault_copy_all(const char *from, const char *to)
{
	char source[FAULT_PATH_SIZE], target[FAULT_PATH_SIZE];
	struct dirent *entry;
	DIR *dir = opendir(from);

	fault_remove(to);
	if (!dir || mkdir(to, 0777))
		fault_die("cannot copy '%s' to '%s'", from, to);
	while ((entry = readdir(dir)))
		if (entry->d_type == DT_REG)
			fault_copy(fault_path(source, from, entry->d_name, ""),
				   fault_path(target, to, entry->d_name, ""));
	closedir(dir);
}

static char **names;
static size_t names_count, names_cap, names_skip;

static int name_one(const char *path, const struct stat *st, int flag,
		    struct FTW *ftw)
{
	static const char *const passed[] = { "-wal", "-shm", "/out", "/err" };
	size_t len = strlen(path), i;

	(void)st, (void)flag;
	for (i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		if (len > 4 && !strcmp(path + len - 4, passed[i]))
			return 0;
	if (!ftw->level)
		return 0;
	if (names_count == names_cap) {
		names_cap = names_cap ? 2 * names_cap : 64;
		names = realloc(names, names_cap * sizeof(*names));
		if (!names)
			fault_die("memory");
	}
	names[names_count++] = strdup(path + names_skip);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char *fault_names(const char *dir)
{
	size_t len = 1, i;
	char *text;

	names_count = 0;
	names_skip = strlen(dir) + 1;
	nftw(dir, name_one, 16, FTW_PHYS);
	if (names_count)
		qsort(names, names_count, sizeof(*names), by_name);
	for (i = 0; i < names_count; i++)
		len += strlen(names[i]) + 1;
	text = calloc(1, len);
	if (!text)
		fault_die("memory");
	for (i = 0; i < names_count; i++) {
		strcat(strcat(text, names[i]), "\n");
		free(names[i]);
	}
	return text;
}

/* Whether a line of `lines` is this name. */
static bool has_name(const char *lines, const char *name)
{
	size_t len = strlen(name);

	for (; lines; lines = strchr(lines, '\n')) {
		lines += *lines == '\n';
		if (!strncmp(lines, name, len) && lines[len] == '\n')
			return true;
	}
	return false;
}

void fault_check_names(const char *what, const char *dir, const char *known,
		       bool (*may_be)(const char *name))
{
	char *left = fault_names(dir), path[FAULT_PATH_SIZE], *rest = NULL;
	char *name;

	for (name = strtok_r(left, "\n", &rest); name;
	     name = strtok_r(NULL, "\n", &rest)) {
		if (has_name(known, name) || !strcmp(name, "x.db.lock") ||
		    (may_be && may_be(name)))
			continue;
		if (access(fault_path(path, dir, name, ""), F_OK))
			continue; /* removed with its directory */
		fault_bad(FAULT_LEFT, "%s: the file %s", what, name);
		fault_remove(path);
	}
	free(left);
}

char *fault_read(const char *dir, const char *name)
{
	char path[FAULT_PATH_SIZE], *text = NULL;
	size_t size = 0, got;
	FILE *f = fopen(fault_path(path, dir, name, ""), "re");

	do {
		text = realloc(text, size + 4097);
		if (!text)
			fault_die("memory");
		got = f ? fread(text + size, 1, 4096, f) : 0;
		size += got;
	} while (got);
	text[size] = '\0';
	if (f)
		fclose(f);
	return text;
}
