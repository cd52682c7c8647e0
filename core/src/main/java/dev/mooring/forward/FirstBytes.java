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
  /// @param first what one read gave, from 1 to [#MOST] bytes. They are sent on afterwards. A
  /// connection that ends without a word is never asked about and goes nowhere.
  /// @param usual where the connection would go otherwise
  /// @throws MooringException to refuse the connection
  Dialer choose(byte[] first, Dialer usual);
}
