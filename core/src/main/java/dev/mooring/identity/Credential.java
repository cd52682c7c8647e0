package dev.mooring.identity;

import java.time.Instant;

/// What proves who we are until an end: a certificate, a token. In memory only.
public interface Credential {

  /// After this it proves nothing.
  Instant expires();

  /// From then on a fresh one is fetched.
  Instant renewAt();
}
