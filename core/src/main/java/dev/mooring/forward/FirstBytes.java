package dev.mooring.forward;

import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.Socket;

/// Looks at a local connection before it is dialled, and chooses where it goes.
@FunctionalInterface
public interface FirstBytes {

  /// How many bytes may be read and must be pushed back.
  int MOST = 1024;

  /// @param input bytes read here must be unread again; reading waits for the application
  Dialer choose(PushbackInputStream input, Socket socket, Dialer usual) throws IOException;
}
