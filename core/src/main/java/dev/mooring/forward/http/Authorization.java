package dev.mooring.forward.http;

/// What is shown with each request that goes on, in the field `Authorization`, in place of whatever
/// the application sent there.
///
/// Thread-safe.
@FunctionalInterface
public interface Authorization {

  /// Asked for each request before a byte of it is sent on, on the connection's thread.
  ///
  /// @throws dev.mooring.problem.MooringException when there is nothing valid to be shown; the
  /// request is then answered with 503 and these words
  Shown present() throws InterruptedException;

  /// What one request shows.
  interface Shown {

    /// The field's value in US-ASCII, without line ends. The caller's own: it is wiped after use.
    byte[] value();

    /// It was answered with 401. Must not block.
    void refused();
  }
}
