/* Whether a peer keeps the protocol: plays all of it and judges the answers. */
#include "app/peer_check.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/sys.h"
#include "kernel/fill.h"
#include "peer/peer.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_MAX        1000
#define SEED         1
#define UNKNOWN_NAME "no-such-kernel"
#define SETTLE_NS    (20 * CLOCK_NS_PER_MS)
#define IDLE_NS      (200 * CLOCK_NS_PER_MS)
#define TICKS_MAX    1 /* of 10 ms: the answer to `rest` may count as one */

/* One process of the peer, which is asked for one type and number of slices. */
struct visit {
	struct peer_check *check;
	struct peer *peer;
	struct peer_hello hello;
	struct cell cell;
	bool mute;      /* it has not answered in time: more would be vain */
	char where[96]; /* "f64, 2 workers, 1 chunk" */
	double x[N_MAX], y[N_MAX];
};

static void tell(struct peer_check *check, bool right, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void tell(struct peer_check *check, bool right, const char *fmt, ...)
{
	char text[1200];
	va_list ap;
	char *c;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (c = text; *c; c++) /* of the peer's words */
		if (*c < ' ' || *c > '~')
			*c = '?';
	if (right)
		check->right++;
	else
		check->wrong++;
	check->tell(right, text);
}

static int64_t deadline(const struct visit *v)
{
	return clock_ns() + (int64_t)v->check->timeout_ms * CLOCK_NS_PER_MS;
}

/* ---- the processes of the peer ------------------------------------------- */

/* What the processes of a group have used, and how many there are. */
struct group {
	pid_t id;
	unsigned living;
	uint64_t ticks; /* of CPU time */
};

/* Adds the process with this id if it is one of the group and no zombie. */
static void add_process(void *ctx, const char *name)
{
	struct group *g = ctx;
	char line[512];
	const char *rest;
	char state;
	int parent, id;
	uint64_t user, kernel;

	if (strspn(name, "0123456789") != strlen(name) ||
	    !sys_line(line, sizeof(line), "/proc/%s/stat", name))
		return;
	rest = strrchr(line, ')'); /* the name before it may hold anything */
	if (!rest ||
	    sscanf(rest,
		   ") %c %d %d %*d %*d %*d %*u %*u %*u %*u %*u %" SCNu64
		   " %" SCNu64,
		   &state, &parent, &id, &user, &kernel) != 5 ||
	    id != g->id || state == 'Z' || state == 'X')
		return;
	g->living++;
	g->ticks += user + kernel;
}

static struct group look_at(pid_t id)
{
	struct group group = { .id = id };

	sys_names("/proc", add_process, &group);
	return group;
}

static void nap(int64_t ns)
{
	struct timespec nap_time = { 0, ns };

	nanosleep(&nap_time, NULL); /* a signal ends it early */
}

static void check_idle(struct visit *v)
{
	struct group before, after;

	nap(SETTLE_NS);
	before = look_at(peer_group(v->peer));
	nap(IDLE_NS);
	after = look_at(peer_group(v->peer));
	if (after.ticks <= before.ticks + TICKS_MAX)
		tell(v->check, true, "After `rest` the peer uses no CPU (%s).",
		     v->where);
	else
		tell(v->check, false,
		     "After `rest` the peer has used its CPUs for %" PRIu64
		     "0 ms within 200 ms (%s), and none was expected: it would "
		     "disturb the other cells. Let every worker sleep, in a "
		     "system call that blocks, until `ready` comes.",
		     after.ticks - before.ticks, v->where);
}

/* Ends the visit; `in_words` with `quit`, else with the end of its stdin. */
static void check_end(struct visit *v, bool in_words)
{
	const char *how = in_words ? "`quit`" : "the end of its standard input";
	pid_t id = peer_group(v->peer);
	struct group left;

	if (!peer_quit(v->peer, in_words)) {
		tell(v->check, false,
		     "The peer has not ended within two seconds of %s (%s). "
		     "Leave the loop over the requests at `quit`, and when no "
		     "line can be read.",
		     how, v->where);
		return;
	}
	nap(SETTLE_NS);
	left = look_at(id);
	if (left.living)
		tell(v->check, false,
		     "The peer has ended after %s, but %u of its processes "
		     "are left (%s). Wait for the end of the workers before "
		     "the peer ends.",
		     how, left.living, v->where);
	else
		tell(v->check, true,
		     "The peer ends after %s and leaves no process (%s).", how,
		     v->where);
}

/* ---- results ------------------------------------------------------------- */

static void say_wrong_result(struct visit *v, double wanted, double bound,
			     double got)
{
	uint64_t bits;

	memcpy(&bits, &got, sizeof(bits));
	tell(v->check, false,
	     "The result for n = %" PRIu64 " (%s) is %.17g (bits %016" PRIx64
	     "), and %.17g was expected, at most %.3g away. Compare the "
	     "vectors with the test vectors of doc/peers.md, and send the "
	     "bits of a double with the highest digits first.",
	     v->cell.n, v->where, got, bits, wanted, bound);
}

/* Judges the result of a repeat; false if it is wrong. */
static bool right_result(struct visit *v, const struct sample *s)
{
	const struct kernel *k = kernel_find(v->cell.kernel, v->cell.dtype);
	struct reference ref;
	double product;

	if (v->hello.unchecked)
		return true;
	if (!s->has_result) {
		tell(v->check, false,
		     "The answer to `repeat` has no result (%s), and one was "
		     "expected. Send RESULT_BITS, or say `verify=0` in the "
		     "answer to `hello` if the peer computes no product.",
		     v->where);
		return false;
	}
	reference_dot((enum dtype)dtype_find(v->cell.dtype), v->x, v->y,
		      v->cell.n, &ref);
	if (k && (k->flags & KERNEL_FIXED_ORDER)) {
		product = k->dot(v->x, v->y, v->cell.n);
		if (sample_bits(product) == sample_bits(s->result))
			return true;
		say_wrong_result(v, product, 0, s->result);
		return false;
	}
	if (fabs(s->result - ref.value) <= ref.bound)
		return true;
	say_wrong_result(v, ref.value, ref.bound, s->result);
	return false;
}

/* ---- a visit ------------------------------------------------------------- */

/* Says what went wrong with a request, and what to do. Returns -1; *err is set
 * only by what is not the peer's fault. */
static int refuse(struct visit *v, const char *request, const char *advice,
		  const struct err *why, struct err *err)
{
	if (why->kind == ERR_INTERRUPTED || why->kind == ERR_ENVIRONMENT) {
		*err = *why;
		return -1;
	}
	v->mute = why->kind == ERR_TIMEOUT;
	if (v->cell.n)
		tell(v->check, false, "At `%s`, n = %" PRIu64 " (%s), %s. %s",
		     request, v->cell.n, v->where, why->text, advice);
	else
		tell(v->check, false, "At `%s` %s. %s", request, why->text,
		     advice);
	return -1;
}

static int check_open(struct visit *v, struct err *err)
{
	struct err why = { 0 };
	int64_t cold_ns;

	if (!peer_open(v->peer, &v->cell, SEED, deadline(v), &cold_ns, &why))
		return 0;
	if (why.kind != ERR_MISSING)
		return refuse(v, "open",
			      "Answer `opened,COLD_NS`: the time that the "
			      "workers took to start, or 0 if there are none; "
			      "or `missing,REASON`.",
			      &why, err);
	tell(v->check, true,
	     "The peer says that it cannot do the kernel %s with %s: %s.",
	     v->cell.kernel, v->where, why.text);
	return -1;
}

/* One round: ready, a repeat of `calls` calls, rest. */
static int check_round(struct visit *v, uint32_t calls, struct err *err)
{
	struct sample sample = { 0 };
	struct err why = { 0 };

	if (peer_ready(v->peer, deadline(v), &why))
		return refuse(v, "ready", "Answer `ready`.", &why, err);
	if (peer_repeat(v->peer, calls, deadline(v), &sample, &why))
		return refuse(v, "repeat",
			      "Answer one line `sample,TOTAL_NS,SPAWN_NS,"
			      "DISPATCH_NS,COMPUTE_NS,COLLECT_NS,SENT_BYTES,"
			      "RECEIVED_BYTES,RESULT_BITS`, with nothing "
			      "between the commas for what is not known.",
			      &why, err);
	v->check->measured++;
	if (!right_result(v, &sample))
		return -1;
	if (peer_rest(v->peer, deadline(v), &why))
		return refuse(v, "rest", "Answer `rest`.", &why, err);
	return 0;
}

/* Opens, measures and closes vectors of n elements. */
static int check_cell(struct visit *v, uint64_t n, struct err *err)
{
	enum dtype type = (enum dtype)dtype_find(v->cell.dtype);
	struct err why = { 0 };

	v->cell.n = n;
	fill_vector(type, SEED, 0, 0, n, v->x);
	fill_vector(type, SEED, 1, 0, n, v->y);
	if (check_open(v, err) || check_round(v, 1, err) ||
	    check_round(v, 10, err))
		return -1;
	if (n == N_MAX)
		check_idle(v);
	if (peer_close(v->peer, deadline(v), &why))
		return refuse(v, "close", "Answer `closed`.", &why, err);
	return 0;
}

/* Starts the peer and says hello. */
static int begin(struct visit *v, struct err *err)
{
	struct err why = { 0 };

	v->cell.n = 0;
	if (!peer_start(&v->peer, "the peer", v->check->command, &why) &&
	    !peer_greet(v->peer, deadline(v), &v->hello, &why))
		return 0;
	if (why.kind != ERR_MISSING)
		return refuse(v, "hello",
			      "Answer `hello,1,NAME,VERSION` and write the "
			      "line through at once (flush).",
			      &why, err);
	tell(v->check, true, "The peer says that it is missing here: %s.",
	     why.text);
	return -1;
}

/* All lengths with one type and number of slices. Returns 1 if more visits are
 * vain: the peer does not say hello, or does not answer; -1 with *err. */
static int visit(struct visit *v, bool in_words, struct err *err)
{
	static const uint64_t lengths[] = { 1, 7, N_MAX };
	size_t i;
	int rc = 0;

	snprintf(v->where, sizeof(v->where), "%s, %u worker%s, %u chunk%s",
		 v->cell.dtype, v->cell.workers,
		 v->cell.workers == 1 ? "" : "s", v->cell.chunks,
		 v->cell.chunks == 1 ? "" : "s");
	if (begin(v, err)) {
		rc = 1;
	} else {
		for (i = 0; i < 3 && !rc; i++)
			rc = check_cell(v, lengths[i], err);
		if (!rc) {
			tell(v->check, true,
			     "It has opened, measured and closed vectors of "
			     "1, 7 and 1000 elements, with %s results (%s).",
			     v->hello.unchecked ? "unchecked" : "right",
			     v->where);
			check_end(v, in_words);
		}
		rc = v->mute;
	}
	peer_stop(v->peer);
	v->peer = NULL;
	if (interrupt_pending())
		err_set(err, ERR_INTERRUPTED, "interrupted");
	return err->kind ? -1 : rc;
}

/* A kernel that nobody knows must be missing. */
static void check_unknown_kernel(struct visit *v)
{
	struct err why = { 0 }, other = { 0 };
	int64_t cold_ns;

	str_copy(v->cell.kernel, sizeof(v->cell.kernel), UNKNOWN_NAME);
	if (!begin(v, &other)) {
		v->cell.n = 1;
		if (!peer_open(v->peer, &v->cell, SEED, deadline(v), &cold_ns,
			       &why))
			tell(v->check, v->hello.unchecked,
			     v->hello.unchecked
				 ? "The peer takes a kernel of any name, and "
				   "may, as its results are not checked."
				 : "The peer has opened the kernel "
				   "`" UNKNOWN_NAME "`, and `missing,REASON` "
				   "was expected. Say `missing` for every "
				   "kernel that the peer does not know.");
		else if (why.kind == ERR_MISSING)
			tell(v->check, true,
			     "A kernel that it does not know is missing: %s.",
			     why.text);
		else
			refuse(v, "open",
			       "Answer `missing,REASON` for a kernel that the "
			       "peer does not know.",
			       &why, &other);
	}
	peer_stop(v->peer);
	v->peer = NULL;
}

/* All visits with this one's memory. */
static int check_visits(struct visit *v, struct err *err)
{
	static const char *const types[] = { "f64", "f32" };
	unsigned i;
	int rc;

	for (i = 0; i < 8; i++) {
		str_copy(v->cell.kernel, sizeof(v->cell.kernel),
			 v->check->kernel);
		str_copy(v->cell.dtype, sizeof(v->cell.dtype), types[i / 4]);
		str_copy(v->cell.placement, sizeof(v->cell.placement), "free");
		v->cell.workers = 1 + i / 2 % 2;
		v->cell.chunks = 1 + i % 2;
		v->cell.timeout_ms = v->check->timeout_ms;
		rc = visit(v, i % 2 == 0, err);
		if (rc)
			return rc < 0 ? -1 : 0;
		if (i == 0)
			tell(v->check, true, "It says hello: %s.",
			     v->hello.text);
	}
	check_unknown_kernel(v);
	return 0;
}

int peer_check_all(struct peer_check *check, struct err *err)
{
	struct visit *v = mem_array(1, sizeof(*v), err);
	int rc;

	if (!v)
		return -1;
	v->check = check;
	rc = check_visits(v, err);
	free(v);
	return rc;
}
