package dev.mooring.registry.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/// How requests leave for a registry elsewhere and for the hosts that it points to: as this
/// machine's settings say, or through one proxy, which leads to some hosts and to no others.
/// Thread-safe.
public interface WayOut extends AutoCloseable {

  /// As this machine's settings say.
  WayOut OF_MACHINE =
      new WayOut() {
        @Override
        public Optional<InetSocketAddress> proxy() {
          return Optional.empty();
        }

        @Override
        public String words() {
          return "";
        }

        @Override
        public void demand(URI uri) {
          // Whatever the network lets through.
        }

        @Override
        public void close() {
          // Nothing was opened.
        }
      };

  /// The HTTP proxy that all requests go through; empty for what the machine's settings say.
  Optional<InetSocketAddress> proxy();

  /// What people are told of it; empty where there is nothing to tell.
  String words();

  /// Asked before each request. May ask the proxy, once for each host.
  ///
  /// @throws dev.mooring.problem.MooringException where it does not lead there, saying why
  void demand(URI uri) throws InterruptedException;

  @Override
  void close();
}
