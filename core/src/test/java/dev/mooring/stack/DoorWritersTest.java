package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.stack.render.WriterPolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DoorWritersTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().withProtection(Protection.TOKENS);
  private static final Writer ANA = new Writer("ana", "dev", "pusher", List.of("ana/*", "app"));
  private static final Writer OWN = new Writer("mooring", "kube-registry", "mooring", List.of("*"));

  private final CannedCluster cluster = new CannedCluster();
  private final DoorWriters writers = new DoorWriters(cluster, OPTIONS);

  private void install() {
    new Rendering(OPTIONS, Surroundings.usual()).objects().forEach(cluster::apply);
  }

  @Test
  void aWriterIsAddedChangedAndRemoved() throws InterruptedException {
    install();
    writers.put(ANA);
    assertEquals(List.of(ANA, OWN), writers.list());
    Writer less = new Writer("ana", "dev", "pusher", List.of("app"));
    writers.put(less);
    assertEquals(List.of(less, OWN), writers.list());
    assertTrue(writers.remove("dev", "ana"));
    assertFalse(writers.remove("dev", "ana"));
    assertEquals(List.of(OWN), writers.list());
  }

  @Test
  void whoLosesTheRaceTriesAgainWithWhatTheOtherWrote() throws InterruptedException {
    install();
    AtomicInteger races = new AtomicInteger();
    cluster.born =
        object -> {
          if (object.name().equals("mooring-writers") && races.getAndIncrement() < 2) {
            throw new Problem(Code.CONFLICT, "Cannot apply", "changed", Remedy.none()).raise();
          }
          return object;
        };
    writers.put(ANA);
    assertEquals(3, races.get());
    assertEquals(List.of(ANA, OWN), writers.list());
  }

  @Test
  void whereThereAreNoRulesNobodyIsAdded() {
    Problem problem = assertThrows(MooringException.class, () -> writers.put(ANA)).problem();
    assertEquals(Code.REGISTRY_MISSING, problem.code());
    assertEquals(List.of(), cluster.names());
  }

  @Test
  void writersOfTheMeshAreKept() throws InterruptedException {
    StackOptions mesh = OPTIONS.withProtection(Protection.MESH);
    cluster.apply(WriterPolicy.of(mesh, ANA));
    assertEquals(List.of(ANA), KeptWriters.of(cluster, OPTIONS));
    install();
    assertEquals(List.of(ANA, OWN), KeptWriters.of(cluster, OPTIONS));
  }

  @Test
  void aPlainRegistryHasNoWritersToAdd() throws InterruptedException {
    WriterStore store = WriterStore.of(cluster, OPTIONS.withProtection(Protection.PLAIN));
    assertEquals(List.of(), store.list());
    Problem problem = assertThrows(MooringException.class, () -> store.put(ANA)).problem();
    assertEquals(Code.WRITER_NOT_ALLOWED, problem.code());
  }

  @Test
  void anotherRegistrysRulesAreNotTouched() throws InterruptedException {
    install();
    List<KubeObject> before = cluster.list(Kind.CONFIG_MAP, null, "");
    StackOptions other = OPTIONS.withRegistry("other");
    assertThrows(MooringException.class, () -> new DoorWriters(cluster, other).put(ANA));
    assertEquals(before, cluster.list(Kind.CONFIG_MAP, null, ""));
  }
}
