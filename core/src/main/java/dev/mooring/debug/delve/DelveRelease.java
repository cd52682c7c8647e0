package dev.mooring.debug.delve;

import java.util.List;
import java.util.Optional;

/// A release of Delve to be built.
///
/// @param query what Go is asked for: "v1.27.2", or "v1.28" for the newest of them
/// @param oldestGo whose programs it reads
/// @param newestGo the same
/// @param builderGo the oldest Go that builds it so that it reads what those programs say of
/// themselves (DWARF 5, which Go 1.25 and later write, is read only by a Delve built by such a Go)
/// @param sum of its sources, as go.sum has it; empty where only Go's checksum database vouches
record DelveRelease(String query, int oldestGo, int newestGo, int builderGo, String sum) {
  static final String MODULE = "github.com/go-delve/delve";

  /// The newest first.
  private static final List<DelveRelease> KNOWN =
      List.of(
          new DelveRelease(
              "v1.27.2", 25, 27, 25, "h1:dhcjFjiVoQI53uwsG7EqYiMhdvFuywsBZx4KDOK+sYE="),
          new DelveRelease(
              "v1.26.2", 24, 26, 25, "h1:YmqVunuA/MLzv6IcW/UnS5aBkAdfB/DBuH9LQpb51JE="),
          new DelveRelease(
              "v1.25.2", 22, 25, 25, "h1:EI6EIWGKUEC7OVE5nfG2eQSv5xEgCRxO1+REB7FKCtE="),
          new DelveRelease(
              "v1.24.2", 21, 24, 21, "h1:BPuAHfgM8fAzomRuo02S2YRA6OEvY7gB0aK8DcHzbZY="),
          new DelveRelease(
              "v1.22.1", 19, 22, 21, "h1:LQSF2sv+lP3mmOzMkadl5HGQGgSS2bFg2tbyALqHu8Y="));

  /// The newest that reads programs of that Go; nothing for a Go older than all of them.
  static Optional<DelveRelease> fitting(String goVersion) {
    if (goVersion.isEmpty()) {
      return Optional.empty();
    }
    GoVersion go = GoVersion.of(goVersion);
    DelveRelease newest = KNOWN.getFirst();
    if (!go.known()) {
      return Optional.of(newest);
    }
    if (go.minor() > newest.newestGo()) {
      return Optional.of(
          new DelveRelease("v1." + go.minor(), go.minor() - 2, go.minor(), go.minor() - 2, ""));
    }
    return KNOWN.stream()
        .filter(each -> each.oldestGo() <= go.minor() && go.minor() <= each.newestGo())
        .findFirst();
  }
}
