/* A worker of a pool: waits for jobs, computes its slice, answers. */
#include "strategy/pool_board.h"

#include "base/mem.h"

/* What a worker has for itself. */
struct post {
	const struct pool *pool;
	unsigned worker;
	/* its fold and the numbers of a job: it writes the lines that the caller
	 * may look at in one go, when all of them are known */
	struct desk {
		struct fold fold;
		double number[POOL_PRODUCTS_MAX * FOLD_NODES_MAX];
	} * desk;
	bool told; /* the shape of its fold, of which this moves: */
	struct pool_load load;
	int16_t cpu; /* where it was after the job before */
};

/* Writes the fold of a product where the caller will read it, but for the numbers: these
 * wait on the worker's desk. */
static void hand_over(struct post *p, unsigned char *bulk, unsigned product)
{
	struct fold *fold = &p->desk->fold;

	if (!p->told) {
		memcpy(&p->pool->board->shape[p->worker].fold, fold,
		       fold_bytes(fold));
		p->load = board_load(fold);
		p->told = true;
	}
	board_copy(p->desk->number + product * p->load.count,
		   board_numbers(fold, &p->load), p->load.count);
	if (p->load.bulk)
		memcpy(bulk + product * p->load.bulk, fold->lanes,
		       p->load.bulk);
}

static void claim(void *lines, size_t bytes)
{
	size_t i;

	for (i = 0; i < bytes; i += 64)
		wake_claim((char *)lines + i);
}

/* Lines that the worker will write are claimed as long before as it takes to get them
 * from a far CPU, the last ones of the answer and the next job's when half is done. */
#define CLAIM_AHEAD 4

static void compute(struct post *p, const struct pool_job *job, uint32_t number,
		    struct worker_marks *marks)
{
	struct pool_answer *answer = board_answer(p->pool, p->worker, number);
	unsigned char *bulk = board_bulk(p->pool, p->worker, number);
	/* 0 in the first job: nothing is claimed before the load is known */
	const size_t known = job->products * p->load.count * sizeof(double);
	unsigned i;

	claim(answer, sizeof(*answer));
	claim(bulk, CLAIM_AHEAD * p->load.bulk);
	for (i = 0; i < job->products; i++) {
		if (i && i == job->products / 2) {
			__builtin_prefetch(&p->pool->board->job);
			claim(answer->number, known);
		}
		if (i + CLAIM_AHEAD < job->products)
			claim(bulk + (i + CLAIM_AHEAD) * p->load.bulk,
			      p->load.bulk);
		team_compute(&p->pool->team, p->worker, &p->desk->fold,
			     job->marked >> i & 1 ? marks : NULL);
		hand_over(p, bulk, i);
	}
	memcpy(answer->number, p->desk->number,
	       job->products * p->load.count * sizeof(double));
}

static void do_job(struct post *p, uint32_t number, bool awake)
{
	const struct pool *pool = p->pool;
	struct pool_answer *answer = board_answer(pool, p->worker, number);
	struct board_job *board = &pool->board->job;
	const struct pool_job job = board_read(atomic_load_explicit(
	    &board->word[number & (pool->depth - 1)], memory_order_relaxed));
	struct worker_marks marks = { 0 };

	if (job.order == POOL_COMPUTE) {
		compute(p, &job, number, &marks);
	} else {
		if (job.order == POOL_SPREAD)
			team_spread(&pool->team, p->worker, board->home);
		p->cpu = (int16_t)pin_here();
	}
	answer->compute_ns = marks.compute_ns;
	answer->ended_ns = marks.ended_ns;
	answer->cpu = p->cpu;
	if (awake)
		wake_set_awake(&answer->wake, number);
	else
		wake_set(&answer->wake, number);
	p->cpu = (int16_t)pin_here(); /* nobody waits for this */
}

static void touch(const struct post *p)
{
	const struct pool *pool = p->pool;

	board_touch(board_answer(pool, p->worker, 0),
		    pool->depth * pool->answer_bytes);
	board_touch(board_bulk(pool, p->worker, 0),
		    pool->depth * pool->bulk_bytes);
	board_touch(&pool->board->shape[p->worker], sizeof(struct board_shape));
	board_touch(p->desk, sizeof(*p->desk));
}

int pool_worker(void *ctx)
{
	const struct pool_place *place = ctx;
	struct post post = { .pool = place->pool,
			     .worker = place->worker,
			     .cpu = -1 };
	struct post *p = &post;
	struct board_job *job = &p->pool->board->job;
	uint32_t done = 0, published;
	unsigned spins;

	p->desk = mem_aligned(1, sizeof(*p->desk), NULL);
	if (!p->desk)
		return 1;
	team_place(&p->pool->team, p->worker);
	touch(p);
	for (;;) {
		spins = atomic_load_explicit(&job->spins, memory_order_relaxed);
		if (!wake_wait(&job->wake, done, spins, INT64_MAX))
			continue;
		published = atomic_load_explicit(&job->wake.value,
						 memory_order_acquire);
		while (done != published)
			do_job(p, ++done, spins != 0);
	}
	return 0;
}
