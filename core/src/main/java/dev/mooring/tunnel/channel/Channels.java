package dev.mooring.tunnel.channel;

import dev.mooring.problem.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What the channels of one WebSocket carry, and what its end means.
public interface Channels {

  /// What comes on a channel.
  enum Content {
    /// Bytes for the reader.
    DATA,
    /// What the far side says about the stream.
    WORDS
  }

  /// Where it leads, for names of threads.
  String place();

  /// @param channel the first byte of a message, 0 to 255
  /// @throws IOException when the protocol has no such channel, which ends the stream
  Content content(int channel) throws IOException;

  /// How many bytes at the start of each channel are not its content.
  int preamble();

  /// What an end in order means.
  ///
  /// @param anyData whether the reader was given anything
  /// @return null when all is well
  @Nullable IOException verdict(byte[] words, boolean anyData);

  /// What is told when the connection was lost.
  Problem lost(String why);
}
