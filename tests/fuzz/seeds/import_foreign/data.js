window.BENCHMARK_DATA = {
  "lastUpdate": 1772496002000,
  "repoUrl": "https://github.com/example/dot",
  "entries": {
    "Go Benchmark": [
      {
        "commit": {
          "author": {"email": "a@example.org", "name": "A", "username": "a"},
          "committer": {"email": "a@example.org", "name": "A", "username": "a"},
          "id": "aaaa000000000000000000000000000000000001",
          "message": "first = \"one\"; a = 1;",
          "timestamp": "2026-03-01T01:00:00+01:00",
          "url": "https://github.com/example/dot/commit/aaaa"
        },
        "date": 1772323200000,
        "tool": "go",
        "benches": [
          {"name": "BenchmarkDot", "value": 512.5, "unit": "ns/op",
           "extra": "2000000 times\n4 procs"},
          {"name": "BenchmarkDot - B/op", "value": 16, "unit": "B/op"}
        ]
      },
      {
        "commit": {
          "author": {"email": "a@example.org", "name": "A", "username": "a"},
          "committer": {"email": "a@example.org", "name": "A", "username": "a"},
          "id": "bbbb000000000000000000000000000000000002",
          "message": "second",
          "timestamp": "2026-03-02T01:00:00+01:00",
          "url": "https://github.com/example/dot/commit/bbbb"
        },
        "date": 1772409600000,
        "tool": "go",
        "benches": [
          {"name": "BenchmarkDot", "value": 498, "unit": "ns/op",
           "extra": "2000000 times\n4 procs"}
        ]
      }
    ],
    "Python Benchmark with pytest-benchmark": [
      {
        "commit": {
          "author": {"email": "a@example.org", "name": "A", "username": "a"},
          "committer": {"email": "a@example.org", "name": "A", "username": "a"},
          "id": "aaaa000000000000000000000000000000000001",
          "message": "first",
          "timestamp": "2026-03-01T01:00:00+01:00",
          "url": "https://github.com/example/dot/commit/aaaa"
        },
        "date": 1772323500000,
        "tool": "pytest",
        "benches": [
          {"name": "bench.py::test_fib", "value": 400, "unit": "iter/sec",
           "range": "stddev: 0.00024", "extra": "mean: 2.5 msec\nrounds: 389"}
        ]
      }
    ],
    "Custom": [
      {
        "commit": {
          "author": {"email": "a@example.org", "name": "A", "username": "a"},
          "committer": {"email": "a@example.org", "name": "A", "username": "a"},
          "id": "bbbb000000000000000000000000000000000002",
          "message": "second",
          "timestamp": "2026-03-02T01:00:00+01:00",
          "url": "https://github.com/example/dot/commit/bbbb"
        },
        "date": 1772409900000,
        "tool": "customSmallerIsBetter",
        "benches": [{"name": "CPU load", "value": 50, "unit": "Percent"}]
      }
    ]
  }
}
