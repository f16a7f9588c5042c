/* What gnuplot draws, made self-contained and the same on every day. */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "base/str.h"

#include <stdint.h>

/*
 * Sets the dates of a PDF that cairo made to `date_s` (seconds since 1970,
 * UTC), in place: the bytes keep their number. cairo 1.16 takes no notice of
 * SOURCE_DATE_EPOCH.
 */
void picture_date_pdf(char *bytes, size_t len, int64_t date_s);

/*
 * Appends an SVG that gnuplot made to `out`, so that several fit in one page:
 * every id gets `name` and a dash before it; what gnuplot leaves to its script
 * (a text under the mouse) becomes a <title>, which needs none.
 */
void picture_svg(const char *svg, const char *name, struct str *out);

#endif
