package dev.mooring.forward.http;

import java.util.List;

/// What was kept of the lines before a body.
///
/// @param start the first line
/// @param fields those that say where the message ends, in lower case, each as `name: value`
record MessageHead(String start, List<String> fields) {

  /// In the order of the lines.
  List<String> values(String name) {
    return fields.stream()
        .filter(each -> each.startsWith(name + ":"))
        .map(each -> each.substring(name.length() + 1).strip())
        .toList();
  }

  /// Whether whoever sent it ends the connection after the message (RFC 9112, section 9.6).
  boolean endsConnection() {
    return start.contains("HTTP/1.0")
        || values("connection").stream().anyMatch(each -> each.contains("close"));
  }
}
