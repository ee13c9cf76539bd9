#!/bin/sh
# The tests of ./sluice: a small checkout of its own under a path with blanks, JDK folders and a Maven made for the purpose.
# Real java, javac and jar (of the JDK in SLUICE_TEST_JDK) where code has to run. Argument: the repository.
# Prints "passed NAME", "failed script NAME: WHY", at the end "tests N".
set -u
real_jdk=$SLUICE_TEST_JDK
repository=$1
top=$(mktemp -d)
top=$(cd -P "$top" && pwd)
trap 'rm -rf "$top"' EXIT
checkout="$top/a check out"
count=0

# --- The stage --------------------------------------------------------------------------------------------------------

# A JDK to look at: folder $1, JAVA_VERSION $2; its java says which one it is. $3: without a compiler.
make_jdk() {
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Sluice"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  printf '#!/bin/sh\necho "java of %s"\n' "${1##*/}" >"$1/bin/java"
  cp "$1/bin/java" "$1/bin/javac"
  [ -z "${3:-}" ] || rm "$1/bin/javac"
  chmod +x "$1"/bin/*
}

# Only these are on PATH: no java, no mvn.
make_tools() {
  mkdir -p "$top/tools" "$top/maven" "$top/home"
  for tool in sh env dirname readlink find cat sort cut rm mv ln mkdir touch sed grep head tail sleep nice cp wc chmod \
    sha256sum shasum cksum; do
    path=$(command -v $tool) && ln -s "$path" "$top/tools/$tool"
  done
}

# A Maven that builds the small checkout, and counts how often it was asked to.
make_maven() {
  cat >"$top/maven/mvn" <<'END'
#!/bin/sh
set -e
echo run >>"$TOP/builds"
[ ! -e gateway/src/main/java/Broken.java ] || { echo "[ERROR] Broken.java: broken"; exit 1; }
cd gateway
rm -rf target/classes target/lib
mkdir -p target/classes target/lib
"$JAVA_HOME/bin/javac" -d target/classes src/main/java/*.java
printf 'Main-Class: Main\nClass-Path: lib/greeting.jar\n' >target/manifest
"$JAVA_HOME/bin/jar" --create --file target/lib/greeting.jar -C target/classes Greeting.class
"$JAVA_HOME/bin/jar" --create --file target/sluice.jar --manifest target/manifest -C target/classes Main.class
END
  chmod +x "$top/maven/mvn"
}

make_checkout() {
  mkdir -p "$checkout/gateway/src/main/java"
  cp "$repository/sluice" "$checkout/"
  cp "$repository/gateway/java.options" "$checkout/gateway/"
  echo '<project/>' >"$checkout/pom.xml"
  echo '<project/>' >"$checkout/gateway/pom.xml"
  cat >"$checkout/gateway/src/main/java/Main.java" <<'END'
class Main {
  public static void main(String[] arguments) throws Exception {
    String first = arguments.length == 0 ? "" : arguments[0];
    switch (first) {
      case "wait" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("drained")));
        System.out.println("ready");
        Thread.sleep(60_000);
      }
      case "exit" -> System.exit(Integer.parseInt(arguments[1]));
      case "where" -> System.out.println(System.getProperty("user.dir") + "|" + String.join("|", arguments));
      default -> System.out.println("main one, " + Greeting.text());
    }
  }
}
END
  write_greeting one
}

write_greeting() {
  echo "class Greeting { static String text() { return \"greeting $1\"; } }" >"$checkout/gateway/src/main/java/Greeting.java"
}

# Runs the script (default: in the checkout) with nothing of our own environment; sets out, err and status.
sluice() {
  env -i HOME="$top/home" TOP="$top" SLUICE_AOT="${aot:-off}" PATH="${path:-$top/maven:$top/tools}" SLUICE_JDKS="${jdks-$real_jdk}" \
    ${java_home:+JAVA_HOME="$java_home"} ${sluice_java_home:+SLUICE_JAVA_HOME="$sluice_java_home"} \
    ${java_opts:+SLUICE_JAVA_OPTS="$java_opts"} "${script:-$checkout/sluice}" "$@" >"$top/out${run:-}" 2>"$top/err${run:-}"
  status=$?
  out=$(cat "$top/out${run:-}")
  err=$(cat "$top/err${run:-}")
}

builds() { wc -l <"$top/builds" | tr -d ' '; }

# The test $1 starts; it fails with the first of its expectations that does not hold.
a_test() {
  end_test
  name=$1
  why=
  unset aot path jdks java_home sluice_java_home java_opts script
}

end_test() {
  [ -n "${name:-}" ] || return 0
  count=$((count + 1))
  [ -n "$why" ] && echo "failed script $name: $why" || echo "passed $name"
}

# Expects that $2 (named $1) is $3, or matches the pattern $3.
expect() {
  case $2 in
    $3) ;;
    *) [ -n "$why" ] || why="$1 was '$(echo "$2" | head -n 3)', expected '$3'" ;;
  esac
}

make_tools
make_maven
make_checkout
for version in 17 25 26 21; do make_jdk "$top/jdks/jdk$version" $version.0.1; done
make_jdk "$top/jdks/jre25" 25.0.1 without-compiler
make_jdk "$top/jdks/jdk8" 1.8.0_392
every_jdk="$top/jdks/jdk17:$top/jdks/jdk26:$top/jdks/jdk25:$top/jdks/jdk8"

# --- Building ---------------------------------------------------------------------------------------------------------

a_test without_maven_a_due_build_is_exit_3
path=$top/tools
sluice
expect status $status 3
expect message "$err" "sluice: *no Maven*https*"

a_test without_a_compiler_a_due_build_is_exit_3
jdks=$top/jdks/jre25
sluice
expect status $status 3
expect message "$err" "*without a compiler*"

a_test concurrent_first_runs_build_once
for run in .1 .2 .3; do
  sluice &
done
unset run
wait
expect outputs "$(cat "$top"/out.1 "$top"/out.2 "$top"/out.3 | sort | uniq -c | sed 's/^ *//')" "3 main one, greeting one"
expect builds "$(builds)" 1

a_test a_build_in_step_is_not_repeated
sluice
expect output "$out" "main one, greeting one"
expect stderr "$err" ""
expect builds "$(builds)" 1

a_test a_source_touched_but_not_changed_is_not_built
sleep 0.05
touch "$checkout/gateway/src/main/java/Main.java" "$checkout/pom.xml"
sluice
expect builds "$(builds)" 1

a_test a_changed_source_is_built
write_greeting two
sluice
expect output "$out" "main one, greeting two"
expect builds "$(builds)" 2

a_test a_source_replaced_by_an_older_file_is_built
write_greeting old
touch -t 202001010000 "$checkout/gateway/src/main/java/Greeting.java"
sluice
expect output "$out" "main one, greeting old"

a_test a_deleted_source_is_noticed
echo "class Extra {}" >"$checkout/gateway/src/main/java/Extra.java"
sluice
before=$(builds)
rm "$checkout/gateway/src/main/java/Extra.java"
sluice
expect builds "$(builds)" $((before + 1))

a_test a_failed_build_is_exit_3_and_is_tried_again
touch "$checkout/gateway/src/main/java/Broken.java"
sluice
expect status $status 3
expect message "$err" "*Broken.java: broken*build.log*"
expect stdout "$out" ""
rm "$checkout/gateway/src/main/java/Broken.java"
sluice
expect status $status 0

a_test the_lock_of_a_process_that_is_gone_is_taken_over
write_greeting one
ln -s 999999999 "$checkout/.sluice-build/lock"
sluice
expect output "$out" "main one, greeting one"
expect lock "$(ls "$checkout/.sluice-build" | grep lock)" ""

a_test what_is_built_runs_where_nothing_can_be_written
mv "$checkout/.sluice-build" "$top/aside"
touch "$checkout/.sluice-build" "$checkout/pom.xml"
aot=
sluice
expect output "$out" "main one, greeting one"
write_greeting two
sluice
expect status $status 3
expect message "$err" "*cannot be written to*"
write_greeting one
rm "$checkout/.sluice-build"
mv "$top/aside" "$checkout/.sluice-build"

# --- Which JDK --------------------------------------------------------------------------------------------------------

a_test the_jdk_named_by_SLUICE_JAVA_HOME_comes_first
sluice_java_home=$top/jdks/jdk26 java_home=$top/jdks/jdk25 jdks=$every_jdk
sluice
expect output "$out" "java of jdk26"

a_test a_named_jdk_that_is_too_old_is_said_and_passed_over
sluice_java_home=$top/jdks/jdk17 java_home=$top/jdks/jdk25 jdks=$every_jdk
sluice
expect output "$out" "java of jdk25"
expect message "$err" "*SLUICE_JAVA_HOME=*Java 17*"

a_test JAVA_HOME_comes_before_PATH
java_home=$top/jdks/jre25 path=$top/jdks/jdk26/bin:$top/tools jdks=$every_jdk
sluice
expect output "$out" "java of jre25"

a_test java_on_PATH_is_found_through_links
mkdir -p "$top/links"
ln -s "$top/jdks/jdk26/bin/java" "$top/links/java26"
ln -s java26 "$top/links/java"
path=$top/links:$top/tools jdks=
sluice
expect output "$out" "java of jdk26"

a_test an_old_java_on_PATH_does_not_hide_a_jdk_in_the_usual_folders
path=$top/jdks/jdk17/bin:$top/tools java_home=$top/jdks/jdk8 jdks=$every_jdk
sluice
expect output "$out" "java of jdk25"
expect message "$err" ""

a_test a_newer_jdk_does_when_there_is_no_25
jdks=$top/jdks/jdk17:$top/jdks/jdk26
sluice
expect output "$out" "java of jdk26"

a_test without_a_jdk_one_message_says_what_was_found
path=$top/jdks/jdk17/bin:$top/tools java_home=$top/jdks/jdk8 jdks=$top/jdks/jdk21
sluice
expect status $status 3
expect message "$err" "*jdk8: Java 8 (JAVA_HOME)*jdk17: Java 17 (java on PATH)*jdk21: Java 21*https*SLUICE_JAVA_HOME=*"
expect stdout "$out" ""

# --- Running ----------------------------------------------------------------------------------------------------------

a_test folder_arguments_and_status_pass_through_a_link
mkdir -p "$top/else where"
ln -s "$checkout/sluice" "$top/else where/linked"
script="$top/else where/linked"
cd "$top/else where" || exit 1
sluice where "two words" '*'
expect output "$out" "$top/else where|where|two words|\*"
sluice exit 7
expect status $status 7
cd "$top" || exit 1

a_test more_options_reach_java
java_opts="-Duser.dir=/one -Dx=*"
sluice where
expect output "$out" "/one|where"

a_test words_of_the_jvm_leave_stdout_alone
java_opts="-Xmx64m -XX:NewSize=512m" # more than there is: the JVM warns
sluice
expect output "$out" "main one, greeting one"
expect message "$err" "*warning*"

a_test a_signal_reaches_java
env -i HOME="$top/home" SLUICE_AOT=off PATH="$top/tools" SLUICE_JDKS="$real_jdk" "$checkout/sluice" wait >"$top/waiting" 2>&1 &
waiting=$!
tries=0
until grep -qs ready "$top/waiting" || [ $tries -gt 300 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
kill -TERM $waiting
wait $waiting
expect status $? 143
expect output "$(tail -n 1 "$top/waiting")" drained

# --- The start-up cache: never old code -------------------------------------------------------------------------------

a_test a_cache_is_made_and_used
aot=wait
sluice
java_opts="-XX:AOTMode=on" # a cache that cannot be used is an error then
sluice
expect status $status 0
expect output "$out" "main one, greeting one"
expect caches "$(ls "$checkout/.sluice-build" | grep -c 'aot$')" 1

# Puts class file $2 into jar $1, and gives the jar the time that it had.
replace_class() {
  touch -r "$1" "$top/time"
  (cd "$top/new" && "$real_jdk/bin/jar" --update --file "$1" "$2")
  touch -r "$top/time" "$1"
}

a_test the_class_that_runs_is_the_one_in_the_jar
aot=wait
mkdir -p "$top/new"
sed 's/main one/main two/' "$checkout/gateway/src/main/java/Main.java" >"$top/new/Main.java"
sed 's/greeting one/greeting two/' "$checkout/gateway/src/main/java/Greeting.java" >"$top/new/Greeting.java"
"$real_jdk/bin/javac" -d "$top/new" "$top/new/Main.java" "$top/new/Greeting.java"
replace_class "$checkout/gateway/target/sluice.jar" Main.class
sluice
expect "output after the program's class was replaced" "$out" "main two, greeting one"
replace_class "$checkout/gateway/target/lib/greeting.jar" Greeting.class
sluice
expect "output after a library's class was replaced" "$out" "main two, greeting two"
sluice
expect "output from the new cache" "$out" "main two, greeting two"
expect caches "$(ls "$checkout/.sluice-build" | grep -c 'aot$')" 1

a_test a_rebuilt_class_runs_at_once
aot=
write_greeting three
sluice
expect output "$out" "main one, greeting three"

end_test
echo "tests $count"
