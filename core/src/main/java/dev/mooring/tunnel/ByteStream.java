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

  /// What comes from the far side. To be read by one thread at a time; closing it closes the
  /// stream.
  ///
  /// @throws IOException when the stream was closed or lost, as do the reads
  InputStream input() throws IOException;

  /// What goes to the far side. To be written by one thread at a time; a write waits while
  /// the far side takes nothing, until the stream is closed. What was written may be lost
  /// without a word where the stream is lost later.
  ///
  /// @throws IOException when the stream was closed or lost, as do the writes
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
