package dev.mooring.identity.istiod;

import static dev.mooring.identity.istiod.TestAuthority.dns;
import static dev.mooring.identity.istiod.TestAuthority.pem;
import static dev.mooring.identity.istiod.TestAuthority.uri;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.Tunnels;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.lang.reflect.Proxy;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;

/// A certificate authority that speaks istiod's protocol over real gRPC and TLS, and the cluster
/// around it as far as a certificate needs one.
final class FakeIstiod implements AutoCloseable {
  static final String TOKEN = "token-of-dev-ana-mooring";

  final TestAuthority authority = new TestAuthority("cluster.local");
  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger tokens = new AtomicInteger();
  volatile Status failure = Status.OK;
  volatile String certified = "spiffe://cluster.local/ns/dev-ana/sa/mooring";
  volatile String expectedToken = TOKEN;
  volatile boolean silent;
  volatile boolean installed = true;
  volatile X509Certificate published = authority.root();
  private final Server server;

  FakeIstiod(String host) throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf = authority.leaf(keys.getPublic(), Duration.ofHours(1), dns(host));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "istiod", keys.getPrivate(), new char[0], new X509Certificate[] {leaf, authority.root()});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(CertificateMessages.SERVICE)
            .addMethod(CertificateCall.CREATE_CERTIFICATE, ServerCalls.asyncUnaryCall(this::create))
            .build();
    server =
        OkHttpServerBuilder.forPort(
                0, TlsServerCredentials.newBuilder().keyManager(managers.getKeyManagers()).build())
            .addService(ServerInterceptors.intercept(service, new TokenCheck()))
            .build()
            .start();
  }

  private final class TokenCheck implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (!("Bearer " + expectedToken).equals(headers.get(CertificateCall.AUTHORIZATION))) {
        call.close(
            Status.UNAUTHENTICATED.withDescription("authentication failure"), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }

  private void create(
      CertificateMessages.Request request, StreamObserver<CertificateMessages.Response> answer) {
    asked.incrementAndGet();
    if (silent) {
      return;
    }
    if (!failure.isOk()) {
      answer.onError(failure.asRuntimeException());
      return;
    }
    try {
      X509Certificate leaf =
          authority.leaf(
              TestAuthority.keyOf(request.csr()),
              Duration.ofSeconds(request.seconds()),
              uri(certified));
      // The root twice, as an authority with a chain file of its own sends it.
      answer.onNext(
          new CertificateMessages.Response(
              List.of(pem(leaf), pem(authority.root()), pem(authority.root()))));
      answer.onCompleted();
    } catch (Exception e) {
      answer.onError(Status.INVALID_ARGUMENT.withCause(e).asRuntimeException());
    }
  }

  Tunnels tunnels() {
    return proxy(
        Tunnels.class,
        (name, arguments) ->
            name.equals("open") ? new SocketStream(server.getPort()) : unexpected(name));
  }

  Cluster cluster() {
    return proxy(Cluster.class, this::answer);
  }

  private Object answer(String name, Object[] arguments) {
    return switch (name) {
      case "context" -> new Context("lab", "lab", "ana", "https://x", "dev-ana", true);
      case "list" -> installed ? List.of(pod()) : List.of();
      case "get" ->
          arguments[1].equals("dev-ana")
              ? Optional.of(object(Map.of("data", Map.of("root-cert.pem", pem(published)))))
              : Optional.empty();
      case "token" -> {
        tokens.incrementAndGet();
        yield TOKEN;
      }
      default -> unexpected(name);
    };
  }

  private static KubeObject pod() {
    return object(
        Map.of(
            "metadata",
            Map.of("name", "istiod-1", "namespace", "istio-system"),
            "status",
            Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True")))));
  }

  private static KubeObject object(Map<String, Object> fields) {
    return new KubeObject(Document.of(fields));
  }

  private static Object unexpected(String name) {
    throw new Problem("unexpected call", name, "").raise();
  }

  private interface Answer {
    Object to(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
