package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.LentIdentity;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.forward.http.PagelessStream;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.forward.reach.Standing;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What connections through the mesh tell of a forward.
final class MeshForwardTest {
  private static final ReadyPod POD = new ReadyPod(new PodPort("dev", "web-0", 80), "u", "web");
  private static final Standing SERVED = new Standing(List.of(POD), "", true);
  private static final Problem TROUBLE =
      new Problem(Code.POD_UNREACHABLE, "broken", "the sidecar says no", Remedy.none());
  private static final ForwardSpec SPEC =
      ForwardSpec.of("web", new Target.Service("dev", "web", "80"), 0)
          .withAs(new AccountName("shop", "ana"));

  private final Way way = new Way();

  @Test
  void aForwardWithoutAnIdentityHasNoPartInTheMesh() throws Exception {
    assertNull(MeshForward.of(SPEC.withAs(null), (target, account) -> way, cluster()));
  }

  @Test
  void anEntranceSelectsThePodItself() throws Exception {
    ForwardSpec pinned = SPEC.withPick(PodSelection.pinned("web-0"));
    way.elsewhere = true;
    MooringException refused = assertThrows(MooringException.class, () -> of(pinned));
    assertEquals(Code.INVALID_VALUE, refused.problem().code());
    assertSame(way, of(SPEC).way());
    way.elsewhere = false;
    assertSame(way, of(pinned).way());
  }

  @Test
  void untilItIsProvedItAsksAtOnceAndThenWhenItsCertificateEnds() throws Exception {
    MeshForward mesh = of(SPEC);
    assertTrue(mesh.restless());
    assertTrue(mesh.due());
    way.until = Instant.now().minus(Duration.ofSeconds(1));
    assertTrue(mesh.due());
  }

  @Test
  void aFailureToOpenIsItsTroubleAndToldToWhoFollows() throws Exception {
    MeshForward mesh = of(SPEC);
    AtomicInteger told = new AtomicInteger();
    mesh.follow(told::incrementAndGet);
    assertEquals("", mesh.standing(SERVED).why());
    way.trouble = Optional.of(TROUBLE);
    assertSame(TROUBLE, assertThrows(MooringException.class, () -> mesh.open(POD)).problem());
    assertEquals(1, told.get());
    assertEquals(new Standing(List.of(POD), "the sidecar says no", true), mesh.standing(SERVED));
    assertTrue(mesh.restless());
    mesh.close();
    assertThrows(MooringException.class, () -> mesh.open(POD));
    assertEquals(1, told.get(), "who is closed tells nobody");
  }

  @ParameterizedTest
  @EnumSource(StreamException.Kind.class)
  void onlyAnEndThatIsNotBelievedIsTroubleOfTheWay(StreamException.Kind kind) throws Exception {
    MeshForward mesh = of(SPEC);
    mesh.failed(TROUBLE.raise(new StreamException(kind, TROUBLE)));
    assertEquals(
        kind == StreamException.Kind.UNTRUSTED ? "the sidecar says no" : "",
        mesh.standing(SERVED).why());
    mesh.failed(TROUBLE.raise());
  }

  @Test
  void thePodsOfAnEntranceAreNotTheServices() throws Exception {
    assertEquals(List.of(POD), of(SPEC).standing(SERVED).pods());
    way.elsewhere = true;
    assertEquals(List.of(), of(SPEC).standing(SERVED).pods());
    Standing waiting = new Standing(List.of(), "no ready pod", false);
    assertEquals(waiting, of(SPEC).standing(waiting));
  }

  @Test
  void aPortThatLendsAnIdentityServesNoPagesButToARegistry() throws Exception {
    assertInstanceOf(PagelessStream.class, of(SPEC).open(POD));
    way.http = true;
    assertSame(way.stream, of(SPEC).open(POD));
  }

  @Test
  void onlyWhatPassesByItselfIsStartedAgain() {
    assertTrue(Retries.helps(SPEC, failed(Code.CLUSTER_UNREACHABLE)));
    assertTrue(Retries.helps(SPEC, failed(Code.NOT_READY)));
    assertFalse(Retries.helps(SPEC, failed(Code.ISTIO_MISSING)));
    assertFalse(Retries.helps(SPEC, new ForwardStatus.State.Stopped()));
    assertFalse(Retries.helps(SPEC.withAs(null), failed(Code.NOT_READY)));
    Retries retries = new Retries();
    assertFalse(retries.due("web"), "the first try was a moment ago");
    assertFalse(retries.due("web"));
  }

  private static ForwardStatus.State failed(Code code) {
    return new ForwardStatus.State.Failed(new Problem(code, "", "", Remedy.none()));
  }

  private MeshForward of(ForwardSpec spec) throws InterruptedException {
    MeshForward mesh = MeshForward.of(spec, (target, account) -> way, cluster());
    if (mesh == null) {
      throw new AssertionError("it shows an identity");
    }
    return mesh;
  }

  /// Nobody asks it: nothing stands behind these ways.
  private static Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            MeshForwardTest.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> {
              throw new AssertionError(method.getName());
            });
  }

  private static final class Way implements MeshWay {
    private final ByteStream stream = new Nothing();
    private boolean elsewhere;
    private boolean http;
    private Optional<Problem> trouble = Optional.empty();
    private Instant until = Instant.now().plus(Duration.ofHours(1));

    @Override
    public Target dialled() {
      return SPEC.target();
    }

    @Override
    public boolean elsewhere() {
      return elsewhere;
    }

    @Override
    public Optional<Target> behind() {
      return Optional.empty();
    }

    @Override
    public boolean http() {
      return http;
    }

    @Override
    public ByteStream open(ReadyPod pod) {
      if (trouble.isPresent()) {
        throw trouble.get().raise();
      }
      return stream;
    }

    @Override
    public void prove(ReadyPod pod) {
      // It works.
    }

    @Override
    public LentIdentity lent() {
      return new LentIdentity("cluster.local/ns/shop/sa/ana", until, "sidecar");
    }

    @Override
    public void refresh() {
      // It is fresh.
    }
  }

  private static final class Nothing implements ByteStream {
    @Override
    public InputStream input() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream output() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public boolean lost() {
      return false;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
