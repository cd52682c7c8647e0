package dev.mooring.stack.envoy;

import dev.mooring.stack.options.StackOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Envoy on the loopback of a builder's pod: plain HTTP in, the door's TLS and the pod's own
/// token out. What may be pushed the door decides, by the account in the token.
///
/// @param alive the port that answers once the others listen
public record BuilderDoor(StackOptions options, int alive) {
  private static final List<String> HOSTS = List.of("localhost", "127.0.0.1");

  /// What its ConfigMap holds, by name of the file.
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        Files.BOOTSTRAP,
        Door.bootstrap(
            List.of(
                // Nothing is sent again: what is pushed is not kept here.
                new Listening(
                        options.nodePort(), List.of(Walls.filter(HOSTS), Tokens.injected()), "")
                    .loopback(),
                Listening.alive(alive)),
            List.of(Upstreams.door(new Door(options).host(), StackOptions.POD_PORT))));
    files.put(Files.TOKEN, Tokens.source());
    files.put(Files.TRUST, Upstreams.trust());
    return files;
  }
}
