# shellcheck shell=bash
# What a machine needs to build, test and run Mooring from a checkout: found, or fetched after asking. Sourced by `mooring`,
# `verify`, `src/packaging/build` and `.ci/run`.
#
# Set $yes to fetch without asking; CI=true does the same. A download's address and checksum can be replaced by the variables
# of the same names: MOORING_JDK_URL, MOORING_JDK_SHA256, MOORING_MAVEN_URL, MOORING_MAVEN_SHA512.

tools="${MOORING_TOOLS:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/mooring/tools}"

say() { printf 'mooring: %s\n' "$*" >&2; }

stop() {
  say "$*"
  exit 1
}

# allowed WHAT HOW: whether to fetch it now. Where nobody can be asked, says how to get it.
allowed() {
  if [ -n "${yes:-}" ] || [ "${CI:-}" = true ]; then return 0; fi
  if [ ! -t 0 ] || [ ! -t 2 ]; then
    say "$1 is missing. Add --yes to let this script get it, or run: $2"
    return 1
  fi
  printf 'mooring: %s is missing. Get it now (%s)? [y/N] ' "$1" "$2" >&2
  local answer
  read -r answer
  case "$answer" in
    y | Y | yes) ;;
    *) return 1 ;;
  esac
}

# fetch URL SUM SUM-PROGRAM FILE: the file, if it has that checksum; otherwise nothing is left of it.
fetch() {
  say "downloading $1"
  if command -v curl >/dev/null; then
    curl -fsSL --retry 3 --connect-timeout 20 -o "$4.part" "$1" || { rm -f "$4.part"; say "cannot download $1"; return 1; }
  elif command -v wget >/dev/null; then
    wget -q --tries=3 --timeout=20 -O "$4.part" "$1" || { rm -f "$4.part"; say "cannot download $1"; return 1; }
  else
    say "needs curl or wget to download $1"
    return 1
  fi
  local sum
  sum=$(checksum "$3" "$4.part")
  if [ "$sum" != "$2" ]; then
    rm -f "$4.part"
    say "refused $1: its checksum is $sum, expected $2"
    return 1
  fi
  mv "$4.part" "$4"
}

# checksum 256|512 FILE
checksum() {
  if command -v "sha$1sum" >/dev/null; then "sha$1sum" <"$2"; else shasum -a "$1" <"$2"; fi | cut -d ' ' -f 1
}

# unpack_tool NAME URL SUM BITS: the folder with that tool, downloaded once.
unpack_tool() {
  local folder="$tools/$1"
  if [ ! -d "$folder" ]; then
    mkdir -p "$tools"
    local work
    work=$(mktemp -d "$tools/.new.XXXXXX")
    if ! fetch "$2" "$3" "$4" "$work/archive" || ! mkdir "$work/tool" \
      || ! tar -xzf "$work/archive" -C "$work/tool" --strip-components 1; then
      rm -rf "$work"
      return 1
    fi
    # In one step, so that a second start never sees half of it; who came first wins.
    mv "$work/tool" "$folder" 2>/dev/null || [ -d "$folder" ]
    rm -rf "$work"
  fi
  printf '%s' "$folder"
}

is_jdk_25() { [ -x "$1/bin/javac" ] && grep -qs '^JAVA_VERSION="25[."]' "$1/release"; }

# find_jdk: the folder of a JDK 25 of this machine; fails without a word.
find_jdk() {
  local home
  for home in "${MOORING_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* "$tools"/jdk-25* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      printf '%s' "$home"
      return
    fi
  done
  return 1
}

# need_jdk: the folder of a JDK 25, downloaded where there is none.
need_jdk() {
  find_jdk && return
  local version=25.0.4_7 architecture sum
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64)
      architecture=x64
      sum=e58fcdcd637b25c03ca84cbbcefc70d11efb8f4b4cbd05decc9f661769d77f94
      ;;
    Linux-aarch64)
      architecture=aarch64
      sum=621f7196f0b682fb557da58bec89bd7dfe5419811fe1c0ba75c9cc8432f084c7
      ;;
    Darwin-*)
      allowed "A JDK 25" "brew install --cask temurin@25" && brew install --cask temurin@25 >&2 && find_jdk && return
      stop "needs a JDK 25. Install one, or set MOORING_JAVA_HOME to its directory."
      ;;
    *) stop "needs a JDK 25. Install one, or set MOORING_JAVA_HOME to its directory." ;;
  esac
  local url="${MOORING_JDK_URL:-https://github.com/adoptium/temurin25-binaries/releases/download/jdk-${version/_/%2B}/OpenJDK25U-jdk_${architecture}_linux_hotspot_$version.tar.gz}"
  allowed "A JDK 25" "download Temurin from $url" || stop "needs a JDK 25; MOORING_JAVA_HOME can name its directory."
  local folder
  folder=$(unpack_tool "jdk-$version" "$url" "${MOORING_JDK_SHA256:-$sum}" 256) || stop "cannot get a JDK 25; install one, or set MOORING_JAVA_HOME."
  is_jdk_25 "$folder" || stop "what was downloaded from $url is no JDK 25; remove $folder"
  printf '%s' "$folder"
}

# need_maven: the program mvn, 3.8.6 or later.
need_maven() {
  local found version
  if found=$(command -v mvn) && version=$("$found" -v 2>/dev/null | sed -n 's/^.*Apache Maven \([0-9.]*\).*$/\1/p') \
    && [ "$(printf '%s\n' 3.8.6 "${version:-0}" | sort -V | head -n 1)" = 3.8.6 ]; then
    printf '%s' "$found"
    return
  fi
  version=3.9.11
  local url="${MOORING_MAVEN_URL:-https://archive.apache.org/dist/maven/maven-3/$version/binaries/apache-maven-$version-bin.tar.gz}"
  local sum="${MOORING_MAVEN_SHA512:-bcfe4fe305c962ace56ac7b5fc7a08b87d5abd8b7e89027ab251069faebee516b0ded8961445d6d91ec1985dfe30f8153268843c89aa392733d1a3ec956c9978}"
  local folder="$tools/maven-$version"
  if [ ! -d "$folder" ]; then
    allowed "Maven 3.8.6 or later" "download it from $url" || stop "needs Maven (mvn) 3.8.6 or later."
    folder=$(unpack_tool "maven-$version" "$url" "$sum" 512) || stop "cannot get Maven; install it (mvn) and run this again."
  fi
  printf '%s' "$folder/bin/mvn"
}

# has_library NAME: whether the dynamic linker would find it; a file that is hidden or empty counts as missing.
has_library() {
  local folder
  for folder in ${LD_LIBRARY_PATH:+${LD_LIBRARY_PATH//:/ }}; do [ -s "$folder/$1" ] && return; done
  for folder in $({ ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | sed -n "s/^[[:space:]]*$1 .*=> //p"); do
    [ -s "$folder" ] && return
  done
  for folder in /usr/lib/*-linux-gnu /lib/*-linux-gnu /usr/lib64 /lib64 /usr/lib /lib /usr/local/lib; do [ -s "$folder/$1" ] && return; done
  return 1
}

libraries_of() {
  case "$1" in
    text) echo libpangoft2-1.0.so.0 libfreetype.so.6 ;;
    window) echo libpangoft2-1.0.so.0 libfreetype.so.6 libgtk-3.so.0 libXtst.so.6 libGL.so.1 libXxf86vm.so.1 ;;
  esac
}

# lacking text|window: the libraries that are missing for drawing text (the tests), or for a window on a display.
lacking() {
  [ "$(uname -s)" = Linux ] || return 0
  local library
  for library in $(libraries_of "$1"); do has_library "$library" || printf '%s ' "$library"; done
}

as_root_run() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

as_root() { if [ "$(id -u)" = 0 ]; then echo; else echo 'sudo '; fi; }

# command_for text|window: how this system's package manager installs what is missing.
command_for() {
  local for_window=
  if [ "$1" = window ]; then for_window=1; fi
  if command -v apt-get >/dev/null; then
    echo "$(as_root)apt-get install -y --no-install-recommends libpangoft2-1.0-0${for_window:+ libgtk-3-0 libxtst6 libgl1 libxxf86vm1}"
  elif command -v dnf >/dev/null; then
    echo "$(as_root)dnf install -y pango dejavu-sans-fonts${for_window:+ gtk3 libXtst libglvnd-glx libXxf86vm}"
  elif command -v zypper >/dev/null; then
    echo "$(as_root)zypper install -y libpango-1_0-0 dejavu-fonts${for_window:+ libgtk-3-0 libXtst6 libGL1 libXxf86vm1}"
  elif command -v pacman >/dev/null; then
    echo "$(as_root)pacman -S --needed pango ttf-dejavu${for_window:+ gtk3 libxtst libglvnd libxxf86vm}"
  fi
}

# need_libraries text|window
need_libraries() {
  local missing command
  missing=$(lacking "$1")
  [ -n "$missing" ] || return 0
  command=$(command_for "$1")
  [ -n "$command" ] || stop "this machine lacks ${missing% }, which JavaFX needs. Install Pango$([ "$1" = text ] || echo ' and GTK 3')."
  allowed "${missing% }" "$command" || exit 1
  if command -v apt-get >/dev/null; then as_root_run apt-get update -qq >&2; fi
  DEBIAN_FRONTEND=noninteractive $command >&2 || stop "installing failed: $command"
  missing=$(lacking "$1")
  [ -z "$missing" ] || stop "${missing% } is still missing after: $command"
}

# need_packages NAME...: packages of Debian that the tests beside a real cluster use.
need_packages() {
  local each missing=()
  for each in "$@"; do
    dpkg-query -W -f='${Status}' "$each" 2>/dev/null | grep -q 'ok installed' || missing+=("$each")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  allowed "${missing[*]}" "apt-get install ${missing[*]}" || exit 1
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}
