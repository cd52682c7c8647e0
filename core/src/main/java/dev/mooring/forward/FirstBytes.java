package dev.mooring.forward;

import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;

/// Looks at what a local application says first, and chooses where its connection goes.
@FunctionalInterface
public interface FirstBytes {

  /// The most that is looked at.
  int MOST = 1024;

  /// Called on the connection's own thread once its first bytes came.
  ///
  /// @param first what one read gave, at most [#MOST]; empty when the application ended its output
  /// without a word. They are sent on afterwards.
  /// @param usual where the connection would go otherwise
  /// @throws MooringException to refuse the connection
  Dialer choose(byte[] first, Dialer usual);
}
