package dev.mooring.identity.istiod;

import static dev.mooring.identity.istiod.TestAuthority.dns;
import static dev.mooring.identity.istiod.TestAuthority.pem;
import static dev.mooring.identity.istiod.TestAuthority.uri;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

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
  volatile @Nullable X509Certificate published = authority.root();
  final Set<String> seen = ConcurrentHashMap.newKeySet();
  volatile List<KubeObject> webhooks = List.of();
  final Map<String, String> roots = new ConcurrentHashMap<>();
  private final Map<String, Integer> pods = new ConcurrentSkipListMap<>();
  private final List<Server> servers = new ArrayList<>();

  FakeIstiod(String host) throws Exception {
    this(host, "istio-system/istiod-1");
  }

  /// @param pod NAMESPACE/NAME of the pod that it runs in
  FakeIstiod(String host, String pod) throws Exception {
    pods.put(pod, serve(host, authority, this::create));
  }

  /// A pod with istiod's label and a certificate for istiod's name, by an authority of its own. It
  /// notes every token that it is shown.
  void impostor(String pod, String host, TestAuthority by) throws Exception {
    pods.put(pod, serve(host, by, (request, answer) -> answer.onError(Status.OK.asException())));
  }

  private int serve(
      String host,
      TestAuthority authority,
      ServerCalls.UnaryMethod<CertificateMessages.Request, CertificateMessages.Response> method)
      throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf = authority.leaf(keys.getPublic(), Duration.ofHours(1), dns(host));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "istiod", keys.getPrivate(), new char[0], new X509Certificate[] {leaf, authority.root()});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, new char[0]);
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(CertificateMessages.SERVICE)
            .addMethod(CertificateCall.CREATE_CERTIFICATE, ServerCalls.asyncUnaryCall(method))
            .build();
    Server server =
        OkHttpServerBuilder.forPort(
                0, TlsServerCredentials.newBuilder().keyManager(managers.getKeyManagers()).build())
            .addService(ServerInterceptors.intercept(service, new TokenCheck()))
            .build()
            .start();
    servers.add(server);
    return server.getPort();
  }

  private final class TokenCheck implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      seen.add(String.valueOf(headers.get(CertificateCall.AUTHORIZATION)));
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
        (name, arguments) -> name.equals("open") ? open((PodPort) arguments[0]) : unexpected(name));
  }

  private SocketStream open(PodPort to) {
    return new SocketStream(pods.get(to.namespace() + "/" + to.pod()));
  }

  Cluster cluster() {
    return proxy(Cluster.class, this::answer);
  }

  private Object answer(String name, Object[] arguments) {
    return switch (name) {
      case "context" -> new Context("lab", "lab", "ana", "https://x", "dev-ana", true);
      case "list" ->
          !installed
              ? List.of()
              : Kind.WEBHOOK.equals(arguments[0]) ? webhooks : listed((String) arguments[1]);
      case "get" -> {
        String root =
            arguments[1].equals("dev-ana") && published != null
                ? pem(published)
                : roots.get((String) arguments[1]);
        yield root == null
            ? Optional.empty()
            : Optional.of(object(Map.of("data", Map.of("root-cert.pem", root))));
      }
      case "token" -> {
        tokens.incrementAndGet();
        yield TOKEN;
      }
      default -> unexpected(name);
    };
  }

  /// By name, as an API server lists them.
  private List<KubeObject> listed(@Nullable String namespace) {
    return pods.keySet().stream()
        .map(each -> pod(each.substring(0, each.indexOf('/')), each))
        .filter(each -> namespace == null || each.namespace().equals(namespace))
        .toList();
  }

  private static KubeObject pod(String namespace, String words) {
    return object(
        Map.of(
            "metadata",
            Map.of("name", words.substring(namespace.length() + 1), "namespace", namespace),
            "status",
            Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True")))));
  }

  private static KubeObject object(Map<String, Object> fields) {
    return new KubeObject(Document.of(fields));
  }

  private static Object unexpected(String name) {
    throw new Problem(Code.GENERAL, "unexpected call", name, new Remedy.Advice("")).raise();
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
    servers.forEach(Server::shutdownNow);
  }
}
