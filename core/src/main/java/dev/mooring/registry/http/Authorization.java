package dev.mooring.registry.http;

import dev.mooring.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// How a registry lets one in, and where it may send those who read from it.
///
/// Called from several threads at a time.
public interface Authorization {
  /// A registry that knows its callers by their connection: no header, no other host.
  Authorization NONE = new Authorization() {};

  /// The value of the `Authorization` header for a request to the registry itself, as far as it is
  /// known by now. Never a part of a message or a log.
  default Optional<String> header(URI uri) {
    return Optional.empty();
  }

  /// Gets what a 401 asks for.
  ///
  /// @param challenges its `WWW-Authenticate` headers
  /// @return whether another attempt makes sense
  /// @throws dev.mooring.problem.MooringException when the login is refused or not safe to send
  default boolean answer(URI uri, List<String> challenges)
      throws IOException, InterruptedException {
    return false;
  }

  /// Whether content may come from another host. The header never goes there.
  default boolean mayLead(URI from, URI to) {
    return false;
  }

  /// What a failing status means at this registry; empty where it means what it means elsewhere.
  ///
  /// @param what what did not happen
  default Optional<Problem> refusal(String what, Refused refused) {
    return Optional.empty();
  }

  /// An answer that is not what was asked for.
  ///
  /// @param text its body, at most [Connection#LONGEST] and as hostile as the registry
  /// @param retryAfter seconds that it asks to wait; 0 where it says nothing
  /// @param detail for a bug report
  record Refused(URI uri, int status, String text, long retryAfter, String detail) {}
}
