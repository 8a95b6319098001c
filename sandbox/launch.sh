# Sourced by ./demo and sandbox/bench: finds a JDK 25 and Maven, builds what is missing or old, and starts a main class.
# The one that sources it has set `root` (the repository) and `program` (how errors call it), and may set `java_options`.

wanted_java=25

complain() {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 1
}

# The version's first number, of a directory that holds a JDK; nothing if it holds none.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 0
  local version=''
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  fi
  printf '%s\n' "$version"
}

# Where JDKs may be, the most deliberate choice first; one directory a line.
jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  local java
  # A java on PATH is often a link, or on macOS a stub, so it is asked where it lives.
  type -aP java 2>/dev/null | while IFS= read -r java; do
    "$java" -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p'
  done
  local home
  for home in /usr/lib/jvm/* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.jdks/* /opt/java/* /opt/jdk*; do
    [ ! -d "$home" ] || printf '%s\n' "$home"
  done
}

# Sets and exports JAVA_HOME.
find_jdk() {
  local home version
  while IFS= read -r home; do
    version=$(jdk_version "$home")
    if [ -n "$version" ] && [ "$version" -ge "$wanted_java" ]; then
      export JAVA_HOME=$home
      return
    fi
  done <<EOF
$(jdk_candidates)
EOF
  complain "no JDK $wanted_java found in JAVA_HOME, on PATH or in the usual places: install one (for instance from https://adoptium.net) or set JAVA_HOME to it."
}

check_maven() {
  local version
  version=$({ mvn -version 2>/dev/null || true; } | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  case $version in
    '') complain "the operator has to be built, and there is no Maven on PATH: install Maven 3.8 or later (https://maven.apache.org)." ;;
    [012]\ * | 3\ [0-7]) complain "Maven ${version/ /.} is too old to build the operator: install Maven 3.8 or later (https://maven.apache.org)." ;;
  esac
}

stamp=$root/sandbox/target/built

is_built() {
  local jar
  for jar in operator/target/konnect-auth-operator.jar simulator/target/konnect-simulator.jar \
    sandbox/target/konnect-auth-sandbox.jar; do
    [ -f "$root/$jar" ] || return 1
  done
  [ -f "$stamp" ] || return 1
  [ -z "$(find "$root/pom.xml" "$root"/{operator,simulator,sandbox}/pom.xml "$root"/{operator,simulator,sandbox}/src/main \
    -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

build_if_needed() {
  if is_built; then
    return
  fi
  check_maven
  mkdir -p "$root/sandbox/target"
  # Taken before the build, so that what is edited while it runs is built next time.
  touch "$stamp.begun"
  local log=$root/sandbox/target/build.log
  echo "Building the operator, the simulator and the sandbox. The first time takes some minutes, for downloads."
  # The formatter checks what developers write; nobody else has to have it.
  if ! (cd "$root" && mvn -B -ntp -pl operator,sandbox -am -Dmaven.test.skip=true -Dspotless.check.skip=true package) 2>&1 |
    tee "$log" | awk '/\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ { sub(/.*Building /, "  "); print; fflush() }' ||
    ! grep -q 'BUILD SUCCESS' "$log"; then
    grep -E '^\[(ERROR|WARNING)\]' "$log" | head -n 20 >&2
    complain "the build failed. All of its output is in $log."
  fi
  mv "$stamp.begun" "$stamp"
}

# Replaces this shell, so that signals go to the program itself.
start() {
  find_jdk
  build_if_needed
  # Netty's use of sun.misc.Unsafe is known, and its warning is nobody's business here.
  exec "$JAVA_HOME/bin/java" ${java_options[@]+"${java_options[@]}"} --sun-misc-unsafe-memory-access=allow -Dio.netty.noUnsafe=true \
    -cp "$root/sandbox/target/konnect-auth-sandbox.jar" "io.github.konnectauth.sandbox.$1" "$root" "${@:2}"
}
