/* This program: how it was built, and with what. */
#include "host/program.h"

#include "kernel/kernel.h"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

/* Of build.c, which src/build_id.sh makes. */
extern const char build_source[], build_compiler[], build_flags[];

void program_build(struct build *build)
{
	build->version = PACKAGE_VERSION;
	build->source = build_source;
	build->compiler = build_compiler;
	build->flags = build_flags;
#ifdef __GLIBC__
	build->libc = gnu_get_libc_version();
#else
	build->libc = "not glibc"; /* musl does not report its version */
#endif
	build->blas = kernel_blas_version();
}
