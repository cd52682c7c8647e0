package dev.mooring.debug.editor;

import dev.mooring.debug.source.SourceMapping;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A session as an editor needs it.
///
/// @param title "Mooring: shop/deploy/hello"
/// @param address on this machine, where Delve's protocols are spoken
/// @param sources the module's directory on this machine; empty where it isn't known
/// @param mapping its `built` paths are the program's own words: hostile
public record Endpoint(
    String title, InetSocketAddress address, Optional<Path> sources, SourceMapping mapping) {

  /// Of a debugger that knows nothing of sources.
  public Endpoint(String title, InetSocketAddress address) {
    this(title, address, Optional.empty(), new SourceMapping(List.of()));
  }

  /// The same with the sources in another directory.
  public Endpoint at(Path directory) {
    List<SourceMapping.Rule> rules =
        mapping.rules().stream()
            .map(each -> new SourceMapping.Rule(directory.toString(), each.built()))
            .toList();
    return new Endpoint(title, address, Optional.of(directory), new SourceMapping(rules));
  }

  String host() {
    return address.getAddress().getHostAddress();
  }

  /// With brackets where the address has colons.
  public String hostAndPort() {
    String host = host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
