package dev.mooring.debug.delve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A `go` that answers as Go does and writes down how it was called.
///
/// @param log what it was called with, one line a call
record FakeGo(Path command, Path log) {
  /// What Mooring knows of Delve 1.27.2.
  static final String SUM = "h1:dhcjFjiVoQI53uwsG7EqYiMhdvFuywsBZx4KDOK+sYE=";

  /// One that works.
  static FakeGo in(Path directory, String version) throws IOException {
    return in(directory, version, SUM, "echo found", "printf 'Delve' >\"$2\"");
  }

  /// @param sum of what it downloads
  /// @param list what it does when it is asked for a release
  /// @param build what it does to build into `$2`
  static FakeGo in(Path directory, String version, String sum, String list, String build)
      throws IOException {
    Files.createDirectories(directory);
    Path go = directory.resolve("go");
    Files.writeString(
        go,
        """
      #!/bin/sh
      here=%1$s
      echo "$GOOS/$GOARCH $CGO_ENABLED $GOSUMDB $*" >>"$here/go.log"
      case $1 in
      env) echo %2$s ;;
      list) %4$s ;;
      mod)
        mkdir -p "$here/sources"
        echo '{"Version": "v1.27.2", "Dir": "'"$here"'/sources", "Sum": "%3$s"}'
        ;;
      build)
        pwd >>"$here/go.log"
        while [ "$1" != -o ]; do shift; done
        %5$s
        ;;
      esac
      """
            .formatted(directory, version, sum, list, build));
    Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new FakeGo(go, directory.resolve("go.log"));
  }

  List<String> calls() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }
}
