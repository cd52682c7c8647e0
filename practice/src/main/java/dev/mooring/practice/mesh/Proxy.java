package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.Handler;
import dev.mooring.practice.http.HttpServer;
import dev.mooring.practice.http.ServerTls;
import dev.mooring.practice.http.Splice;
import dev.mooring.practice.http.StreamServer;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Envoy of one pod: the listeners that its Sidecar object gives it.
///
/// Not thread-safe; connections are served on threads of their own.
public final class Proxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

  private record Server(int port, Runnable end) {}

  private final Mesh mesh;
  private final Document pod;
  private final Mesh.Application application;
  private final String uid;
  private final Map<Listener, Server> servers = new HashMap<>();

  Proxy(Mesh mesh, Document pod, Mesh.Application application) {
    this.mesh = mesh;
    this.pod = pod;
    this.application = application;
    this.uid = Meta.uid(pod);
  }

  /// Looks at the mesh's objects again, as istiod pushes after each change.
  public void refresh() throws IOException {
    Set<Listener> wanted = new HashSet<>(mesh.sidecars.listeners(pod));
    for (Listener old : List.copyOf(servers.keySet())) {
      if (!wanted.contains(old)) {
        mesh.network().forget(uid, old.port());
        Server server = servers.remove(old);
        if (server != null) {
          server.end().run();
        }
      }
    }
    for (Listener each : wanted) {
      if (!servers.containsKey(each)) {
        Server server = server(each);
        servers.put(each, server);
        mesh.network().listen(uid, each.port(), server.port(), each.everywhere());
      }
    }
  }

  private Server server(Listener listener) throws IOException {
    return switch (listener) {
      case Listener.Inbound it -> {
        Handler handler = new Inbound(mesh, pod, application, it.port(), it.endpoint(), false);
        ServerTls tls =
            new ServerTls(
                mesh.identity(pod).tls(mesh.roots()),
                ServerTls.Client.REQUIRED,
                () -> mesh.sidecars.accepts(pod, it.port()));
        yield of(new HttpServer("sidecar", tls, new Gate(), handler));
      }
      case Listener.Own it ->
          of(
              new HttpServer(
                  "sidecar",
                  null,
                  new Gate(),
                  new Inbound(mesh, pod, application, it.port(), it.endpoint(), true)));
      case Listener.Tcp it -> of(new StreamServer("sidecar", socket -> tcp(it, socket)));
      case Listener.Tls it -> of(new StreamServer("sidecar", socket -> tls(it, socket)));
    };
  }

  private static Server of(HttpServer server) {
    return new Server(server.port(), server::close);
  }

  private static Server of(StreamServer server) {
    return new Server(server.port(), server::close);
  }

  private String namespace() {
    return Meta.namespace(pod);
  }

  /// Without a healthy upstream the connection ends.
  private void tcp(Listener.Tcp listener, Socket client) throws IOException {
    Optional<Services.Endpoint> endpoint =
        mesh.services.byPort(namespace(), listener.hosts(), listener.port());
    if (endpoint.isPresent()) {
      try (Socket server = mesh.dial(pod, endpoint.get())) {
        Splice.join(client.getInputStream(), client.getOutputStream(), server);
      }
    }
  }

  private void tls(Listener.Tls listener, Socket client) throws IOException {
    ClientHello hello = ClientHello.read(client.getInputStream());
    Optional<Services.Endpoint> endpoint =
        mesh.services.byName(namespace(), listener.hosts(), listener.port(), hello.serverName());
    if (endpoint.isEmpty()) {
      LOG.debug("No route for the server name {}", hello.serverName());
      return;
    }
    Services.Endpoint found = endpoint.get();
    try (Socket server =
        mesh.dial(pod, new Services.Endpoint(found.podUid(), found.port(), false))) {
      hello.writeTo(server.getOutputStream());
      Splice.join(client.getInputStream(), client.getOutputStream(), server);
    }
  }

  @Override
  public void close() {
    servers.values().forEach(each -> each.end().run());
    servers.clear();
  }
}
