package dev.mooring.practice.mesh;

import java.util.List;
import java.util.Map;

/// A request as policies see it.
///
/// @param principal without `spiffe://`; empty for plain text
/// @param source the address that the connection came from
/// @param host the authority as sent, its port included
/// @param path normalized, without the query
/// @param headers case-insensitive
record Call(
    String principal,
    String source,
    String method,
    String host,
    String path,
    int port,
    Map<String, List<String>> headers) {

  String namespace() {
    String[] parts = principal.split("/", -1);
    return parts.length > 2 ? parts[2] : "";
  }
}
