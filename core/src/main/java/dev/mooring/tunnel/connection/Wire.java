package dev.mooring.tunnel.connection;

import java.io.IOException;

/// The bytes beneath a protocol with streams, in both directions, on one connection to the API
/// server. One thread reads, one thread writes.
public interface Wire {

  /// How many bytes before the payload [#write] may use for its own header.
  int HEADROOM = 16;

  /// Reads at least one byte, or returns -1 after an orderly end.
  int read(byte[] target, int offset, int length) throws IOException;

  /// Sends `length` bytes at `offset`. The bytes and the [#HEADROOM] before them may be changed.
  void write(byte[] buffer, int offset, int length) throws IOException;

  /// Sends what the protocol itself owes the far side, such as the answer to a ping.
  void writeOwed() throws IOException;

  /// Called on the reading thread when [#writeOwed] has something to do.
  void onOwed(Runnable wake);

  /// Says good-bye where the protocol has a word for it. Called by the writing thread, last.
  void writeEnd() throws IOException;

  /// Cuts the connection at once; every blocked call ends with an exception.
  void abort();
}
