/* Pictures made by gnuplot: fixed dates in PDFs, self-contained SVGs. */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "base/str.h"

#include <stdint.h>

/*
 * Sets the dates of a PDF made by cairo to `date_s` (seconds since 1970, UTC),
 * in place; its size does not change. Needed because cairo 1.16 ignores
 * SOURCE_DATE_EPOCH.
 */
void picture_date_pdf(char *bytes, size_t len, int64_t date_s);

/*
 * Appends an SVG made by gnuplot to `out`, changed so that one page can contain
 * several: every id gets the prefix `name` and a dash; the texts under the
 * mouse, which gnuplot shows by a script, become <title> elements, which need
 * no script; groups without contents are left out.
 */
void picture_svg(const char *svg, const char *name, struct str *out);

#endif
