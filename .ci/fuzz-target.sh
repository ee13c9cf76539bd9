# One target of fuzz.sh: sh fuzz-target.sh NAME, with jdk, root, tools, path and seconds in the environment. Says how many
# inputs were read in which time, and "failed" with the input that was found; one that is worth keeping becomes a file below
# gateway/src/test/resources/fuzz/DECODER, without its first byte.
target=$1
found=$tools/found/$target
corpus=$tools/corpus/$target
mkdir -p "$found" "$corpus"
cd "$root/gateway" || exit 1
"$jdk/bin/java" -Xmx1g -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -cp "$path" com.code_intelligence.jazzer.Jazzer \
  --target_class=io.sluice.wire.JazzerTarget --target_args="$target $corpus" \
  --instrumentation_includes='io.sluice.**' --disabled_hooks='*' --reproducer_path="$found" -artifact_prefix="$found/" \
  -max_len=65536 -timeout=60 -rss_limit_mb=4096 -max_total_time="$seconds" -print_final_stats=1 "$corpus" \
  >"$tools/$target.log" 2>&1 </dev/null
ended=$?
echo "tests 1"
inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$tools/$target.log")
echo "   fuzz $target: ${inputs:-no} inputs in $seconds s"
[ $ended -eq 0 ] || echo "failed fuzz $target: see $tools/$target.log and $found"
