/* The instruction set level of this CPU. */
#include "kernel/cpu.h"

#include <stdbool.h>

#ifdef __x86_64__
#include <cpuid.h>
#endif

#define BIT(n) (1u << (n))

/* SSE3, SSSE3, FMA, CMPXCHG16B, SSE4.1, SSE4.2, MOVBE, POPCNT, OSXSAVE, AVX,
 * F16C */
#define V3_LEAF1                                                             \
	(BIT(0) | BIT(9) | BIT(12) | BIT(13) | BIT(19) | BIT(20) | BIT(22) | \
	 BIT(23) | OSXSAVE | BIT(28) | BIT(29))
#define OSXSAVE BIT(27)
/* BMI1, AVX2, BMI2 */
#define V3_LEAF7 (BIT(3) | BIT(5) | BIT(8))
/* LAHF and SAHF, LZCNT */
#define V3_EXTENDED1 (BIT(0) | BIT(5))
/* the operating system saves the registers of SSE and AVX */
#define V3_XCR0 (BIT(1) | BIT(2))
/* AVX512F, DQ, CD, BW, VL */
#define V4_LEAF7 (BIT(16) | BIT(17) | BIT(28) | BIT(30) | BIT(31))
/* the operating system saves the masks and registers of AVX-512 */
#define V4_XCR0 (BIT(5) | BIT(6) | BIT(7))

static bool all(unsigned bits, unsigned wanted)
{
	return (bits & wanted) == wanted;
}

int cpu_level_of(const struct cpu_words *words)
{
	if (!all(words->leaf1_ecx, V3_LEAF1) ||
	    !all(words->leaf7_ebx, V3_LEAF7) ||
	    !all(words->extended1_ecx, V3_EXTENDED1) ||
	    !all(words->xcr0, V3_XCR0))
		return 1;
	return all(words->leaf7_ebx, V4_LEAF7) && all(words->xcr0, V4_XCR0) ? 4
									    : 3;
}

int cpu_level(void)
{
#ifdef __x86_64__
	struct cpu_words words = { 0 };
	unsigned a, b, c, d;

	if (__get_cpuid(1, &a, &b, &c, &d))
		words.leaf1_ecx = c;
	if (__get_cpuid_count(7, 0, &a, &b, &c, &d))
		words.leaf7_ebx = b;
	if (__get_cpuid(0x80000001, &a, &b, &c, &d))
		words.extended1_ecx = c;
	if (words.leaf1_ecx & OSXSAVE)
		__asm__("xgetbv" : "=a"(words.xcr0), "=d"(d) : "c"(0));
	return cpu_level_of(&words);
#else
	return 0;
#endif
}
