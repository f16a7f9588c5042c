/* The core of OpenBLAS: the CPU that it has chosen its kernels for. */
#include "kernel/blas_core.h"

#include <stdio.h>
#include <string.h>

/* What the levels add that matters to a dot product. */
static const char *const adds[] = { "", "SSE", "AVX", "AVX2", "AVX-512" };

static const struct {
	const char *core;
	int level;
} cores[] = {
	{ "Katmai", 1 },       { "Coppermine", 1 },
	{ "Northwood", 1 },    { "Prescott", 1 },
	{ "Banias", 1 },       { "Core2", 1 },
	{ "Penryn", 1 },       { "Dunnington", 1 },
	{ "Nehalem", 1 },      { "Atom", 1 },
	{ "Athlon", 1 },       { "Opteron", 1 },
	{ "Opteron_SSE3", 1 }, { "Barcelona", 1 },
	{ "Bobcat", 1 },       { "Nano", 1 },
	{ "Sandybridge", 2 },  { "Bulldozer", 2 },
	{ "Piledriver", 2 },   { "Steamroller", 2 },
	{ "Haswell", 3 },      { "Excavator", 3 },
	{ "Zen", 3 },          { "SkylakeX", 4 },
	{ "Cooperlake", 4 },   { "SapphireRapids", 4 },
};

/* The level of the x86-64 psABI that the kernels for a core need: 1 (SSE), 2 (AVX, which
 * has no number there), 3 (AVX2) or 4 (AVX-512); 0 if the name, which is one of dynamic.c
 * of OpenBLAS 0.3, is not known. */
static int core_level(const char *core)
{
	size_t i;

	for (i = 0; i < sizeof(cores) / sizeof(cores[0]); i++)
		if (!strcmp(cores[i].core, core))
			return cores[i].level;
	return 0;
}

int blas_core_behind(const char *blas, int cpu_level, char *words,
		     unsigned long size)
{
	static const char before[] = " core ";
	const char *at = strstr(blas, before);
	char core[32];
	int level;

	if (!at || cpu_level < 1 || cpu_level > 4)
		return 0;
	at += strlen(before);
	snprintf(core, sizeof(core), "%.*s", (int)strcspn(at, " "), at);
	level = core_level(core);
	if (!level || level >= cpu_level)
		return 0;
	snprintf(words, size, "its core %s uses %s, and this CPU has %s", core,
		 adds[level], adds[cpu_level]);
	return cpu_level - level;
}
