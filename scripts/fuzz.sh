#!/usr/bin/env bash
# Builds every fuzz/*_fuzz.cpp with libFuzzer, ASan and UBSan, and runs each for SECONDS from its corpus in fuzz/corpus/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-30}
cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++-19 -DDMSNODE_FUZZ=ON \
    -DCMAKE_CXX_FLAGS="-O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined" >/dev/null
cmake --build build/fuzz --target fuzzers -- --quiet
for source in fuzz/*_fuzz.cpp; do
    name=$(basename "$source" .cpp)
    work=build/fuzz/corpus/$name; seeds=fuzz/corpus/$name
    mkdir -p "$work" "$seeds"
    echo "== $name, $seconds s"
    "build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 "$work" "$seeds"
done
