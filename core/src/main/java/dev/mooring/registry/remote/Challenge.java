package dev.mooring.registry.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a registry asks for: `Bearer realm="...",service="...",scope="..."`.
///
/// https://distribution.github.io/distribution/spec/auth/token/
///
/// @param scheme in lower case: "bearer" or "basic"
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int LONGEST = 4096;

  private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z]{1,20})(?:\\s+|$)");

  // Possessive: hostile headers must not make the matcher backtrack.
  private static final Pattern PARAMETER =
      Pattern.compile("\\s*,?\\s*([A-Za-z_-]{1,40}+)\\s*=\\s*(?:\"([^\"]*+)\"|([^\\s,\"]++))");

  /// The one to answer among several headers, a token before a password; empty where none can be.
  static Optional<Challenge> of(List<String> headers) {
    Optional<Challenge> basic = Optional.empty();
    for (String header : headers) {
      Optional<Challenge> read = read(header);
      if (read.isPresent() && read.get().scheme().equals("bearer")) {
        return read;
      }
      if (read.isPresent() && read.get().scheme().equals("basic")) {
        basic = read;
      }
    }
    return basic;
  }

  private static Optional<Challenge> read(String header) {
    Matcher scheme = SCHEME.matcher(header);
    if (header.length() > LONGEST || !scheme.lookingAt()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher next = PARAMETER.matcher(header);
    int at = scheme.end();
    while (next.region(at, header.length()).lookingAt()) {
      String quoted = next.group(2);
      parameters.putIfAbsent(
          next.group(1).toLowerCase(Locale.ROOT), quoted != null ? quoted : next.group(3));
      at = next.end();
    }
    return Optional.of(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
  }

  String of(String parameter) {
    return parameters.getOrDefault(parameter, "");
  }
}
