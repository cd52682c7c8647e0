#!/bin/sh
# Starts the Mooring that was installed, or unpacked, around this file.
set -eu
launcher=$(readlink -f "$0")
home=${launcher%/bin/mooring}
# shellcheck disable=SC2034
java="$home/lib/runtime/bin/java" jars="$home/lib/app"
# shellcheck source=src/packaging/start.sh
. "$home/lib/start.sh"
start "$(kind_of "$@")" "$@"
