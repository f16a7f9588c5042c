/*
 * A peer (doc/peers.md) that does one thing wrong, named by its first argument;
 * `good` does nothing wrong. It knows one kernel, `native`, and one worker or
 * more: all of them are this process.
 */
#include "kernel/fill.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct kernel *kernel; /* of the open cell, or NULL */
static void *vectors[2];
static size_t n;

static void say_bytes(const char *text, size_t len)
{
	while (len) {
		ssize_t put = write(1, text, len);

		if (put < 0 && errno != EINTR)
			_exit(9);
		if (put > 0) {
			text += put;
			len -= (size_t)put;
		}
	}
}

static void say(const char *text)
{
	say_bytes(text, strlen(text));
}

/* ---- what is done wrong -------------------------------------------------- */

static void hang(void)
{
	for (;;)
		pause();
}

static void leave(void)
{
	_exit(7);
}

static void complain(void)
{
	if (write(2, "first\nno licence for today\n", 27) != 27)
		_exit(9);
	_exit(7);
}

static void die(void)
{
	raise(SIGKILL);
}

static void stop(void)
{
	raise(SIGSTOP);
}

static void endless(void)
{
	char part[4096];
	int i;

	memset(part, 'a', sizeof(part));
	for (i = 0; i < 256; i++)
		say_bytes(part, sizeof(part));
	hang();
}

static void flood(void)
{
	char part[4096];
	int i;

	memset(part, '!', sizeof(part));
	for (i = 0; i < 300; i++)
		if (write(2, part, sizeof(part)) < 0)
			break;
	hang();
}

static void nuls(void)
{
	say_bytes("sample,\0\0\0,,,,,,,\n", 18);
}

static void close_stdout(void)
{
	close(1);
	hang();
}

static void close_stdin(void)
{
	close(0);
	hang();
}

/* Dies, and leaves a child that keeps the pipes open. */
static void orphan(void)
{
	switch (fork()) {
	case -1:
		_exit(9);
	case 0:
		hang();
	}
	_exit(7);
}

/* Leaves a worker that uses a CPU until the peer is killed. */
static void spin(void)
{
	static pid_t worker;
	volatile unsigned count = 0;

	if (!worker)
		worker = fork();
	while (!worker)
		count++;
	say("rest\n");
}

/* At `when`, the peer answers `text` or does `wrong`. */
static const struct fault {
	const char *mode, *when;
	const char *text;
	void (*wrong)(void);
} faults[] = {
	{ "good", "", NULL, NULL },
	{ "crlf", "", NULL, NULL },
	{ "wrong-result", "", NULL, NULL },
	{ "ignores-sigterm", "quit", NULL, hang },
	{ "ignores-quit", "quit", NULL, hang },
	{ "knows-no-quit", "quit", "", NULL },
	{ "never-hello", "hello", NULL, hang },
	{ "junk-hello", "hello", "Python 3.11.2 (main)\n", NULL },
	{ "version-2", "hello", "hello,2,bad,1\n", NULL },
	{ "no-version", "hello", "hello,1,bad\n", NULL },
	{ "bad-key", "hello", "hello,1,bad,1,Threads=1\n", NULL },
	{ "exits-at-once", "hello", NULL, leave },
	{ "missing-hello", "hello", "missing,no such library\n", NULL },
	{ "missing-open", "open", "missing,more than no worker\n", NULL },
	{ "cold-absurd", "open", "opened,3000000000000000000\n", NULL },
	{ "cold-overflow", "open", "opened,99999999999999999999\n", NULL },
	{ "error-open", "open", "error,\"no room, sorry\"\n", NULL },
	{ "hangs-open", "open", NULL, hang },
	{ "hangs-ready", "ready", NULL, hang },
	{ "exits-ready", "ready", NULL, complain },
	{ "wrong-word", "ready", "steady\n", NULL },
	{ "hangs-rest", "rest", NULL, hang },
	{ "unasked-line", "rest", "rest\nand more\n", NULL },
	{ "spins-in-rest", "rest", NULL, spin },
	{ "hangs-close", "close", NULL, hang },
	{ "exits-in-repeat", "repeat", NULL, leave },
	{ "dies-in-repeat", "repeat", NULL, die },
	{ "hangs-in-repeat", "repeat", NULL, hang },
	{ "stops-itself", "repeat", NULL, stop },
	{ "answers-twice", "repeat", "sample,1,,,,,,,\nsample,1,,,,,,,\n",
	  NULL },
	{ "endless-line", "repeat", NULL, endless },
	{ "nul-bytes", "repeat", NULL, nuls },
	{ "not-utf8", "repeat", "sample,\xff\xfe\xc0,,,,,,,\n", NULL },
	{ "open-quote", "repeat", "sample,\"1,,,,,,,\n", NULL },
	{ "empty-line", "repeat", "\n", NULL },
	{ "too-few-fields", "repeat", "sample,1\n", NULL },
	{ "too-many-fields", "repeat", "sample,1,,,,,,,,\n", NULL },
	{ "hundred-fields", "repeat",
	  "sample,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
	  NULL },
	{ "no-number", "repeat", "sample,fast,,,,,,,\n", NULL },
	{ "fraction", "repeat", "sample,1.5,,,,,,,\n", NULL },
	{ "no-total", "repeat", "sample,,,,,,,,\n", NULL },
	{ "negative-total", "repeat", "sample,-5,,,,,,,\n", NULL },
	{ "zero-total", "repeat", "sample,0,,,,,,,\n", NULL },
	{ "long-total", "repeat", "sample,3000000000000000000,,,,,,,\n", NULL },
	{ "phases-exceed", "repeat", "sample,10,6,6,,,,,\n", NULL },
	{ "phases-short", "repeat", "sample,10,1,1,1,1,,,\n", NULL },
	{ "short-result", "repeat", "sample,10,,,,,,,3ff\n", NULL },
	{ "signed-result", "repeat", "sample,10,,,,,,,+000000000000001\n",
	  NULL },
	{ "no-result", "repeat", "sample,10,,,,,,,\n", NULL },
	{ "floods-stderr", "repeat", NULL, flood },
	{ "closes-stdout", "repeat", NULL, close_stdout },
	{ "closes-stdin", "repeat", NULL, close_stdin },
	{ "leaves-a-child", "repeat", NULL, orphan },
	{ "error-in-repeat", "repeat", "error,out of luck\n", NULL },
};

static const struct fault *fault;

/* ---- what is asked ------------------------------------------------------- */

/* A line of the answer; the mode `crlf` ends it as Windows does. */
static void answer(const char *line)
{
	say(line);
	say(strcmp(fault->mode, "crlf") ? "\n" : "\r\n");
}

static void open_cell(const char *request)
{
	char dtype[8], name[40], placement[16];
	uint64_t count, seed;
	unsigned workers, chunks;
	int type, i;

	if (sscanf(request,
		   "open,%" SCNu64 ",%7[^,],%39[^,],%u,%u,%15[^,],%" SCNu64,
		   &count, dtype, name, &workers, &chunks, placement,
		   &seed) != 7) {
		answer("error,the request is not understood");
		return;
	}
	kernel = kernel_find(name, dtype);
	if (!kernel || strcmp(name, "native")) {
		answer("missing,only the kernel native");
		return;
	}
	type = dtype_find(dtype);
	n = (size_t)count;
	for (i = 0; i < 2; i++) {
		vectors[i] = calloc(n, dtype_table[type].bytes);
		if (!vectors[i])
			_exit(9);
		fill_vector((enum dtype)type, seed, (uint64_t)i, 0, n,
			    vectors[i]);
	}
	answer("opened,0");
}

static void close_cell(void)
{
	free(vectors[0]);
	free(vectors[1]);
	vectors[0] = vectors[1] = NULL;
	kernel = NULL;
	answer("closed");
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void repeat(const char *request)
{
	unsigned long calls = strtoul(request + strlen("repeat,"), NULL, 10);
	int64_t begin_ns = now_ns(), total_ns;
	volatile double result = 0;
	double copy;
	uint64_t bits;
	char line[128];

	while (calls--)
		result = kernel->dot(vectors[0], vectors[1], n);
	total_ns = now_ns() - begin_ns;
	if (!total_ns)
		total_ns = 1;
	copy = strcmp(fault->mode, "wrong-result") ? result : result + 1;
	memcpy(&bits, &copy, sizeof(bits));
	snprintf(line, sizeof(line),
		 "sample,%" PRId64 ",0,0,%" PRId64 ",0,0,0,%016" PRIx64,
		 total_ns, total_ns, bits);
	answer(line);
}

/* Answers one request; false at the end. */
static int handle(const char *request)
{
	size_t len = strcspn(request, ",\n");

	if (strlen(fault->when) == len && !strncmp(request, fault->when, len)) {
		if (fault->wrong)
			fault->wrong();
		else
			say(fault->text);
		return 1;
	}
	if (!strncmp(request, "hello", len))
		answer("hello,1,bad,1.0,threads=1");
	else if (!strncmp(request, "open", len))
		open_cell(request);
	else if (!strncmp(request, "ready", len))
		answer("ready");
	else if (!strncmp(request, "repeat", len))
		repeat(request);
	else if (!strncmp(request, "rest", len))
		answer("rest");
	else if (!strncmp(request, "close", len))
		close_cell();
	else
		return 0;
	return 1;
}

int main(int argc, char **argv)
{
	char line[512];
	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (argc == 2 && !strcmp(faults[i].mode, argv[1]))
			fault = &faults[i];
	if (!fault) {
		for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
			printf("%s\n", faults[i].mode);
		return 2;
	}
	if (!strcmp(fault->mode, "ignores-sigterm"))
		signal(SIGTERM, SIG_IGN);
	while (fgets(line, sizeof(line), stdin) && handle(line))
		;
	if (!strcmp(fault->when, "quit") && fault->wrong)
		fault->wrong();
	return 0;
}
