/* A session in a process of its own, which sends its results through a pipe. */
#include "run/session.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/mem.h"
#include "proc/child.h"
#include "proc/wire.h"

#include <stdlib.h>
#include <string.h>

/* Messages from a forked child to its parent: structs as they lie in memory.
 * Their pointers are valid in both: they point to the plan or to constants. */
enum message_kind { MESSAGE_PROGRESS, MESSAGE_BATCH, MESSAGE_END };

struct message {
	enum message_kind kind;
	struct run_progress progress;
	struct batch batch; /* sizes; the arrays follow */
	struct run_result result;
	struct err err;
	int rc;
};

/* ---- in the child ------------------------------------------------------ */

/* Sends the messages. */
struct teller {
	session_body *body;
	void *ctx;
	int ends[2];
	struct message message;
};

static int send(struct teller *t, enum message_kind kind)
{
	t->message.kind = kind;
	return wire_write_all(t->ends[1], &t->message, sizeof(t->message));
}

static int send_array(const struct teller *t, const void *items, size_t count,
		      size_t size)
{
	return count ? wire_write_all(t->ends[1], items, count * size) : 0;
}

static int send_batch(void *ctx, const struct batch *b, struct err *err)
{
	struct teller *t = ctx;

	t->message.batch = *b;
	if (send(t, MESSAGE_BATCH) ||
	    send_array(t, b->cells, b->ncells, sizeof(*b->cells)) ||
	    send_array(t, b->samples, b->nsamples, sizeof(*b->samples)) ||
	    send_array(t, b->colds, b->ncolds, sizeof(*b->colds)) ||
	    send_array(t, b->controls, b->ncontrols, sizeof(*b->controls)))
		return err_set(err, ERR_FAILED, "the parent is gone");
	return 0;
}

static void send_progress(void *ctx, const struct run_progress *progress)
{
	struct teller *t = ctx;

	t->message.progress = *progress;
	send(t, MESSAGE_PROGRESS);
}

static int in_child(void *ctx)
{
	struct teller *t = ctx;
	struct sample_sink sink = { t, send_batch, send_progress };
	struct err err = { 0 };

	wire_close(&t->ends[0]);
	t->message.rc = t->body(t->ctx, &sink, &t->message.result, &err);
	t->message.err = err;
	return send(t, MESSAGE_END) ? 1 : 0;
}

/* ---- in the parent ----------------------------------------------------- */

/* Receives the messages and passes them on to `sink`. */
struct hearer {
	const struct sample_sink *sink;
	struct child child;
	int end;
	int64_t patience_ns;
	struct message message;
};

static int silent(struct hearer *h, const char *why, struct err *err)
{
	char what[80];

	child_wait(&h->child, clock_ns() + CLOCK_NS_PER_S);
	child_describe(&h->child, what, sizeof(what));
	return err_set(err, ERR_FAILED, "the session's process %s: it %s", why,
		       what);
}

/* Reads `len` bytes. Returns 0, 1 when a signal came, -1 with *err. */
static int receive(struct hearer *h, void *to, size_t len, struct err *err)
{
	int64_t deadline_ns = clock_ns() + h->patience_ns;
	struct wire_wait wait = { .end = h->end };
	unsigned char *p = to;

	while (len) {
		switch (wire_read(h->end, &p, &len)) {
		case WIRE_DONE:
			return 0;
		case WIRE_WAIT:
			break;
		case WIRE_CLOSED:
		case WIRE_FAILED:
			return silent(h, "ended early", err);
		}
		wire_wait(&wait, 1, deadline_ns);
		if (interrupt_pending())
			return 1;
		if (clock_ns() >= deadline_ns)
			return silent(h, "sends nothing any more", err);
	}
	return 0;
}

static int receive_array(struct hearer *h, void *array, size_t count,
			 size_t size, struct err *err)
{
	void **to = array;

	*to = mem_array(count, size, err);
	return *to ? receive(h, *to, count * size, err) : -1;
}

static int hear_batch(struct hearer *h, struct err *err)
{
	struct batch b = h->message.batch;
	struct cell_record *cells = NULL;
	struct sample *samples = NULL;
	struct cold_start *colds = NULL;
	struct control *controls = NULL;
	int rc;

	rc = receive_array(h, &cells, b.ncells, sizeof(*cells), err);
	if (!rc)
		rc = receive_array(h, &samples, b.nsamples, sizeof(*samples),
				   err);
	if (!rc)
		rc = receive_array(h, &colds, b.ncolds, sizeof(*colds), err);
	if (!rc)
		rc = receive_array(h, &controls, b.ncontrols, sizeof(*controls),
				   err);
	b.cells = cells;
	b.samples = samples;
	b.colds = colds;
	b.controls = controls;
	if (!rc)
		rc = h->sink->block(h->sink->ctx, &b, err);
	free(cells);
	free(samples);
	free(colds);
	free(controls);
	return rc;
}

static int hear(struct hearer *h, struct run_result *result, struct err *err)
{
	int rc;

	for (;;) {
		rc = receive(h, &h->message, sizeof(h->message), err);
		if (rc)
			return rc;
		switch (h->message.kind) {
		case MESSAGE_PROGRESS:
			h->sink->progress(h->sink->ctx, &h->message.progress);
			break;
		case MESSAGE_BATCH:
			rc = hear_batch(h, err);
			if (rc)
				return rc;
			break;
		case MESSAGE_END:
			*result = h->message.result;
			if (h->message.rc)
				*err = h->message.err;
			return h->message.rc;
		}
	}
}

int session_apart(session_body *body, void *ctx, const struct sample_sink *sink,
		  int64_t patience_ns, struct run_result *result,
		  struct err *err)
{
	struct teller *t = mem_array(1, sizeof(*t), err);
	struct hearer *h = mem_array(1, sizeof(*h), err);
	int rc = -1;

	if (t && h && !wire_open(t->ends, err)) {
		*t = (struct teller){ .body = body,
				      .ctx = ctx,
				      .ends = { t->ends[0], t->ends[1] } };
		*h = (struct hearer){ .sink = sink,
				      .end = t->ends[0],
				      .patience_ns = patience_ns };
		wire_nonblocking(h->end);
		rc = child_start(&h->child, in_child, t, err);
		wire_close(&t->ends[1]);
		if (!rc)
			rc = hear(h, result, err);
		child_stop(&h->child);
		wire_close(&t->ends[0]);
	}
	free(t);
	free(h);
	return rc < 0 ? -1 : 0;
}
