/* Makes one system call of another program fail, and lets all others pass. */
#include "supervise.h"

#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The calls that can fail, the error of each, and which argument is a path (-1:
 * none). */
static const struct call {
	int number, error, path;
	const char *name;
} calls[] = {
#define CALL(name, error, path)                \
	{                                      \
		SYS_##name, error, path, #name \
	}
	CALL(read, EIO, -1),         CALL(pread64, EIO, -1),
	CALL(write, ENOSPC, -1),     CALL(writev, ENOSPC, -1),
	CALL(pwrite64, ENOSPC, -1),  CALL(fsync, EIO, -1),
	CALL(fdatasync, EIO, -1),    CALL(openat, EMFILE, 1),
	CALL(ftruncate, ENOSPC, -1), CALL(fallocate, ENOSPC, -1),
	CALL(renameat, EIO, 1),      CALL(renameat2, EIO, 1),
	CALL(linkat, ENOSPC, 1),     CALL(symlinkat, ENOSPC, 0),
	CALL(unlinkat, EIO, 1),      CALL(mkdirat, ENOSPC, 1),
	CALL(mmap, ENOMEM, -1),      CALL(memfd_create, EMFILE, 0),
	CALL(pipe2, EMFILE, -1),     CALL(clone, EAGAIN, -1),
	CALL(clone3, EAGAIN, -1),
#ifdef SYS_open /* older calls, which not all architectures have */
	CALL(open, EMFILE, 0),       CALL(rename, EIO, 0),
	CALL(link, ENOSPC, 0),       CALL(symlink, ENOSPC, 0),
	CALL(unlink, EIO, 0),        CALL(mkdir, ENOSPC, 0),
	CALL(pipe, EMFILE, -1),      CALL(fork, EAGAIN, -1),
	CALL(vfork, EAGAIN, -1),
#endif
#undef CALL
};
#define CALLS (sizeof(calls) / sizeof(calls[0]))

/* ---- in the child --------------------------------------------------------- */

static int filter(void)
{
	struct sock_filter code[CALLS + 3];
	struct sock_fprog program = { CALLS + 3, code };
	size_t i;

	code[0] = (struct sock_filter)BPF_STMT(
	    BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (i = 0; i < CALLS; i++)
		code[i + 1] = (struct sock_filter)BPF_JUMP(
		    BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i].number,
		    (uint8_t)(CALLS - i), 0);
	code[CALLS + 1] =
	    (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	code[CALLS + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
						       SECCOMP_RET_USER_NOTIF);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static void nap(void)
{
	struct timespec t = { 0, 50000 };

	nanosleep(&t, NULL);
}

/* shared[0]: the listener's file descriptor in the child; shared[1]: 1 once the
 * parent has duplicated it. */
void supervise_child(void *ctx)
{
	struct supervise *s = ctx;
	volatile int *shared = s->shared;

	shared[0] = filter();
	while (!shared[1])
		nap();
}

/* ---- in the parent -------------------------------------------------------- */

/* A child tries it, because a filter cannot be removed again. */
bool supervise_possible(void)
{
	pid_t pid = fork();
	int status = 1;

	if (!pid)
		_exit(filter() < 0);
	return pid > 0 && waitpid(pid, &status, 0) == pid && !status;
}

void supervise_open(struct supervise *s)
{
	s->shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s->shared == MAP_FAILED)
		fault_die("no shared memory");
	s->shared[0] = -2;
	s->listener = -1;
}

void supervise_begin(struct supervise *s, pid_t pid)
{
	volatile int *shared = s->shared;
	int process = (int)syscall(SYS_pidfd_open, pid, 0);

	s->main = pid;
	while (shared[0] == -2)
		nap();
	if (process < 0 || shared[0] < 0)
		fault_die("no supervision");
	s->listener = (int)syscall(SYS_pidfd_getfd, process, (int)shared[0], 0);
	if (s->listener < 0)
		fault_die("no supervision");
	close(process);
	shared[1] = 1;
}

/* Whether an instruction of this process belongs to the loader. */
static bool in_loader(pid_t pid, uint64_t address)
{
	char path[64], line[FAULT_PATH_SIZE];
	unsigned long long from, to;
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	f = fopen(path, "re");
	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%llx-%llx", &from, &to) == 2 &&
			address >= from && address < to;
	if (f)
		fclose(f);
	return found && (strstr(line, "/ld-") || strstr(line, "/ld.so") ||
			 strstr(line, "ld-musl"));
}

static const struct call *find(int number)
{
	size_t i;

	for (i = 0; i < CALLS; i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

/* The number of this call among the counted ones; 0: it is not counted. */
static size_t count(struct supervise *s, const struct seccomp_notif *n)
{
	pid_t pid = (pid_t)n->pid;
	size_t i;

	if (pid == s->main && !s->loaded)
		s->loaded = !in_loader(pid, n->data.instruction_pointer);
	if (!s->loaded || (pid == s->main) != (s->who == SUPERVISE_MAIN))
		return 0;
	if (pid == s->main)
		return ++s->count;
	for (i = 0; i < 63 && s->worker[i].pid && s->worker[i].pid != pid; i++)
		;
	s->worker[i].pid = pid;
	if (++s->worker[i].count > s->count)
		s->count = s->worker[i].count;
	return s->worker[i].count;
}

/* Records the first call that fails, and the file that it names. */
static void note(struct supervise *s, const struct seccomp_notif *n,
		 const struct call *call)
{
	char path[64];
	ssize_t got = -1;
	int fd;

	if (s->failed++)
		return;
	snprintf(s->name, sizeof(s->name), "%s", call->name);
	if (call->path >= 0) {
		snprintf(path, sizeof(path), "/proc/%d/mem", (int)n->pid);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		got = pread(fd, s->detail, sizeof(s->detail) - 1,
			    (off_t)n->data.args[call->path]);
		close(fd);
	} else {
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)n->pid,
			 (int)n->data.args[0]);
		got = readlink(path, s->detail, sizeof(s->detail) - 1);
	}
	s->detail[got > 0 ? got : 0] = '\0';
}

static void answer(struct supervise *s, const struct seccomp_notif *n)
{
	struct seccomp_notif_resp r = { .id = n->id,
					.flags =
					    SECCOMP_USER_NOTIF_FLAG_CONTINUE };
	size_t number = count(s, n);
	const struct call *call = find(n->data.nr);

	if (number && s->at && call &&
	    (s->forever ? number >= s->at : number == s->at)) {
		note(s, n, call);
		r.flags = 0;
		r.error = -call->error;
	}
	syscall(SYS_ioctl, s->listener, SECCOMP_IOCTL_NOTIF_SEND, &r);
}

void supervise_tend(void *ctx)
{
	struct supervise *s = ctx;
	struct pollfd p = { s->listener, POLLIN, 0 };
	struct seccomp_notif n;

	while (poll(&p, 1, 1) == 1 && (p.revents & POLLIN)) {
		memset(&n, 0, sizeof(n));
		if (!syscall(SYS_ioctl, s->listener, SECCOMP_IOCTL_NOTIF_RECV,
			     &n))
			answer(s, &n);
	}
	if (p.revents & POLLHUP)
		nap();
}

void supervise_close(struct supervise *s)
{
	if (s->listener >= 0)
		close(s->listener);
	munmap(s->shared, 4096);
}
