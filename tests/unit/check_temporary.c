/* Tests of temporary files and directories: whole, or nothing left. */
#include "place.h"
#include "unit.h"

#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Tests run with 0: unnamed files, and 1: a file system without them. */
#define BOTH 2

static char dir[PLACE_SIZE];

static void begin(int without)
{
	place_path(dir, "dir-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	if (without)
		temporary_without_unnamed();
}

static char *at(char path[PLACE_SIZE + 64], const char *name)
{
	snprintf(path, PLACE_SIZE + 64, "%s/%s", dir, name);
	return path;
}

static void write_at(const char *name, const char *text)
{
	char path[PLACE_SIZE + 64];

	ck_assert(place_write(at(path, name), text, strlen(text)));
}

static void expect_text(const char *name, const char *text)
{
	char path[PLACE_SIZE + 64], *got;
	size_t len;

	got = place_read(at(path, name), &len);
	ck_assert_ptr_nonnull(got);
	ck_assert_str_eq(got, text);
	free(got);
}

/* How many names the directory has, without `.` and `..`. */
static int count(void)
{
	struct dirent *entry;
	DIR *d = opendir(dir);
	int n = 0;

	while (d && (entry = readdir(d)))
		n += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	if (d)
		closedir(d);
	return n;
}

static int make(const char *path, bool replace, const char *text,
		struct err *err)
{
	struct temporary t;
	FILE *f;

	if (temporary_open(&t, path, replace, err))
		return -1;
	f = temporary_stream(&t, err);
	if (!f || fputs(text, f) == EOF || fclose(f)) {
		temporary_drop(&t);
		return -1;
	}
	return temporary_keep(&t, err);
}

static void must_make(const char *name, bool replace, const char *text)
{
	char path[PLACE_SIZE + 64];
	struct err err = { 0 };

	ck_assert_msg(!make(at(path, name), replace, text, &err), "%s",
		      err.text);
}

/* ---- files ---------------------------------------------------------------------- */

START_TEST(kept_and_dropped)
{
	char path[PLACE_SIZE + 64];
	struct temporary t;
	struct err err = { 0 };
	struct stat st;

	begin(_i);
	umask(027);
	must_make("new", false, "1\n");
	must_make("new", true, "2\n");
	must_make("other", true, "3\n");
	expect_text("new", "2\n");
	expect_text("other", "3\n");
	ck_assert_int_eq(stat(at(path, "new"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0640);
	ck_assert_int_eq((int)st.st_nlink, 1);
	ck_assert_int_eq(temporary_open(&t, at(path, "never"), false, &err), 0);
	ck_assert_int_eq(write(t.fd, "x", 1), 1);
	temporary_drop(&t);
	temporary_drop(&t);
	ck_assert_int_eq(count(), 2);
}
END_TEST

/* A file has no name until it is whole; unnamed files leave no other name. */
START_TEST(unseen_until_whole)
{
	char path[PLACE_SIZE + 64];
	struct temporary t;
	struct err err = { 0 };

	begin(_i);
	ck_assert_int_eq(temporary_open(&t, at(path, "x"), false, &err), 0);
	ck_assert_int_eq(access(path, F_OK), -1);
	if (t.aside.name[0])
		ck_assert_int_eq(_i, 1); /* unnamed files exist here */
	ck_assert_int_eq(count(), _i);
	ck_assert_int_eq(temporary_keep(&t, &err), 0);
	ck_assert_int_eq(count(), 1);
}
END_TEST

START_TEST(linked_directory)
{
	char path[PLACE_SIZE], link[PLACE_SIZE], old[PLACE_SIZE];
	struct err err = { 0 };

	begin(_i);
	snprintf(link, sizeof(link), "%.400s-link", dir);
	ck_assert_int_eq(symlink(dir, link), 0);
	snprintf(path, sizeof(path), "%.400s/x", link);
	ck_assert_int_eq(make(path, false, "a", &err), 0);
	ck_assert_int_eq(make(path, true, "b", &err), 0);
	expect_text("x", "b");
	ck_assert_ptr_nonnull(getcwd(old, sizeof(old)));
	ck_assert_int_eq(chdir(dir), 0);
	ck_assert_int_eq(make("y", false, "c", &err), 0);
	ck_assert_int_eq(chdir(old), 0);
	expect_text("y", "c");
	ck_assert_int_eq(count(), 2);
}
END_TEST

/* A link at the target is replaced; the file it leads to does not change. */
START_TEST(planted_links)
{
	char path[PLACE_SIZE + 64];
	struct stat st;

	begin(_i);
	write_at("victim", "mine");
	ck_assert_int_eq(symlink("victim", at(path, "link")), 0);
	ck_assert_int_eq(symlink("nowhere", at(path, "dangling")), 0);
	must_make("link", true, "new");
	must_make("dangling", true, "new");
	expect_text("victim", "mine");
	expect_text("link", "new");
	ck_assert_int_eq(lstat(at(path, "dangling"), &st), 0);
	ck_assert(S_ISREG(st.st_mode));
	ck_assert_int_eq(count(), 3);
}
END_TEST

START_TEST(refused)
{
	static const struct {
		const char *name;
		bool replace;
		const char *why;
	} cases[] = {
		{ "file", false, "exists already" },
		{ "link", false, "exists already" },
		{ "dangling", false, "exists already" },
		{ "sub", true, "not a plain file" },
		{ "sub", false, "exists already" },
		{ "pipe", true, "not a plain file" },
		{ "to-pipe", true, "not a plain file" },
		{ "sub/", true, "not a plain file" },
		{ "new/", true, "No such file" },
		{ "nosuch/x", true, "No such file" },
		{ "file/x", true, "Not a directory" },
	};
	char path[PLACE_SIZE + 64];
	size_t i;

	begin(_i);
	write_at("file", "old");
	ck_assert_int_eq(mkdir(at(path, "sub"), 0777), 0);
	ck_assert_int_eq(mkfifo(at(path, "pipe"), 0666), 0);
	ck_assert_int_eq(symlink("file", at(path, "link")), 0);
	ck_assert_int_eq(symlink("pipe", at(path, "to-pipe")), 0);
	ck_assert_int_eq(symlink("nowhere", at(path, "dangling")), 0);
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct temporary t;

		at(path, cases[i].name);
		ck_assert_msg(
		    temporary_open(&t, path, cases[i].replace, &err) == -1,
		    "'%s'", path);
		ck_assert_int_eq(err.kind, ERR_STORAGE);
		ck_assert_msg(strstr(err.text, cases[i].why) &&
				  strstr(err.text, path),
			      "'%s': %s", path, err.text);
		temporary_drop(&t);
	}
	expect_text("file", "old");
	ck_assert_int_eq(count(), 6);
}
END_TEST

/* A file made by others between opening and keeping is not replaced. */
START_TEST(taken_meanwhile)
{
	char path[PLACE_SIZE + 64];
	struct temporary t;
	struct err err = { 0 };

	begin(_i);
	ck_assert_int_eq(temporary_open(&t, at(path, "x"), false, &err), 0);
	write_at("x", "theirs");
	ck_assert_int_eq(temporary_keep(&t, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "exists already"));
	expect_text("x", "theirs");
	ck_assert_int_eq(count(), 1);

	err_clear(&err);
	ck_assert_int_eq(temporary_open(&t, at(path, "y"), true, &err), 0);
	ck_assert_int_eq(mkdir(path, 0777), 0);
	ck_assert_int_eq(temporary_keep(&t, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "Is a directory"));
	ck_assert_int_eq(count(), 2);
}
END_TEST

/* ---- leftovers of dead processes ---------------------------------------- */

static void sweep(void)
{
	struct temporary_dir t;
	struct err err = { 0 };

	ck_assert_msg(!temporary_dir_open(&t, dir, &err), "%s", err.text);
	temporary_dir_close(&t);
	temporary_dir_close(&t);
}

START_TEST(dead_ones_go)
{
	static const struct {
		const char *name;
		bool goes;
	} dirs[] = {
		{ ".dotrec-0000000000000000", true }, /* empty, no lock yet */
		{ ".dotrec-0000000000000001", true },
		{ ".dotrec-0000000000000001/new", true },
		{ ".dotrec-0000000000000001/new/deeper", true },
		{ ".dotrec-0000000000000002", false }, /* no lock, not empty */
		{ ".dotrec-00000000000003", false },   /* other names */
		{ ".dotrec-0000000000000003x", false },
		{ ".dotrec-000000000000000g", false },
		{ ".other", false },
		{ "keep", false },
	};
	static const char *const files[] = {
		".dotrec-0000000000000001/lock",
		".dotrec-0000000000000001/file",
		".dotrec-0000000000000001/new/x",
		".dotrec-0000000000000001/new/deeper/x",
		".dotrec-0000000000000002/x",
		".dotrec-00000000000003/lock",
		".dotrec-0000000000000003x/lock",
		".dotrec-000000000000000g/lock",
		".dotrec-0000000000000004",
		"keep/x",
	};
	char path[PLACE_SIZE + 64];
	size_t i;

	begin(0);
	for (i = 0; i < UNIT_COUNT(dirs); i++)
		ck_assert_int_eq(mkdir(at(path, dirs[i].name), 0777), 0);
	for (i = 0; i < UNIT_COUNT(files); i++)
		write_at(files[i], "x");
	/* links: inside a dead directory, in place of one, and as its lock */
	ck_assert_int_eq(
	    symlink("../../keep", at(path, ".dotrec-0000000000000001/new/l")),
	    0);
	ck_assert_int_eq(symlink("keep", at(path, ".dotrec-0000000000000005")),
			 0);
	ck_assert_int_eq(mkdir(at(path, ".dotrec-0000000000000006"), 0777), 0);
	ck_assert_int_eq(
	    symlink("../keep/x", at(path, ".dotrec-0000000000000006/lock")), 0);
	sweep();
	for (i = 0; i < UNIT_COUNT(dirs); i++)
		ck_assert_msg(!access(at(path, dirs[i].name), F_OK) ==
				  !dirs[i].goes,
			      "%s", dirs[i].name);
	expect_text("keep/x", "x");
	expect_text(".dotrec-0000000000000002/x", "x");
	expect_text(".dotrec-0000000000000004", "x");
	ck_assert_int_eq(access(at(path, ".dotrec-0000000000000006"), F_OK), 0);
}
END_TEST

/* As root: directories of other users stay. */
START_TEST(strangers_stay)
{
	char path[PLACE_SIZE + 64];

	if (geteuid()) {
		printf("skipped: needs root\n");
		return;
	}
	begin(0);
	ck_assert_int_eq(mkdir(at(path, ".dotrec-0000000000000001"), 0777), 0);
	ck_assert_int_eq(chown(path, 12345, 12345), 0);
	write_at(".dotrec-0000000000000001/lock", "");
	sweep();
	ck_assert_int_eq(count(), 1);
}
END_TEST

/* Starts a child that makes a file `name`, or a directory if NULL, and waits to
 * be killed. Returns when it is made. */
static pid_t keep_one(const char *name)
{
	char path[PLACE_SIZE + 64], byte = 0;
	struct temporary_dir t;
	struct temporary f;
	struct err err = { 0 };
	int ends[2];
	pid_t pid;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (!pid) {
		if (name ? temporary_open(&f, at(path, name), true, &err)
			 : temporary_dir_open(&t, dir, &err))
			_exit(1);
		if (write(ends[1], &byte, 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	ck_assert_int_eq((int)read(ends[0], &byte, 1), 1);
	close(ends[0]);
	close(ends[1]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

START_TEST(living_ones_stay)
{
	struct temporary_dir own;
	struct err err = { 0 };
	pid_t file, other;

	begin(1);
	file = keep_one("x");
	other = keep_one(NULL);
	ck_assert_int_eq(temporary_dir_open(&own, dir, &err), 0);
	kill(other, SIGSTOP); /* a stopped process is not dead */
	sweep();
	ck_assert_int_eq(count(), 3);
	end(file);
	sweep();
	ck_assert_int_eq(count(), 2);
	end(other);
	sweep();
	ck_assert_int_eq(count(), 1);
	temporary_dir_close(&own);
	ck_assert_int_eq(count(), 0);
}
END_TEST

/* Writes the file again and again, each time 1,000 times one letter; writes a byte to
 * `told` when it has made the first. */
static void make_for_ever(int told)
{
	char path[PLACE_SIZE + 64], text[1001] = "";
	struct err err = { 0 };
	int i;

	at(path, "x");
	for (i = 0;; i++) {
		memset(text, 'a' + i % 26, 1000);
		if (make(path, true, text, &err))
			_exit(1);
		if (!i && write(told, "", 1) != 1)
			_exit(1);
	}
}

/* Checks that the file is whole: 1,000 times the same letter. */
static void expect_whole(void)
{
	char path[PLACE_SIZE + 64], *got;
	size_t len, i;

	got = place_read(at(path, "x"), &len);
	ck_assert_uint_eq(len, 1000);
	for (i = 1; i < len; i++)
		unit_must(got[i] == got[0], "half a file");
	free(got);
}

START_TEST(killed_at_any_instant)
{
	uint64_t state = 12;
	struct timespec nap = { 0, 0 };
	int left = 0, status, ends[2], i;
	pid_t pid;
	char byte;

	begin(_i);
	must_make("x", true, "");
	ck_assert_int_eq(pipe(ends), 0);
	for (i = 0; i < 150; i++) {
		pid = fork();
		if (!pid)
			make_for_ever(ends[1]);
		/* however slow the machine is, it has begun */
		ck_assert_int_eq((int)read(ends[0], &byte, 1), 1);
		nap.tv_nsec = (long)(1000000 + unit_random(&state, 4000000));
		nanosleep(&nap, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		ck_assert_msg(WIFSIGNALED(status), "it failed by itself");
		left += count() > 1;
		sweep();
		ck_assert_int_eq(count(), 1);
	}
	expect_whole();
	/* with named files, some must have been left, else this proves
	 * nothing */
	ck_assert_int_ge(left, _i);
}
END_TEST

/* Several processes make and remove directories at the same time. */
START_TEST(many_at_once)
{
	char path[PLACE_SIZE + 64], name[20];
	struct err err = { 0 };
	int status, i, k;
	pid_t pid[6];

	begin(1);
	for (i = 0; i < 6; i++) {
		pid[i] = fork();
		if (pid[i])
			continue;
		snprintf(name, sizeof(name), "x%d", i % 3);
		at(path, name);
		for (k = 0; k < 150; k++)
			if (make(path, true, "x", &err)) {
				printf("%s\n", err.text);
				fflush(stdout);
				_exit(1);
			}
		_exit(0);
	}
	for (i = 0; i < 6; i++) {
		ck_assert_int_eq(waitpid(pid[i], &status, 0), pid[i]);
		ck_assert_int_eq(status, 0);
	}
	ck_assert_int_eq(count(), 3);
}
END_TEST

/* When descriptors run out, at whatever point, nothing is left behind. */
START_TEST(descriptors_run_out)
{
	struct temporary_dir t = { .name = "" };
	struct rlimit most, few;
	struct err err = { 0 };
	int fd, rc = -1;

	begin(0);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &most), 0);
	fd = open("/dev/null", O_RDONLY);
	close(fd);
	for (few = most, few.rlim_cur = (rlim_t)fd; rc; few.rlim_cur++) {
		err_clear(&err);
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
		rc = temporary_dir_open(&t, dir, &err);
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &most), 0);
		if (rc)
			ck_assert_int_eq(count(), 0);
	}
	ck_assert_uint_gt(few.rlim_cur, (rlim_t)fd + 3);
	/* a directory inside is removed, too, when no file can be opened */
	ck_assert_int_eq(mkdirat(t.fd, "new", 0700), 0);
	fd = openat(t.fd, "new/file", O_CREAT | O_WRONLY, 0600);
	ck_assert_int_ge(fd, 0);
	few.rlim_cur = 64;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	while (dup(fd) >= 0)
		;
	temporary_dir_close(&t);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &most), 0);
	ck_assert_int_eq(count(), 0);
}
END_TEST

/* Uses up all memory: no allocation of 64 bytes or more succeeds. */
static void use_up_memory(void)
{
	struct rlimit none = { 0, 0 };
	void *volatile got; /* so that the compiler leaves no allocation out */
	size_t size;

	setrlimit(RLIMIT_AS, &none);
	for (size = (size_t)1 << 24; size >= 64; size /= 2)
		do
			got = malloc(size);
		while (got);
}

/* What is temporary is removed also when no memory is left, and so are the dead
 * ones of others. */
START_TEST(no_memory_is_left)
{
	struct temporary_dir made = { 0 }, killed = { 0 };
	struct err err = { 0 };
	int status = 0;
	pid_t child;

	if (unit_not_emulated("qemu ends if it gets no memory itself"))
		return;
	begin(_i);
	child = fork();
	if (!child) {
		temporary_dir_open(&killed, dir, &err);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	child = fork();
	if (!child) {
		use_up_memory();
		temporary_sweep(dir);
		if (temporary_dir_open(&made, dir, &err) ||
		    mkdirat(made.fd, "sub", 0700) ||
		    mkdirat(made.fd, "sub/sub", 0700))
			_exit(2);
		temporary_dir_close(&made);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(count(), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("temporary");
	TCase *tcase = tcase_create("temporary");
	SRunner *runner = srunner_create(suite);
	const TTest *const twice[] = {
		kept_and_dropped,
		unseen_until_whole,
		linked_directory,
		planted_links,
		refused,
		taken_meanwhile,
		killed_at_any_instant,
	};
	const TTest *const once[] = {
		dead_ones_go, strangers_stay,      living_ones_stay,
		many_at_once, descriptors_run_out,
	};
	int failed;
	size_t i;

	if (!UNIT_ASAN) /* which ends a process that lacks memory */
		tcase_add_loop_test(tcase, no_memory_is_left, 0, BOTH);
	for (i = 0; i < UNIT_COUNT(twice); i++)
		tcase_add_loop_test(tcase, twice[i], 0, BOTH);
	for (i = 0; i < UNIT_COUNT(once); i++)
		tcase_add_test(tcase, once[i]);
	tcase_set_timeout(tcase, 120);
	suite_add_tcase(suite, tcase);
	place_make();
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	place_clear();
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
