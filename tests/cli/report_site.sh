#!/bin/sh
# 'dotrec report --site DIR' writes a calendar of the nights with links to their
# reports, the changes that are open, and a picture of every series.
. "${0%/*}/lib.sh"
need sqlite3 python3

printf 'strategy,n,workers,repeats\nserial shm,1000..1400+100,2,6\n' >plan.csv
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
mkdir site
expect_exit 0 "$DOTREC" report --site site -d x.db
expect_text site/index.html 'The night was not judged.' 'No change is open.' 'not judged'

# 45 nights; shm is 10 % slower from night 38 on, and in night 20 a hundred times
nights x.db 45 "UPDATE summary SET median_ns = median_ns * iif(n.i = 20, 100, 1.1)
	FROM night AS n, v_cell AS c
	WHERE c.cell_id = summary.cell_id AND n.run_id = c.run_id AND c.strategy = 'shm'
	AND (n.i >= 38 OR n.i = 20);"
"$DOTREC" check -q -d x.db >out 2>err || [ $? -eq 1 ] || fail "the check"
mkdir site/2026-03-30 site/2026-03-31
: >site/2026-03-30/report.html
expect_exit 0 "$DOTREC" report --site site -d x.db
expect_empty out
expect_text err "'site/index.html'"
expect_equal "files" '2026-03-30 2026-03-31 index.html' "$(names site)"
cat >look.py <<'PY'
import sys
from html.parser import HTMLParser

EMPTY = ("meta", "link", "br")


class Look(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.links, self.nights, self.lines, self.marks = [], [], [], 0, []
        self.ids, self.rows, self.row, self.at_top = set(), [], None, 0

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag not in EMPTY:
            self.open.append(tag)
        if "id" in names:
            assert names["id"] not in self.ids, names["id"]
            self.ids.add(names["id"])
        if tag == "a":
            self.links.append(names["href"])
        if tag == "td" and names.get("class", "").startswith("night "):
            self.nights.append((names["class"][6:], names["title"]))
        if tag == "path" and names["class"] == "line":
            self.lines += 1
            numbers = names["d"].replace("M", " ").replace("L", " ").split()
            assert all(0 <= float(x) <= 220 for x in numbers), names["d"]
        elif tag == "path":
            self.marks.append(names["class"])
            self.at_top += names["transform"].endswith(" 4.0)")
        if tag == "tr":
            self.row = []

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag
        if tag == "tr":
            self.rows.append(" ".join(self.row))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_data(self, text):
        if self.row is not None:
            self.row.append(text.strip())


page = Look()
page.feed(open(sys.argv[1]).read())
assert not page.open, page.open
assert page.links == ["2026-03-30/report.html"], page.links
assert len(page.nights) == 45, len(page.nights)
assert page.nights[0][1].startswith("2026-03-01"), page.nights[0]  # the last month first
told = {title.split(": ")[0]: kind for kind, title in page.nights}
assert "reg" in told.values(), told
assert told["2026-02-16"] != "reg" and told["2026-03-10"] == "no ", told
assert page.lines == 10, page.lines
assert page.marks.count("reg") >= 5, page.marks
assert page.at_top >= 5, page.at_top  # night 20 is outside the scale
assert {"open", "calendar", "series"} <= page.ids
assert "shm/native/f64/1000/2x1" in page.ids, page.ids
assert any("still regressed" in row and "+" in row for row in page.rows), page.rows
PY
python3 look.py site/index.html >err 2>&1 || fail "the page is wrong"

# the page is replaced whole, or not at all
cp site/index.html before.html
expect_exit 2 "$DOTREC" report --site site -r nosuch -d x.db
cmp site/index.html before.html || fail "a page was changed by a refused command"
expect_exit 7 "$DOTREC" report --site nowhere -d x.db
expect_text err nowhere
expect_exit 2 "$DOTREC" report --site site time -d x.db
expect_exit 2 "$DOTREC" report --site site --full -d x.db

# a hostile word is text, also on a clipped night; a month has all its nights, whatever
# their order in UTC
ask x.db "UPDATE verdict SET verdict = '</title></svg><script>alert(1)</script>'
	WHERE run_id = (SELECT min(run_id) + 19 FROM v_night);
UPDATE run SET utc_offset_s = 86400 WHERE night = '2026-03-05';"
expect_exit 0 "$DOTREC" report --site site -d x.db
expect_equal "scripts" 1 "$(grep -c '<script' site/index.html)"
for day in 04 06 07; do
	expect_text site/index.html "title=\"2026-03-$day: "
done

# nights on which series are missing, and the others have not enough nights yet
rm x.db
"$DOTREC" run -q -d x.db plan.csv >out 2>err || fail "the run"
nights x.db 3 "DELETE FROM summary WHERE cell_id IN (SELECT c.cell_id
	FROM v_cell AS c JOIN night AS n ON n.run_id = c.run_id
	WHERE c.strategy = 'shm' AND n.i > 1);"
expect_exit 0 "$DOTREC" check -q -d x.db
expect_equal "nights" '2026-03-29,not judged
2026-03-30,not measured
2026-03-31,not judged' "$("$DOTREC" query calendar -f csv -d x.db | cut -d, -f1,2 | tail -n 3)"
