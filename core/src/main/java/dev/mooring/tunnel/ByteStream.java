package dev.mooring.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// One two-way stream of bytes with back-pressure: a full far end blocks [#output], and nothing is
/// queued without bound.
///
/// Both sides may be used by different threads. Reads end with -1 only after an orderly end; a lost
/// connection is an `IOException`.
public interface ByteStream extends AutoCloseable {

  InputStream input() throws IOException;

  OutputStream output() throws IOException;

  /// Ends both directions, dropping what was not sent. Never blocks for long. Closing again does
  /// nothing.
  @Override
  void close();

  /// Told once the application has ended its output and has likely gone, while its answer is still
  /// awaited. The far side learns nothing of it: there is no half-close. A hint for who places
  /// streams.
  default void leaving() {}

  /// Whether a local close should be a TCP reset, so that the application cannot take a lost stream
  /// for a complete one.
  boolean lost();

  /// Whether it is known already that no more comes than what can be read at once, or that it was
  /// lost. False is a guess as fresh as what the far side last said.
  default boolean ended() {
    return lost();
  }

  /// Whether the far side ended it in order between two exchanges, without having said that it
  /// would. What the application sends from then on was never heard, so that an orderly end would
  /// pass for its answer.
  default boolean endedAtRest() {
    return false;
  }
}
