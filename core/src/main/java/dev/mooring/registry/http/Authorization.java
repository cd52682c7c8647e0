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
  Authorization NONE =
      new Authorization() {
        @Override
        public Optional<String> header(URI uri) {
          return Optional.empty();
        }

        @Override
        public boolean answer(URI uri, List<String> challenges) {
          return false;
        }

        @Override
        public boolean mayLead(URI from, URI to) {
          return false;
        }

        @Override
        public Optional<Problem> refusal(String what, Refused refused) {
          return Optional.empty();
        }
      };

  /// The value of the `Authorization` header for a request to the registry itself, as far as it is
  /// known by now. Never a part of a message or a log.
  Optional<String> header(URI uri);

  /// Gets what a 401 asks for.
  ///
  /// @param challenges its `WWW-Authenticate` headers
  /// @return whether another attempt makes sense
  /// @throws dev.mooring.problem.MooringException when the login is refused or not safe to send
  boolean answer(URI uri, List<String> challenges) throws IOException, InterruptedException;

  /// Whether content may come from another host. The header never goes there.
  boolean mayLead(URI from, URI to);

  /// What a 401, 403 or 429 means at this registry; empty where it means what it means elsewhere.
  ///
  /// @param what what did not happen
  Optional<Problem> refusal(String what, Refused refused);

  /// An answer that lets nobody in.
  ///
  /// @param status 401, 403 or 429
  /// @param retryAfter seconds that it asks to wait; 0 where it says nothing
  /// @param detail for a bug report
  record Refused(URI uri, int status, long retryAfter, String detail) {}
}
