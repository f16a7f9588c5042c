/* A program that is asked in lines and answers in lines. */
#include "peer/talk.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/str.h"
#include "proc/wire.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define END_NS        (2 * CLOCK_NS_PER_S)
#define END_BROKEN_NS (500 * CLOCK_NS_PER_MS)

int talk_start(struct talk *talk, const char *name, const char *command,
	       struct err *err)
{
	const char *parent = getenv("TMPDIR");
	struct str line = { 0 };
	int rc = -1;

	memset(talk, 0, sizeof(*talk));
	talk->ends[0] = talk->ends[1] = talk->ends[2] = -1;
	str_copy(talk->name, sizeof(talk->name), name);
	if (!parent || !*parent)
		parent = "/tmp";
	if (temporary_dir_open(&talk->scratch, parent, err))
		return -1;
	str_add(&line, "TMPDIR=");
	str_add_quoted(&line, parent);
	str_addf(&line, "/%s; export TMPDIR; %s", talk->scratch.name, command);
	talk->started_ns = clock_ns();
	if (!str_check(&line, err))
		rc = child_dialogue(&talk->child, line.text, talk->ends, err);
	str_free(&line);
	return rc;
}

int talk_refuse(struct talk *talk, struct err *err, const char *fmt, ...)
{
	char what[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	talk->broken = true;
	return err_set(err, ERR_FAILED, "%s %s", talk->name, what);
}

const char *talk_shown(const struct talk *talk, char text[TALK_SHOWN_MAX])
{
	const size_t most = TALK_SHOWN_MAX - sizeof("...");
	bool word = false;
	size_t i, len = 0;

	for (i = 0; i < talk->len; i++) {
		const char c = talk->line[i];

		if (c == '\n' && word)
			break;
		if (c == '\n')
			len = 0;
		else if (len < most)
			text[len] = c >= ' ' && c <= '~' ? c : '?';
		len += c != '\n';
		word |= isalnum((unsigned char)c);
	}
	strcpy(text + (len < most ? len : most), len > most ? "..." : "");
	return text;
}

/* ---- what it writes ------------------------------------------------------ */

/* Keeps the end of what the program wrote on stderr, as printable ASCII. */
static void note_noise(struct talk *talk, const char *bytes, size_t len)
{
	size_t have = strlen(talk->last), i;

	for (i = 0; i < len; i++) {
		if (have == sizeof(talk->last) - 1)
			memmove(talk->last, talk->last + 1, have--);
		talk->last[have++] =
		    bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '\n';
		talk->last[have] = '\0';
	}
}

/* Reads what has come on an end into `bytes`, at most `size`. Returns the
 * number; *closed is set at the end of the stream. */
static size_t take(int *end, void *bytes, size_t size, bool *closed)
{
	unsigned char *at = bytes;
	size_t left = size;
	enum wire_result got;

	if (*end < 0)
		return 0;
	got = wire_read(*end, &at, &left);
	if (got == WIRE_CLOSED || got == WIRE_FAILED) {
		wire_close(end);
		*closed = true;
	}
	return size - left;
}

/* Reads and drops what has come on stderr, up to the limit. */
static void take_noise(struct talk *talk)
{
	char bytes[4096];
	bool closed;
	size_t got;

	while (talk->noise <= PEER_STDERR_MAX &&
	       (got = take(&talk->ends[2], bytes, sizeof(bytes), &closed))) {
		talk->noise += got;
		note_noise(talk, bytes, got);
	}
}

/* The last line on stderr as "; its last words were: ...", or "". */
static const char *last_words(struct talk *talk, char text[TALK_LAST_MAX + 40])
{
	char *from;
	size_t len;

	text[0] = '\0';
	take_noise(talk);
	len = strlen(talk->last);
	while (len && strchr("\n -=", talk->last[len - 1]))
		talk->last[--len] = '\0'; /* ends of lines, and rules */
	from = strrchr(talk->last, '\n');
	from = from ? from + 1 : talk->last;
	if (*from)
		snprintf(text, TALK_LAST_MAX + 40, "; its last words were: %s",
			 from);
	return text;
}

/* The program has closed its stdout: tells how it ended, if it has. */
static int tell_end(struct talk *talk, struct err *err)
{
	int64_t until_ns = clock_ns() + END_BROKEN_NS;
	char how[80], words[TALK_LAST_MAX + 40];
	struct wire_wait wait = { .end = -1 };

	while (!child_ended(&talk->child) && clock_ns() < until_ns &&
	       !interrupt_pending())
		wire_wait(&wait, 1, clock_ns() + 5 * CLOCK_NS_PER_MS);
	if (!child_ended(&talk->child))
		return talk_refuse(talk, err,
				   "has closed its standard output%s",
				   last_words(talk, words));
	last_words(talk, words);
	child_stop(&talk->child);
	child_describe(&talk->child, how, sizeof(how));
	return talk_refuse(talk, err, "has ended (%s)%s", how, words);
}

/* ---- asking -------------------------------------------------------------- */

/* What is left of a request, and the stream of the answer. */
struct question {
	const unsigned char *out;
	size_t left;
	bool closed;
};

/* Moves what can be moved without waiting. Returns 1 when the answer is there,
 * 0 when it is not, -1 with *err. */
static int move(struct talk *talk, struct question *q, struct err *err)
{
	char *end, text[TALK_SHOWN_MAX];

	if (q->left &&
	    wire_write(talk->ends[0], &q->out, &q->left) >= WIRE_CLOSED)
		return tell_end(talk, err);
	talk->len += take(&talk->ends[1], talk->line + talk->len,
			  PEER_LINE_MAX - talk->len, &q->closed);
	take_noise(talk);
	if (talk->noise > PEER_STDERR_MAX)
		return talk_refuse(talk, err,
				   "has written more than 1 MiB to its "
				   "standard error output");
	end = memchr(talk->line, '\n', talk->len);
	if (end && end + 1 < talk->line + talk->len)
		return talk_refuse(talk, err,
				   "has written more than one line: '%s'",
				   talk_shown(talk, text));
	if (end) {
		if (end > talk->line && end[-1] == '\r')
			end--;
		talk->len = (size_t)(end - talk->line);
		*end = '\0';
		return 1;
	}
	if (talk->len == PEER_LINE_MAX)
		return talk_refuse(talk, err,
				   "has written a line of more than %d bytes",
				   PEER_LINE_MAX);
	return q->closed ? tell_end(talk, err) : 0;
}

static int wait_for_answer(struct talk *talk, const struct question *q,
			   const char *request, int64_t deadline_ns,
			   struct err *err)
{
	struct wire_wait waits[3] = {
		{ .end = talk->ends[1] },
		{ .end = talk->ends[2] },
		{ .end = q->left ? talk->ends[0] : -1, .for_write = 1 },
	};

	wire_wait(waits, 3, deadline_ns);
	/* one that has ended may have left its streams to others */
	if (!waits[0].ready && child_ended(&talk->child))
		return tell_end(talk, err);
	if (interrupt_pending())
		err_set(err, ERR_INTERRUPTED, "interrupted");
	else if (clock_ns() >= deadline_ns)
		err_set(err, ERR_TIMEOUT, "%s has not answered '%.*s' in time",
			talk->name, (int)strcspn(request, ",\n"), request);
	else
		return 0;
	talk->broken = true;
	return -1;
}

int talk_ask(struct talk *talk, const char *request, int64_t deadline_ns,
	     struct err *err)
{
	struct question q = { (const unsigned char *)request, strlen(request),
			      false };
	char text[TALK_SHOWN_MAX];
	int rc;

	talk->noise = 0;
	talk->len = take(&talk->ends[1], talk->line, PEER_LINE_MAX, &q.closed);
	if (talk->len)
		return talk_refuse(
		    talk, err, "has written a line without being asked: '%s'",
		    talk_shown(talk, text));
	while (!(rc = move(talk, &q, err)))
		if (wait_for_answer(talk, &q, request, deadline_ns, err))
			return -1;
	return rc < 0 ? -1 : 0;
}

/* ---- the end ------------------------------------------------------------- */

/* Waits for the end of the program, and drops what it still writes: it must not
 * block on a full pipe. */
static void wait_for_end(struct talk *talk, int64_t deadline_ns)
{
	struct wire_wait waits[2];
	char bytes[4096];
	bool closed;

	while (!child_ended(&talk->child) && clock_ns() < deadline_ns) {
		while (take(&talk->ends[1], bytes, sizeof(bytes), &closed) &&
		       clock_ns() < deadline_ns)
			;
		while (take(&talk->ends[2], bytes, sizeof(bytes), &closed) &&
		       clock_ns() < deadline_ns)
			;
		waits[0] = (struct wire_wait){ .end = talk->ends[1] };
		waits[1] = (struct wire_wait){ .end = talk->ends[2] };
		wire_wait(waits, 2, clock_ns() + 2 * CLOCK_NS_PER_MS);
	}
}

bool talk_end(struct talk *talk, const char *last, bool word_alone)
{
	const unsigned char *out = (const unsigned char *)last;
	size_t left = strlen(last);

	if (!talk->broken)
		wire_write(talk->ends[0], &out, &left);
	if (!word_alone)
		wire_close(&talk->ends[0]);
	wait_for_end(talk,
		     clock_ns() + (talk->broken ? END_BROKEN_NS : END_NS));
	talk->broken = true;
	return child_ended(&talk->child);
}

void talk_stop(struct talk *talk, const char *last)
{
	int i;

	if (talk->child.pid) {
		talk_end(talk, last, false);
		child_stop(&talk->child);
	}
	for (i = 0; i < 3; i++)
		wire_close(&talk->ends[i]);
	temporary_dir_close(&talk->scratch);
}
