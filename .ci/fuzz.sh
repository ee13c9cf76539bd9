# The part "fuzz" of the long suite (sourced by suite.sh): Jazzer, which is led by what an input reaches, on each target of
# JazzerTarget for SLUICE_FUZZ_SECONDS (600), as many at once as there are processors. Its driver comes from Maven, is
# never delivered, and without it the part is skipped; FuzzTest plays the same targets by seed all the same.

jazzer=0.30.0

test_fuzz() {
  echo "== Sluice fuzz"
  tools=$work/jazzer
  seconds=${SLUICE_FUZZ_SECONDS:-600}
  mkdir -p "$tools"
  if ! fetch_jazzer; then
    echo "skipped fuzz (Maven has no jazzer $jazzer, or the sources do not compile: see $work/fuzz.log)" >>"$results"
    return 0
  fi
  path=$tools/jazzer-$jazzer.jar:$tools/jazzer-api-$jazzer.jar:$root/gateway/target/test-classes:$root/gateway/target/classes:$(cat "$root/gateway/target/test-classpath")
  export jdk root tools path seconds
  (cd "$root/gateway" && "$jdk/bin/java" -cp "$path" io.sluice.wire.JazzerTarget) >"$tools/targets" 2>"$work/fuzz.log" ||
    echo "failed fuzz: its targets cannot be listed, see $work/fuzz.log" >>"$results"
  : >"$tools/results"
  xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN)" sh "$root/.ci/fuzz-target.sh" <"$tools/targets" >>"$tools/results"
  sed -n '/^   /p' "$tools/results"
  sed '/^   /d' "$tools/results" >>"$results"
}

# The driver, and the class path of the gateway's tests.
fetch_jazzer() {
  for name in jazzer jazzer-api; do
    [ -f "$tools/$name-$jazzer.jar" ] || (cd "$root" && JAVA_HOME=$jdk "$mvn" -q -B -ntp -N dependency:copy \
      -Dartifact=com.code-intelligence:$name:$jazzer -DoutputDirectory="$tools") >"$work/fuzz.log" 2>&1 </dev/null || return 1
  done
  (cd "$root" && JAVA_HOME=$jdk "$mvn" -q -B -ntp -Dspotless.skip=true -pl gateway -am test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile=target/test-classpath) >"$work/fuzz.log" 2>&1 </dev/null
}
