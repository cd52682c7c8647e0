package dev.mooring.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.archive.RemoteFolder;
import dev.mooring.registry.backup.Backup;
import dev.mooring.registry.backup.Seeding;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.stack.archives.ArchiveVolume;
import dev.mooring.stack.archives.ArchiveVolumes;
import dev.mooring.stack.archives.VolumePlace;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.ArchivesVolume;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A registry is saved to a volume of its cluster, and comes back from it; with or without a mesh.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@Timeout(180)
final class ArchivesClusterTest {
  private final String name =
      "t-archives-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  private final StackOptions base =
      StackOptions.defaults().named(name).withNodePort(5066).withProtection(Protection.PLAIN);
  private final StackOptions options = base.withAdditions(base.additions().withArchives("1Gi"));
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  private final ArchiveVolumes volumes = new ArchiveVolumes(cluster, tunnels, options);
  @TempDir private Path folder;

  @AfterEach
  void remove() throws InterruptedException {
    try {
      stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
      assertTrue(
          cluster.get(Kind.VOLUME_CLAIM, options.namespace(), ArchivesVolume.NAME).isEmpty());
    } finally {
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }

  @Test
  void allDigestsComeBackFromTheVolumeAndNothingHostileIsFollowed() throws Exception {
    stack.install(options, Progress.none());
    try (RegistryForward forward =
        new RegistryForward(cluster, tunnels, identities, options.location())) {
      int port = forward.connect(0).listening().getFirst().getPort();
      try (HttpRegistry registry = new HttpRegistry(URI.create("http://localhost:" + port), null)) {
        push(registry);
        Map<String, String> before = digests(registry);
        assertEquals(2, before.size());
        saveTwice(registry);
        for (String repository : registry.repositories()) {
          for (String tag : registry.allTags(repository)) {
            registry.remove(registry.planRemoval(repository, tag));
          }
        }
        assertEquals(Map.of(), digests(registry));
        try (ArchiveVolume volume = open("nightly", false)) {
          assertEquals(List.of(), seed(registry, volume).skipped());
          assertEquals(before, digests(registry));
          elsewhere(volume, before);
        }
      }
    }
    noLinkIsFollowed();
    aKilledPodIsToldAndGone();
    assertEquals(List.of(), pods());
  }

  private ArchiveVolume open(String place, boolean writes) throws InterruptedException {
    VolumePlace parsed = VolumePlace.parse(place);
    return writes
        ? volumes.toWrite(parsed, Progress.none())
        : volumes.toRead(parsed, Progress.none());
  }

  private List<String> pods() throws InterruptedException {
    return cluster.list(Kind.POD, options.namespace(), "mooring.dev/archives").stream()
        .map(KubeObject::name)
        .toList();
  }

  private void push(HttpRegistry registry) throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(1, 3_000_000)));
    Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(2, 200_000)));
    Map<String, Object> index = layout.index(Map.of("linux/amd64", amd, "linux/arm64", arm));
    Path both = layout.write(folder.resolve("both.tar"), List.of(index));
    Path one = layout.write(folder.resolve("one.tar"), List.of(arm));
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () ->
                !registry
                    .push(both, ImageReference.parse("ana/app:1"), Progress.none())
                    .text()
                    .isEmpty());
    registry.push(one, ImageReference.parse("bob/web:latest"), Progress.none());
  }

  private static Map<String, String> digests(HttpRegistry registry) throws InterruptedException {
    Map<String, String> digests = new TreeMap<>();
    for (String repository : registry.repositories()) {
      for (String tag : registry.allTags(repository)) {
        registry
            .digest(repository, tag)
            .ifPresent(each -> digests.put(repository + ":" + tag, each.text()));
      }
    }
    return digests;
  }

  private void saveTwice(HttpRegistry registry) throws Exception {
    try (ArchiveVolume volume = open("nightly", true)) {
      Backup backup = new Backup(registry, "localhost:5066");
      Backup.Saved first =
          backup.save(volume.folder(), volume.path(), each -> true, Progress.none());
      assertEquals(2, first.images());
      assertTrue(first.bytes() > 200_000);
      Backup.Saved again =
          backup.save(volume.folder(), volume.path(), each -> true, Progress.none());
      assertEquals(2, again.images());
      assertEquals(0, again.sent());
    }
  }

  private static Seeding.Seeded seed(HttpRegistry registry, ArchiveVolume volume)
      throws InterruptedException {
    return new Seeding(registry).seed(volume.folder(), volume.path(), Progress.none());
  }

  private static void elsewhere(ArchiveVolume volume, Map<String, String> before) throws Exception {
    try (TinyRegistry tiny = new TinyRegistry();
        HttpRegistry other = new HttpRegistry(tiny.uri(), null)) {
      assertEquals(List.of(), seed(other, volume).skipped());
      assertEquals(before, digests(other));
    }
  }

  private void noLinkIsFollowed() throws Exception {
    try (ArchiveVolume volume = open("nightly", true)) {
      run("busybox rm -rf /volume/nightly/blobs; busybox ln -s / /volume/nightly/blobs");
      RemoteFolder on = volume.folder();
      assertThrows(MooringException.class, () -> on.size("nightly/blobs/etc/passwd"));
      assertThrows(MooringException.class, () -> on.open("nightly/blobs/etc/passwd", 0));
    }
  }

  /// In the pod that has the volume.
  private void run(String line) throws Exception {
    try (ByteStream stream =
        tunnels.exec(
            options.namespace(),
            pods().getFirst(),
            "volume",
            List.of("/bin/sh", "-c", line + "; echo done"))) {
      byte[] said = stream.input().readNBytes(5);
      assertEquals("done\n", new String(said, UTF_8));
    }
  }

  private void aKilledPodIsToldAndGone() throws Exception {
    try (ArchiveVolume volume = open("", true)) {
      AtomicBoolean killed = new AtomicBoolean();
      assertThrows(IOException.class, () -> store(volume.folder(), "blob", killed));
      assertTrue(killed.get());
    }
    try (ArchiveVolume volume = open("", false)) {
      assertFalse(volume.folder().size("blob").isPresent());
      assertThrows(
          IOException.class, () -> store(volume.folder(), "blob", new AtomicBoolean(true)));
    }
  }

  /// Content that has no end before the pod has one.
  private void store(RemoteFolder on, String path, AtomicBoolean killed) throws Exception {
    InputStream zeros =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            return length;
          }
        };
    on.store(
        path,
        1L << 40,
        Digests.of(new byte[0]),
        zeros,
        moved -> {
          if (!killed.getAndSet(true)) {
            try {
              cluster.delete(
                  Kind.POD, options.namespace(), pods().getFirst(), Duration.ofSeconds(30));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
  }
}
