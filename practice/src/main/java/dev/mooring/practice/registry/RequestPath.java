package dev.mooring.practice.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Request paths as the registry's router treats them (gorilla/mux): unescaped, and redirected to
/// their clean form where they are not clean.
final class RequestPath {
  private RequestPath() {}

  static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new OciFailure(400, "UNSUPPORTED", "invalid URL escape");
    }
  }

  /// Go's path.Clean, a slash at the end kept.
  static String clean(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> kept.pollLast();
        default -> kept.addLast(segment);
      }
    }
    String clean = "/" + String.join("/", kept);
    return path.endsWith("/") && !clean.equals("/") ? clean + "/" : clean;
  }
}
