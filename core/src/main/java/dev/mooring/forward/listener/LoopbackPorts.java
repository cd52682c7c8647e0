package dev.mooring.forward.listener;

import dev.mooring.platform.FreePorts;
import dev.mooring.platform.PortOwner;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Takes one port of one or several loopback addresses, or says who has it.
final class LoopbackPorts {
  private static final int BACKLOG = 512;

  /// How often both addresses are tried when any free port will do.
  private static final int TRIES = 20;

  private LoopbackPorts() {}

  /// @param addresses loopback addresses; empty for 127.0.0.1 and ::1 where the machine has both
  /// @param port 0 for any port that is free on all of them
  /// @throws MooringException when an address is no loopback address, or the port is taken
  static List<ServerSocket> bind(List<InetAddress> addresses, int port)
      throws InterruptedException {
    demandLoopback(addresses);
    boolean both = addresses.isEmpty();
    List<InetAddress> wanted =
        both ? List.of(loopback(new byte[] {127, 0, 0, 1}), loopback(ipv6Loopback())) : addresses;
    for (int attempt = 1; ; attempt++) {
      List<ServerSocket> bound = new ArrayList<>();
      int chosen = port;
      try {
        for (InetAddress each : wanted) {
          ServerSocket server = new ServerSocket();
          bound.add(server);
          try {
            server.bind(new InetSocketAddress(each, chosen), BACKLOG);
          } catch (IOException e) {
            if (both && bound.size() > 1 && !available(each)) {
              bound.removeLast().close();
              continue;
            }
            throw e;
          }
          chosen = server.getLocalPort();
        }
        return List.copyOf(bound);
      } catch (IOException e) {
        for (ServerSocket each : bound) {
          Connection.closeQuietly(each);
        }
        if (port != 0 || attempt == TRIES) {
          throw taken(wanted, port, e);
        }
      }
    }
  }

  private static boolean available(InetAddress address) {
    try (ServerSocket any = new ServerSocket()) {
      any.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static MooringException taken(List<InetAddress> wanted, int port, IOException e)
      throws InterruptedException {
    String said = String.valueOf(e.getMessage());
    for (InetAddress each : wanted) {
      if (said.contains("assign requested address") && !available(each)) {
        return new Problem(
                Code.ADDRESS_NOT_AVAILABLE,
                Messages.of("cannot-listen-on", each.getHostAddress()),
                Messages.of("this-machine-does-not-have-that"),
                new Remedy.Command(
                    Messages.of("use-127-0-0-1-or"),
                    "sudo ifconfig lo0 alias " + each.getHostAddress()),
                said)
            .raise(e);
      }
    }
    String why =
        PortOwner.of(port)
            .map(owner -> Messages.of("holds-the-port", owner.words()))
            .orElse(
                said.contains("Permission")
                    ? Messages.of("this-user-may-not-listen-on")
                    : Messages.of("it-is-in-use"));
    OptionalInt free = FreePorts.after(port);
    return new Problem(
            Code.PORT_TAKEN,
            Messages.of("cannot-listen-on-port", port),
            why,
            free.isPresent()
                ? new Remedy.Setting(
                    Messages.of("use-port-which-is-free", free.getAsInt()),
                    "--port",
                    Integer.toString(free.getAsInt()))
                : new Remedy.Advice(Messages.of("use-another-port")),
            said)
        .raise(e);
  }

  private static byte[] ipv6Loopback() {
    byte[] address = new byte[16];
    address[15] = 1;
    return address;
  }

  private static InetAddress loopback(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void demandLoopback(List<InetAddress> addresses) {
    for (InetAddress each : addresses) {
      if (!each.isLoopbackAddress()) {
        throw new Problem(
                Code.ADDRESS_NOT_LOOPBACK,
                Messages.of("cannot-listen-on", each.getHostAddress()),
                Messages.of("it-is-not-a-loopback-address"),
                new Remedy.Advice(Messages.of("use-127-0-0-1-1")))
            .raise();
      }
    }
  }
}
