package dev.mooring.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/// Finds ports that nobody listens on.
public final class FreePorts {
  private static final int TRIES = 200;

  private FreePorts() {}

  /// Whether both loopback addresses are free now; it may change before the caller listens.
  public static boolean isFree(int port) {
    return bindable("127.0.0.1", port) && (bindable("::1", port) || !bindable("::1", 0));
  }

  /// The first free port after the wanted one, within the next 200.
  public static OptionalInt after(int wanted) {
    for (int port = wanted + 1; port <= Math.min(65_535, wanted + TRIES); port++) {
      if (isFree(port)) {
        return OptionalInt.of(port);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean bindable(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // A port whose last connections are still in TIME_WAIT is free to listen on.
      socket.setReuseAddress(OperatingSystem.current() != OperatingSystem.WINDOWS);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
